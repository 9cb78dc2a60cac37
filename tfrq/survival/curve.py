"""An estimated curve and its confidence limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tfrq.survival.tables import Numbers

# The 97.5 % point of the normal distribution: limits are those of 95 %.
NORMAL = 1.959963984540054

# Below one in a thousand million a share differs from 0 or 1 by rounding alone.
ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Curve:
    """An estimate at the end of each step, as columns; there may be none.

    `ends`: days from the origin. `share`: a fraction, of those without the event (Kaplan–Meier) or
    with it (Aalen–Johansen). `low`, `high`: its 95 % limits, nan where the share is 0 or 1.
    `standard_error`: nan where there is none. `exact`: whether the share changes on those very
    days, and not somewhere in the step before.
    """

    ends: Numbers
    share: Numbers
    low: Numbers
    high: Numbers
    standard_error: Numbers
    exact: bool


def with_limits(ends: Numbers, share: Numbers, standard_error: Numbers, exact: bool) -> Curve:
    """The curve with limits that are symmetric for log(−log(share)), and so lie within 0 and 1.

    Source: Kalbfleisch & Prentice, The Statistical Analysis of Failure Time Data; R's
    `survfit(conf.type = "log-log")`.
    """
    inside = (share > ROUNDING) & (share < 1 - ROUNDING)
    known = np.where(inside, share, np.nan)
    width = NORMAL * standard_error / (known * -np.log(known))
    return Curve(
        ends, share, known ** np.exp(width), known ** np.exp(-width), standard_error, exact
    )
