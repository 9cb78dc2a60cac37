"""Curves as they are drawn, on a screen and in a figure alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from tfrq.render.sheet import HIDDEN, Hidden
from tfrq.survival.months import in_months

if TYPE_CHECKING:
    from tfrq.results import Step
    from tfrq.survival.estimates import CurveEstimate, Survival

LONGEST = 120  # months that are drawn, unless later ones are asked for; files have them all
SHORT = 3  # months of a step that is drawn as a step
DOTTED = f"dotted: how a curve runs inside a step of over {SHORT} months is not known"


@dataclass(frozen=True)
class Corner:
    """Where a curve is from this month on, in per cent, and its 95 % limits. `told`: whether it is
    known how the curve came here: nothing happened, or in a step short enough to be drawn as one.
    """

    month: float
    share: float
    low: float
    high: float
    told: bool = True


@dataclass(frozen=True)
class Trace:
    """One curve: `corners` begin at month 0, and it ends with the last of them. It has no more
    than the first where nothing can be told."""

    label: str
    corners: tuple[Corner, ...]
    steps: tuple[Step, ...]
    followed: int | None
    exact: bool

    @property
    def end(self) -> float:
        """The month after which nothing is told."""
        return self.corners[-1].month

    @property
    def runs(self) -> Iterator[tuple[Corner, ...]]:
        """The parts between long steps, of one corner or more: they are drawn as steps."""
        run: list[Corner] = []
        for corner in self.corners:
            if run and not corner.told:
                yield tuple(run)
                run = []
            run.append(corner)
        yield tuple(run)

    def at_risk(self, month: float) -> int | Hidden | str | None:
        """How many are at risk after a month: None inside a step, as nobody knows; empty after
        the end of the curve."""
        if not self.steps:
            return "" if month else HIDDEN if self.followed is None else self.followed
        for step in self.steps:
            start, end = month_of(step.start, self.exact), month_of(step.end, self.exact)
            if start == month or (self.exact and start < month < end):
                return step.at_risk
            if start < month < end:
                return None
        if month == self.end or self.exact:
            return self.steps[-1].remaining
        return ""


def month_of(day: int, exact: bool) -> float:
    """Months from the origin. Steps that are no days end on day floor(m × 30.4375) of a whole
    month m (docs/release-curves.md), which this is the way back from."""
    return in_months(day) if exact else ceil(in_months(day))


def end_of(curve: CurveEstimate, exact: bool) -> float:
    """The month with which a curve ends; it has steps."""
    return month_of(curve.points[-1].step.end, exact)


def is_long(step: tuple[float, float] | None) -> bool:
    """Whether nobody can say when in a step, from one to another month, something happened."""
    return step is not None and step[1] - step[0] > SHORT


def traces(result: Survival) -> tuple[Trace, ...]:
    """Every curve that can be drawn, in order, up to where the axis of months can end."""
    first = 0.0 if result.released.outcome.rising else 100.0
    most = max((one.month for curve in result.curves for one in curve.at), default=0.0)
    exact = result.released.exact
    drawn = (curve for curve in result.curves if curve.points)
    return tuple(_trace(curve, first, exact, max(most, LONGEST)) for curve in drawn)


def _trace(curve: CurveEstimate, first: float, exact: bool, most: float) -> Trace:
    corners = [Corner(0.0, first, first, first)]
    for point in curve.points:
        share = point.share
        low = share.value if share.low is None else share.low
        high = share.value if share.high is None else share.high
        month = month_of(point.step.end, exact)
        level = share.value == corners[-1].share
        told = exact or level or not is_long((corners[-1].month, month))
        corners.append(Corner(month, share.value, low, high, told))
    released = curve.released
    steps = tuple(point.step for point in curve.points)
    drawn = tuple(corner for corner in corners if corner.month <= most)
    return Trace(released.label, drawn, steps, released.followed, exact)


def has_long_steps(drawn: tuple[Trace, ...]) -> bool:
    """Whether anything is dotted."""
    return any(not corner.told for trace in drawn for corner in trace.corners)


def last_month(result: Survival) -> float:
    """Where the axis of months ends."""
    ends = [trace.end for trace in traces(result)]
    last = max((*ends, *(rate.month for rate in result.published)), default=0.0)
    return float(ceil(last)) or 12.0
