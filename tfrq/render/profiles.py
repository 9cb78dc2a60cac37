"""What is in an upload, as a sheet: one row for each column of each file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tfrq.printable import one_line
from tfrq.render.sheet import Cell, Column, Sheet

if TYPE_CHECKING:
    from tfrq.ingest.profile.model import Column as Profiled
    from tfrq.ingest.profile.model import File, Profile, Seen

COLUMNS = (
    Column("file", "file"),
    Column("sheet", "sheet"),
    Column("column", "column"),
    Column("type", "type"),
    Column("rows", "rows", "number"),
    Column("filled", "filled", "number"),
    Column("missing", "missing %", "percent"),
    Column("missing_codes", "missing codes"),
    Column("different", "different", "number"),
    Column("date_formats", "date formats"),
    Column("ambiguous", "ambiguous dates %", "percent"),
    Column("day_order", "order of day and month"),
    Column("decimal", "decimal mark"),
    Column("thousands", "mark of thousands"),
    Column("values", "values"),
    Column("rarer_values", "rarer values", "number"),
    Column("low", "from"),
    Column("high", "to"),
    Column("unit_hints", "unit hints"),
    Column("identifier", "identifier"),
    Column("notes", "notes"),
    Column("label", "label"),
    Column("suggestion", "suggestion"),
)
ON_SCREEN = (
    Column("column", "column"),
    Column("type", "type"),
    Column("missing", "miss. %", "percent"),
    Column("holds", "what it holds"),
)
SHOWN = 8  # values of a list on a screen
LONGEST = 30  # letters of one
HIDDEN = "values in fewer than 5 rows are not shown, nor is anything of identifiers; ranges leave "
HIDDEN += "out the outer twentieth at each end (at least 5 values) and are rounded"
ORDERS = {"day": "day first", "month": "month first", "both": "both orders", "undecided": "?"}

Targets = Mapping[str, str]


def profile(found: Profile, targets: Mapping[int, Targets]) -> Sheet:
    """One row per column. `targets`: place of the file → column → column of the lake it may be."""
    pairs = [(file, targets.get(place, {})) for place, file in enumerate(found.files)]
    rows = [_row(file, one, hints) for file, hints in pairs for one in file.columns]
    screen = [row for file, hints in pairs for row in _on_screen(file, hints)]
    return Sheet(
        "profile",
        COLUMNS,
        tuple(rows),
        head={"omop": found.omop, "files": [_facts(file) for file in found.files]},
        on_screen=Sheet(
            "profile", ON_SCREEN, tuple(screen), caption=tuple(_caption(found)), cut="column"
        ),
    )


def _caption(found: Profile) -> Iterator[str]:
    yield HIDDEN
    if found.omop:
        yield "these are tables of the OMOP common data model"


def _facts(file: File) -> dict[str, object]:
    return {
        "file": one_line(file.name),
        "kind": file.kind,
        "sheet": one_line(file.layout.sheet),
        "sheets": [one_line(name) for name in file.sheets],
        "encoding": file.layout.encoding if file.kind == "csv" else "",
        "byte_order_mark": file.bom,
        "line_ends": file.line_ends,
        "delimiter": file.layout.delimiter if file.kind == "csv" else "",
        "decimal": file.decimal,
        "header_row": file.layout.header_row,
        "rows": file.rows,
        "malformed_rows": file.bad_rows,
        "columns": len(file.columns),
        "notes": list(file.notes),
    }


def _row(file: File, one: Profiled, hints: Targets) -> tuple[Cell, ...]:
    dates, numbers = one.dates, one.numbers
    return (
        one_line(file.name),
        one_line(file.layout.sheet),
        one_line(one.name),
        one.kind,
        file.rows,
        one.filled,
        one.missing,
        _listed(one.missing_codes),
        one.different,
        ", ".join(dates.formats) if dates else "",
        dates.ambiguous if dates else None,
        dates.order if dates else "",
        numbers.decimal if numbers else "",
        numbers.thousands if numbers else "",
        _listed(one.values),
        one.rarer,
        one.low,
        one.high,
        ", ".join(one.units),
        one.identifier,
        "; ".join(one.notes),
        one_line(one.label),
        hints.get(one.name, ""),
    )


def _listed(values: tuple[Seen, ...]) -> str:
    """Texts with their rows: "K: 512 | M: 488"."""
    return " | ".join(
        f"{one_line(seen.text)}: {'<5' if seen.rows is None else seen.rows}" for seen in values
    )


def _on_screen(file: File, hints: Targets) -> Iterator[tuple[Cell, ...]]:
    """A row that names the file, what is to be known of all of it, and its columns under it."""
    yield one_line(file.name), "", None, " · ".join(_about(file))
    for one in file.columns:
        yield f"  {one_line(one.name)}", one.kind, one.missing, "; ".join(_holds(one, hints))


def _about(file: File) -> Iterator[str]:
    if file.layout.sheet:
        yield f"sheet {one_line(file.layout.sheet)}"
    yield f"{file.rows:,} rows"
    if file.bad_rows:
        yield f"{file.bad_rows:,} malformed"
    if file.kind == "csv":
        mark = " with byte order mark" if file.bom else ""
        yield f"{file.layout.encoding}{mark}"
        yield f"delimiter {_mark(file.layout.delimiter)}"
        yield f"line ends {file.line_ends or 'none'}"
    else:
        yield {"xlsx": "Excel", "parquet": "Parquet"}.get(file.kind, file.kind)
    if file.decimal:
        yield f"decimal {file.decimal}"
    if file.layout.header_row != 1:
        yield f"header in row {file.layout.header_row}"
    yield from file.notes


def _mark(delimiter: str) -> str:
    return {"\t": "tab", " ": "space"}.get(delimiter, delimiter)


def _holds(one: Profiled, hints: Targets) -> Iterator[str]:
    if one.name in hints:
        yield f"→ {hints[one.name]}"
    if one.identifier:
        yield one.identifier
    if one.label:
        yield f"'{one_line(one.label)}'"
    if one.dates:
        yield " or ".join(one.dates.formats)
        if one.dates.ambiguous:
            order = ORDERS[one.dates.order]
            yield f"{one.dates.ambiguous} % ambiguous ({order})"
    if one.values or one.rarer:
        yield _values(one)
    if one.low and (not one.values or one.kind != "whole number"):
        yield f"{one.low} to {one.high}"
    if one.numbers and one.numbers.thousands:
        yield f"thousands {one.numbers.thousands}"
    if one.units:
        yield f"unit: {', '.join(one.units)}"
    if one.missing_codes:
        yield f"missing: {', '.join(_short(seen) for seen in one.missing_codes[:SHOWN])}"
    yield from one.notes


def _values(one: Profiled) -> str:
    shown = [_short(seen) for seen in one.values[:SHOWN]]
    more = len(one.values) - len(shown)
    if more:
        shown.append(f"{more:,} more")
    if one.rarer:
        rarer = f"{one.rarer:,} rarer value{'' if one.rarer == 1 else 's'}"
        return f"{', '.join(shown)}, … and {rarer}" if shown else f"{rarer}, none shown"
    return ", ".join(shown)


def _short(seen: Seen) -> str:
    text = one_line(seen.text)
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return f"{text} {'<5' if seen.rows is None else f'{seen.rows:,}'}"
