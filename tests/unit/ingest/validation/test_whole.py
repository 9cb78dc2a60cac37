"""Buckets of wild records: nothing is lost, no order matters, and the lake takes what is left."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow
import pytest

from tests.unit.ingest.validation.buckets import CUT, Record, Records, frames, mapping
from tests.unit.lake.small_lake import SITE, make_folder, table
from tfrq import schema
from tfrq.ingest.frames import lake_types
from tfrq.ingest.rejects import FILE, ROW
from tfrq.ingest.validation.validate import validate
from tfrq.ingest.validation.validated import Validated
from tfrq.lake import arrow_schema, publish
from tfrq.schema import PATIENT_TABLES

SEEDS = range(6)
RARE = 0.03


def wild(seed: int) -> Records:
    """Records of few patients on few days, so that every rule is broken by some of them."""
    draw = random.Random(seed)
    counts = {"patients": 60, "treatments": 120, "molecular": 150, "tfr_attempts": 50}
    records = {
        name: [_wild(name, draw) for _ in range(counts.get(name, 90))] for name in PATIENT_TABLES
    }
    return {name: those + draw.sample(those, 10) for name, those in records.items()}


def _wild(name: str, draw: random.Random) -> Record:
    record = {
        column.name: _value(column, draw)
        for column in schema.TABLES[name].columns
        if column.name in lake_types(name)
    }
    record |= {
        "patient_id": draw.randrange(80 if name == "patients" else 40),
        "source_distinct": draw.random() < 0.5,
    }
    if name == "molecular" and draw.random() > RARE:
        record["operator"] = None if record["value"] is None else record["operator"] or "="
    if name == "labs" and draw.random() > RARE:
        record |= {"marker": "CD4 T cells", "unit": "10^9/L", "value": "0.5"}
    return record


def _value(column: schema.Column, draw: random.Random) -> Any:
    if draw.random() < (RARE if not column.nullable else 0.5):
        return None
    if column.type.endswith("[]"):
        return draw.sample(column.allowed, draw.randrange(3))
    if column.allowed or column.type == "VARCHAR":
        words = column.allowed or ("T315I",)
        return draw.choice(words) if draw.random() > RARE else "strange"
    return _number_or_day(column, draw)


def _number_or_day(column: schema.Column, draw: random.Random) -> Any:
    if column.type == "DATE":
        return date(2018, 1, 1) + timedelta(days=draw.randrange(40) * 30)
    if column.type == "BOOLEAN":
        return draw.random() < 0.5
    if column.name == "birth_year":
        return draw.choice([1950, 1990, 2018, 2019])
    if column.type.startswith("DECIMAL"):
        return draw.choice(["0", "0.0032", "0.05", "3"]) if draw.random() > RARE else "-1"
    return draw.choice([0, 1, 2, 3])


def shuffled(records: dict[str, pl.DataFrame], seed: int) -> dict[str, pl.DataFrame]:
    return {
        name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in records.items()
    }


@pytest.mark.parametrize("shift", [0, 30])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_records_changes_nothing(seed: int, shift: int) -> None:
    records = frames(wild(seed))
    options = mapping(date_shift_days=shift)
    first, again = validate(records, options), validate(shuffled(records, seed), options)
    for name in PATIENT_TABLES:
        assert first.tables[name].equals(again.tables[name]), name
    assert first.rejects.equals(again.rejects)
    assert first.warnings.equals(again.warnings)
    assert first.merged.equals(again.merged)
    assert (first.rejected, first.derived) == (again.rejected, again.derived)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost(seed: int) -> None:
    records = frames(wild(seed))
    found = validate(records, mapping(date_shift_days=30))
    arrived = sum(frame.height for frame in records.values())
    left = sum(frame.drop_nulls(ROW).height for frame in found.tables.values())
    assert arrived == left + sum(found.rejected.values()) + found.merged.height
    # Each source row is one record here, so that the frames themselves have to add up too.
    assert rows(records.values()) == sorted(
        [
            *rows(frame.drop_nulls(ROW) for frame in found.tables.values()),
            *found.rejects.select("file", "row").unique().rows(),
            *found.merged.rows(),
        ]
    )


def rows(those: Any) -> list[tuple[Any, ...]]:
    return sorted(row for frame in those for row in frame.select(FILE, ROW).rows())


@pytest.mark.parametrize("seed", SEEDS)
def test_warnings_are_of_records_that_enter(seed: int) -> None:
    found = validate(frames(wild(seed)), mapping())
    entered = set(rows(frame.drop_nulls(ROW) for frame in found.tables.values()))
    assert not found.warnings.is_empty()
    assert set(found.warnings.select("file", "row").rows()) <= entered


@pytest.mark.parametrize("seed", SEEDS)
def test_the_records_are_in_order(seed: int) -> None:
    for name, frame in validate(frames(wild(seed)), mapping()).tables.items():
        assert frame.columns == [*lake_types(name), FILE, ROW]
        order = schema.TABLES[name].sort
        assert frame.select(order).equals(frame.select(order).sort(order))


def test_wild_records_break_nearly_every_rule() -> None:
    """Else the tests above would say less than they seem to."""
    every: set[str] = set()
    for seed in SEEDS:
        found = validate(frames(wild(seed)), mapping())
        every |= {*found.rejects.get_column("rule"), *found.warnings.get_column("rule")}
    assert len(every) >= 27


@pytest.mark.parametrize("seed", SEEDS)
def test_the_lake_takes_what_is_left(seed: int, tmp_path: Path) -> None:
    found = validate(frames(wild(seed)), mapping())
    assert all(frame.height for frame in found.tables.values())
    site = table("sites", "SE01", [SITE | {"data_cut_date": CUT}])
    tables = {"sites": {"SE01": site}} | {
        name: {"SE01": _arrow(name, found)} for name in PATIENT_TABLES
    }
    waiting = [SITE | {"data_cut_date": None}]
    tables["sites"] |= {code: table("sites", code, waiting) for code in ("FI01", "FI02")}
    published = publish(make_folder(tmp_path), tables, release="2024-12")
    assert {file.site for file in published.release.tables["labs"]} == {"SE01"}


def _arrow(name: str, found: Validated) -> pyarrow.Table:
    frame = found.tables[name].drop(FILE, ROW).to_arrow()
    wanted = arrow_schema(name)
    whole = frame.add_column(0, "site", pyarrow.array(["SE01"] * frame.num_rows))
    whole = whole.add_column(0, "country", pyarrow.array(["SE"] * frame.num_rows))
    return whole.cast(wanted)
