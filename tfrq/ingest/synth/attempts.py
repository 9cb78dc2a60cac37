"""Attempts at treatment-free remission, as they go: off the drug, watched, on a drug again."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from tfrq import vocabulary
from tfrq.ingest.synth import drugs, lines, stopping
from tfrq.ingest.synth.assays import UNITS, Tests
from tfrq.ingest.synth.course import Attempt, Course
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
from tfrq.ingest.synth.kinetics import NOTHING, Burden, days_to_deep_response
from tfrq.ingest.synth.stages import NOT_STATED, STOPS, Stage, off_drug, stop_reason

_MMR = UNITS // 10
_RECURRENCE = vocabulary.RESTART_REASONS.index("molecular recurrence")
# Of restarts without loss of MMR, in the order of vocabulary.RESTART_REASONS.
_UNFORCED = (0.0, 0.5, 0.3, 0.2)


def first_attempt(course: Course, deep: Days, resistant: Flags) -> None:
    """The attempts that ended a line; appends two stages, off and again."""
    stopped = [line.reached & np.isin(line.ended, STOPS) for line in course.stages]
    last = np.argmax(np.stack(stopped), axis=0)
    stop = np.where(np.any(stopped, axis=0), course.of_stage(last, "stop"), NEVER)
    deep_for = np.where(deep < stop, stop - deep, 0)
    treated = stop - course.first_tki
    risk = stopping.hazard(course.people, course.intention, treated, deep_for, resistant)
    _attempt(course, last, stop, risk)


def second_attempt(course: Course) -> None:
    """One in three who regain a deep response tries again; appends two more stages."""
    random, again = course.parts["stopping"], course.stages[-1]
    count = len(again.start)
    deep = np.minimum(again.start + days_to_deep_response(again.burden), NEVER)
    deep_for = whole_days(YEAR * (1.5 + random.gamma(1.5, 0.8, count)))
    stop = np.where((deep < NEVER) & again.reached, deep + deep_for, NEVER)
    stop = np.where(chance(random, 0.36, count) & (stop < course.fate.end), stop, NEVER)
    again.end_at(stop, stop_reason("TFR attempt"))
    last = np.full(count, len(course.stages) - 1)
    course.test(len(course.stages) - 1)
    _attempt(course, last, stop, course.attempts[0].hazard + 0.15)
    course.test(len(course.stages) - 1)


def _attempt(course: Course, last: Codes, stop: Days, risk: Reals) -> None:
    """Stop and watch. `last` numbers the stage that ends with the stop. The tests made off the
    drug decide when it is taken again."""
    random = course.parts["stopping"]
    recurs = stopping.recurrence_days(risk, random)
    burden = stopping.burden_off(_burden_at(course, last, stop), recurs, random)
    off = off_drug("off", stop, burden)
    course.stages.append(off)
    tests = course.test(len(course.stages) - 1)
    for_child = course.of_stage(last, "ended") == stop_reason("pregnancy")
    restart, reason = _restart(course, tests, stop, for_child)
    off.end_at(restart, NOT_STATED)
    course.tests[-1] = tests.rows(tests.day < restart[tests.patient])
    taper = _taper(course.of_stage(last, "start"), stop, random)
    drug = course.of_stage(last, "drug")
    course.attempts.append(Attempt(stop, taper, drug, for_child, risk, restart, reason))
    course.stages.append(_again(course, last, off, restart))


def _burden_at(course: Course, last: Codes, stop: Days) -> Burden:
    """The burden on the day of the stop, from the stage that it ends."""
    at_stop = [
        stage.burden.at(np.where((stop < NEVER) & stage.reached, stop - stage.start, 0))
        for stage in course.stages
    ]
    everyone = np.arange(len(last))
    return Burden(
        *(np.stack([getattr(b, f.name) for b in at_stop])[last, everyone] for f in fields(Burden))
    )


def _restart(course: Course, tests: Tests, stop: Days, for_child: Flags) -> tuple[Days, Codes]:
    """Most restart within weeks of the first test above 0.1 %; a few without one."""
    random, count = course.parts["stopping"], len(stop)
    after_loss = _restart_after_loss(tests, count, random)
    unforced = stop + 20 + whole_days(random.exponential(0.9 * YEAR, count))
    unforced = np.where(for_child, stop + random.integers(270, 480, count), unforced)
    wants = chance(random, np.where(for_child, 0.75, 0.055), count) & (stop < NEVER)
    unforced = np.where(wants, unforced, NEVER)
    restart = np.minimum(after_loss, unforced)
    reason = np.where(after_loss <= unforced, _RECURRENCE, choose(random, _UNFORCED, count))
    happens = restart < course.fate.end
    return np.where(happens, restart, NEVER), np.where(happens, reason, -1)


def _restart_after_loss(tests: Tests, count: int, random: Random) -> Days:
    lost = np.full(count, NEVER)
    above = tests.units > _MMR
    np.minimum.at(lost, tests.patient[above], tests.day[above])
    acts = (lost < NEVER) & chance(random, 0.97, count)
    return np.where(acts, lost + random.integers(8, 45, count), NEVER)


def _taper(start: Days, stop: Days, random: Random) -> Days:
    """Some halve the dose for half a year or a year before they stop."""
    taper = stop - random.choice([182, 183, 274, 365], len(stop))
    tapers = chance(random, 0.14, len(stop)) & (stop < NEVER) & (taper > start + 60)
    return np.where(tapers, taper, NEVER)


def _again(course: Course, last: Codes, off: Stage, restart: Days) -> Stage:
    """Mostly the drug that was stopped, which continues its line; another is a new line."""
    random, count = course.parts["stopping"], len(restart)
    drug, line = course.of_stage(last, "drug"), course.of_stage(last, "line")
    known = np.minimum(restart, course.fate.end)
    other = drugs.next_drug(known, drug, np.zeros(count, dtype=bool), random)
    changes = chance(random, 0.2, count)
    burden = _burden_again(course, last, off, restart)
    again = lines.new_line(2, restart, np.where(changes, other, drug), burden)
    again.schedule, again.line = "again", np.maximum(line, 1) + changes
    return again


def _burden_again(course: Course, last: Codes, off: Stage, restart: Days) -> Burden:
    """What has grown falls as fast as the disease fell before."""
    burden = off.burden.at(np.where(restart < NEVER, restart - off.start, 0))
    before = _burden_at(course, last, restart)
    return replace(
        burden,
        fast=np.maximum(burden.fast, burden.clone),
        fast_fall=np.maximum(before.fast_fall, 0.01),
        slow_fall=before.slow_fall,
        clone=np.full(len(restart), NOTHING),
        clone_rise=np.zeros(len(restart)),
    )
