"""The treatments table: stages of the course as rows of one drug at one dose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tfrq import schema, vocabulary
from tfrq.ingest.synth import arrow, drugs
from tfrq.ingest.synth.course import Course
from tfrq.ingest.synth.draws import (
    NEVER,
    Codes,
    Days,
    Flags,
    Random,
    chance,
    day,
    whole_days,
)
from tfrq.ingest.synth.stages import NOT_STATED, Stage, stop_reason

_NAMES = tuple(drug.name for drug in vocabulary.DRUGS)
_CHANGE = stop_reason("dose change")
_HYDROXYUREA, _INTERFERON = _NAMES.index("hydroxyurea"), _NAMES.index("interferon")


@dataclass(frozen=True)
class Rows:
    """Candidate rows, an entry each; `stop` may lie after the record's end or before `start`.
    `dose` is in thousandths of mg (interferon: MU); `line` is 0 for what is no TKI."""

    patient: Days
    drug: Codes
    line: Codes
    start: Days
    stop: Days
    dose: Codes
    reason: Codes


def treatments_table(course: Course, random: Random) -> Any:
    """The treatments table of a piece, sorted by patient and start."""
    batches = [*_earlier_drugs(course, random)]
    for number, stage in enumerate(course.stages):
        if np.any(stage.drug >= 0):
            batches += _stage_rows(course, number, stage, random)
    rows = _joined(batches)
    return _table(course, _as_known(course, rows, random), random)


def _stage_rows(course: Course, number: int, stage: Stage, random: Random) -> list[Rows]:
    """A stage is at most four rows: up to an interruption, up to a change of dose, up to a taper,
    and to the end. What does not happen leaves a row of no days, dropped later."""
    count = len(stage.start)
    stop = np.minimum(stage.stop, course.fate.end + 1)
    pause, resume = _interruption(course, stage, stop, random)
    change = _dose_change(resume, stop, random)
    taper = _taper_of(course, stage)
    changed = change < NEVER
    change = np.where(changed & (change < taper), change, resume)
    changed &= change > resume
    taper_from = np.where(taper < NEVER, taper, stage.stop)
    standard = drugs.STANDARD_DOSE[np.clip(stage.drug, 0, 5)] * 1000
    dose = np.where(changed, drugs.OTHER_DOSE[np.clip(stage.drug, 0, 5)] * 1000, standard)
    paused = np.where(chance(random, 0.7, count), stop_reason("toxicity"), stop_reason("other"))
    tapered = np.full(count, _CHANGE)
    parts = (
        (stage.start, pause, standard, paused),
        (resume, change, standard, tapered),
        (change, taper_from, dose, np.where(taper < NEVER, _CHANGE, stage.ended)),
        (taper_from, stage.stop, dose // 2, stage.ended),
    )
    reached = np.flatnonzero(stage.reached)
    return [
        Rows(reached, *(a[reached] for a in (stage.drug, stage.line, start, end, amount, why)))
        for start, end, amount, why in parts
    ]


def _interruption(course: Course, stage: Stage, stop: Days, random: Random) -> tuple[Days, Days]:
    """First and last bound of a pause in the first years, both the start where there is none."""
    count = len(stage.start)
    pause = stage.start + 20 + whole_days(random.exponential(300, count))
    resume = pause + 5 + whole_days(random.gamma(1.2, 22, count))
    pauses = chance(random, 0.13, count) & (resume + 40 < stop) & stage.reached
    pauses &= ~course.intention.exact & (resume + 40 < _taper_of(course, stage))
    return np.where(pauses, pause, stage.start), np.where(pauses, resume, stage.start)


def _dose_change(after: Days, stop: Days, random: Random) -> Days:
    count = len(after)
    when = after + 40 + whole_days(random.exponential(500, count))
    changes = chance(random, 0.17, count) & (when + 20 < stop) & (after < NEVER)
    return np.where(changes, when, NEVER)


def _taper_of(course: Course, stage: Stage) -> Days:
    """The day of de-escalation in this stage, NEVER where there is none."""
    taper = np.full(len(stage.start), NEVER)
    for attempt in course.attempts:
        mine = stage.reached & (attempt.stop == stage.stop) & (attempt.stop < NEVER)
        taper = np.where(mine & (stage.drug >= 0), attempt.taper, taper)
    return taper


def _earlier_drugs(course: Course, random: Random) -> list[Rows]:
    """Hydroxyurea around the diagnosis; interferon before there was imatinib, and with it."""
    people, first = course.people, course.first_tki
    count = len(people)
    start = people.diagnosis + random.integers(0, 9, count)
    stop = np.where(first < NEVER, first + random.integers(-6, 21, count), start + 60)
    stop = np.minimum(stop, start + 240)
    hydroxyurea = chance(random, 0.5, count)
    early = people.diagnosis < day(2001)
    interferon = early & chance(random, 0.75, count)
    interferon_start = people.diagnosis + random.integers(25, 90, count)
    interferon_stop = np.where(first < NEVER, first, NEVER) - random.integers(0, 45, count)
    added = ~early & chance(random, 0.03, count) & (first < NEVER)
    added_start = first + random.integers(60, 200, count)
    added_stop = added_start + random.integers(200, 900, count)
    reason = np.full(count, stop_reason("other"))
    no_line = np.zeros(count, dtype=np.int64)

    def rows(who: Flags, drug: int, begin: Days, end: Days, dose: int) -> Rows:
        chosen = np.flatnonzero(who)
        drug_codes, doses = np.full(count, drug), np.full(count, dose * 1000)
        arrays = (drug_codes, no_line, begin, end, doses, reason)
        return Rows(chosen, *(a[chosen] for a in arrays))

    return [
        rows(hydroxyurea, _HYDROXYUREA, start, stop, 1500),
        rows(interferon, _INTERFERON, interferon_start, interferon_stop, 5),
        rows(added, _INTERFERON, added_start, added_stop, 3),
    ]


def _joined(batches: list[Rows]) -> Rows:
    names = ("patient", "drug", "line", "start", "stop", "dose", "reason")
    return Rows(*(np.concatenate([getattr(b, name) for b in batches]) for name in names))


def _some(rows: Rows, wanted: Flags | Days) -> Rows:
    names = ("patient", "drug", "line", "start", "stop", "dose", "reason")
    return Rows(*(getattr(rows, name)[wanted] for name in names))


def _as_known(course: Course, rows: Rows, random: Random) -> Rows:
    """The rows that the registry has: within the record, some twice, some patients without any."""
    end = course.fate.end[rows.patient]
    count = len(course.people)
    unknown = chance(random, 0.012, count)
    late = chance(random, 0.3, count)
    seen = (rows.stop > course.habits.record_from[rows.patient]) | ~late[rows.patient]
    kept = (rows.start < end) & (rows.stop > rows.start) & seen & ~unknown[rows.patient]
    rows = _some(rows, kept)
    twice = np.repeat(np.arange(len(rows.patient)), 1 + chance(random, 0.006, len(rows.patient)))
    rows = _some(rows, twice)
    return _some(rows, np.argsort(rows.patient * 100_000 + rows.start, kind="stable"))


def _table(course: Course, rows: Rows, random: Random) -> Any:
    count = len(rows.patient)
    end = course.fate.end[rows.patient]
    # A treatment that a death ends is closed by some sites and left open by others.
    died = (course.fate.death[rows.patient] <= end) & (rows.stop >= end)
    closed = died & chance(random, 0.5, count)
    stop = np.where(rows.stop <= end, rows.stop, np.where(closed, end, NEVER))
    reason = np.where((stop < NEVER) & ~closed, rows.reason, NOT_STATED)
    reason = np.where(chance(random, 0.04, count) & (reason != _CHANGE), NOT_STATED, reason)
    columns = {
        "patient_id": arrow.whole(course.people.ids[rows.patient]),
        "line_number": arrow.small(rows.line, rows.line > 0),
        "drug": arrow.words(rows.drug, _NAMES),
        "start_date": arrow.dates(rows.start),
        "stop_date": arrow.dates(stop),
        "daily_dose": arrow.decimals(rows.dose, 8, 3, ~chance(random, 0.12, count)),
        "stop_reason": arrow.words(reason, vocabulary.STOP_REASONS),
    }
    return arrow.build(schema.TREATMENTS, course.site, columns, count)
