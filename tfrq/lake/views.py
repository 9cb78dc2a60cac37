"""The views of a release: what templates and people name in place of files.

Measured with DuckDB 2.0 on a lake of 71 small files (8 sites, 6 tables, 23 one-row files of
`sites`), in a new process: importing DuckDB takes 77 ms, connecting 15, creating all seven
views 10 ms with `union_by_name` and 8 without, a query over three tables 13. The metadata
cache and another number of threads change nothing. So `union_by_name` stays: it reads every
footer when a view is bound, which gives the optimiser true row counts, for 2 ms. Only the
tables that a query names get a view (3 ms for two); CTEs in their place would save the same
again, and the SQL shown could no longer be pasted into a session piece by piece.
"""

from __future__ import annotations

from collections.abc import Iterable

from tfrq.errors import UsageError, nearest
from tfrq.lake.opening import Lake
from tfrq.lake.release import File
from tfrq.schema import TABLES, Table, day_column


def view_statements(lake: Lake, tables: Iterable[str] | None = None) -> list[str]:
    """One CREATE VIEW statement per table named (None: all), in the schema's order.

    A view has the columns of the schema, then an INTEGER twin for every date: days since
    1970-01-01. Country and site are columns of the files, so paths are not looked at for them.
    """
    wanted = set(TABLES if tables is None else map(known_table, tables))
    return [_view(lake, TABLES[name]) for name in TABLES if name in wanted]


def known_table(name: str) -> str:
    """`name`, if the schema has a table so called; else a UsageError with the nearest one."""
    if name in TABLES:
        return name
    near = nearest(name, TABLES)
    did_you_mean = f"did you mean '{near}'? " if near else ""
    raise UsageError(
        f"the lake has no table {name}", hint=f"{did_you_mean}tables: {', '.join(TABLES)}"
    )


def files(lake: Lake, table: str) -> tuple[File, ...]:
    """The files of a table in this release; `lake.path(file)` says where one lies."""
    return lake.release.tables[known_table(table)]


def quoted(text: str) -> str:
    """An SQL text literal."""
    return "'" + text.replace("'", "''") + "'"


def literal(path: str) -> str:
    """The path as DuckDB has to be given it: `[`, `*` and `?` in a folder's name are wildcards,
    and could stand for another folder."""
    return "".join(f"[{sign}]" if sign in "[*?" else sign for sign in path)


def parquet(paths: Iterable[str]) -> str:
    """The SQL that reads these files as one table."""
    listed = ",\n  ".join(quoted(literal(path)) for path in paths)
    return f"read_parquet([\n  {listed}\n], hive_partitioning = false, union_by_name = true)"


def _view(lake: Lake, table: Table) -> str:
    paths = [str(lake.path(file)) for file in lake.release.tables[table.name]]
    source = parquet(paths) if paths else _no_rows(table)
    columns = ",\n  ".join([column.name for column in table.columns] + _twins(table))
    return f"CREATE OR REPLACE VIEW {table.name} AS\nSELECT\n  {columns}\nFROM {source}"


def _twins(table: Table) -> list[str]:
    return [
        f"CAST({column.name} - DATE '1970-01-01' AS INTEGER) AS {day_column(column.name)}"
        for column in table.dates
    ]


def _no_rows(table: Table) -> str:
    columns = ", ".join(f"CAST(NULL AS {column.type}) AS {column.name}" for column in table.columns)
    return f"(SELECT {columns} WHERE false)"
