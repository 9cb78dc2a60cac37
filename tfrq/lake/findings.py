"""What is wrong with one file of the lake, and how a finding is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tfrq import vocabulary
from tfrq.lake.columns import columns_problem
from tfrq.lake.views import parquet, quoted
from tfrq.schema import Column, Table

if TYPE_CHECKING:
    import duckdb
    import pyarrow

_CHUNK = 122_880


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
    there = flaws if _any(connection, source, flaws) else []
    problems = [flaw.message for flaw in there if _any(connection, source, [flaw])]
    unsorted = _unsorted(connection, path, table)
    return problems + ([f"not sorted by {', '.join(table.sort)}"] if unsorted else [])


def _any(connection: duckdb.DuckDBPyConnection, source: str, flaws: Sequence[Flaw]) -> bool:
    """Whether a row has one of the flaws. A file without any is read once, and nothing counted."""
    conditions = " OR ".join(f"({flaw.condition})" for flaw in flaws)
    return bool(connection.execute(f"SELECT 1 FROM {source} WHERE {conditions} LIMIT 1").fetchall())


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
    """Whether a row sorts before the one above it. Chunk by chunk: a window over all rows would
    hold them. Every column of a table's order is one without missing values."""
    import pyarrow

    query = f"SELECT {', '.join(table.sort)} FROM {parquet([path])}"
    with connection.sql(query).to_arrow_reader(_CHUNK) as chunks:
        last = chunks.schema.empty_table()
        for chunk in chunks:
            rows = pyarrow.concat_tables([last, pyarrow.Table.from_batches([chunk])])
            if _falls(rows):
                return True
            last = rows.slice(rows.num_rows - 1)
    return False


def _falls(rows: pyarrow.Table) -> bool:
    """Whether a row is less than the one before it, column by column as words are compared."""
    from pyarrow import compute

    above, below = rows.slice(0, rows.num_rows - 1), rows.slice(1)
    falls: Any = False
    for name in reversed(rows.column_names):
        less = compute.less(below[name], above[name])
        equal = compute.equal(below[name], above[name])
        falls = compute.or_(less, compute.and_(equal, falls))
    return bool(compute.any(falls).as_py())
