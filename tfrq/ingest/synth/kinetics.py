"""BCR::ABL1 over time, in log10 of per cent on the International Scale.

Under a drug two compartments fall, a large one quickly and a small one slowly, the slow one down
to a floor (the bi-exponential decline). A resistant clone, or the disease after a stop, is a third
compartment that rises. The level is the logarithm of their sum.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from tfrq.ingest.synth.draws import NEVER, YEAR, Days, Random, Reals, spread
from tfrq.ingest.synth.people import CHRONIC, People

NOTHING = -9.0
CEILING = 2.0


@dataclass(frozen=True)
class Burden:
    """Compartments on the first day of a stage (log10 % IS) and how they change per day."""

    fast: Reals
    fast_fall: Reals
    slow: Reals
    slow_fall: Reals
    floor: Reals
    clone: Reals
    clone_rise: Reals

    def at(self, days: Days) -> Burden:
        """The compartments of every patient after a number of days."""
        lowest = np.minimum(self.slow, self.floor)
        return replace(
            self,
            fast=np.maximum(self.fast - self.fast_fall * days, NOTHING),
            slow=np.maximum(self.slow - self.slow_fall * days, lowest),
            clone=np.clip(self.clone + self.clone_rise * days, NOTHING, CEILING),
        )

    def of(self, rows: Days) -> Burden:
        """The burden of patients by their number, repeated as they are."""
        return Burden(*(getattr(self, field.name)[rows] for field in fields(self)))

    @property
    def level(self) -> Reals:
        """log10 of the sum, at most 100 % IS."""
        total = 10**self.fast + 10**self.slow + 10**self.clone
        return np.asarray(np.minimum(np.log10(total), CEILING))


@dataclass(frozen=True)
class Response:
    """How a patient's disease answers a TKI, whatever the TKI; falls in log10 per day."""

    start: Reals
    fast_fall: Reals
    slow: Reals
    slow_fall: Reals
    floor: Reals


def draw_response(people: People, random: Random) -> Response:
    """Slower and shallower with higher risk, and in advanced phases."""
    count, risk = len(people), people.risk
    advanced = np.where(people.phase == CHRONIC, 0.0, 1.0)
    halving = 17.0 * np.exp(0.12 * risk + 0.3 * advanced) * spread(random, 0.6, count)
    yearly = 0.50 * np.exp(-0.12 * risk) * spread(random, 0.5, count)
    return Response(
        start=np.clip(random.normal(1.62, 0.22, count), 0.7, CEILING),
        fast_fall=np.log10(2) / np.clip(halving, 3.5, 200),
        slow=np.clip(random.normal(-0.4 + 0.2 * risk + 0.5 * advanced, 0.65), -3.0, 1.2),
        slow_fall=yearly / YEAR,
        floor=random.normal(-3.4 + 0.1 * risk, 0.9),
    )


def days_to_deep_response(burden: Burden) -> Days:
    """Days from the start of the stage until fast and slow together stay below MR4.

    NEVER where the floor lies too high: 10^-2.6 + 10^-2.3 = 0.0075 % IS.
    """
    fast = np.maximum(burden.fast + 2.6, 0) / burden.fast_fall
    slow = np.maximum(burden.slow + 2.3, 0) / burden.slow_fall
    reached = np.ceil(np.maximum(fast, slow))
    return np.where(burden.floor < -2.3, np.minimum(reached, NEVER), NEVER).astype(np.int64)
