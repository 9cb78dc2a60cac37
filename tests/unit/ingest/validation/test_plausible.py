"""Limits of numbers: each holds, within the lake's columns and no narrower than patients are."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.unit.ingest.validation.buckets import drug, lab, patient, pcr, run, told
from tfrq import schema, vocabulary
from tfrq.ingest.frames import GIVEN
from tfrq.ingest.validation.plausible import IMPLAUSIBLE, IMPOSSIBLE, LIMITS, Limits

PAGE = Path(__file__).parents[4] / "docs" / "mapping.md"
MADE = {
    "patients": patient(),
    "treatments": drug("2011-01-01"),
    "molecular": pcr("2011-01-01"),
    "labs": lab("2011-01-01"),
}
each = pytest.mark.parametrize("limits", LIMITS, ids=lambda one: f"{one.column} {one.of}")


def found(limits: Limits, number: str) -> list[tuple[str, str]]:
    """Rules and columns that a record with this number breaks, of the kind the limits are for."""
    of = {name: texts[0] for name, texts in limits.of.items()}
    if "unit" in of and "marker" not in of:
        of["marker"] = next(m for m, units in vocabulary.MARKERS.items() if of["unit"] in units)
    elif "marker" in of:
        of["unit"] = vocabulary.MARKERS[of["marker"]][0]
    value = int(number) if limits.column == "reference_copies" else number
    record = MADE[limits.table] | of | {limits.column: value}
    others = {} if limits.table == "patients" else {"patients": [patient()]}
    done = run({**others, limits.table: [record]})
    return [one for frame in (done.rejects, done.warnings) for one in told(frame, "rule", "column")]


@each
def test_a_limit_is_allowed_and_what_lies_beyond_is_told(limits: Limits) -> None:
    kind = next(c.type for c in schema.TABLES[limits.table].columns if c.name == limits.column)
    places = int(kind.rpartition(",")[2].rstrip(")")) if kind.startswith("DECIMAL") else 0
    step = Decimal(1).scaleb(-places)
    for rule, limit, beyond in (
        (IMPOSSIBLE, limits.least, -step),
        (IMPOSSIBLE, limits.most, step),
        (IMPLAUSIBLE, limits.low, -step),
        (IMPLAUSIBLE, limits.high, step),
    ):
        if limit:
            assert rule not in dict(found(limits, limit))
            assert dict(found(limits, f"{Decimal(limit) + beyond:f}"))[rule].endswith(limits.column)


@each
def test_the_page_tells_every_limit(limits: Limits) -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("|")]
    numbers = [one for one in (limits.least, limits.low, limits.high, limits.most) if one]
    mine = [row for row in rows if limits.column in row and all(f" {n} " in row for n in numbers)]
    assert mine, (limits, numbers)


NUMBERS = [
    (table, column)
    for table, one in schema.TABLES.items()
    for column in one.columns
    if column.name not in (*GIVEN, "birth_year")
    and column.type.startswith(("DECIMAL", "SMALLINT", "INTEGER"))
]


@pytest.mark.parametrize(("table", "column"), NUMBERS, ids=str)
def test_no_number_is_below_0(table: str, column: schema.Column) -> None:
    """A year of birth has a range of its own; every other column has a minimum in the schema."""
    assert Decimal(column.minimum) >= 0
