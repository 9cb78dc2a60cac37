"""The treatments table, with what a registry does not know or has twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from tfrq import schema, vocabulary
from tfrq.ingest.synth import arrow
from tfrq.ingest.synth.course import Course
from tfrq.ingest.synth.draws import NEVER, Codes, Days, Random, chance
from tfrq.ingest.synth.drug_rows import (
    DOSE_CHANGE,
    DRUG_NAMES,
    Rows,
    joined,
    other_drugs,
    stage_rows,
)
from tfrq.ingest.synth.stages import NOT_STATED, STOPS


def treatments_table(course: Course, random: Random) -> Any:
    """The treatments table of a piece, sorted by patient and start."""
    batches = other_drugs(course, random)
    for stage in course.stages:
        if stage.schedule in ("first line", "later line", "again") and np.any(stage.drug >= 0):
            batches += stage_rows(course, stage, random)
    rows = _as_known(course, joined(batches), random)
    stop, reason = _ends(course, rows, random)
    columns = {
        "patient_id": arrow.whole(course.people.ids[rows.patient]),
        "line_number": arrow.small(rows.line, rows.line > 0),
        "drug": arrow.words(rows.drug, DRUG_NAMES),
        "start_date": arrow.dates(rows.start),
        "stop_date": arrow.dates(stop),
        "daily_dose": arrow.decimals(rows.dose, 8, 3, ~chance(random, 0.12, len(stop))),
        "stop_reason": arrow.words(reason, vocabulary.STOP_REASONS),
    }
    return arrow.build(schema.TREATMENTS, course.site, columns, len(stop))


def _as_known(course: Course, rows: Rows, random: Random) -> Rows:
    """The rows that the registry has: some patients have none, some only those that were running
    when their record began; some rows are there twice, some overlap the next."""
    count, end = len(course.people), course.fate.end[rows.patient]
    unknown = chance(random, 0.012, count)
    late = chance(random, 0.3, count)
    seen = (rows.stop > course.habits.record_from[rows.patient]) | ~late[rows.patient]
    kept = (rows.start < end) & (rows.stop > rows.start) & seen & ~unknown[rows.patient]
    rows = rows.some(kept)
    overlaps = chance(random, 0.016, len(rows.stop)) & ~np.isin(rows.reason, STOPS)
    rows = replace(rows, stop=rows.stop + np.where(overlaps, 9, 0))
    repeats = 1 + chance(random, 0.006, len(rows.stop)).astype(np.int64)
    rows = rows.some(np.repeat(np.arange(len(repeats)), repeats))
    return rows.some(np.argsort(rows.patient * 100_000 + rows.start, kind="stable"))


def _ends(course: Course, rows: Rows, random: Random) -> tuple[Days, Codes]:
    """Stops and their reasons as far as the record goes. A treatment that a death ends is closed
    by some sites and left open by others."""
    count, end = len(rows.stop), course.fate.end[rows.patient]
    died = (course.fate.death[rows.patient] <= end) & (rows.stop >= end)
    closed = died & chance(random, 0.5, count)
    stop = np.where(rows.stop <= end, rows.stop, np.where(closed, end, NEVER))
    forgotten = chance(random, 0.04, count) & (rows.reason != DOSE_CHANGE)
    stated = (stop < NEVER) & ~closed & ~forgotten
    return stop, np.where(stated, rows.reason, NOT_STATED)
