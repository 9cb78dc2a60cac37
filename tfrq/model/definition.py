"""Combinations of criteria, and whole definitions (docs/semantics.md §2, §3, §6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from tfrq import vocabulary
from tfrq.model.criteria import Node
from tfrq.model.quantities import INDEXES, Response, require


@dataclass(frozen=True)
class Not(Node):
    """Kleene's not (§3)."""

    item: Node


@dataclass(frozen=True)
class And(Node):
    """Kleene's and (§3)."""

    items: tuple[Node, ...]

    def __post_init__(self) -> None:
        require(len(self.items) > 1, "'and' joins at least two criteria")


@dataclass(frozen=True)
class Or(Node):
    """Kleene's or (§3)."""

    items: tuple[Node, ...]

    def __post_init__(self) -> None:
        require(len(self.items) > 1, "'or' joins at least two criteria")


@dataclass(frozen=True)
class AtLeast(Node):
    """`at least 2 of (A; B; C)` (§6): counts by Kleene's rules."""

    number: int
    items: tuple[Node, ...]

    def __post_init__(self) -> None:
        possible = 1 <= self.number <= len(self.items)
        require(possible, "of so many criteria, from one to all can be asked for")


@dataclass(frozen=True)
class InDefinition(Node):
    """`in euro-ski` (§6): another definition with its own options, at this one's index."""

    name: str
    definition: Definition


@dataclass(frozen=True)
class Index:
    """The date that each patient is judged at (§2). `response` is given for "first response"."""

    kind: str
    response: Response | None = None

    def __post_init__(self) -> None:
        require(self.kind in INDEXES, f"'{self.kind}' is no index")
        first = self.kind == "first response"
        require(first == (self.response is not None), "a first response is one of some level")


@dataclass(frozen=True)
class Definition:
    """A whole definition: an answer per step, and all of them for the cohort.

    `assume_undetectable` is the level that a not-detected test of unknown depth counts for, or "".
    """

    steps: tuple[Node, ...]
    index: Index | None = None
    assume_undetectable: str = ""

    def __post_init__(self) -> None:
        require(bool(self.steps), "a definition needs at least one criterion")
        levels = {"", *(level.name for level in vocabulary.LEVELS)}
        named = self.assume_undetectable in levels
        require(named, f"'{self.assume_undetectable}' is no level to assume")


def all_of(steps: tuple[Node, ...]) -> Node:
    """The steps of a definition as one node: joined by `and`, unless there is only one."""
    return And(steps) if len(steps) > 1 else steps[0]


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a combination; none inside a criterion."""
    if isinstance(node, Not):
        return (node.item,)
    if isinstance(node, InDefinition):
        return node.definition.steps
    return node.items if isinstance(node, And | Or | AtLeast) else ()


def nodes(node: Node) -> Iterator[Node]:
    """A node and every node in it, those of named definitions apart."""
    yield node
    for item in () if isinstance(node, InDefinition) else children(node):
        yield from nodes(item)


def criteria(node: Node) -> Iterator[Node]:
    """Every criterion in a node, in the order of the text."""
    inner = children(node)
    if not inner:
        yield node
    for item in inner:
        yield from criteria(item)


def responses(node: Node) -> Iterator[Response]:
    """Every response that a node asks for."""
    for criterion in criteria(node):
        for part in fields(criterion):
            value = getattr(criterion, part.name)
            if isinstance(value, Response):
                yield value
