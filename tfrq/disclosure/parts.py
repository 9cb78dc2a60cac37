"""What a reader knows of a part before looking: more than its total and its decided answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tfrq.results import Part


@dataclass(frozen=True)
class KnownPart(Part):
    """A part of which more is known.

    `kind`: the same for parts that the text of the definition does not tell apart. What a reader
    knows of everybody there without looking (`age >= 0` holds), he knows of the whole kind.
    `indexed`: everybody in it has the index, as in a stratum that is a year of the index.
    `places`: what it lies in and whose total is known as well, the smallest first: the country and
    the region of a site.
    """

    kind: str = ""
    indexed: bool = False
    places: tuple[str, ...] = ()


def kinds(parts: Sequence[Part]) -> tuple[str, ...]:
    """The kind of each part; a plain Part is like every other plain one."""
    return tuple(part.kind if isinstance(part, KnownPart) else "" for part in parts)


def indexed(part: Part) -> bool:
    """Whether everybody in a part is known to have the index."""
    return isinstance(part, KnownPart) and part.indexed


def places(part: Part) -> tuple[str, ...]:
    """The larger places that a part lies in, the smallest first."""
    return part.places if isinstance(part, KnownPart) else ()
