"""Medians and restricted means of steps; of days they are held against R."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.reference import everybody
from tests.unit.survival.test_alignment import table
from tfrq.survival.estimates import Limited
from tfrq.survival.kaplan_meier import kaplan_meier
from tfrq.survival.quantiles import RestrictedMean, half_times, median, restricted_mean
from tfrq.survival.tables import LifeTable

HALVES = table(40, (30, 10, 0, 0), (60, 10, 0, 0), (90, 0, 0, 5), (120, 6, 0, 0))


def test_the_median_of_steps_is_the_end_of_the_step_that_comes_to_half() -> None:
    assert half_times(kaplan_meier(HALVES))[0] == 60
    assert half_times(kaplan_meier(replace(HALVES, exact=True)))[0] == (60 + 120) / 2


@pytest.mark.parametrize("patients", range(2, 100, 2))
def test_half_is_half_whatever_the_rounding(patients: int) -> None:
    daily = table(patients, *((day, 1, 0, 0) for day in range(1, patients + 1)), exact=True)
    assert half_times(kaplan_meier(daily))[0] == (patients + 1) / 2


def test_the_lower_limit_can_come_to_half_alone() -> None:
    curve = kaplan_meier(table(24, (30, 5, 0, 0), (60, 6, 0, 0)))
    value, low, high = half_times(curve)
    assert (value, low, high) == (None, 60, None)
    assert median(curve) is None


def test_nothing_is_half_of_no_curve() -> None:
    assert median(kaplan_meier(table(20))) is None
    assert restricted_mean(table(20), 30, spread=True) is None


def mean(one: LifeTable, until: float, *, spread: bool) -> RestrictedMean:
    found = restricted_mean(one, until, spread=spread)
    assert found is not None
    return found


@pytest.mark.parametrize("until", [30, 45, 60, 75, 101, 120])
def test_events_of_a_step_are_spread_evenly_over_it(until: int) -> None:
    days, share = np.append(0, HALVES.ends), np.append(1, kaplan_meier(HALVES).share)
    grid = np.unique(np.append(np.linspace(0, until, 7), [day for day in days if day <= until]))
    values = np.interp(grid, days, share)
    area = np.sum(np.diff(grid) * (values[1:] + values[:-1]) / 2)
    assert mean(HALVES, until, spread=True).value == pytest.approx(area, rel=1e-12)
    assert mean(HALVES, until, spread=True).value < mean(HALVES, until, spread=False).value


@pytest.mark.parametrize("until", [45, 60, 101, 120])
def test_the_error_of_spread_events_follows_from_that_of_each_step(until: int) -> None:
    """The slope by each step's events, found by moving them, times the binomial variance."""
    variance = 0.0
    for step in range(HALVES.ends.size):
        # Whoever leaves differently in one step leaves the shares of the others as they are.
        share = HALVES.events / HALVES.at_risk
        means = []
        for shift in (-1e-6, 1e-6):
            moved = np.array(share)
            moved[step] += shift
            whole = np.full_like(share, 1e9) * np.append(1, np.cumprod(1 - moved))[:-1]
            one = replace(HALVES, at_risk=whole, events=whole * moved)
            means.append(mean(one, until, spread=True).value)
        slope = (means[1] - means[0]) / 2e-6
        variance += slope**2 * share[step] * (1 - share[step]) / HALVES.at_risk[step]
    found = mean(HALVES, until, spread=True).standard_error
    assert found == pytest.approx(np.sqrt(variance), rel=1e-6)


def test_spread_over_a_day_is_half_a_day_less() -> None:
    days = everybody("half")
    daily = table(4, *((day, int(day in days.ends), 0, 0) for day in range(1, 61)))
    spread, exact = mean(daily, 60, spread=True), mean(days, 60, spread=False)
    assert spread.value == pytest.approx(exact.value - 0.5)
    assert spread.standard_error == pytest.approx(exact.standard_error, rel=0.02)


def test_nobody_knows_how_a_curve_goes_on() -> None:
    assert restricted_mean(HALVES, 121, spread=True) is None
    done = table(2, (30, 1, 0, 0), (60, 1, 0, 0))
    assert mean(done, 1000, spread=False).value == mean(done, 60, spread=False).value == 45


def test_limits_of_a_mean() -> None:
    assert RestrictedMean(60, 50, 0).limited == Limited(50, None, None)
    wide = RestrictedMean(60, 50, 100).limited
    assert (wide.low, wide.high) == (0, 60)
    narrow = RestrictedMean(60, 50, 1).limited
    assert (narrow.low, narrow.high) == pytest.approx((48.04, 51.96), abs=0.001)
