"""The share with the event, where something else can keep it from happening."""

from __future__ import annotations

import numpy as np

from tfrq.survival.curve import Curve, with_limits
from tfrq.survival.kaplan_meier import still_without
from tfrq.survival.tables import LifeTable, Numbers


def aalen_johansen(table: LifeTable) -> Curve:
    """The cumulative incidence of the event at the end of each step (Aalen & Johansen 1978).

    Events and competing events of one step happen at once, before its censorings. The standard
    error is that of `cmprsk::cuminc` (Aalen 1978, with Gray's correction for ties): where nothing
    competes, the terms of its square are n / (n − 1) times Greenwood's.
    """
    after = still_without(table.at_risk, table.events + table.competing)
    before = one_earlier(after, 1.0)
    share: Numbers = np.cumsum(before * divided(table.events, table.at_risk))
    standard_error: Numbers = np.sqrt(_variance(table, before, after, share))
    return with_limits(table.ends, share, standard_error, table.exact)


def _variance(table: LifeTable, before: Numbers, after: Numbers, share: Numbers) -> Numbers:
    """The variance of each share F(t): the sum over the steps s up to t of

        s2(events of s) × (1 − (F(t) − F(s)) / S(s))²
        + s2(competing of s) × ((F(t) − F(s)) / S(s))²

    as three running sums, since F(t) is the same for all s of one t.
    """
    inverse = divided(np.ones_like(after), after)
    scaled = share * inverse
    event = spread(table.events, table.at_risk, before)
    other = spread(table.competing, table.at_risk, before)
    constant = np.cumsum(event * (1 + scaled) ** 2 + other * scaled**2)
    linear = np.cumsum(event * (1 + scaled) * inverse + other * scaled * inverse)
    square = np.cumsum((event + other) * inverse**2)
    # Rounding can leave the difference of large sums a little below zero.
    variance: Numbers = np.maximum(constant - 2 * share * linear + share**2 * square, 0.0)
    return variance


def spread(leaving: Numbers, at_risk: Numbers, before: Numbers) -> Numbers:
    """The variance of the share of those at risk who leave: hypergeometric for ties."""
    return before**2 * tie_factor(leaving, at_risk) * divided(leaving, at_risk**2)


def tie_factor(leaving: Numbers, at_risk: Numbers) -> Numbers:
    """How much less the share of those who leave varies because they leave together."""
    return 1 - divided(np.maximum(leaving - 1, 0), at_risk - 1)


def divided(numbers: Numbers, by: Numbers) -> Numbers:
    """The quotients; 0 where there is nothing to divide by."""
    shape = np.broadcast_shapes(numbers.shape, by.shape)
    return np.divide(numbers, by, out=np.zeros(shape), where=by != 0)


def one_earlier(values: Numbers, first: float) -> Numbers:
    """Each value a step later, as it stands at the beginning of the step (the last axis)."""
    return np.insert(values[..., :-1], 0, first, axis=-1)
