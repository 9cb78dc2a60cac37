"""The columns of a release's files are those of the schema: looked at before a query runs.

A view reads the files by name, so a column that a file lacks would silently be NULL, and one of
another type would change the type for every site. One query over the footers, which opening the
views has brought into memory: for 24 small files 2 ms, for 71 of them 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from tfrq.errors import DataError
from tfrq.lake.opening import Lake
from tfrq.lake.views import files, literal, quoted
from tfrq.schema import TABLES, Table

if TYPE_CHECKING:
    import duckdb

Columns = list[tuple[str, str]]  # name and type as DuckDB calls it


def check_columns(connection: duckdb.DuckDBPyConnection, lake: Lake, tables: Iterable[str]) -> None:
    """A DataError where a file of these tables has other columns than the schema."""
    by_path = {str(lake.path(file)): TABLES[name] for name in tables for file in files(lake, name)}
    for path, found in _found(connection, by_path):
        problem = columns_problem(found, by_path[path])
        if problem:
            raise DataError(
                f"{path}: {problem}",
                hint="publish the site again; 'tfrq lake check' looks at every file",
            )


def columns_problem(found: Columns, table: Table) -> str | None:
    """How the columns of a file differ from those of its table, if they do."""
    if found == [(column.name, column.type) for column in table.columns]:
        return None
    types = dict(found)
    for column in table.columns:
        is_now = types.get(column.name, "missing")
        if is_now != column.type:
            return f"column {column.name} is {is_now}, not {column.type}"
    return f"the columns are {', '.join(types)}: too many, or in another order than the schema's"


def _found(
    connection: duckdb.DuckDBPyConnection, paths: Iterable[str]
) -> Iterator[tuple[str, Columns]]:
    listed = ", ".join(quoted(literal(path)) for path in paths)
    if not listed:
        return
    rows = connection.execute(
        "SELECT file_name, column_id, name, duckdb_type, num_children"
        f" FROM parquet_schema([{listed}]) ORDER BY file_name, column_id"
    ).fetchall()
    for path, its_rows in groupby(rows, key=lambda row: str(row[0])):
        yield path, list(_columns([row[2:] for row in its_rows]))


def _columns(rows: list[tuple[str, str, int | None]]) -> Iterator[tuple[str, str]]:
    """The columns themselves, of rows that also list the root and what lists are made of."""
    inside = 0
    for name, kind, parts in rows[1:]:
        if inside:
            inside += (parts or 0) - 1
        else:
            yield name, kind
            inside = parts or 0
