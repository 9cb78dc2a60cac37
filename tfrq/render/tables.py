"""CSV, JSON and Parquet: the same rows and names in all three."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tfrq.printable import harmless
from tfrq.render.ascii import to_ascii
from tfrq.render.sheet import HIDDEN, Cell, Column, Sheet

SCHEMA_VERSION = 1
# Spreadsheets read text that begins so as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARKING = Column("marking", "marking")
PLACES = {"percent": 1, "measure": 7}  # decimals, in Parquet
ROWS_AT_ONCE = 20_000
Plain = str | int | float | Decimal | datetime.date | None


def csv_text(sheet: Sheet, ascii_only: bool) -> Iterator[str]:
    """Comma-separated rows under one line of names, and nothing else, a piece at a time."""
    sheet = _marked(sheet)
    yield _csv_lines([[column.name for column in sheet.columns]], ascii_only)
    for piece in _pieces(sheet.rows):
        yield _csv_lines(([_csv_cell(cell) for cell in row] for row in piece), ascii_only)


def _csv_lines(rows: Iterable[Sequence[str]], ascii_only: bool) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return to_ascii(file.getvalue()) if ascii_only else file.getvalue()


def _pieces(rows: Sequence[tuple[Cell, ...]]) -> Iterator[Sequence[tuple[Cell, ...]]]:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[start : start + ROWS_AT_ONCE]


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, str):
        cell = harmless(cell)
        return f"'{cell}" if cell.startswith(FORMULA) else cell
    if cell is HIDDEN:
        return "*"
    return "" if cell is None else str(cell)


def json_text(sheet: Sheet, ascii_only: bool) -> str:
    """One object: what it is, where it comes from, and its rows as flat records."""
    sheet = _marked(sheet)
    names = [column.name for column in sheet.columns]
    rows = [dict(zip(names, map(_plain, row), strict=True)) for row in sheet.rows]
    content = {**_head(sheet), "rows": rows}
    return json.dumps(content, indent=2, ensure_ascii=ascii_only) + "\n"


def parquet(sheet: Sheet) -> bytes:
    """A Parquet file; its key "tfrq" holds what JSON has beside the rows."""
    # Nobody else pays for it.
    import pyarrow
    from pyarrow import parquet as files

    sheet = _marked(sheet)
    types = {
        "text": pyarrow.string(),
        "number": pyarrow.int64(),
        "percent": pyarrow.decimal128(5, 1),
        "measure": pyarrow.decimal128(18, 7),
        "float": pyarrow.float64(),
        "date": pyarrow.date32(),
    }
    schema = pyarrow.schema([(column.name, types[column.kind]) for column in sheet.columns])
    file = io.BytesIO()
    with files.ParquetWriter(file, schema, compression="zstd", store_schema=False) as writer:
        writer.add_key_value_metadata({"tfrq": json.dumps(_head(sheet))})
        for piece in _pieces(sheet.rows):
            columns = [list(map(_value, cells)) for cells in zip(*piece, strict=True)]
            arrays = [
                pyarrow.array(_exact(values, column), type=field.type)
                for values, column, field in zip(columns, sheet.columns, schema, strict=True)
            ]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
    return file.getvalue()


def _exact(values: list[Plain], column: Column) -> list[Plain]:
    """Measures with the places of their type, and as decimals where they came whole."""
    if column.kind not in PLACES:
        return values
    step = Decimal(1).scaleb(-PLACES[column.kind])
    return [
        Decimal(value).quantize(step) if isinstance(value, int | Decimal) else value
        for value in values
    ]


def _marked(sheet: Sheet) -> Sheet:
    """With the warning in every row: rows are passed on without the name of their file."""
    if not sheet.marking:
        return sheet
    rows = tuple((*row, sheet.marking) for row in sheet.rows)
    return replace(sheet, columns=(*sheet.columns, MARKING), rows=rows)


def _head(sheet: Sheet) -> dict[str, Any]:
    return {"schema_version": SCHEMA_VERSION, "result": sheet.result, **sheet.head}


def _plain(cell: Cell) -> str | int | float | None:
    # So few decimals survive the way through a float.
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat() if isinstance(cell, datetime.date) else _value(cell)  # type: ignore[return-value]


def _value(cell: Cell) -> Plain:
    if cell is HIDDEN:
        return None
    return harmless(cell) if isinstance(cell, str) else cell
