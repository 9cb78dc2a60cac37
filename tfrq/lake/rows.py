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
    import pyarrow

_CHUNK = 122_880


def rows_of(connection: duckdb.DuckDBPyConnection, path: str, table: Table) -> tuple[int, str]:
    """Number of rows of a file and their SHA-256, read in chunks."""
    fields = ", ".join(_field(column) for column in table.columns)
    digest, rows = hashlib.sha256(), 0
    query = f"SELECT concat({fields}) AS text FROM {parquet([path])}"
    for chunk in connection.sql(query).to_arrow_reader(_CHUNK):
        rows += chunk.num_rows
        digest.update(_bytes(chunk.column(0)))
    return rows, digest.hexdigest()


def _bytes(texts: pyarrow.Array) -> memoryview:
    """The UTF-8 of all texts one after another, as Arrow holds them: no text becomes an object of
    Python. The texts may be a slice of longer buffers, and have offsets of 32 bits or of 64."""
    import pyarrow

    _, offsets, data = texts.buffers()
    if not len(texts) or data is None:
        return memoryview(b"")
    wide = pyarrow.types.is_large_string(texts.type)
    places = memoryview(offsets).cast("q" if wide else "i")
    return memoryview(data)[places[texts.offset] : places[texts.offset + len(texts)]]


def _field(column: Column) -> str:
    """Arguments of concat, which leaves out a NULL: the length with its mark or `-`, the text."""
    name = column.name
    text = f"array_to_string({name}, ';')" if column.type == "VARCHAR[]" else f"{name}::VARCHAR"
    return f"coalesce(strlen({text}) || ':', '-'), {text}"
