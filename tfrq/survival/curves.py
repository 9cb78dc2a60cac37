"""Released curves → estimates, tests, and what stands beside them (docs/survival.md)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import isnan

import numpy as np

from tfrq.disclosure import ReleasedCurve, ReleasedTimes
from tfrq.survival.aalen_johansen import aalen_johansen
from tfrq.survival.curve import Curve
from tfrq.survival.estimates import (
    AtMonth,
    CurveEstimate,
    Limited,
    Point,
    PublishedRate,
    Survival,
)
from tfrq.survival.kaplan_meier import kaplan_meier
from tfrq.survival.months import MONTH, in_days, in_months
from tfrq.survival.quantiles import median, restricted_mean
from tfrq.survival.tables import LifeTable, life_table
from tfrq.survival.testing import compared

PERCENT = 100.0
YEAR = 12  # months


def estimated(
    released: ReleasedTimes,
    months: Sequence[Decimal],
    *,
    published: Sequence[PublishedRate] = (),
    independent: bool = True,
) -> Survival:
    """What follows from released curves: their course, the months asked for, medians, restricted
    means, tests. `independent`: whether no patient is on two curves, else nothing is tested."""
    tables = [life_table(one.steps, exact=released.exact) for one in released.curves]
    until = _mean_until(tables, months, released.exact)
    curves = tuple(
        _curve(one, table, released, months, until)
        for one, table in zip(released.curves, tables, strict=True)
    )
    tests, notes = compared(released, tables) if independent else ((), (_DEPENDENT,))
    return Survival(released, curves, tests, tuple(published), notes)


_DEPENDENT = "The curves are not tested against each other: patients are on several of them."


def _curve(
    one: ReleasedCurve,
    table: LifeTable,
    released: ReleasedTimes,
    months: Sequence[Decimal],
    until: float | None,
) -> CurveEstimate:
    competing = released.outcome.competing
    curve = aalen_johansen(table) if competing else kaplan_meier(table)
    turned = released.outcome.rising and not competing
    points = tuple(
        Point(step, _limited(curve, place, turned)) for place, step in enumerate(one.steps)
    )
    middle = None if competing or not points else median(curve)
    return CurveEstimate(
        released=one,
        points=points,
        at=tuple(_at(month, points, released) for month in months),
        median=_in_months(middle),
        median_step=None if released.exact else _step_of(middle, one),
        restricted_mean=None if competing else _mean(table, until, released),
        mean_until=until and _rounded_months(until),
    )


def _limited(curve: Curve, place: int, turned: bool) -> Limited:
    """In per cent; `turned`: of the others."""
    found = _percent(curve.share[place], curve.low[place], curve.high[place])
    if not turned:
        return found
    low, high = (None if one is None else PERCENT - one for one in (found.high, found.low))
    return Limited(PERCENT - found.value, low, high)


def _percent(share: float, low: float, high: float) -> Limited:
    limits = (None if isnan(limit) else PERCENT * float(limit) for limit in (low, high))
    return Limited(PERCENT * float(share), *limits)


def _at(month: Decimal, points: Sequence[Point], released: ReleasedTimes) -> AtMonth:
    """The curve at a month: exactly there where a step ends, or on a curve of days anywhere."""
    day = in_days(month)
    past = [point for point in points if point.step.end <= day]
    ahead = [point for point in points if point.step.end > day]
    start = Limited(0.0 if released.outcome.rising else PERCENT, None, None)
    here = past[-1] if past else None
    told = here is not None and here.step.end == day
    if not told and not (released.exact and ahead):
        share = here.share if here else start
        ends = sorted((share.value, ahead[0].share.value)) if ahead else []
        between = (ends[0], ends[1]) if ends else None
        return AtMonth(float(month), None, between, None, None)
    remaining = here.step.remaining if here else ahead[0].step.at_risk
    events = sum(point.step.events for point in past)
    return AtMonth(float(month), here.share if here else start, None, remaining, events)


def _mean_until(
    tables: Sequence[LifeTable], months: Sequence[Decimal], exact: bool
) -> float | None:
    """Restricted means can be compared up to one time: the last month asked for up to which most
    of the curves tell theirs. Steps that are no days tell none of less than a year."""
    drawn = [table for table in tables if len(table.ends)]
    days = [float(in_days(month)) for month in months if exact or month >= YEAR]
    told = (day for day in days if 2 * sum(_tells(one, day) for one in drawn) > len(drawn))
    return max(told, default=None)


def _tells(table: LifeTable, until: float) -> bool:
    """Whether the curve goes so far, and its steps tell the mean to a month."""
    if not len(table.ends) or table.ends[-1] < until:
        return False
    return table.exact or _uncertain(table, until) <= MONTH


def _step_of(middle: Limited | None, one: ReleasedCurve) -> tuple[float, float] | None:
    """The step that ends with the median, in months."""
    if middle is None:
        return None
    (step,) = (step for step in one.steps if step.end == middle.value)
    return _rounded_months(step.start), _rounded_months(step.end)


def _mean(table: LifeTable, until: float | None, released: ReleasedTimes) -> Limited | None:
    if until is None or not _tells(table, until):
        return None
    mean = restricted_mean(table, until, spread=not released.exact)
    return None if mean is None else _in_months(mean.limited)


def _rounded_months(day: float) -> float:
    """A day as months: the last day of 60 months is called 60 months."""
    whole = round(in_months(day))
    return float(whole) if whole and in_days(Decimal(whole)) == day else in_months(day)


def _uncertain(table: LifeTable, until: float) -> float:
    """By how many days the mean can be off either way, as nobody knows when in a step its events
    happened: half the width of each step × how far the curve falls in it."""
    share = kaplan_meier(table).share
    falls = np.append(1.0, share)[:-1] - share
    width = np.clip(np.minimum(table.ends, until) - table.starts, 0, None)
    return float((falls * width).sum() / 2)


def _in_months(days: Limited | None) -> Limited | None:
    if days is None:
        return None
    low, high = (None if one is None else in_months(one) for one in (days.low, days.high))
    return Limited(in_months(days.value), low, high)
