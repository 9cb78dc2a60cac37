"""One patient after another in parallel: lines of TKI, a stop, recurrence, treatment again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from tfrq.ingest.synth import drugs, lines, stopping
from tfrq.ingest.synth.assays import UNITS, Tests, main_laboratories, measure
from tfrq.ingest.synth.draws import (
    NEVER,
    YEAR,
    Codes,
    Days,
    Flags,
    Random,
    Reals,
    chance,
    choose,
    whole_days,
)
from tfrq.ingest.synth.fate import Fate
from tfrq.ingest.synth.kinetics import NOTHING, Burden, days_to_deep_response, draw_response
from tfrq.ingest.synth.people import People
from tfrq.ingest.synth.sites import Site
from tfrq.ingest.synth.stages import Stage, off_drug, stop_reason
from tfrq.ingest.synth.visits import Habits, baseline_visits, draw_habits, visits_in

RECURRENCE, WISH, SYNDROME, OTHER = range(4)
_MMR = UNITS // 10


@dataclass
class Attempt:
    """An attempt at TFR, one entry per patient; `stop` is NEVER where there is none.

    `hazard` is the logarithm of the hazard ratio of recurrence that the patient ran.
    """

    number: int
    stop: Days
    taper: Days
    drug: Codes
    for_child: Flags
    hazard: Reals
    restart: Days
    restart_reason: Codes


@dataclass
class Course:
    """All that happened to the patients of one piece of a site."""

    site: Site
    people: People
    fate: Fate
    habits: Habits
    intention: stopping.Intention
    first_tki: Days
    stages: list[Stage] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    escapes: list[lines.Resistance] = field(default_factory=list)
    tests: list[Tests] = field(default_factory=list)


def run_course(site: Site, people: People, fate: Fate, parts: dict[str, Random]) -> Course:
    """Simulate the course. The tests of a time off treatment decide when it ends."""
    course = Course(
        site=site,
        people=people,
        fate=fate,
        habits=draw_habits(people, fate, parts["visits"]),
        intention=stopping.draw_intention(people, parts["stopping"]),
        first_tki=lines.first_start(people, fate, parts["lines"]),
    )
    laboratories = main_laboratories(site.code, len(people), parts["assays"])
    deep, resistant = _treat(course, parts)
    _test_baseline(course, laboratories, parts)
    for stage in range(len(course.stages)):
        _test(course, stage, laboratories, parts)
    _first_attempt(course, deep, resistant, laboratories, parts)
    _second_attempt(course, laboratories, parts)
    _after_transplant(course, laboratories, parts)
    return course


def _treat(course: Course, parts: dict[str, Random]) -> tuple[Days, Flags]:
    """Up to three lines of TKI and the first planned stop. Returns since when each patient is in
    deep response (NEVER: not), and who had a resistant disease."""
    people, fate, random = course.people, course.fate, parts["lines"]
    response = draw_response(people, parts["kinetics"])
    entry, start = lines.before_treatment(response), course.first_tki
    drug = drugs.first_drug(np.minimum(start, fate.end), random)
    deep, failed = np.full(len(people), NEVER), np.zeros(len(people), dtype=bool)
    for number in (1, 2, 3):
        escape = lines.draw_resistance(people, start, drug, -2.35 + 1.2 * failed, random)
        burden = lines.burden_on(start, drug, entry, response, escape)
        line = lines.new_line(number, start, drug, burden)
        if number < 3:
            lines.exit_from(line, escape, random)
        deep = _deep_since(line, deep)
        _plan_stop(course, line, deep)
        lines.progress(people, line, escape, fate, random)
        line.end_at(fate.transplant, stop_reason("other"))
        course.stages.append(line)
        course.escapes.append(escape)
        failed = failed | (line.reached & (line.ended == stop_reason("resistance")))
        deep = np.where(line.ended == stop_reason("resistance"), NEVER, deep)
        start = _next_start(line, fate)
        entry = burden.at(np.where(line.reached, np.minimum(line.stop, fate.end) - line.start, 0))
        drug = drugs.next_drug(
            np.minimum(start, fate.end), line.drug, escape.t315i & failed, random
        )
    return deep, failed


def _next_start(line: Stage, fate: Fate) -> Days:
    switched = line.reached & (line.stop < fate.end) & (line.stop < fate.transplant)
    switched &= line.ended != stop_reason("TFR attempt")
    switched &= line.ended != stop_reason("pregnancy")
    return np.where(switched, line.stop, NEVER)


def _deep_since(line: Stage, earlier: Days) -> Days:
    """Since when the response is deep: from an earlier line where it lasts, else in this one."""
    here = np.minimum(line.start + days_to_deep_response(line.burden), NEVER)
    return np.where(
        (earlier < line.start) & line.reached, earlier, np.where(line.reached, here, NEVER)
    )


def _plan_stop(course: Course, line: Stage, deep: Days) -> None:
    """End the line where an attempt at TFR comes before anything else does."""
    stop = stopping.planned_stop(course.intention, course.first_tki, deep)
    child = np.minimum(course.first_tki + course.intention.wants_child, NEVER)
    there = (child > line.start) & (child < line.stop) & line.reached
    level = line.burden.at(np.where(there, child - line.start, 0)).level
    child = np.where(there & (level < -1.3), child, NEVER)
    possible = (course.fate.progression == NEVER) & ~course.people.atypical
    for day, reason in ((stop, "TFR attempt"), (child, "pregnancy")):
        fits = possible & (day > line.start + 30) & (day < course.fate.end)
        line.end_at(np.where(fits, day, NEVER), stop_reason(reason))


def _test_baseline(course: Course, laboratories: Codes, parts: dict[str, Random]) -> None:
    visits = baseline_visits(course.people, course.first_tki, course.fate, parts["visits"])
    level = course.stages[0].burden.of(visits.patient).level
    random = parts["assays"]
    course.tests.append(measure(course.site.code, laboratories, visits, level, -1, random))


def _test(course: Course, stage: int, laboratories: Codes, parts: dict[str, Random]) -> Tests:
    """Make the tests of a stage; they are the latest of `course.tests`."""
    here, random = course.stages[stage], parts["assays"]
    visits = visits_in(here, course.habits, course.fate, parts["visits"])
    burden = here.burden.of(visits.patient).at(visits.day - here.start[visits.patient])
    level = burden.level
    if here.schedule == "off":
        # Residual disease fluctuates more without a drug.
        level = level + random.normal(0.0, 0.25, len(level))
    course.tests.append(measure(course.site.code, laboratories, visits, level, stage, random))
    return course.tests[-1]


def _first_attempt(
    course: Course, deep: Days, resistant: Flags, laboratories: Codes, parts: dict[str, Random]
) -> None:
    reasons = (stop_reason("TFR attempt"), stop_reason("pregnancy"))
    stopped = [line.reached & np.isin(line.ended, reasons) for line in course.stages]
    last = np.argmax(np.stack(stopped), axis=0)
    stop = np.where(np.any(stopped, axis=0), _by(last, [s.stop for s in course.stages]), NEVER)
    deep_for = np.where(deep < stop, stop - deep, 0)
    risk = stopping.hazard(
        course.people, course.intention, stop - course.first_tki, deep_for, resistant
    )
    _stop_and_watch(course, last, stop, risk, laboratories, parts)


def _by(which: Codes, choices: list[Codes]) -> Codes:
    """For each patient the entry of one of several arrays."""
    return np.stack(choices)[which, np.arange(len(which))]


def _stop_and_watch(
    course: Course,
    last: Codes,
    stop: Days,
    risk: Reals,
    laboratories: Codes,
    parts: dict[str, Random],
) -> None:
    """An attempt: the time off the drug, its tests, a restart, the time on the drug again.

    `last` numbers the stage that ends with the stop.
    """
    random = parts["stopping"]
    before = _burden_at(course, last, stop)
    recurs = stopping.recurrence_days(risk, random)
    off = off_drug("off", stop, stopping.burden_off(before, recurs, random))
    course.stages.append(off)
    tests = _test(course, len(course.stages) - 1, laboratories, parts)
    drug = np.where(stop < NEVER, _by(last, [s.drug for s in course.stages]), drugs.OFF)
    ended = _by(last, [s.ended for s in course.stages])
    restart, reason = _restart(course, tests, stop, ended == stop_reason("pregnancy"), random)
    off.end_at(restart, -1)
    course.tests[-1] = tests.rows(tests.day < restart[tests.patient])
    start = _by(last, [s.start for s in course.stages])
    course.attempts.append(
        Attempt(
            number=len(course.attempts) + 1,
            stop=stop,
            taper=_taper(start, stop, random),
            drug=drug,
            for_child=ended == stop_reason("pregnancy"),
            hazard=risk,
            restart=restart,
            restart_reason=reason,
        )
    )
    _treat_again(course, last, off, restart, random)
    _test(course, len(course.stages) - 1, laboratories, parts)


def _burden_at(course: Course, last: Codes, stop: Days) -> Burden:
    """The burden on the day of the stop, from the stage that it ends."""
    from dataclasses import fields

    at_stop = [
        stage.burden.at(np.where((stop < NEVER) & stage.reached, stop - stage.start, 0))
        for stage in course.stages
    ]
    names = [f.name for f in fields(Burden)]
    return Burden(*(_by(last, [getattr(b, name) for b in at_stop]) for name in names))


def _restart(
    course: Course, tests: Tests, stop: Days, for_child: Flags, random: Random
) -> tuple[Days, Codes]:
    """Most restart within weeks of the first test above 0.1 %; a few without one."""
    count = len(stop)
    lost = np.full(count, NEVER)
    above = tests.units > _MMR
    np.minimum.at(lost, tests.patient[above], tests.day[above])
    after_loss = lost + random.integers(8, 45, count)
    after_loss = np.where((lost < NEVER) & chance(random, 0.97, count), after_loss, NEVER)
    unforced = stop + 20 + whole_days(random.exponential(0.9 * YEAR, count))
    unforced = np.where(for_child, stop + random.integers(270, 480, count), unforced)
    wants = chance(random, np.where(for_child, 0.75, 0.055), count) & (stop < NEVER)
    unforced = np.where(wants, unforced, NEVER)
    restart = np.minimum(after_loss, unforced)
    reason = np.where(after_loss <= unforced, RECURRENCE, choose(random, (0, 0.5, 0.3, 0.2), count))
    happens = restart < course.fate.end
    return np.where(happens, restart, NEVER), np.where(happens, reason, -1)


def _taper(start: Days, stop: Days, random: Random) -> Days:
    """Some halve the dose for half a year or a year before they stop."""
    taper = stop - random.choice([182, 183, 274, 365], len(stop))
    tapers = chance(random, 0.14, len(stop)) & (stop < NEVER) & (taper > start + 60)
    return np.where(tapers, taper, NEVER)


def _treat_again(course: Course, last: Codes, off: Stage, restart: Days, random: Random) -> None:
    """Mostly the drug that was stopped, which continues its line; another is a new line."""
    count = len(restart)
    drug = _by(last, [s.drug for s in course.stages])
    line = _by(last, [s.line for s in course.stages])
    fall = _by(last, [s.burden.fast_fall for s in course.stages])
    slow_fall = _by(last, [s.burden.slow_fall for s in course.stages])
    other = drugs.next_drug(
        np.minimum(restart, course.fate.end), drug, np.zeros(count, dtype=bool), random
    )
    changes = chance(random, 0.2, count)
    burden = off.burden.at(np.where(restart < NEVER, restart - off.start, 0))
    level = np.maximum(burden.fast, burden.clone)
    burden = replace(
        burden,
        fast=level,
        fast_fall=np.maximum(fall, 0.01),
        slow_fall=slow_fall,
        clone=np.full(count, NOTHING),
        clone_rise=np.zeros(count),
    )
    again = lines.new_line(2, restart, np.where(changes, other, drug), burden)
    again.schedule, again.line = "again", np.maximum(line, 1) + changes
    course.stages.append(again)


def _second_attempt(course: Course, laboratories: Codes, parts: dict[str, Random]) -> None:
    """One in three who regain a deep response tries again."""
    random, again = parts["stopping"], course.stages[-1]
    count = len(again.start)
    deep = np.minimum(again.start + days_to_deep_response(again.burden), NEVER)
    deep_for = whole_days(YEAR * (1.5 + random.gamma(1.5, 0.8, count)))
    stop = np.where((deep < NEVER) & again.reached, deep + deep_for, NEVER)
    stop = np.where(chance(random, 0.36, count) & (stop < course.fate.end), stop, NEVER)
    again.end_at(stop, stop_reason("TFR attempt"))
    course.tests[-1] = _before(course.tests[-1], again)
    risk = course.attempts[0].hazard + 0.15
    last = np.full(count, len(course.stages) - 1)
    _stop_and_watch(course, last, stop, risk, laboratories, parts)


def _before(tests: Tests, stage: Stage) -> Tests:
    """The tests before a stage's end, where that has been brought forward."""
    return tests.rows(tests.day < stage.stop[tests.patient])


def _after_transplant(course: Course, laboratories: Codes, parts: dict[str, Random]) -> None:
    """Most transplants clear the disease within weeks."""
    count = len(course.people)
    start = np.where(course.fate.transplant < course.fate.end, course.fate.transplant, NEVER)
    none, zero = np.full(count, NOTHING), np.zeros(count)
    burden = Burden(np.full(count, 1.0), zero + 0.05, zero - 4.0, zero, zero - 4.0, none, zero)
    course.stages.append(off_drug("later line", start, burden))
    _test(course, len(course.stages) - 1, laboratories, parts)
