"""Curves as they are drawn, on a screen and in a figure alike."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from tfrq.render.sheet import HIDDEN, Hidden

if TYPE_CHECKING:
    from tfrq.results import Outcome, Step
    from tfrq.survival.estimates import CurveEstimate, Survival

DAYS_OF_A_MONTH = 30.4375


@dataclass(frozen=True)
class Corner:
    """Where a curve is from this month on, in per cent, and its 95 % limits."""

    month: float
    share: float
    low: float
    high: float


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
    return day / DAYS_OF_A_MONTH if exact else ceil(day / DAYS_OF_A_MONTH)


def traces(result: Survival) -> tuple[Trace, ...]:
    """Every curve of a result, in order."""
    first = 0.0 if result.released.outcome.competing else 100.0
    return tuple(_trace(curve, first, result.released.exact) for curve in result.curves)


def _trace(curve: CurveEstimate, first: float, exact: bool) -> Trace:
    corners = [Corner(0.0, first, first, first)]
    for point in curve.points:
        share = point.share
        low = share.value if share.low is None else share.low
        high = share.value if share.high is None else share.high
        corners.append(Corner(month_of(point.step.end, exact), share.value, low, high))
    released = curve.released
    steps = tuple(point.step for point in curve.points)
    return Trace(released.label, tuple(corners), steps, released.followed, exact)


def last_month(result: Survival) -> float:
    """Where the axis of months ends."""
    ends = [trace.end for trace in traces(result)]
    last = max((*ends, *(rate.month for rate in result.published)), default=0.0)
    return float(ceil(last)) or 12.0


def months_from(outcome: Outcome) -> str:
    """What the axis of months is called."""
    origin = f"the {outcome.origin}"
    if not outcome.landmark:
        return f"months from {origin}"
    after = f"{outcome.landmark / DAYS_OF_A_MONTH:.0f} months after {origin}"
    return f"months from the landmark, {after}"


def what_is_drawn(outcome: Outcome) -> str:
    """What the axis of per cent is called."""
    return "Cumulative incidence (%)" if outcome.competing else "Event-free (%)"
