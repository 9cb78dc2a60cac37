"""Tables in memory (Arrow) to Parquet files of the lake: types, order of rows, packing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tfrq.errors import DataError
from tfrq.lake.views import known_table
from tfrq.schema import TABLES, Table

if TYPE_CHECKING:
    import pyarrow.parquet

ROW_GROUP = 122_880


def arrow_schema(table: str) -> pyarrow.Schema:
    """The Arrow schema that rows of this table are published with."""
    import pyarrow

    simple = {
        "VARCHAR": pyarrow.string(),
        "VARCHAR[]": pyarrow.list_(pyarrow.string()),
        "BIGINT": pyarrow.int64(),
        "INTEGER": pyarrow.int32(),
        "SMALLINT": pyarrow.int16(),
        "DATE": pyarrow.date32(),
        "BOOLEAN": pyarrow.bool_(),
    }
    columns = TABLES[known_table(table)].columns
    return pyarrow.schema(
        [(column.name, simple.get(column.type) or _decimal(column.type)) for column in columns]
    )


class Writer:
    """One Parquet file of the lake: `add` its rows in pieces, then `close`. The pieces come in the
    order of the file, and each is sorted here. Holds a piece and a row group."""

    def __init__(self, table: Table, path: Path) -> None:
        self._table = table
        self._path = path
        self._left = arrow_schema(table.name).empty_table()
        self._writer: pyarrow.parquet.ParquetWriter | None = None

    def add(self, piece: pyarrow.Table) -> None:
        """A DataError if a column is not as the schema has it."""
        import pyarrow

        _check_columns(piece, self._table)
        if self._writer is None:
            # Of the first piece: whoever makes them may know that a column has no missing values.
            self._left = piece.schema.empty_table()
            self._writer = self._opened()
        # A file is the same in however many pieces its rows came.
        whole = self._left.num_rows - self._left.num_rows % ROW_GROUP
        if whole:
            self._writer.write_table(self._left.slice(0, whole), row_group_size=ROW_GROUP)
        rest = self._left.slice(whole)
        self._left = pyarrow.concat_tables([rest, _sorted(piece, self._table)])

    def close(self) -> None:
        """Write what is left; done once."""
        writer = self._writer or self._opened()
        if writer.is_open:
            with writer:
                writer.write_table(self._left, row_group_size=ROW_GROUP)

    def _opened(self) -> pyarrow.parquet.ParquetWriter:
        import pyarrow.parquet

        self._writer = pyarrow.parquet.ParquetWriter(
            self._path, self._left.schema, compression="zstd", store_schema=False
        )
        return self._writer


def _decimal(kind: str) -> pyarrow.DataType:
    import pyarrow

    precision, scale = kind.removeprefix("DECIMAL(").removesuffix(")").split(",")
    return pyarrow.decimal128(int(precision), int(scale))


def _check_columns(rows: pyarrow.Table, table: Table) -> None:
    expected = arrow_schema(table.name)
    if rows.column_names != expected.names:
        raise DataError(
            f"the columns of {table.name} are {', '.join(rows.column_names)}",
            hint=f"they have to be, in this order: {', '.join(expected.names)}",
        )
    for field in expected:
        found = rows.schema.field(field.name).type
        if found != field.type:
            raise DataError(
                f"{table.name}.{field.name} is {found}, not {field.type}",
                hint="build the table with 'tfrq.lake.arrow_schema'",
            )


def _sorted(rows: pyarrow.Table, table: Table) -> pyarrow.Table:
    # Beyond the schema's order, ties are broken by every other column: the same rows in any
    # order make the same file.
    rest = [
        column.name
        for column in table.columns
        if column.name not in table.sort and not column.type.endswith("[]")
    ]
    return rows.sort_by([(name, "ascending") for name in (*table.sort, *rest)])
