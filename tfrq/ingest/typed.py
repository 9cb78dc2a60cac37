"""Cells of Excel and Parquet have types: how they are written need not be told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from tfrq.ingest import upload
from tfrq.ingest.mapping.model import ISO_DATE, ColumnMapping, NumberStyle, SiteMapping, SourceFile
from tfrq.ingest.upload.number_formats import unmarked

_DAYS = (ISO_DATE, f"{ISO_DATE} %H:%M:%S")
_WITH_DECIMALS = re.compile(r"-?[0-9]+[.,][0-9]+")


def as_typed(mapping: SiteMapping, source: SourceFile, path: Path) -> SiteMapping:
    """The mapping as it holds for a file: where cells have types, date cells are read whatever
    `dates` says, number cells whatever `decimal` says, and texts of `values` that are numbers
    with decimals are those numbers."""
    if upload.kind(path) == "csv":
        return mapping
    numbers = upload.number_columns(path)
    tables = (
        replace(table, columns=tuple(_typed(column, numbers) for column in table.columns))
        if table.file == source.name
        else table
        for table in mapping.tables
    )
    return replace(mapping, tables=tuple(tables))


def _typed(column: ColumnMapping, numbers: frozenset[str]) -> ColumnMapping:
    days = tuple(day for day in _DAYS if day not in column.dates)
    return replace(
        column,
        dates=(*column.dates, *days),
        numbers=NumberStyle() if column.source in numbers else column.numbers,
        values={**_of_cells(column.values), **column.values},
        missing=column.missing | frozenset(_of_cells(dict.fromkeys(column.missing, ""))),
    )


def _of_cells(values: Mapping[str, str]) -> dict[str, str]:
    """Numbers with decimals among the texts, as a cell of Excel has them."""
    return {
        unmarked(Decimal(text.replace(",", "."))).casefold(): meaning
        for text, meaning in values.items()
        if _WITH_DECIMALS.fullmatch(text)
    }
