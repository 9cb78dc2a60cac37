"""The hash of a file's rows: the same whatever wrote the Parquet, and however it packed it.

It is the SHA-256 of the rows in file order, each the fields of the schema's columns in order,
with nothing between fields or rows. A field is `-` where it is NULL, else the length of its
text in UTF-8 bytes, `:`, and the text: dates as 2015-03-01, decimals with all their places,
`true` and `false`, lists as their elements joined by `;`. So `SE` and a missing value are `2:SE-`.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tfrq.lake.views import parquet
from tfrq.schema import Column, Table

if TYPE_CHECKING:
    import duckdb

_CHUNK = 20_000


def rows_of(connection: duckdb.DuckDBPyConnection, path: str, table: Table) -> tuple[int, str]:
    """Number of rows of a file and their SHA-256, read in chunks."""
    fields = ", ".join(_field(column) for column in table.columns)
    answer = connection.execute(f"SELECT concat({fields}) FROM {parquet([path])}")
    digest, rows = hashlib.sha256(), 0
    while chunk := answer.fetchmany(_CHUNK):
        rows += len(chunk)
        digest.update("".join(row for (row,) in chunk).encode())
    return rows, digest.hexdigest()


def _field(column: Column) -> str:
    name = column.name
    text = f"array_to_string({name}, ';')" if column.type == "VARCHAR[]" else f"{name}::VARCHAR"
    return f"coalesce(strlen({text}) || ':' || {text}, '-')"
