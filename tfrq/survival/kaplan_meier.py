"""The share without the event, where nothing competes with it."""

from __future__ import annotations

import numpy as np

from tfrq.survival.curve import Curve, with_limits
from tfrq.survival.tables import LifeTable, Numbers


def kaplan_meier(table: LifeTable) -> Curve:
    """The share without the event at the end of each step (Kaplan & Meier 1958), with Greenwood's
    standard error. What competes counts as censored; censorings come after the events of their
    step. Where the share is 0 the standard error is nan, as in R.
    """
    share = still_without(table.at_risk, table.events)
    with np.errstate(invalid="ignore"):
        standard_error: Numbers = share * np.sqrt(np.cumsum(greenwood(table, np.inf)))
    return with_limits(table.ends, share, standard_error, table.exact)


def still_without(at_risk: Numbers, leaving: Numbers) -> Numbers:
    """The share who come through each step and all before it: the product of the shares of those
    at risk who do not leave. Steps are the last axis; where nobody is at risk nothing changes."""
    through = np.divide(at_risk - leaving, at_risk, out=np.ones_like(at_risk), where=at_risk > 0)
    return np.cumprod(through, axis=-1, dtype=np.float64)


def greenwood(table: LifeTable, when_all: float) -> Numbers:
    """What each step adds to the variance of the logarithm of the share, d / (n (n − d));
    `when_all` where everybody at risk has the event."""
    spread = table.at_risk * (table.at_risk - table.events)
    default = np.where(table.events > 0, when_all, 0.0)
    return np.divide(table.events, spread, out=default, where=spread > 0)
