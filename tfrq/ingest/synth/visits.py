"""When blood is taken: schedules, visits missed and shifted, holes, records that begin late."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tfrq.ingest.synth.draws import MONTH, YEAR, Days, Flags, Random, Reals, chance, day, whole_days
from tfrq.ingest.synth.fate import Fate
from tfrq.ingest.synth.people import People
from tfrq.ingest.synth.stages import STOPS, Stage

_LAST_MONTH = 360
# Months between visits once the first years are over; each patient has one of these habits.
_HABITS = (3, 4, 6)
_HABIT_SHARES = (0.42, 0.28, 0.30)


@dataclass(frozen=True)
class Habits:
    """How a patient is followed. `habit` numbers the interval of later years; visits before
    `record_from` are unknown to the registry; nothing is known from `hole` to `hole_end`."""

    habit: Days
    two_monthly_until_24: Flags
    misses: Reals
    record_from: Days
    hole: Days
    hole_end: Days


@dataclass(frozen=True)
class Visits:
    """Tests to be made, one entry each: whose (number of the patient) and on which day."""

    patient: Days
    day: Days


def draw_habits(people: People, fate: Fate, random: Random) -> Habits:
    """One in nine records begins years after the diagnosis; one in twenty has a hole."""
    count = len(people)
    span = np.maximum(fate.end - people.diagnosis, 1)
    late = chance(random, 0.11, count)
    lag = np.minimum(random.uniform(1.5, 14.0, count) * YEAR, 0.8 * span)
    hole = people.diagnosis + whole_days(random.random(count) * span)
    holed = chance(random, 0.05, count)
    return Habits(
        habit=np.asarray(random.choice(3, size=count, p=_HABIT_SHARES), dtype=np.int64),
        two_monthly_until_24=chance(random, 0.4, count),
        misses=random.beta(1.4, 11.0, count),
        record_from=people.diagnosis + np.where(late, whole_days(lag), 0),
        hole=hole,
        hole_end=hole + np.where(holed, random.integers(390, 900, count), 0),
    )


def visits_in(stage: Stage, habits: Habits, fate: Fate, random: Random) -> Visits:
    """The visits of a stage in order of patient and day, no two of a patient on one day."""
    template, jitter = _templates(stage.schedule)
    kind = habits.habit * 2 + habits.two_monthly_until_24
    # A visit on the last day of a stage is still in it, one on the day of the next is not.
    length = stage.length(fate.end + 1)
    number = _count_before(template, kind, length)
    patient = np.repeat(np.arange(len(kind)), number)
    order = np.arange(len(patient)) - np.repeat(np.cumsum(number) - number, number)
    shift = random.integers(-jitter, jitter + 1, len(patient))
    when = stage.start[patient] + np.maximum(template[kind[patient], order] + shift, 1)
    kept = (when < stage.stop[patient]) & (when <= fate.end[patient])
    kept &= ~_missed(patient, when, habits, stage.schedule, random)
    last = _before_stop(stage, habits, fate, random)
    joined = (patient[kept], last.patient), (when[kept], last.day)
    return _distinct(Visits(*(np.concatenate(arrays) for arrays in joined)))


def _before_stop(stage: Stage, habits: Habits, fate: Fate, random: Random) -> Visits:
    """Most attempts are decided on a test of the last four weeks, some on the day itself."""
    count = len(stage.start)
    when = stage.stop - np.where(chance(random, 0.12, count), 0, random.integers(1, 29, count))
    made = stage.reached & np.isin(stage.ended, STOPS) & chance(random, 0.8, count)
    made &= (stage.stop <= fate.end) & (when > stage.start) & (when >= habits.record_from)
    made &= (when < habits.hole) | (when >= habits.hole_end)
    return Visits(np.flatnonzero(made), when[made])


def baseline_visits(people: People, first_tki: Days, fate: Fate, random: Random) -> Visits:
    """One test between diagnosis and the first TKI for most who are known from the start."""
    count = len(people)
    latest = np.minimum(np.minimum(first_tki, people.diagnosis + 25), fate.end)
    when = people.diagnosis + (random.random(count) * (latest - people.diagnosis)).astype(np.int64)
    known = chance(random, 0.75, count) & (people.diagnosis > day(2001))
    return Visits(np.flatnonzero(known), when[known])


def _templates(schedule: str) -> tuple[Days, int]:
    """Days of the visits after the start of a stage, a row for each habit x (24 months or 12),
    and by how many days a visit may shift."""
    rows = [_months(schedule, habit, until) for habit in _HABITS for until in (12, 24)]
    length = max(len(row) for row in rows)
    padded = [row + [10_000] * (length - len(row)) for row in rows]
    return whole_days(np.array(padded) * MONTH), 5 if schedule == "off" else 12


def _months(schedule: str, habit: int, until: int) -> list[int]:
    if schedule == "off":
        return [*range(1, 7), *range(8, until + 1, 2), *range(until + 3, _LAST_MONTH, 3)]
    if schedule == "again":
        return [1, 2, *range(3, 25, 3), *range(24 + habit, _LAST_MONTH, habit)]
    first = 36 if schedule == "first line" else 24
    return [*range(3, first + 1, 3), *range(first + habit, _LAST_MONTH, habit)]


def _count_before(template: Days, kind: Days, length: Days) -> Days:
    number = np.zeros(len(kind), dtype=np.int64)
    for row in range(len(template)):
        mine = kind == row
        number[mine] = np.searchsorted(template[row], length[mine])
    return number


def _missed(patient: Days, when: Days, habits: Habits, schedule: str, random: Random) -> Flags:
    """Fewer visits are missed after a stop; few tests before 2005 are on the scale."""
    rate = habits.misses[patient] * (0.5 if schedule == "off" else 1.0)
    rate = rate + np.where(when < day(2003), 0.6, np.where(when < day(2006), 0.25, 0.0))
    missed = random.random(len(patient)) < rate
    unknown = when < habits.record_from[patient]
    in_hole = (when >= habits.hole[patient]) & (when < habits.hole_end[patient])
    return np.asarray(missed | unknown | in_hole)


def _distinct(visits: Visits) -> Visits:
    """Sorted, one a day."""
    order = np.argsort(visits.patient * 100_000 + visits.day, kind="stable")
    patient, when = visits.patient[order], visits.day[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (patient[1:] != patient[:-1]) | (when[1:] != when[:-1])
    return Visits(patient[new], when[new])
