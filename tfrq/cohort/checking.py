"""What is wrong with definitions, before anybody counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tfrq import model
from tfrq.cohort.answerable import Records, unanswered
from tfrq.cohort.contradictions import ERROR, Doubt, doubts, named
from tfrq.errors import Span, TfrqError
from tfrq.lake import Lake
from tfrq.library import Entry
from tfrq.model import Definition, Node


@dataclass(frozen=True)
class DefinitionFinding:
    """Something wrong ("error": it cannot be read, or nobody can ever meet it) or doubtful
    ("warning") in a definition.

    `step`: its number, from 1, or None. `span`: where in `source`, which has one step a line.
    """

    severity: str
    definition: str
    message: str
    hint: str = ""
    step: int | None = None
    source: str = ""
    span: Span | None = None


def check(entries: Iterable[Entry], lake: Lake | None = None) -> list[DefinitionFinding]:
    """Everything that is wrong or doubtful in named definitions, and with a lake what it cannot
    answer."""
    records = Records(lake) if lake is not None else None
    return [finding for entry in entries for finding in _entry(entry, records)]


def check_definition(
    name: str, definition: Definition, lake: Lake | None = None, source: str = ""
) -> list[DefinitionFinding]:
    """The same for one definition that has been read from the text `source`."""
    records = Records(lake) if lake is not None else None
    return list(_definition(name, definition, records, source))


def _entry(entry: Entry, records: Records | None) -> Iterator[DefinitionFinding]:
    if entry.problem is not None:
        yield _unread(entry.name, entry.problem)
    if entry.named is not None:
        source = "\n".join(entry.named.criteria)
        yield from _definition(entry.name, entry.named.definition, records, source)


def _unread(name: str, problem: TfrqError) -> DefinitionFinding:
    return DefinitionFinding(
        ERROR,
        name,
        problem.message,
        problem.hint,
        source=problem.source or "",
        span=problem.span,
    )


def _definition(
    name: str, definition: Definition, records: Records | None, source: str
) -> Iterator[DefinitionFinding]:
    found = [(doubt, "") for doubt in doubts(definition)]
    found += _lake(definition, records) if records else []
    for doubt, hint in sorted(found, key=lambda one: one[0].step):
        yield DefinitionFinding(
            doubt.severity,
            name,
            doubt.message,
            hint,
            step=doubt.step,
            source=source,
            span=doubt.node.span if source else None,
        )


def _lake(definition: Definition, records: Records) -> list[tuple[Doubt, str]]:
    """What the lake cannot answer, once for each criterion, at the first step that has it."""
    first: dict[Node, tuple[int, Node]] = {}
    for number, step in enumerate(definition.steps, 1):
        for node, written in _written(step):
            first.setdefault(node, (number, written))
    return [
        (Doubt(one.severity, f"{named(node)}: {one.message}", number, written), one.hint)
        for node, (number, written) in first.items()
        for one in unanswered(node, records)
    ]


def _written(node: Node) -> Iterator[tuple[Node, Node]]:
    """Every criterion, and the node that stands for it in this text: `in NAME` for all in it."""
    if isinstance(node, model.InDefinition):
        yield from ((one, node) for one in model.criteria(node))
    elif model.children(node):
        for item in model.children(node):
            yield from _written(item)
    else:
        yield node, node
