"""What a curve says in one number: the median, and the restricted mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tfrq.survival.curve import NORMAL, Curve
from tfrq.survival.estimates import Limited
from tfrq.survival.kaplan_meier import greenwood, still_without
from tfrq.survival.tables import LifeTable, Numbers

# R's tolerance for a share that is 0.5 but for rounding.
HALF = 0.5
NEAR = float(np.sqrt(np.finfo(np.float64).eps))


@dataclass(frozen=True)
class RestrictedMean:
    """Mean time without the event up to day `until`, and its standard error, in days."""

    until: float
    value: float
    standard_error: float

    @property
    def limited(self) -> Limited:
        """With normal 95 % limits, kept within 0 and `until`; none without a standard error."""
        if self.standard_error == 0:
            return Limited(self.value, None, None)
        half = NORMAL * self.standard_error
        return Limited(self.value, max(self.value - half, 0), min(self.value + half, self.until))


def median(curve: Curve) -> Limited | None:
    """The day on which a Kaplan–Meier curve comes to half, and on which its limits do (Brookmeyer &
    Crowley 1982); None where it, or one of them, does not.

    Of an exact curve that is exactly 0.5 for a while it is the middle of that time, as in R's
    `quantile` (to the last day seen, where the curve ends so). Of steps it is the end of the first
    step that ends at half or below: the event happened at some time in that step.
    """
    found = _day_of_half(curve, curve.share)
    if found is None:
        return None
    return Limited(found, _day_of_half(curve, curve.low), _day_of_half(curve, curve.high))


def _day_of_half(curve: Curve, share: Numbers) -> float | None:
    reached = np.flatnonzero(share <= HALF + NEAR)
    if not reached.size:
        return None
    first = float(curve.ends[reached[0]])
    if not curve.exact or share[reached[0]] < HALF - NEAR:
        return first
    below = np.flatnonzero(share <= HALF - NEAR)
    return (first + float(curve.ends[below[0] if below.size else -1])) / 2


def restricted_mean(table: LifeTable, until: float, *, spread: bool) -> RestrictedMean | None:
    """The area under the Kaplan–Meier curve up to day `until`; None where the curve ends before
    with somebody still without the event, since nobody knows how it goes on.

    With `spread`, the events of a step are spread evenly over it, so that the curve falls along a
    line (for steps of months); else they happen on its last day, and the standard error is that of
    R's `print(survfit, rmean =)`. With `spread` it is the same sum over the steps of Greenwood's
    term × (area that the step can still change)², by the delta method.
    """
    share = still_without(table.at_risk, table.events)
    if not share.size or (table.ends[-1] < until and share[-1] > 0):
        return None
    part = np.clip((until - table.starts) / (table.ends - table.starts), 0, 1)
    width = part * (table.ends - table.starts)
    before = np.append(1.0, share)[:-1]
    lost = width * part * (before - share) / 2 if spread else np.zeros_like(width)
    area = width * before - lost
    behind = np.append(np.cumsum(area[::-1])[::-1], 0.0)[1:]
    within = width * part * share / 2 if spread else np.zeros_like(width)
    variance = np.sum(greenwood(table, 0.0) * (behind + within) ** 2)
    return RestrictedMean(until, float(area.sum()), float(np.sqrt(variance)))
