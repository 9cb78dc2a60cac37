"""Released curves → the levels of each factor that they tell of, and rows for a model.

A curve is of one block of strata, each of which has a level of every factor. Where the members of
a block differ in a factor, its subjects' level is not known, and the block is missing from the
model; unless no other block holds part of those levels: then they are one level ("low+high").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tfrq.disclosure import ReleasedCurve, ReleasedTimes
from tfrq.results import Step
from tfrq.survival.cox import Subjects
from tfrq.survival.factors.reading import Factor
from tfrq.survival.tables import Numbers

BETWEEN = " | "  # the levels of several factors in the name of a stratum
Members = frozenset[str]
Level = tuple[str, ...]  # the strata of a factor that stand together; () where it is not known


@dataclass(frozen=True)
class Block:
    """A curve, its level of each factor, and its stratum of the model. `steps` end on days that
    all blocks of the model have in common."""

    curve: ReleasedCurve
    levels: tuple[Level, ...]
    stratum: str
    steps: tuple[Step, ...]

    @property
    def is_known(self) -> bool:
        """Whether it can be in the model: it has a level of every factor, and a curve."""
        return all(self.levels) and bool(self.steps)

    @property
    def subjects(self) -> int:
        """How many are at risk at its beginning."""
        return self.steps[0].at_risk if self.steps else 0

    @property
    def events(self) -> int:
        """How many have the event by its end."""
        return sum(step.events for step in self.steps)


def label(level: Level) -> str:
    """As blocks of strata are called everywhere."""
    return "+".join(level)


def members(curve: ReleasedCurve, place: int) -> Members:
    """The levels that the strata of a block have of the factor in this place."""
    return frozenset(stratum.split(BETWEEN)[place] for stratum in curve.strata)


def blocks(released: ReleasedTimes, factors: Sequence[Factor]) -> tuple[Block, ...]:
    """The curves as blocks of these factors' levels. What the names of strata hold beyond those
    is the stratum of the model."""
    levels = [_levels(released.curves, place, one) for place, one in enumerate(factors)]
    found = [
        Block(curve, level, _stratum(curve, len(factors)), curve.steps)
        for curve, level in zip(released.curves, zip(*levels, strict=True), strict=True)
    ]
    if released.exact:
        return tuple(found)
    steps = iter(_aligned([block.steps for block in found if block.is_known]))
    return tuple(replace(one, steps=next(steps)) if one.is_known else one for one in found)


def subjects(known: Sequence[Block], covariates: Numbers) -> Subjects:
    """One row per subject: who leaves in a step leaves at its end, and who is left after the last
    one is censored there. What competes with the event censors. `covariates`: blocks × columns."""
    names = sorted({block.stratum for block in known})
    groups = [group for block in known for group in _leaving(block)]
    which = [place for place, block in enumerate(known) for _ in _leaving(block)]
    numbers = [number for _, _, number in groups]
    strata = np.array([names.index(block.stratum) for block in known])

    def each(values: Sequence[float]) -> Numbers:
        return np.repeat(np.asarray(values), numbers)

    rows = np.repeat(which, numbers)
    return Subjects(
        each([day for day, _, _ in groups]).astype(np.float64),
        each([event for _, event, _ in groups]).astype(np.bool_),
        covariates[rows],
        strata[rows],
    )


def _leaving(block: Block) -> list[tuple[int, bool, int]]:
    """Day, whether by the event, and how many."""
    found = []
    for step in block.steps:
        found.append((step.end, True, step.events))
        found.append((step.end, False, step.competing + step.censored))
    last = block.steps[-1]
    return [*found, (last.end, False, last.remaining)]


def _stratum(curve: ReleasedCurve, number: int) -> str:
    own = {BETWEEN.join(stratum.split(BETWEEN)[number:]) for stratum in curve.strata}
    return "+".join(sorted(own))


def _levels(curves: Sequence[ReleasedCurve], place: int, factor: Factor) -> list[Level]:
    order = [*factor.levels, factor.groups.unknown]
    column = [members(curve, place) for curve in curves]

    def level(own: Members) -> Level:
        apart = not any(own & other for other in column if other != own)
        known = (len(own) == 1 or apart) and own != {factor.groups.unknown}
        return tuple(sorted(own, key=order.index)) if known else ()

    return [level(own) for own in column]


def _aligned(curves: Sequence[tuple[Step, ...]]) -> list[tuple[Step, ...]]:
    """The same curves in steps that end where every curve has an end, unless it is over: an
    event of the one is then known to come before, with, or after one of the other."""
    ends = {step.end for steps in curves for step in steps}
    common = {
        end
        for end in ends
        if all(end > steps[-1].end or any(end == step.end for step in steps) for steps in curves)
    }
    return [_joined(steps, common) for steps in curves]


def _joined(steps: tuple[Step, ...], common: set[int]) -> tuple[Step, ...]:
    """Up to the last end that is common: what comes after it lies in no common step."""
    found: list[Step] = []
    gathered: list[Step] = []
    for step in steps:
        gathered.append(step)
        if step.end in common:
            found.append(_one(gathered))
            gathered = []
    return tuple(found)


def _one(steps: Sequence[Step]) -> Step:
    return Step(
        steps[0].start,
        steps[-1].end,
        steps[0].at_risk,
        sum(step.events for step in steps),
        sum(step.competing for step in steps),
        sum(step.censored for step in steps),
    )
