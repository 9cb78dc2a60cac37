"""Named definitions and explanations as sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tfrq import model
from tfrq.language import canonical_endpoint, definition_hash
from tfrq.render.sheet import Cell, Column, Sheet
from tfrq.render.wrapping import cut

if TYPE_CHECKING:
    from tfrq.language import Explanation
    from tfrq.library import Entry, NamedDefinition, Published

LISTING = (
    Column("name", "name"),
    Column("title", "title"),
    Column("index", "index"),
    Column("steps", "steps", "number"),
    Column("origin", "from"),
)
PROBLEM = Column("problem", "problem")
ELSEWHERE = "left out here: index, steps, from; 'tfrq cohort show NAME' shows all of one"
LONGEST_START = 60  # columns of a text that stands in for a title
SHOWN = (
    "name",
    "title",
    "source",
    "index",
    "endpoint",
    "criteria",
    "uses",
    "options",
    "readings",
    "not_represented",
    "published",
    "definition_hash",
    "file",
)


def cohorts(entries: Iterable[Entry]) -> Sheet:
    """One row per definition: for people in one line each, a broken one with the problem in place
    of its title; in files with everything that it says."""
    listed = tuple(entries)
    sheet = Sheet(
        "cohorts",
        (*LISTING, *(Column(key, key) for key in SHOWN[2:] if key != "index"), PROBLEM),
        tuple(map(_row, listed)),
        head={"published": [row for one in listed if one.named for row in _numbers(one.named)]},
    )
    return replace(sheet, on_screen=_one_line_each(sheet))


def _row(entry: Entry) -> tuple[Cell, ...]:
    origin = "package" if entry.read_only else str(entry.path.parent)
    if entry.named is None:
        problem = entry.problem.message if entry.problem else ""
        more = [str(entry.path) if key == "file" else "" for key in SHOWN[2:] if key != "index"]
        return (entry.name, f"BROKEN: {problem}", "", None, origin, *more, problem)
    named = entry.named
    values = _values(named, definition_hash(named.definition))
    more = ["\n".join(values[key]) for key in SHOWN[2:] if key != "index"]
    steps = len(named.definition.steps)
    return (entry.name, named.title, named.index, steps, origin, *more, "")


def _one_line_each(sheet: Sheet) -> Sheet:
    """On narrower screens names and titles alone, at last with the titles cut."""
    sheet = _titled(sheet)
    listing = sheet.only(column.name for column in LISTING)
    titled = sheet.only(("name", "title"), caption=(ELSEWHERE,))
    return replace(listing, narrower=replace(titled, narrower=replace(titled, cut="title")))


def _titled(sheet: Sheet) -> Sheet:
    """With the start of the text where there is no title."""
    names = [column.name for column in sheet.columns]
    title, criteria = names.index("title"), names.index("criteria")
    rows = []
    for row in sheet.rows:
        start = cut(", ".join(str(row[criteria]).split("\n")), LONGEST_START, "…")
        rows.append((*row[:title], row[title] or start, *row[title + 1 :]))
    return replace(sheet, rows=tuple(rows))


def cohort(named: NamedDefinition, definition_hash: str) -> Sheet:
    """Everything that a definition file says: one row in files, one line per entry on screens."""
    values = _values(named, definition_hash)
    return Sheet(
        "cohort",
        tuple(Column(key, key) for key in SHOWN),
        (tuple("\n".join(values[key]) for key in SHOWN),),
        head={"published": list(_numbers(named))},
        prose=tuple(line for key in SHOWN if any(values[key]) for line in _entry(key, values[key])),
    )


def _values(named: NamedDefinition, definition_hash: str) -> dict[str, tuple[str, ...]]:
    return {
        "name": (named.name,),
        "title": (named.title,),
        "source": (named.source,),
        "index": (named.index,),
        "endpoint": (named.endpoint,),
        "criteria": named.criteria,
        "uses": tuple(dict.fromkeys(_uses(named))),
        "options": named.options,
        "readings": named.readings,
        "not_represented": named.not_represented,
        "published": tuple(map(_published, named.published)),
        "definition_hash": (definition_hash,),
        "file": (f"{named.path}{' (package, read-only)' if named.read_only else ''}",),
    }


def _uses(named: NamedDefinition) -> Iterator[str]:
    """The definitions that this one names with `in`."""
    for step in named.definition.steps:
        for node in model.nodes(step):
            if isinstance(node, model.InDefinition):
                yield node.name


def _published(one: Published) -> str:
    """As `MRFS 61 % (57-64) at 6 months, n = 755`."""
    limits = "" if one.low is None else f" ({one.low:f}-{one.high:f})"
    patients = "" if one.n is None else f", n = {one.n}"
    note = f"; {one.note}" if one.note else ""
    when = f"{one.time:f} {one.unit}"
    if one.unit == "median_follow_up":
        when = f"a median follow-up of {one.time:f} months"
    return f"{one.endpoint} {one.percent:f} %{limits} at {when}{patients}{note}"


def _numbers(named: NamedDefinition) -> Iterator[dict[str, Any]]:
    """The published numbers as data."""
    for one in named.published:
        yield {
            "name": named.name,
            "endpoint": one.endpoint,
            "means": "" if one.outcome is None else canonical_endpoint(one.outcome),
            "share": one.share,
            "time": float(one.time),
            "unit": one.unit,
            "percent": float(one.percent),
            "low": None if one.low is None else float(one.low),
            "high": None if one.high is None else float(one.high),
            "n": one.n,
            "note": one.note,
        }


def explanation(explained: Explanation, name: str) -> Sheet:
    """Plain words: the index, each step, and the conventions that take part."""
    steps = [f"{place}.\t{step}" for place, step in enumerate(explained.steps, 1)]
    conventions = [f"-\t{convention}" for convention in explained.conventions]
    index = [f"Index:\t{explained.index}", ""] if explained.index else []
    heading = ["", "Conventions that take part"] if conventions else []
    endpoint = [f"-\t{sentence}" for sentence in explained.endpoint]
    after = ["", "Endpoint", *endpoint] if endpoint else []
    return Sheet(
        "explanation",
        (Column("step", "step", "number"), Column("meaning", "meaning")),
        tuple(enumerate(explained.steps, 1)),
        head={
            "definition_name": name,
            "index": explained.index,
            "endpoint": list(explained.endpoint),
            "conventions": list(explained.conventions),
        },
        prose=(*index, *steps, *after, *heading, *conventions),
    )


def _entry(key: str, lines: tuple[str, ...]) -> list[str]:
    """The label at the first line, and the others under it."""
    label = key.replace("_", " ").replace("definition hash", "hash")
    labels = [label, *[""] * (len(lines) - 1)]
    return [f"{label:<15}\t{line}" for label, line in zip(labels, lines, strict=True)]
