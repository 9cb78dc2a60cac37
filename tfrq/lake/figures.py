"""Figures that show that an export has changed its meaning: a unit, a decimal, a lost column.

Shares are counted by patient first, so that it is known how many patients are behind each part.
All of it is SQL over the views of one release, for the patients of one slice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tfrq import schema
from tfrq.lake.running import Query
from tfrq.results import Side
from tfrq.schema import TABLES, Column, Table


@dataclass(frozen=True)
class Share:
    """How many of the rows with `within` have `having` (conditions in SQL that are never NULL)."""

    name: str
    having: str
    within: str = "true"
    missing: bool = False


@dataclass(frozen=True)
class Median:
    """The median of a whole number that patients have, `value` in SQL, or NULL."""

    name: str
    value: str
    unit: str


# docs/semantics.md §4: 0 is "not detected" unless the site says detected.
_TESTS = (
    Share("tests not detected", "coalesce(NOT detected, value = 0, false)"),
    Share("tests on the International Scale", "scale = 'IS'"),
    Share("IS values at or below 0.1 %", "value <= 0.1", "(scale = 'IS' AND value IS NOT NULL)"),
)  # fmt: skip
MEDIANS = (
    Median("median year of diagnosis", "year(diagnosis_date)", "year"),
    Median("median year of birth", "birth_year", "year"),
    *(
        Median(f"median {column.name}", f"round({column.name})", column.unit)
        for column in schema.PATIENTS.columns
        if column.name in ("leukocytes", "haemoglobin", "platelets")
    ),
)


def shares(table: Table) -> tuple[Share, ...]:
    """The shares that are taken of a table: what its tests say, and what is missing in it."""
    missing = (_missing(table, column) for column in table.columns if column.nullable)
    return (*(_TESTS if table is schema.MOLECULAR else ()), *missing)


def _missing(table: Table, column: Column) -> Share:
    is_list = column.type.endswith("[]")
    empty = f"coalesce(len({column.name}), 0) = 0" if is_list else f"{column.name} IS NULL"
    return Share(f"{table.name} without {column.name}", f"({empty})", missing=True)


def share_sides(query: Query, release: str, table: str, slices: Sequence[str]) -> list[Side]:
    """The shares of a table in one release, in the order of `shares`."""
    wanted = shares(TABLES[table])
    counts = [0] * (2 * len(wanted))
    for patients in slices:
        (row,) = query(_share_query(f"{release}.{table}", wanted, patients))
        counts = [one + more for one, more in zip(counts, row, strict=True)]
    pairs = zip(counts[::2], counts[1::2], strict=True)
    return [Side(per_cent(having, within)) for having, within in pairs]


def _share_query(source: str, wanted: Sequence[Share], patients: str) -> str:
    counts = [
        f"count(*) FILTER ({condition})"
        for share in wanted
        for condition in (f"{share.within} AND {share.having}", share.within)
    ]
    return f"SELECT {', '.join(counts)} FROM {source} WHERE {patients}"


def per_cent(part: int, whole: int) -> Decimal | None:
    """A share in per cent, None of nothing."""
    return Decimal(100 * part) / whole if whole else None


def median_side(query: Query, release: str, median: Median) -> Side:
    """A median of the patients in one release: of an even number of values the lower one of the
    two in the middle."""
    counted = query(
        f"SELECT CAST({median.value} AS INTEGER) AS value, count(*) FROM {release}.patients "
        f"WHERE {median.value} IS NOT NULL GROUP BY value ORDER BY value"
    )
    number = sum(times for _, times in counted)
    lower = (number + 1) // 2
    for value, upto in _cumulated(counted):
        if upto >= lower:
            return Side(Decimal(value))
    return Side(None)


def _cumulated(counted: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    upto = 0
    for value, times in counted:
        upto += times
        yield value, upto
