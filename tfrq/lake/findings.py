"""What is wrong with one file of the lake, and how a finding is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfrq import vocabulary
from tfrq.lake.columns import columns_problem
from tfrq.lake.views import parquet, quoted
from tfrq.schema import Column, Table

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. `severity`: "error" (publication refuses it) or "warning"
    (implausible). `table`, `site` and `file` are empty where it is not about one. The message
    neither names nor counts patients: a small number would give them away."""

    severity: str
    table: str
    site: str
    file: str
    message: str


@dataclass(frozen=True)
class Flaw:
    """A row that fulfils `condition` (SQL) has this wrong with it."""

    condition: str
    message: str


def content_problems(
    connection: duckdb.DuckDBPyConnection, path: str, table: Table, country: str, site: str
) -> list[str]:
    """What is wrong with the columns and rows of a file, as sentences."""
    source = parquet([path])
    found = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    problem = columns_problem([(name, kind) for name, kind, *_ in found], table)
    if problem:
        return [problem]
    flaws = [*_flaws(table), *_of_another_site(country, site)]
    counts = ", ".join(f"count(*) FILTER ({flaw.condition})" for flaw in flaws)
    numbers = connection.execute(f"SELECT {counts} FROM {source}").fetchone() or ()
    problems = [flaw.message for flaw, number in zip(flaws, numbers, strict=True) if number]
    unsorted = _unsorted(connection, path, table)
    return problems + ([f"not sorted by {', '.join(table.sort)}"] if unsorted else [])


def _flaws(table: Table) -> Iterator[Flaw]:
    for column in table.columns:
        yield from _column_flaws(column)
    for rule in table.rules:
        yield Flaw(f"NOT ({rule.condition})", f"against the rule that {rule.meaning}")
    yield from _VOCABULARY_FLAWS.get(table.name, ())


def _column_flaws(column: Column) -> Iterator[Flaw]:
    name, is_list = column.name, column.type.endswith("[]")
    if not column.nullable:
        yield Flaw(f"{name} IS NULL", f"{name} is missing")
    if column.allowed:
        allowed = ", ".join(map(quoted, column.allowed))
        among = f"list_has_all([{allowed}], {name})" if is_list else f"{name} IN ({allowed})"
        yield Flaw(f"NOT {among}", f"{name} is not one of {', '.join(column.allowed)}")
    if is_list:
        yield Flaw(f"list_count({name}) < len({name})", f"{name} has an element without a value")
    if column.minimum:
        yield Flaw(f"{name} < {column.minimum}", f"{name} is below {column.minimum}")


def _of_another_site(country: str, site: str) -> tuple[Flaw, ...]:
    return (
        Flaw(f"country <> {quoted(country)}", f"country is not {country}, as the folder says"),
        Flaw(f"site <> {quoted(site)}", f"site is not {site}, as the folder says"),
    )


_UNITS = " OR ".join(
    f"marker = {quoted(marker)} AND unit IN ({', '.join(map(quoted, units))})"
    for marker, units in vocabulary.MARKERS.items()
)
_VOCABULARY_FLAWS = {
    "labs": (Flaw(f"NOT ({_UNITS})", "unit is none that the marker is reported in"),),
    "events": (
        Flaw("event = 'mutation' AND mutation IS NULL", "a mutation event without a mutation"),
    ),
}


def _unsorted(connection: duckdb.DuckDBPyConnection, path: str, table: Table) -> bool:
    # Every column of a table's order is one without missing values.
    order = "row(" + ", ".join(table.sort) + ")"
    source = parquet([path]).removesuffix(")") + ", file_row_number = true)"
    answer = connection.execute(
        f"SELECT count(*) FROM (SELECT {order} < lag({order}) OVER (ORDER BY file_row_number)"
        f" AS earlier FROM {source}) WHERE earlier"
    ).fetchone()
    return answer is not None and answer[0] > 0
