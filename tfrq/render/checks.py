"""What a check of definitions found, as a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tfrq.render.carets import Excerpt
from tfrq.render.sheet import Column, Sheet

if TYPE_CHECKING:
    from tfrq.cohort.checking import DefinitionFinding

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
