"""`lake check`: look at every file of a release, and at the release as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from tfrq.errors import DataError
from tfrq.lake.findings import Finding, content_problems
from tfrq.lake.in_force import STAGING, WORKING
from tfrq.lake.opening import RELEASES, Lake, read_release, release_names
from tfrq.lake.plausibility import whole_warnings
from tfrq.lake.release import File
from tfrq.lake.rows import rows_of
from tfrq.lake.running import bytes_problem, querying, sandbox
from tfrq.lake.views import files
from tfrq.lake.whole import whole_errors
from tfrq.schema import TABLES, Table

if TYPE_CHECKING:
    import duckdb


def check(lake: Lake) -> list[Finding]:
    """Everything that is wrong or implausible in the lake: files first, then the whole.

    Where a file is damaged the whole is not looked at: nothing it says could be trusted.
    """
    found = list(_in_files(lake))
    if not found:
        with querying(lake) as query:
            warnings = list(whole_warnings(query))
            found = [*whole_errors(lake, query), *_of_no_small_site(lake, warnings)]
    return [*found, *_left_behind(lake)]


def _of_no_small_site(lake: Lake, warnings: list[Finding]) -> list[Finding]:
    """The warnings, without any site where one of those with the same message has so few patients
    that it would count them: the one left out would be known by the others."""
    few = lake.settings.policy.min_cell
    small = {file.site for file in files(lake, "patients") if file.rows < few}
    hidden = {(one.table, one.message) for one in warnings if one.site in small}
    told = (
        replace(one, site="", file="") if (one.table, one.message) in hidden else one
        for one in warnings
    )
    return list(dict.fromkeys(told))


def _in_files(lake: Lake) -> Iterator[Finding]:
    listed = [(table, file) for table in TABLES.values() for file in files(lake, table.name)]
    with sandbox(str(lake.path(file)) for _, file in listed) as connection:
        for table, file in listed:
            for problem in _file_problems(connection, lake, file, table):
                yield Finding("error", table.name, file.site, file.path, problem)


def _file_problems(
    connection: duckdb.DuckDBPyConnection, lake: Lake, file: File, table: Table
) -> list[str]:
    import duckdb

    problem = bytes_problem(lake, file)
    if problem:
        return [problem]
    path = str(lake.path(file))
    try:
        problems = content_problems(connection, path, table, file.country, file.site)
        return problems or _identity_problems(connection, path, file, table)
    except duckdb.Error as refused:
        return [f"DuckDB cannot read it: {refused}"]


def _identity_problems(
    connection: duckdb.DuckDBPyConnection, path: str, file: File, table: Table
) -> list[str]:
    rows, rows_sha256 = rows_of(connection, path, table)
    if rows != file.rows:
        return ["the file has another number of rows than the manifest says"]
    return [] if rows_sha256 == file.rows_sha256 else ["the rows are not those that were published"]


def _left_behind(lake: Lake) -> Iterator[Finding]:
    """Files with rows of patients that no release knows of: what a crash may leave."""
    if any(path.is_file() for path in (lake.root / WORKING).glob("*/records/*")):
        message = "rows of an ingestion at work, or one that was killed: the next one clears them"
        yield Finding("warning", "", "", WORKING, message)
    listed: set[str] = set()
    unread: list[Finding] = []
    for name in release_names(lake.root):
        try:
            release = read_release(lake.root, name)
        except DataError as problem:
            unread.append(Finding("warning", "", "", f"{RELEASES}/{name}.json", problem.message))
            continue
        listed.update(file.path for files in release.tables.values() for file in files)
    if unread:  # nobody knows which files they list
        yield from unread
        return
    for table in (*TABLES, STAGING):
        for path in sorted((lake.root / table).rglob("*.parquet")):
            relative = path.relative_to(lake.root).as_posix()
            if relative not in listed:
                yield Finding("warning", "", "", relative, "no release lists this file")
