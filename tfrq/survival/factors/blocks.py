"""Released curves → the levels of each factor that they tell of, and rows for a model.

A curve is of one block of strata, each of which has a level of every factor. Where the members of
a block differ in a factor, its subjects' level is not known, and the block is missing from the
model; unless no other block holds part of those levels: then they are one level ("low+high").
Levels that are joined with the unknown are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from tfrq.disclosure import ReleasedCurve, ReleasedTimes
from tfrq.sql.strata import NOT_FOLLOWED
from tfrq.sql.times import BETWEEN
from tfrq.survival.alignment import until_first_end
from tfrq.survival.cox import Subjects
from tfrq.survival.factors.reading import Factor
from tfrq.survival.tables import LifeTable, Numbers, life_table

Members = frozenset[str]
Level = tuple[str, ...]  # the strata of a factor that stand together; () where it is not known


@dataclass(frozen=True, eq=False)
class Block:
    """A curve, the levels of each factor that its strata have, its own level of each, and its
    stratum of the model. `is_complete`: whether its subjects have a known level of every factor
    that was asked for, be it in this model or not. `table` has the steps that all such blocks
    have in common up to the first end, and none where its curve has none."""

    curve: ReleasedCurve
    members: tuple[Members, ...]
    levels: tuple[Level, ...]
    stratum: str
    is_complete: bool
    table: LifeTable

    @property
    def is_told(self) -> bool:
        """Whether it has a step in common with the others."""
        return bool(self.table.ends.size)

    @property
    def subjects(self) -> int:
        """How many are followed."""
        return self.curve.followed or 0

    @property
    def events(self) -> int:
        """How many have the event by the end of the common steps."""
        return int(self.table.events.sum())


def label(level: Level) -> str:
    """As blocks of strata are called everywhere."""
    return "+".join(level)


def members(curve: ReleasedCurve, place: int) -> Members:
    """The levels that the strata of a block have of the factor in this place."""
    followed = (stratum for stratum in curve.strata if stratum != NOT_FOLLOWED)
    return frozenset(stratum.split(BETWEEN)[place] for stratum in followed)


def blocks(
    released: ReleasedTimes, factors: Sequence[Factor], among: Sequence[Factor]
) -> tuple[Block, ...]:
    """The curves as blocks of these factors' levels. The names of strata hold the levels of all
    `among`, and beyond those the stratum of the model."""
    curves = released.curves
    columns = [_levels(curves, place, one) for place, one in enumerate(among)]
    every = list(zip(*columns, strict=True))
    complete = [curve.followed != 0 and all(own) for curve, own in zip(curves, every, strict=True)]
    places = [among.index(one) for one in factors]
    return tuple(
        Block(
            curve,
            tuple(members(curve, place) for place in places),
            tuple(own[place] for place in places),
            _stratum(curve, len(among)),
            known,
            table,
        )
        for curve, own, known, table in zip(
            curves, every, complete, _tables(released, complete), strict=True
        )
    )


def _tables(released: ReleasedTimes, complete: Sequence[bool]) -> Iterator[LifeTable]:
    """Of each curve, on common steps; without any for those that are not compared."""
    compared = [
        known and bool(curve.steps) for known, curve in zip(complete, released.curves, strict=True)
    ]
    tables = [life_table(curve.steps, exact=released.exact) for curve in released.curves]
    lines = iter(until_first_end(list(compress(tables, compared))))
    for is_compared in compared:
        yield next(lines) if is_compared else life_table(())


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
    followed = (stratum for stratum in curve.strata if stratum != NOT_FOLLOWED)
    own = {BETWEEN.join(stratum.split(BETWEEN)[number:]) for stratum in followed}
    return "+".join(sorted(own))


def _levels(curves: Sequence[ReleasedCurve], place: int, factor: Factor) -> list[Level]:
    order, unknown = factor.levels, factor.groups.unknown
    column = [members(curve, place) for curve in curves]

    def level(own: Members) -> Level:
        apart = not any(own & other for other in column if other != own)
        known = (len(own) == 1 or apart) and unknown not in own
        return tuple(sorted(own, key=order.index)) if known else ()

    return [level(own) for own in column]
