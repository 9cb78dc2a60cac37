"""The difference of two releases, worked out here without SQL."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.unit.lake.small_lake import (
    EVENT,
    PATIENT,
    TEST,
    TREATMENT,
    Rows,
    by_table,
    first_release,
    make_folder,
    site_tables,
)
from tfrq.errors import DataError, UsageError
from tfrq.lake import Lake, difference, differing, lake_difference, open_lake, publish
from tfrq.results import Amount, Difference, Figure, TableDifference

RECORD = {"treatments": ("drug", "start_date"), "molecular": ("test_date",)}


def two_releases(root: Path, before: dict[str, Rows], after: dict[str, Rows]) -> tuple[Lake, Lake]:
    """A lake whose SE01 has these rows in its two releases."""
    tables = first_release()
    for name, rows in site_tables("SE01", [], **before).items():
        tables[name]["SE01"] = rows
    publish(make_folder(root), tables, release="a", mapping_versions={"SE01": "1"})
    had = open_lake(root)
    changed = by_table(SE01=site_tables("SE01", [], **after))
    publish(root, changed, release="b", mapping_versions={"SE01": "2"})
    return had, open_lake(root)


def of_table(found: Difference, name: str) -> TableDifference:
    return next(table for table in found.tables if table.table == name)


def figure(found: Difference, name: str) -> Figure:
    return next(one for one in found.figures if one.name == name)


def random_rows(rng: random.Random) -> dict[str, Rows]:
    people = rng.sample(range(3, 2000), 120)
    tests = [
        {"patient_id": one}
        | TEST
        | {
            "value": Decimal(rng.randrange(3)),
            "test_date": date(2020, 1, 1) + timedelta(rng.randrange(3)),
        }
        for one in people
        for _ in range(rng.randrange(4))
    ]
    born = [{"birth_year": 1950 + rng.randrange(2)} for _ in people]
    return {
        "patients": [
            {"patient_id": one} | PATIENT | year for one, year in zip(people, born, strict=True)
        ],
        "treatments": [{"patient_id": one} | TREATMENT for one in people if rng.random() < 0.5],
        "molecular": tests,
    }


def counted(rows: Rows, record: tuple[str, ...]) -> dict[Any, Counter[str]]:
    """Record → its contents."""
    contents: dict[Any, Counter[str]] = defaultdict(Counter)
    for row in rows:
        key = (row["patient_id"], *(row[name] for name in record))
        contents[key][repr(sorted(row.items()))] += 1
    return contents


def by_hand(before: Rows, after: Rows, record: tuple[str, ...]) -> dict[str, Amount]:
    was, now = counted(before, record), counted(after, record)
    numbers: dict[str, Counter[int]] = {
        name: Counter() for name in ("before", "after", "added", "changed", "gone", "unchanged")
    }
    for key in was.keys() | now.keys():
        old, new, same = was[key].total(), now[key].total(), (was[key] & now[key]).total()
        told = (old, new, max(new - old, 0), min(old, new) - same, max(old - new, 0), same)
        for name, number in zip(numbers, told, strict=True):
            numbers[name][key[0]] += number
    return {name: Amount(+one.total(), len(+one)) for name, one in numbers.items()}


@pytest.mark.parametrize("rows_at_once", [1_000_000, 20])
def test_records_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows_at_once: int
) -> None:
    monkeypatch.setattr(differing, "ROWS_AT_ONCE", rows_at_once)
    rng = random.Random(4)
    before, after = random_rows(rng), random_rows(rng)
    # Some stay as they were.
    for name, rows in before.items():
        kept = {row["patient_id"] for row in before["patients"][:40]}
        after[name] = [row for row in after[name] if row["patient_id"] not in kept] + [
            row for row in rows if row["patient_id"] in kept and rng.random() < 0.95
        ]
    people = {row["patient_id"] for row in after["patients"]}
    for name, rows in after.items():
        after[name] = [row for row in rows if row["patient_id"] in people]
    found = difference(*two_releases(tmp_path, before, after), "SE01")
    for name in ("patients", "treatments", "molecular"):
        expected = by_hand(before[name], after[name], RECORD.get(name, ()))
        assert of_table(found, name) == TableDifference(name, False, **expected)
        assert expected["unchanged"].patients
        assert expected["changed"].patients or name == "treatments"


def measured(*values: str | None, **changes: Any) -> Rows:
    return [
        {"patient_id": number}
        | TEST
        | {"value": value and Decimal(value), "operator": "=" if value else None}
        | changes
        for number, value in enumerate(values, start=1)
    ]


def people_of(number: int, **changes: Any) -> Rows:
    return [{"patient_id": one} | PATIENT | changes for one in range(1, number + 1) if one != 3]


def test_figures_of_tests(tmp_path: Path) -> None:
    before = {"patients": people_of(2), "molecular": measured("0.5", "0")}
    after = {"patients": people_of(2), "molecular": measured("0.005", None, detected=False)}
    found = difference(*two_releases(tmp_path, before, after), "SE01")

    def values(name: str) -> tuple[object, object]:
        one = figure(found, name)
        return one.before.value, one.after.value

    assert values("tests per patient") == (1, 1)
    # 0 is not detected, and so is what the site says.
    assert values("tests not detected") == (50, 100)
    assert values("IS values at or below 0.1 %") == (50, 100)
    assert values("tests on the International Scale") == (100, 100)
    assert values("molecular without value") == (0, 50)
    assert values("molecular without detected") == (100, 0)


def test_figures_of_patients(tmp_path: Path) -> None:
    years = [date(year, 7, 1) for year in (2001, 2002, 2010)]
    ids = (1, 2, 4)
    before = [
        {"patient_id": number} | PATIENT | {"diagnosis_date": day}
        for number, day in zip(ids, years, strict=True)
    ]
    after = [row | {"haemoglobin": Decimal("13.4"), "transcripts": []} for row in before[:2]]
    attempts = [
        {"patient_id": 1, "attempt_number": number, "stop_date": date(2020, number, 1)}
        for number in (1, 2)
    ]
    found = difference(
        *two_releases(
            tmp_path, {"patients": before}, {"patients": after, "tfr_attempts": attempts}
        ),
        "SE01",
    )
    year = figure(found, "median year of diagnosis")
    assert (year.before.value, year.after.value) == (2002, 2001)
    blood = figure(found, "median haemoglobin")
    assert (blood.before.value, blood.after.value, blood.unit) == (None, 13, "g/L")
    share = figure(found, "patients with a TFR attempt")
    assert (share.before.value, share.after.value) == (0, 50)
    typed = figure(found, "patients without transcripts")
    assert (typed.before.value, typed.after.value) == (0, 100)


def test_a_site_that_is_as_it_was(root: Path) -> None:
    had = open_lake(root)
    publish(root, by_table(SE01=site_tables("SE01", [5])), release="b")
    found = difference(had, open_lake(root), "FI01")
    assert found.equal
    assert not difference(had, open_lake(root), "SE01").equal


def test_a_table_that_is_as_it_was_is_not_compared(root: Path) -> None:
    had = open_lake(root)
    changed = [{"patient_id": one} | EVENT | {"event_date": date(2023, 7, 1)} for one in (1, 2)]
    publish(root, by_table(SE01=site_tables("SE01", [1, 2], events=changed)), release="b")
    found = difference(had, open_lake(root), "SE01")
    assert [table.table for table in found.tables if not table.equal] == ["events"]
    assert of_table(found, "molecular").unchanged == Amount(2, 2)
    assert {one.table for one in found.figures} == {"events"}
    # An event of another day is another event.
    assert of_table(found, "events").added == of_table(found, "events").gone == Amount(2, 2)


def test_a_first_release(root: Path) -> None:
    found = difference(None, open_lake(root), "SE01")
    assert found.tables[0].added == found.tables[0].after == Amount(2, 2)
    assert found.data_cuts == (None, date(2023, 12, 31))
    assert found.mapping_versions == ("", "1")
    assert figure(found, "median year of birth").before.value is None


def test_all_sites_in_the_order_of_the_tree(root: Path) -> None:
    had = open_lake(root)
    publish(root, by_table(SE01=site_tables("SE01", [5])), release="b")
    found = lake_difference(had, open_lake(root))
    assert [site.site for site in found.sites] == ["FI01", "SE01"]
    assert [site.site for site in lake_difference(had, open_lake(root), "SE01").sites] == ["SE01"]
    assert (found.before, found.after) == ("2024-01", "b")
    with pytest.raises(UsageError, match="site SE02 has no patients") as refused:
        lake_difference(had, open_lake(root), "SE02")
    assert "SE01" in refused.value.hint


def test_a_damaged_file_is_named(root: Path) -> None:
    had = open_lake(root)
    publish(root, by_table(SE01=site_tables("SE01", [5])), release="b")
    (file,) = [file for file in had.release.tables["molecular"] if file.site == "SE01"]
    had.path(file).write_bytes(b"no Parquet")
    with pytest.raises(DataError, match=file.path):
        difference(had, open_lake(root), "SE01")
