"""What is wrong with definitions, before anybody counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tfrq import model
from tfrq.cohort.answerable import Records, unanswered
from tfrq.cohort.contradictions import (
    always,
    impossible,
    named,
    together,
    too_many_tests,
    twice,
)
from tfrq.lake import Lake
from tfrq.library import Entry
from tfrq.model import Definition

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class DefinitionFinding:
    """Something wrong ("error": it cannot be read, or nobody can ever meet it) or doubtful
    ("warning") in a definition."""

    severity: str
    definition: str
    message: str
    hint: str = ""


def check(entries: Iterable[Entry], lake: Lake | None = None) -> list[DefinitionFinding]:
    """Everything that is wrong or doubtful in named definitions, and with a lake what it cannot
    answer."""
    records = Records(lake) if lake is not None else None
    return [finding for entry in entries for finding in _entry(entry, records)]


def check_definition(
    name: str, definition: Definition, lake: Lake | None = None
) -> list[DefinitionFinding]:
    """The same for one definition that has been read."""
    return list(_definition(name, definition, Records(lake) if lake is not None else None))


def _entry(entry: Entry, records: Records | None) -> Iterator[DefinitionFinding]:
    if entry.problem is not None:
        yield DefinitionFinding(ERROR, entry.name, entry.problem.message, entry.problem.hint)
    if entry.named is not None:
        yield from _definition(entry.name, entry.named.definition, records)


def _definition(
    name: str, definition: Definition, records: Records | None
) -> Iterator[DefinitionFinding]:
    for severity, message in (
        *_criteria(definition),
        *_steps(definition),
        *(_lake(definition, records) if records else ()),
    ):
        yield DefinitionFinding(severity, name, message)


def _criteria(definition: Definition) -> Iterator[tuple[str, str]]:
    for node in _each(definition):
        why = impossible(node)
        if why:
            yield ERROR, f"nobody can meet {named(node)}: {why}"
        elif too_many_tests(node):
            yield ERROR, f"nobody can meet {named(node)}: its window has fewer days"
        elif always(node):
            yield WARNING, f"{named(node)} excludes nobody"


def _steps(definition: Definition) -> Iterator[tuple[str, str]]:
    for one, other in together(definition):
        yield ERROR, f"nobody can meet both {named(one)} and {named(other)}"
    for node in twice(definition):
        yield WARNING, f"{named(node)} is asked for twice"


def _lake(definition: Definition, records: Records) -> Iterator[tuple[str, str]]:
    for node in _each(definition):
        for message in unanswered(node, records):
            yield WARNING, f"{named(node)}: {message}"


def _each(definition: Definition) -> Iterator[model.Node]:
    seen = dict.fromkeys(one for step in definition.steps for one in model.criteria(step))
    yield from seen
