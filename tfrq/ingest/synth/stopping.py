"""Attempts at treatment-free remission: who stops and when, and when the disease comes back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tfrq.ingest.synth.draws import (
    MONTH,
    NEVER,
    YEAR,
    Days,
    Flags,
    Random,
    Reals,
    chance,
    day,
    whole_days,
)
from tfrq.ingest.synth.kinetics import NOTHING, Burden
from tfrq.ingest.synth.people import TRANSCRIPT_SETS, People

# True survival without recurrence for a patient at the mean of all factors: months after the stop
# and share still below 0.1 %. Set so that the *measured* curve, with its visits and covariates,
# lies on EURO-SKI's (published.py); what is left after the last month never comes back.
_MONTHS = np.array([0.0, 0.8, 1.5, 2.5, 3.5, 4.5, 6.0, 9.0, 12.0, 18.0, 24.0, 36.0, 60.0, 90.0])
_FREE = np.array(
    [1.0, 0.995, 0.92, 0.80, 0.715, 0.655, 0.605, 0.570, 0.555, 0.528, 0.510, 0.470, 0.432, 0.415]
)


@dataclass(frozen=True)
class Intention:
    """What a patient and the doctor would have: one entry per patient, drawn once."""

    willing: Flags
    treated_for: Days
    deep_for: Days
    not_before: Days
    hesitates: Days
    wants_child: Days
    nk_cells: Reals
    exact: Flags
    exact_by: Days


def draw_intention(people: People, random: Random) -> Intention:
    """Stopping begins about 2009; most who stop have been treated and in deep response longer
    than the least that trials ask for."""
    count = len(people)
    young = people.female & (people.age < 38) & chance(random, 0.10, count)
    wish = np.where(young, whole_days(random.uniform(1.5, 6.0, count) * YEAR), NEVER)
    deep_for = YEAR * (1.0 + random.gamma(1.2, 1.0, count))
    # Some stop outside what trials ask for: before, or soon after, the response is deep.
    deep_for = np.where(chance(random, 0.07, count), random.uniform(-500, 200, count), deep_for)
    return Intention(
        willing=chance(random, np.where(people.age < 78, 0.54, 0.30), count),
        treated_for=whole_days(YEAR * (3.0 + random.gamma(1.3, 1.7, count))),
        deep_for=whole_days(deep_for),
        not_before=whole_days(day(2008) + random.gamma(2.0, 2.4 * YEAR, count)),
        hesitates=whole_days(random.exponential(300, count)),
        wants_child=wish,
        nk_cells=random.normal(0.0, 1.0, count),
        exact=chance(random, 0.3, count),
        exact_by=random.choice([-1, 0, 0, 0, 1], count),
    )


def planned_stop(intention: Intention, treated_since: Days, deep_since: Days) -> Days:
    """The day on which treatment would be stopped, NEVER for those who do not come to it."""
    by_treatment = treated_since + intention.treated_for
    by_response = deep_since + intention.deep_for
    earliest = np.maximum(np.maximum(by_treatment, by_response), intention.not_before)
    able = intention.willing & (treated_since < NEVER) & (deep_since < NEVER)
    planned = np.where(able, earliest + intention.hesitates, NEVER)
    return _on_anniversary(intention, planned, treated_since, deep_since)


def _on_anniversary(
    intention: Intention, planned: Days, treated_since: Days, deep_since: Days
) -> Days:
    """Some stop on the very day that makes 3 or 5 years of treatment, or a day beside it."""
    for years, reach in ((3, 450), (5, 250)):
        target = treated_since + int(years * YEAR)
        near = intention.exact & (np.abs(planned - target) < reach) & (planned < NEVER)
        near &= target > deep_since + 60
        planned = np.where(near, target + intention.exact_by, planned)
    return planned


def recurrence_days(hazard: Reals, random: Random) -> Days:
    """Days from the stop to 0.1 % IS, NEVER where it stays below; `hazard` is the logarithm of
    the hazard ratio against a patient at the mean."""
    free = random.random(len(hazard)) ** np.exp(-hazard)
    months = np.interp(-free, -_FREE, _MONTHS)
    return np.where(free < _FREE[-1], NEVER, whole_days(months * MONTH))


def hazard(
    people: People, intention: Intention, treated: Days, deep: Days, resistant: Flags
) -> Reals:
    """Log hazard ratio of recurrence: risk, years of TKI and of deep response, earlier
    resistance, transcript, NK cells (docs/domain.md §5.2, §5.3), about 0 on average."""
    e14a2 = np.array(["e14a2" in names for names, _ in TRANSCRIPT_SETS])[people.transcripts]
    years = np.clip(treated / YEAR, 0, 15)
    deep_years = np.clip(deep / YEAR, 0, 10)
    return np.asarray(
        0.20 * people.risk
        - 0.07 * (years - 8.3)
        - 0.10 * (deep_years - 5.2)
        + 0.5 * resistant
        - 0.15 * (e14a2 - 0.57)
        - 0.22 * intention.nk_cells
    )


def burden_off(before: Burden, recurs: Days, random: Random) -> Burden:
    """After the stop: the slow compartment stays, the rest grows to 0.1 % IS on its day."""
    count = len(recurs)
    days = np.where(recurs < NEVER, np.maximum(recurs, 1), 1)
    # From deep response at the stop, but not from nothing: who recurs late does so slowly.
    rise = np.clip(random.uniform(0.012, 0.036, count), 1.9 / days, 6.0 / days)
    # Hardly ever more than a tenfold rise in three weeks.
    rise = np.minimum(rise, 0.045)
    comes = recurs < NEVER
    zero = np.zeros(count)
    return Burden(
        fast=np.full(count, NOTHING),
        fast_fall=zero,
        slow=np.minimum(before.slow, -1.9),
        slow_fall=zero,
        floor=before.floor,
        clone=np.where(comes, -1.0 - rise * days, NOTHING),
        clone_rise=np.where(comes, rise, 0.0),
    )
