"""The log-rank test: whether events come as they would if the groups did not differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tfrq.survival.alignment import compared
from tfrq.survival.distributions import ChiSquare, chi_square, chi_square_tail
from tfrq.survival.tables import LifeTable, Numbers

# A variance below this part of the largest that it could be is zero but for rounding.
NO_VARIANCE = 1e-12


def log_rank(tables: Sequence[LifeTable]) -> ChiSquare | None:
    """The log-rank test of two groups or more (Mantel 1966), with the hypergeometric variance for
    ties: R's `survdiff(rho = 0)`. What competes counts as censored.

    Groups that cannot be compared are left out (`alignment.compared`). None where fewer than two
    are left, there are no events, or no two groups are at risk when there are.
    """
    lines = compared(tables)
    return chi_square(*_scores(list(lines.values()))) if lines else None


def log_rank_trend(tables: Sequence[LifeTable], scores: Sequence[float]) -> ChiSquare | None:
    """The log-rank test for a trend over the `scores` of the groups, one degree (Tarone 1975):
    Cox's score test of the score as a number. None as for `log_rank`, and where those compared all
    have the same score."""
    lines = compared(tables)
    if not lines:
        return None
    differences, covariance = _scores(list(lines.values()))
    weights = np.array([scores[place] for place in lines], dtype=np.float64)
    weights -= weights.mean()
    variance = float(weights @ covariance @ weights)
    if variance <= NO_VARIANCE * float(weights**2 @ np.diag(covariance)):
        return None
    statistic = float(weights @ differences) ** 2 / variance
    return ChiSquare(statistic, 1, chi_square_tail(statistic, 1))


def _scores(lines: Sequence[LifeTable]) -> tuple[Numbers, Numbers]:
    """Events less those expected, of each group, and their covariance."""
    at_risk = np.array([line.at_risk for line in lines])
    own = np.array([line.events for line in lines])
    total, events = at_risk.sum(axis=0), own.sum(axis=0)
    seen = events > 0
    part, events, total = at_risk[:, seen] / total[seen], events[seen], total[seen]
    # Where one is at risk alone nothing can vary, and n − 1 is zero.
    spread = events * (total - events) / np.maximum(total - 1, 1)
    covariance = np.diag(part @ spread) - (part * spread) @ part.T
    return own.sum(axis=1) - part @ events, covariance
