"""Combinations of criteria, and whole definitions (docs/semantics.md §2, §3, §6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from tfrq.model.criteria import Node
from tfrq.model.quantities import Response


@dataclass(frozen=True)
class Not(Node):
    """Kleene's not (§3)."""

    item: Node


@dataclass(frozen=True)
class And(Node):
    """Kleene's and (§3)."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Or(Node):
    """Kleene's or (§3)."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class AtLeast(Node):
    """`at least 2 of (A; B; C)` (§6): counts by Kleene's rules."""

    number: int
    items: tuple[Node, ...]


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


@dataclass(frozen=True)
class Definition:
    """A whole definition: an answer per step, and all of them for the cohort.

    `assume_undetectable` is the level that a not-detected test of unknown depth counts for, or "".
    """

    steps: tuple[Node, ...]
    index: Index | None = None
    assume_undetectable: str = ""


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
