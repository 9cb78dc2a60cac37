"""Tests on the very day that a definition turns on: the second year of MR4.5."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tfrq.ingest.synth.assays import UNITS, Tests
from tfrq.ingest.synth.course import Course
from tfrq.ingest.synth.draws import NEVER, Days, Flags, Random

_TWO_YEARS = 730
_MR45 = 32 * UNITS // 10_000
_REACH = 75


def on_boundaries(course: Course, tests: Tests, random: Random) -> Tests:
    """Move some tests, never past a neighbour or out of their stage.

    Of some patients one test comes to lie 730 days after the first in MR4.5, of others the first
    in MR4.5 comes to lie 730 days before the stop, or a day to either side.
    """
    count = len(course.people)
    chosen = random.choice([0, 1, 2], size=count, p=[0.45, 0.2, 0.35])
    aside = random.choice([-1, 0, 0, 0, 1], size=count)
    first = _first_deep(tests, count)
    later = np.where((chosen == 1) & (first < NEVER), first + _TWO_YEARS + aside, NEVER)
    tests = _moved(course, tests, later, np.ones(len(tests.day), dtype=bool))
    stop = course.attempts[0].stop
    earlier = np.where((chosen == 2) & (stop < NEVER), stop - _TWO_YEARS + aside, NEVER)
    return _moved(course, tests, earlier, tests.day == first[tests.patient])


def _first_deep(tests: Tests, count: int) -> Days:
    deep = (tests.units <= _MR45) & (tests.copies >= 32_000)
    first = np.full(count, NEVER)
    np.minimum.at(first, tests.patient[deep], tests.day[deep])
    return first


def _moved(course: Course, tests: Tests, target: Days, may: Flags) -> Tests:
    """Bring to each patient's target day the first movable test that is near it."""
    goal = target[tests.patient]
    start = np.stack([stage.start for stage in course.stages])[tests.stage, tests.patient]
    stop = np.stack([stage.stop for stage in course.stages])[tests.stage, tests.patient]
    same = tests.patient[1:] == tests.patient[:-1]
    before = np.concatenate([[-NEVER], np.where(same, tests.day[:-1], -NEVER)])
    after = np.concatenate([np.where(same, tests.day[1:], NEVER), [NEVER]])
    fits = may & (tests.stage >= 0) & (np.abs(tests.day - goal) <= _REACH)
    fits &= (before < goal) & (goal < after) & (start < goal) & (goal < stop)
    fits &= goal <= course.fate.end[tests.patient]
    moved = np.flatnonzero(fits)
    moved = moved[np.unique(tests.patient[moved], return_index=True)[1]]
    days = tests.day.copy()
    days[moved] = goal[moved]
    return replace(tests, day=days)
