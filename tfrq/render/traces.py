"""Curves as they are drawn, on a screen and in a figure alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from tfrq.render.sheet import HIDDEN, Hidden

if TYPE_CHECKING:
    from tfrq.results import Outcome, Step
    from tfrq.survival.estimates import CurveEstimate, Survival

DAYS_OF_A_MONTH = 30.4375
LONGEST = 120  # months that are drawn, unless later ones are asked for; files have them all
SHORT = 3  # months of a step that is drawn as a step


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
    """Every curve of a result, in order, up to where the axis of months can end."""
    first = 0.0 if result.released.outcome.competing else 100.0
    most = max((one.month for curve in result.curves for one in curve.at), default=0.0)
    exact = result.released.exact
    return tuple(_trace(curve, first, exact, max(most, LONGEST)) for curve in result.curves)


def _trace(curve: CurveEstimate, first: float, exact: bool, most: float) -> Trace:
    corners = [Corner(0.0, first, first, first)]
    for point in curve.points:
        share = point.share
        low = share.value if share.low is None else share.low
        high = share.value if share.high is None else share.high
        corner = Corner(month_of(point.step.end, exact), share.value, low, high)
        corners += (corner,) if exact else _slope(corners[-1], corner)
    released = curve.released
    steps = tuple(point.step for point in curve.points)
    drawn = tuple(corner for corner in corners if corner.month <= most)
    return Trace(released.label, drawn, steps, released.followed, exact)


def _slope(before: Corner, corner: Corner) -> Iterator[Corner]:
    """A long step month by month along a line, as life tables are drawn: at one drop at its end
    it would look as if nothing had happened until then."""
    months = round(corner.month - before.month)
    for month in range(1, months) if months > SHORT else ():
        part = month / months

        def between(start: float, end: float, part: float = part) -> float:
            return start + part * (end - start)

        yield Corner(
            before.month + month,
            between(before.share, corner.share),
            between(before.low, corner.low),
            between(before.high, corner.high),
        )
    yield corner


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
