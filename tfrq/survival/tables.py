"""What every estimator reads: a table of the steps of one curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tfrq.results import Step

Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LifeTable:
    """The steps of one curve, ascending, one number of each column per step.

    `starts`, `ends`: days from the origin. `at_risk`: at the beginning of the step. Events of a
    step are taken to come before its censorings, as is usual for ties (exact where steps are
    days). There may be no step at all. `exact`: whether all who leave in a step leave on its last
    day, so that it could as well be cut at any day before.
    """

    starts: Numbers
    ends: Numbers
    at_risk: Numbers
    events: Numbers
    competing: Numbers
    censored: Numbers
    exact: bool = False

    @property
    def leaving(self) -> Numbers:
        """All who leave, in each step."""
        return self.events + self.competing + self.censored


def life_table(steps: Sequence[Step], *, exact: bool = False) -> LifeTable:
    """The steps of a released or an exact curve as columns."""

    def column(name: str) -> Numbers:
        return np.array([getattr(step, name) for step in steps], dtype=np.float64)

    days = column("start"), column("end")
    leaving = column("events"), column("competing"), column("censored")
    return LifeTable(*days, column("at_risk"), *leaving, exact)
