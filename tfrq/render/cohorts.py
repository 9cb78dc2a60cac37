"""Named definitions and explanations as sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tfrq.render.carets import Excerpt
from tfrq.render.sheet import Column, Sheet

if TYPE_CHECKING:
    from tfrq.cohort.checking import DefinitionFinding
    from tfrq.language import Explanation
    from tfrq.library import Entry, NamedDefinition

LISTING = (
    Column("name", "name"),
    Column("title", "title"),
    Column("index", "index"),
    Column("steps", "steps", "number"),
    Column("origin", "from"),
)
ELSEWHERE = "'tfrq cohort show NAME' shows all of one"
SHOWN = (
    "name",
    "title",
    "source",
    "index",
    "criteria",
    "options",
    "readings",
    "not_represented",
    "definition_hash",
    "file",
)


def cohorts(entries: Iterable[Entry]) -> Sheet:
    """One row per definition; a broken one has the problem in place of its title."""
    rows = [
        (
            entry.name,
            entry.named.title if entry.named else f"BROKEN: {_problem(entry)}",
            entry.named.index if entry.named else "",
            len(entry.named.criteria) if entry.named else None,
            "package" if entry.read_only else str(entry.path.parent),
        )
        for entry in entries
    ]
    return _one_line_each(Sheet("cohorts", LISTING, tuple(rows)))


def _one_line_each(sheet: Sheet) -> Sheet:
    """On narrower screens names and titles alone, at last with the titles cut."""
    titled = sheet.only(("name", "title"), caption=(ELSEWHERE,))
    return replace(sheet, narrower=replace(titled, narrower=replace(titled, cut="title")))


def cohort(named: NamedDefinition, definition_hash: str) -> Sheet:
    """Everything that a definition file says: one row in files, one line per entry on screens."""
    values = {
        "name": (named.name,),
        "title": (named.title,),
        "source": (named.source,),
        "index": (named.index,),
        "criteria": named.criteria,
        "options": named.options,
        "readings": named.readings,
        "not_represented": named.not_represented,
        "definition_hash": (definition_hash,),
        "file": (f"{named.path}{' (package, read-only)' if named.read_only else ''}",),
    }
    return Sheet(
        "cohort",
        tuple(Column(key, key) for key in SHOWN),
        (tuple("\n".join(values[key]) for key in SHOWN),),
        prose=tuple(line for key in SHOWN if any(values[key]) for line in _entry(key, values[key])),
    )


def explanation(explained: Explanation, name: str) -> Sheet:
    """Plain words: the index, each step, and the conventions that take part."""
    steps = [f"{place}.\t{step}" for place, step in enumerate(explained.steps, 1)]
    conventions = [f"-\t{convention}" for convention in explained.conventions]
    index = [f"Index:\t{explained.index}", ""] if explained.index else []
    heading = ["", "Conventions that take part"] if conventions else []
    return Sheet(
        "explanation",
        (Column("step", "step", "number"), Column("meaning", "meaning")),
        tuple(enumerate(explained.steps, 1)),
        head={
            "definition_name": name,
            "index": explained.index,
            "conventions": list(explained.conventions),
        },
        prose=(*index, *steps, *heading, *conventions),
    )


def _entry(key: str, lines: tuple[str, ...]) -> list[str]:
    """The label at the first line, and the others under it."""
    label = key.replace("_", " ").replace("definition hash", "hash")
    labels = [label, *[""] * (len(lines) - 1)]
    return [f"{label:<15}\t{line}" for label, line in zip(labels, lines, strict=True)]


def _problem(entry: Entry) -> str:
    return entry.problem.message if entry.problem else ""


CHECKED = (
    Column("severity", "severity"),
    Column("definition", "definition"),
    Column("step", "step", "number"),
    Column("message", "message"),
    Column("hint", "hint"),
    Column("text", "text"),
)


def findings(found: Sequence[DefinitionFinding], checked: int) -> Sheet:
    """One row per finding; on a screen with the part of the definition that it is about."""
    rows = tuple(
        (one.severity, one.definition, one.step, one.message, one.hint, _text(one)) for one in found
    )
    some = f"{checked} definition{'' if checked == 1 else 's'} checked"
    errors = sum(one.severity == "error" for one in found)
    counted = f"{some}: {_number(errors, 'error')}, {_number(len(found) - errors, 'warning')}"
    lines = tuple(line for one in found for line in _finding(one))
    return Sheet(
        "findings",
        CHECKED,
        rows,
        head={"checked": checked},
        prose=(*lines, counted) if found else (f"{some}: nothing found",),
    )


def _finding(one: DefinitionFinding) -> Iterator[str | Excerpt]:
    place = f", step {one.step}" if one.step else ""
    yield f"{one.severity} in {one.definition}{place}:\t{one.message}"
    if one.span is not None and one.source:
        yield Excerpt(one.source, one.span)
    if one.hint:
        yield f"    hint:\t{one.hint}"


def _text(one: DefinitionFinding) -> str:
    """What the finding is about, as it is written."""
    return one.source[one.span.start : one.span.end] if one.span else ""


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
