"""Gray's test: whether cumulative incidences differ between groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tfrq.survival.aalen_johansen import divided, one_earlier, spread, tie_factor
from tfrq.survival.alignment import compared
from tfrq.survival.curve import ROUNDING
from tfrq.survival.distributions import ChiSquare, chi_square
from tfrq.survival.kaplan_meier import still_without
from tfrq.survival.tables import LifeTable, Numbers


def gray(tables: Sequence[LifeTable]) -> ChiSquare | None:
    """Gray's test of two groups or more (Gray 1988, rho = 0), as `cmprsk::cuminc` has it, ties
    included; without competing events it is near the log-rank test, not equal to it.

    Groups that cannot be compared are left out (`alignment.compared`). None where fewer than two
    are left, there are no events, or the covariance is singular or, as the formula for ties can
    make it of very few patients, none at all (cmprsk then answers with a number without meaning).
    """
    lines = compared(tables)
    if not lines:
        return None
    groups = _groups(list(lines.values()))
    if np.any(np.abs(groups.rest[groups.growth > 0]) < ROUNDING):
        return None
    return chi_square(_scores(groups), _covariance(groups))


@dataclass(frozen=True, eq=False)
class _Groups:
    """Rows are groups, columns the common steps with events of either kind.

    `before`, `after`: the share without an event of either kind, at both ends of the step.
    `incidence`: the share with the event, at its beginning. `weight`: at risk / `before`, which is
    the paper's R without its factor 1 − `incidence`.
    """

    at_risk: Numbers
    events: Numbers
    competing: Numbers
    before: Numbers
    after: Numbers
    incidence: Numbers
    weight: Numbers

    @property
    def growth(self) -> Numbers:
        """What the incidence of all groups together grows by in each step."""
        return divided(self.events.sum(axis=0), self.weight.sum(axis=0))

    @property
    def rest(self) -> Numbers:
        """The share without the event in all groups together, at the beginning of the step. After
        a group has gone in which everybody had it, this sum can come to 0 and below."""
        pooled: Numbers = np.cumsum(self.growth)
        return 1 - one_earlier(pooled, 0.0)


def _groups(lines: Sequence[LifeTable]) -> _Groups:
    names = ("at_risk", "events", "competing")
    columns = np.array([[getattr(line, name) for line in lines] for name in names])
    at_risk, events, competing = columns[:, :, columns[1:].sum(axis=(0, 1)) > 0]
    after = still_without(at_risk, events + competing)
    before = one_earlier(after, 1.0)
    ends: Numbers = np.cumsum(before * divided(events, at_risk), axis=1)
    incidence, weight = one_earlier(ends, 0.0), divided(at_risk, before)
    return _Groups(at_risk, events, competing, before, after, incidence, weight)


def _scores(groups: _Groups) -> Numbers:
    """Events less those expected if all groups had one subdistribution hazard, of each group."""
    risk = groups.weight * (1 - groups.incidence)
    events = groups.events.sum(axis=0)
    expected: Numbers = np.sum(risk * divided(events, risk.sum(axis=0)), axis=1)
    observed: Numbers = groups.events.sum(axis=1)
    return observed - expected


def _covariance(groups: _Groups) -> Numbers:
    """Of the scores: the sum of what the events of each group add to it."""
    parts = [_part(groups, group) for group in range(len(groups.events))]
    covariance: Numbers = np.sum(parts, axis=0)
    return covariance


def _part(groups: _Groups, group: int) -> Numbers:
    """What the events of one group add to the covariance, those of interest (`own`) and those that
    compete (`other`): a weighted sum of squares over the steps. In the names of the paper's
    appendix, `change` is a and `later` the integral of a from the step to the end."""
    total, events = groups.weight.sum(axis=0), groups.events.sum(axis=0)
    growth, rest = groups.growth, groups.rest
    weight, at_risk, before = groups.weight[group], groups.at_risk[group], groups.before[group]
    change = -weight * divided(groups.weight, total)
    change[group] += weight
    sums = np.cumsum(change * divided(growth, rest), axis=1)
    later = sums[:, -1:] - sums
    left = divided(rest - growth, groups.after[group])
    own = change + (1 - left) * later
    own_spread = tie_factor(events, total * before) * divided(growth * before, at_risk)
    other_spread = spread(groups.competing[group], at_risk, before)
    other = left * later
    covariance: Numbers = (own * own_spread) @ own.T + (other * other_spread) @ other.T
    return covariance
