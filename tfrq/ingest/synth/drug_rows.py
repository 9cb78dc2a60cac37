"""Stages of the course as rows of one drug at one dose, before the registry loses some."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from tfrq import vocabulary
from tfrq.ingest.synth import drugs
from tfrq.ingest.synth.course import Course
from tfrq.ingest.synth.draws import NEVER, Codes, Days, Flags, Random, chance, day, whole_days
from tfrq.ingest.synth.stages import Stage, stop_reason

DRUG_NAMES = tuple(drug.name for drug in vocabulary.DRUGS)
DOSE_CHANGE = stop_reason("dose change")
# Numbers of the TKIs among all drugs.
_TKIS = np.array([DRUG_NAMES.index(name) for name in vocabulary.TKIS])


@dataclass(frozen=True)
class Rows:
    """Rows of treatment, an entry each; `stop` may lie after the record's end, or not after
    `start`: a row of no days, to be dropped. `dose` is in thousandths of mg (interferon: MU);
    `line` is 0 for what is no TKI."""

    patient: Days
    drug: Codes
    line: Codes
    start: Days
    stop: Days
    dose: Codes
    reason: Codes

    def some(self, wanted: Flags | Days) -> Rows:
        """Some rows, by a mask or by their numbers."""
        return Rows(*(getattr(self, column.name)[wanted] for column in fields(self)))


def joined(batches: list[Rows]) -> Rows:
    """All rows of all batches."""
    return Rows(
        *(np.concatenate([getattr(b, column.name) for b in batches]) for column in fields(Rows))
    )


def stage_rows(course: Course, stage: Stage, random: Random) -> list[Rows]:
    """A stage is at most four rows: up to an interruption, up to a change of dose, up to a taper,
    and to the end. What does not happen leaves a row of no days."""
    taper = _taper_of(course, stage)
    pause, resume = _interruption(course, stage, taper, random)
    change, changed = _dose_change(course, stage, resume, taper, random)
    tapers = np.where(taper < NEVER, taper, stage.stop)
    kind = np.clip(stage.drug, 0, len(drugs.STANDARD_DOSE) - 1)
    standard = drugs.STANDARD_DOSE[kind] * 1000
    dose = np.where(changed, drugs.OTHER_DOSE[kind] * 1000, standard)
    toxic = chance(random, 0.7, len(dose))
    paused = np.where(toxic, stop_reason("toxicity"), stop_reason("other"))
    at_change = np.full(len(dose), DOSE_CHANGE)
    at_taper = np.where(taper < NEVER, DOSE_CHANGE, stage.ended)
    who, drug = np.flatnonzero(stage.reached), _TKIS[stage.drug]
    parts = (
        (stage.start, pause, standard, paused),
        (resume, change, standard, at_change),
        (change, tapers, dose, at_taper),
        (tapers, stage.stop, dose // 2, stage.ended),
    )
    return [Rows(who, *(a[who] for a in (drug, stage.line, *part))) for part in parts]


def _taper_of(course: Course, stage: Stage) -> Days:
    """The day of de-escalation in this stage, NEVER where there is none."""
    taper = np.full(len(stage.start), NEVER)
    for attempt in course.attempts:
        mine = stage.reached & (attempt.stop == stage.stop) & (attempt.stop < NEVER)
        taper = np.where(mine, attempt.taper, taper)
    return taper


def _interruption(course: Course, stage: Stage, taper: Days, random: Random) -> tuple[Days, Days]:
    """First day of a pause in the first years and first day after it; both the start of the stage
    where there is none."""
    count = len(stage.start)
    pause = stage.start + 20 + whole_days(random.exponential(300, count))
    resume = pause + 5 + whole_days(random.gamma(1.2, 22, count))
    pauses = chance(random, 0.13, count) & _well_before(resume, course, stage, taper)
    # Who stops on an anniversary of the start has been treated on every day until then.
    pauses &= ~course.intention.exact
    return np.where(pauses, pause, stage.start), np.where(pauses, resume, stage.start)


def _dose_change(
    course: Course, stage: Stage, after: Days, taper: Days, random: Random
) -> tuple[Days, Flags]:
    """Day of a change of dose (`after` where there is none), and who has one."""
    count = len(after)
    when = after + 40 + whole_days(random.exponential(500, count))
    changes = chance(random, 0.17, count) & _well_before(when, course, stage, taper)
    return np.where(changes, when, after), changes


def _well_before(when: Days, course: Course, stage: Stage, taper: Days) -> Flags:
    """Whether a day is 40 days before the taper and the end of the stage and of the record."""
    ends = np.minimum(np.minimum(stage.stop, course.fate.end), taper)
    return np.asarray(stage.reached & (when + 40 < ends))


def other_drugs(course: Course, random: Random) -> list[Rows]:
    """Hydroxyurea around the diagnosis; interferon before there was imatinib, and beside it."""
    return [
        _hydroxyurea(course, random),
        _interferon_before(course, random),
        _interferon_beside(course, random),
    ]


def _hydroxyurea(course: Course, random: Random) -> Rows:
    first, count = course.first_tki, len(course.people)
    start = course.people.diagnosis + random.integers(0, 9, count)
    stop = np.where(first < NEVER, first + random.integers(-6, 21, count), start + 60)
    given = chance(random, 0.5, count)
    return _rows(given, "hydroxyurea", start, np.minimum(stop, start + 240), 1500)


def _interferon_before(course: Course, random: Random) -> Rows:
    diagnosis, count = course.people.diagnosis, len(course.people)
    given = (diagnosis < day(2001)) & chance(random, 0.75, count)
    start = diagnosis + random.integers(25, 90, count)
    stop = course.first_tki - np.where(course.first_tki < NEVER, random.integers(0, 45, count), 0)
    return _rows(given, "interferon", start, stop, 5)


def _interferon_beside(course: Course, random: Random) -> Rows:
    first, count = course.first_tki, len(course.people)
    late = course.people.diagnosis >= day(2001)
    given = late & chance(random, 0.03, count) & (first < NEVER)
    start = first + random.integers(60, 200, count)
    return _rows(given, "interferon", start, start + random.integers(200, 900, count), 3)


def _rows(given: Flags, drug: str, start: Days, stop: Days, dose: int) -> Rows:
    who = np.flatnonzero(given)
    count = len(who)
    return Rows(
        patient=who,
        drug=np.full(count, DRUG_NAMES.index(drug)),
        line=np.zeros(count, dtype=np.int64),
        start=start[who],
        stop=stop[who],
        dose=np.full(count, dose * 1000),
        reason=np.full(count, stop_reason("other")),
    )
