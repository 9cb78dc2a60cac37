"""Random lakes obey the rules of the schema that the oracle relies on."""

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tfrq import schema

from .lake import TABLES, random_lake
from .lake_times import with_coincidences
from .patients import TKIS, Lake, Row


@pytest.fixture(scope="module", params=["plain", "with coincidences"])
def lake(request: pytest.FixtureRequest) -> Lake:
    plain = random_lake(random.Random(11), 400)
    return plain if request.param == "plain" else with_coincidences(random.Random(12), plain)


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_every_column(lake: Lake, table: str) -> None:
    columns = {column.name for column in schema.TABLES[table].columns}
    assert all(row.keys() == columns for row in lake[table])


def test_treatments(lake: Lake) -> None:
    for row in lake["treatments"]:
        start, stop = row["start_date"], row["stop_date"]
        assert isinstance(start, date)
        assert stop is None or (isinstance(stop, date) and stop > start)
        assert (row["line_number"] is not None) == (row["drug"] in TKIS)


def test_drugs_are_added_to_lines_late(lake: Lake) -> None:
    """On the same days as the drug that the line began with, and later."""
    begun: dict[tuple[object, object], list[Row]] = {}
    for row in lake["treatments"]:
        if row["drug"] in TKIS:
            begun.setdefault((row["patient_id"], row["line_number"]), []).append(row)
    combined = [rows for rows in begun.values() if len({row["drug"] for row in rows}) > 1]
    added = [rows for rows in combined if rows[-1]["start_date"] != rows[0]["start_date"]]
    assert len(added) > 30 and len(combined) - len(added) > 10


def test_transcripts(lake: Lake) -> None:
    found = [row["transcripts"] for row in lake["patients"] if row["transcripts"]]
    three = [one for one in found if isinstance(one, list) and len(one) == 3]
    assert len(three) > 40 and any(one != sorted(one) for one in three)


def test_molecular(lake: Lake) -> None:
    for row in lake["molecular"]:
        assert (row["operator"] is None) == (row["value"] is None)
        assert row["value"] != 0 or row["operator"] == "="
        assert row["reported_level"] is None or row["value"] is None


def days_of(row: Row) -> list[date]:
    return [value for value in row.values() if isinstance(value, date)]


def test_a_last_contact_is_not_older_than_any_record(lake: Lake) -> None:
    contacts = {r["patient_id"]: r for r in lake["events"] if r["event"] == "last contact"}
    assert contacts
    for table in TABLES[1:]:
        for row in lake[table]:
            if row["patient_id"] in contacts:
                assert max(days_of(row), default=date.min) <= max(
                    days_of(contacts[row["patient_id"]])
                )


def test_nobody_dies_twice(lake: Lake) -> None:
    deaths = Counter(row["patient_id"] for row in lake["events"] if row["event"] == "death")
    assert set(deaths.values()) == {1}


def test_a_taper_is_not_later_than_the_stop(lake: Lake) -> None:
    for row in lake["tfr_attempts"]:
        taper, stop = row["deescalation_date"], row["stop_date"]
        assert isinstance(stop, date)
        assert taper is None or (isinstance(taper, date) and taper <= stop)


def test_labs(lake: Lake) -> None:
    """Markers and units of the schema, ages on both sides of 3 months, days with two values."""
    allowed = {column.name: column.allowed for column in schema.LABS.columns}
    for row in lake["labs"]:
        assert row["marker"] in allowed["marker"]
        assert row["unit"] in allowed["unit"]
        assert isinstance(row["value"], Decimal) and row["value"] >= 0
    days = Counter(
        (r["patient_id"], r["sample_date"], r["marker"], r["unit"]) for r in lake["labs"]
    )
    assert max(days.values()) > 1
    stops = {(row["patient_id"], row["stop_date"]) for row in lake["tfr_attempts"]}
    for age in (91, 92):
        after = {(r["patient_id"], days_of(r)[0] + timedelta(age)) for r in lake["labs"]}
        assert after & stops
