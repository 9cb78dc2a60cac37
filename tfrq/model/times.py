"""What is waited for after the index, and groups of subjects (semantics §8, docs/survival.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tfrq.model.criteria import Endpoint, Event, Node
from tfrq.model.quantities import Period, Response, require

AFTER_INDEX = Period("after", "index")


@dataclass(frozen=True)
class TimeToEvent:
    """`loss of MMR or death competing restart` (§8): the endpoint is the first of `parts`; the
    first of `competing` before it keeps it from happening.

    Every part is an Endpoint or an Event after the index, as in a definition. A regained response
    makes all times run from the restart, so it stands with recorded events only.
    """

    parts: tuple[Node, ...]
    competing: tuple[Node, ...] = ()

    def __post_init__(self) -> None:
        require(bool(self.parts), "an endpoint is one of some event")
        for part in self.every:
            known = isinstance(part, Endpoint | Event) and part.period == AFTER_INDEX
            require(known, "an endpoint is made of events after the index")
        kinds = {part.kind for part in self.every if isinstance(part, Endpoint)}
        alone = "regained" not in kinds or kinds == {"regained"}
        require(alone, "what is regained is looked for after the restart, what is lost before it")
        twice = len({repr(part) for part in self.every}) < len(self.every)
        require(not twice, "an event is part of the endpoint once, or competes with it")

    @property
    def every(self) -> tuple[Node, ...]:
        """The parts of the endpoint, then what competes."""
        return self.parts + self.competing

    @property
    def from_restart(self) -> bool:
        """Whether times run from the restart, not from the index."""
        return any(isinstance(one, Endpoint) and one.kind == "regained" for one in self.every)

    @property
    def names_restart(self) -> bool:
        """Whether a restart is part of the endpoint or competes with it."""
        return any(isinstance(one, Endpoint) and one.kind == "restart" for one in self.every)

    def responses(self) -> Iterator[Response]:
        """The different responses whose tests it needs."""
        found = (one.response for one in self.every if isinstance(one, Endpoint))
        yield from dict.fromkeys(one for one in found if one is not None)


@dataclass(frozen=True)
class Levels:
    """Groups of subjects by criteria: each is in the first group whose criterion they meet; where
    they meet none, in `unknown` if one of them is not assessable, else in `rest`."""

    names: tuple[str, ...]
    criteria: tuple[Node, ...]
    rest: str
    unknown: str = "unknown"

    def __post_init__(self) -> None:
        require(bool(self.names), "there is at least one group")
        require(len(self.names) == len(self.criteria), "each group has one criterion")
        every = (*self.names, self.rest, self.unknown)
        require(len(set(every)) == len(every), "groups have different names")
