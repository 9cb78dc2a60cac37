"""Released curves → the levels of each factor that they tell of, and rows for a model.

A curve is of one block of strata, each of which has a level of every factor. Where the members of
a block differ in a factor, its subjects' level is not known, and the block is missing from the
model; unless no other block holds part of those levels: then they are one level ("low+high").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tfrq.disclosure import ReleasedCurve, ReleasedTimes
from tfrq.survival.alignment import aligned
from tfrq.survival.cox import Subjects
from tfrq.survival.factors.reading import Factor
from tfrq.survival.tables import LifeTable, Numbers, life_table

BETWEEN = " | "  # the levels of several factors in the name of a stratum
Members = frozenset[str]
Level = tuple[str, ...]  # the strata of a factor that stand together; () where it is not known


@dataclass(frozen=True, eq=False)
class Block:
    """A curve, the levels of each factor that its strata have, its own level of each, and its
    stratum of the model. `table` has steps that all blocks of the model have in common; it has
    none where the block is not in the model."""

    curve: ReleasedCurve
    members: tuple[Members, ...]
    levels: tuple[Level, ...]
    stratum: str
    table: LifeTable

    @property
    def is_known(self) -> bool:
        """Whether it can be in the model: it has a level of every factor, and a curve."""
        return all(self.levels) and self.subjects > 0

    @property
    def subjects(self) -> int:
        """How many are at risk at its beginning."""
        return int(self.table.at_risk[:1].sum())

    @property
    def events(self) -> int:
        """How many have the event by its end."""
        return int(self.table.events.sum())


def label(level: Level) -> str:
    """As blocks of strata are called everywhere."""
    return "+".join(level)


def members(curve: ReleasedCurve, place: int) -> Members:
    """The levels that the strata of a block have of the factor in this place."""
    return frozenset(stratum.split(BETWEEN)[place] for stratum in curve.strata)


def _members(curve: ReleasedCurve, places: Sequence[int]) -> tuple[Members, ...]:
    return tuple(members(curve, place) for place in places)


def blocks(
    released: ReleasedTimes, factors: Sequence[Factor], among: Sequence[Factor]
) -> tuple[Block, ...]:
    """The curves as blocks of these factors' levels. The names of strata hold the levels of all
    `among`, and beyond those the stratum of the model."""
    curves = released.curves
    places = [among.index(one) for one in factors]
    columns = [_levels(curves, place, one) for place, one in zip(places, factors, strict=True)]
    levels = list(zip(*columns, strict=True))
    usable = [bool(curve.steps) and all(own) for curve, own in zip(curves, levels, strict=True)]
    tables = [life_table(curve.steps, exact=released.exact) for curve in curves]
    common = iter(aligned([table for table, use in zip(tables, usable, strict=True) if use]))
    nothing = life_table(())
    return tuple(
        Block(
            curve,
            _members(curve, places),
            own,
            _stratum(curve, len(among)),
            next(common) if use else nothing,
        )
        for curve, own, use in zip(curves, levels, usable, strict=True)
    )


def subjects(known: Sequence[Block], covariates: Numbers) -> Subjects:
    """One row per subject: who leaves in a step leaves at its end, and who is left after the last
    one is censored there. What competes with the event censors. `covariates`: blocks × columns."""
    names = sorted({block.stratum for block in known})
    strata = np.array([names.index(block.stratum) for block in known])
    parts = [_leaving(block.table) for block in known]
    numbers = np.concatenate([numbers for _, _, numbers in parts])
    which = np.repeat(np.arange(len(known)), [len(days) for days, _, _ in parts])
    rows = np.repeat(which, numbers)
    return Subjects(
        np.repeat(np.concatenate([days for days, _, _ in parts]), numbers),
        np.repeat(np.concatenate([events for _, events, _ in parts]), numbers),
        rows,
        covariates,
        strata,
    )


def _leaving(table: LifeTable) -> tuple[Numbers, NDArray[np.bool_], NDArray[np.int64]]:
    """Days, whether by the event, and how many."""
    censored = table.competing + table.censored
    present = np.flatnonzero(table.at_risk)
    last = present[-1] if present.size else 0
    censored[last] += table.at_risk[0] - table.leaving.sum()
    numbers = np.concatenate([table.events, censored]).astype(np.int64)
    events = np.arange(len(numbers)) < len(table.events)
    return np.tile(table.ends, 2), events, numbers


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
