"""Run SQL over the views of a lake, in a DuckDB that can reach nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tfrq.errors import DataError, Fault, UsageError
from tfrq.lake.columns import check_columns
from tfrq.lake.interrupting import interruptible
from tfrq.lake.opening import Lake, size_problem
from tfrq.lake.release import File
from tfrq.lake.views import files, literal, quoted, view_statements
from tfrq.schema import TABLES

if TYPE_CHECKING:
    import duckdb

Query = Callable[[str], list[tuple[Any, ...]]]

# No extension is fetched. Without a temporary directory nothing spills: rows of patients are
# never left on a disk outside the lake.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "temp_directory": "",
}

# Two optimizers of DuckDB 2 whose time grows with the cube of the number of CTEs: with 60
# exposures they take four fifths of a count on a small lake, and a large lake gains nothing.
_SLOW_OPTIMIZERS = ("projection_pullup", "projection_placement")


def sandbox(paths: Iterable[str] = (), folder: Path | None = None) -> duckdb.DuckDBPyConnection:
    """DuckDB in memory that reads these files and what is in this folder, and no other file,
    network or Python variable."""
    import duckdb

    connection = duckdb.connect(config=_CONFIG)
    folders = [f"{folder}/"] if folder else []
    connection.execute(
        f"SET disabled_optimizers = {quoted(_slow_optimizers(connection))};"
        f"SET allowed_paths = {_spellings(paths)};"
        f"SET allowed_directories = {_spellings(folders)};"
        "SET enable_external_access = false;"
        "SET python_enable_replacements = false;"
        "SET lock_configuration = true;"
    )
    return connection


def _slow_optimizers(connection: duckdb.DuckDBPyConnection) -> str:
    # An older DuckDB has neither, and refuses a name that it does not know.
    known = {name for (name,) in connection.execute("FROM duckdb_optimizers()").fetchall()}
    return ",".join(name for name in _SLOW_OPTIMIZERS if name in known)


def _spellings(paths: Iterable[str]) -> str:
    # DuckDB asks for its leave once for the path as given and once for the file it finds.
    spelt = dict.fromkeys(spelling for path in paths for spelling in (path, literal(path)))
    return f"[{', '.join(map(quoted, spelt))}]"


def connect(lake: Lake, tables: Iterable[str] | None = None) -> duckdb.DuckDBPyConnection:
    """A connection with the views of these tables (None: all); a DataError if one is damaged
    or has not the columns of the schema."""
    import duckdb

    names = list(TABLES if tables is None else tables)
    connection = sandbox(str(lake.path(file)) for name in names for file in files(lake, name))
    with damage_named(lake, names):
        try:
            connection.execute(";\n".join(view_statements(lake, names)))
        except duckdb.BinderException:
            # A view takes days from its dates, which no column of another type has.
            check_columns(connection, lake, names)
            raise
        check_columns(connection, lake, names)
    return connection


def run(
    lake: Lake, sql: str, tables: Iterable[str] | None = None
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Run one query over the views of `tables`: names of the columns, and the rows."""
    names = None if tables is None else list(tables)
    with connect(lake, names) as connection, damage_named(lake, names):
        rows = interruptible(connection, lambda: connection.execute(sql).fetchall())
        return tuple(column[0] for column in connection.description), rows


def records(lake: Lake, sql: str, tables: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """The same with each row as column → value."""
    columns, rows = run(lake, sql, tables)
    return [dict(zip(columns, row, strict=True)) for row in rows]


@contextmanager
def querying(lake: Lake) -> Iterator[Query]:
    """A function that runs any number of queries over all views, and gives their rows."""
    with connect(lake) as connection, damage_named(lake, None):
        yield lambda sql: connection.execute(sql).fetchall()


@contextmanager
def damage_named(lake: Lake, tables: Iterable[str] | None) -> Iterator[None]:
    """Turn an error of DuckDB into one that names the damaged file, if a file is damaged."""
    import duckdb

    try:
        yield
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except RuntimeError as problem:
        # What DuckDB makes of Ctrl-C.
        if str(problem) == "Query interrupted":
            raise KeyboardInterrupt from None
        raise
    except duckdb.OutOfMemoryException as problem:
        raise UsageError(
            "the query needs more memory than there is",
            hint="use a machine with more memory; tfrq does not spill patients' rows to disk",
        ) from problem
    except duckdb.Error as problem:
        damaged = _first_damaged(lake, TABLES if tables is None else tables)
        if damaged:
            raise DataError(
                f"{damaged} is damaged: it is not the file that was published",
                hint="restore it or publish the site again; 'tfrq lake check' looks at every file",
            ) from problem
        raise Fault(f"DuckDB refused a query: {problem}") from problem


def _first_damaged(lake: Lake, tables: Iterable[str]) -> Path | None:
    for name in tables:
        for file in files(lake, name):
            if bytes_problem(lake, file):
                return lake.path(file)
    return None


def bytes_problem(lake: Lake, file: File) -> str | None:
    """What size and SHA-256 show to be wrong with a file, if anything."""
    problem = size_problem(lake, file)
    if problem:
        return problem
    try:
        unchanged = sha256(lake.path(file)) == file.sha256
    except OSError as refused:
        return f"the file cannot be read: {refused.strerror}"
    return None if unchanged else "the bytes are not those that were published"


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    import hashlib

    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
