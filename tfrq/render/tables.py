"""CSV, JSON and Parquet: the same rows and names in all three."""

from __future__ import annotations

import csv
import datetime
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from tfrq.lake.views import quoted
from tfrq.printable import harmless
from tfrq.render.ascii import to_ascii
from tfrq.render.sheet import HIDDEN, Cell, Column, Sheet

SCHEMA_VERSION = 1
# Spreadsheets read text that begins so as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARKING = Column("marking", "marking")
PARQUET_TYPES = {
    "text": "VARCHAR",
    "number": "BIGINT",
    "percent": "DECIMAL(5,1)",
    "measure": "DECIMAL(18,7)",
    "date": "DATE",
}


def csv_text(sheet: Sheet, ascii_only: bool) -> str:
    """Comma-separated rows under one line of names, and nothing else."""
    sheet = _marked(sheet)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(column.name for column in sheet.columns)
    writer.writerows([_csv_cell(cell) for cell in row] for row in sheet.rows)
    return to_ascii(file.getvalue()) if ascii_only else file.getvalue()


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
    # Who asks for a count has imported it already.
    import tempfile

    import duckdb

    sheet = _marked(sheet)

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "result.parquet"
        connection.execute(f"CREATE TABLE result ({', '.join(map(_declared, sheet.columns))})")
        marks = ", ".join("?" for _ in sheet.columns)
        if sheet.rows:
            rows = [[_value(cell) for cell in row] for row in sheet.rows]
            connection.executemany(f"INSERT INTO result VALUES ({marks})", rows)
        head = quoted(json.dumps(_head(sheet)))
        connection.execute(
            f"COPY result TO {quoted(str(path))} (FORMAT parquet, KV_METADATA {{tfrq: {head}}})"
        )
        return path.read_bytes()


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


def _value(cell: Cell) -> str | int | Decimal | datetime.date | None:
    if cell is HIDDEN:
        return None
    return harmless(cell) if isinstance(cell, str) else cell


def _declared(column: Column) -> str:
    name = column.name.replace('"', '""')
    return f'"{name}" {PARQUET_TYPES[column.kind]}'
