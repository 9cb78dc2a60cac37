"""The chi-square distribution, and what tests make of scores with it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from tfrq.survival.tables import Numbers

# A variance (an eigenvalue) below this part of the largest one is zero but for rounding.
SINGULAR = 1e-9


class ChiSquare(NamedTuple):
    """A statistic that is chi-square distributed with so many degrees if nothing differs."""

    statistic: float
    degrees: int
    p: float


def chi_square(scores: Numbers, covariance: Numbers) -> ChiSquare | None:
    """The test that scores, which add up to zero, are all zero: their quadratic form with the
    inverse of the covariance, without the last group, which the others determine.

    None where there are fewer than two groups, or the scores cannot vary freely (a singular
    covariance: no events, or groups that are never at risk at the same time).
    """
    free, matrix = scores[:-1], covariance[:-1, :-1]
    if not free.size:
        return None
    variances = np.linalg.eigvalsh(matrix)
    if variances[0] <= SINGULAR * variances[-1]:
        return None
    statistic = float(free @ np.linalg.solve(matrix, free))
    return ChiSquare(statistic, free.size, chi_square_tail(statistic, free.size))


def chi_square_tail(x: float, degrees: int) -> float:
    """The probability that a chi-square variable of so many degrees (a whole number, 1 or more)
    exceeds x: for even degrees the sum of a Poisson distribution, for odd ones the normal tail
    and a like sum (Abramowitz & Stegun 26.4.4, 26.4.5). Exact far into the tail.
    """
    if x <= 0:
        return 1.0
    half, odd = x / 2, degrees % 2
    # Each term as one exponential: its factors alone would overflow, or vanish, before it does.
    powers = [step + odd / 2 for step in range(degrees // 2)]
    terms = [math.exp(one * math.log(half) - half - math.lgamma(one + 1)) for one in powers]
    tail = math.erfc(math.sqrt(half)) if odd else 0.0
    return min(math.fsum([tail, *terms]), 1.0)
