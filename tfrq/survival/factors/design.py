"""Released curves → what a Cox model of factors is made of: blocks, levels and columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tfrq.disclosure import ReleasedTimes
from tfrq.survival.factors.blocks import Block, Level, blocks
from tfrq.survival.factors.reading import Factor


@dataclass(frozen=True)
class Column:
    """An indicator of the model: of a level, of the factor in that place."""

    place: int
    level: Level


@dataclass(frozen=True)
class Design:
    """What a model is made of. `every` block, those of `known` levels that are to be in it, and
    whether all of these are told, without which nothing is estimated. `levels`: of each factor
    the levels of the known blocks, in order, the reference first where it has one."""

    factors: tuple[Factor, ...]
    every: tuple[Block, ...]
    known: tuple[Block, ...]
    is_told: bool
    levels: tuple[tuple[Level, ...], ...]

    def of(self, place: int, level: Level) -> list[Block]:
        """The blocks of a level."""
        return [block for block in self.known if block.levels[place] == level]

    def events(self, place: int, level: Level) -> int:
        """How many events a level has."""
        return sum(block.events for block in self.of(place, level))

    def with_events(self, place: int) -> list[Level]:
        """The levels that have an event; without one a ratio runs to 0 or to infinity."""
        return [level for level in self.levels[place] if self.events(place, level)]

    def columns(self) -> list[Column]:
        """One for each level with events but the first of its factor."""
        places = range(len(self.factors))
        return [Column(place, one) for place in places for one in self.with_events(place)[1:]]

    def fitted(self) -> list[Block]:
        """The blocks in the risk sets: a level without events leaves them, which is what the
        model comes to as the ratio of that level goes to 0."""
        kept = [self.with_events(place) for place in range(len(self.factors))]
        return [
            block
            for block in self.known
            if all(own in levels for own, levels in zip(block.levels, kept, strict=True))
        ]


def design(released: ReleasedTimes, factors: Sequence[Factor], among: Sequence[Factor]) -> Design:
    """Whether a block has a curve depends on how many of it have the event, and how many are
    censored: a model of those that have one would be of a selection by outcome. So all that are
    complete have to have one. Of a single factor a level without a curve is left out by name."""
    every = blocks(released, factors, among)
    known = tuple(block for block in every if block.is_complete)
    if len(among) == 1:
        known = tuple(block for block in known if block.curve.steps)
    levels = tuple(_ordered(known, place, one) for place, one in enumerate(factors))
    is_told = bool(known) and all(block.is_told for block in known)
    return Design(tuple(factors), every, known, is_told, levels)


def _ordered(known: Sequence[Block], place: int, factor: Factor) -> tuple[Level, ...]:
    """The levels of these blocks: the one with the reference, then in the factor's order."""
    found = {block.levels[place] for block in known}
    return tuple(sorted(found, key=lambda level: factor.levels.index(level[0])))
