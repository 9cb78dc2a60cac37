"""Stops of treatments after the data cut are read, and no other day after it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.ingest.harmonise.reading_rows import entry, harmonised, records, refused

DRUG = 'drug = { value = "imatinib" }'
START = 'start_date = { from = "start" }'
BEGUN = date(2010, 2, 1)


def stops(text: str, keys: str = "") -> tuple[list[object], list[str]]:
    """What becomes of a stop, and the rules that the row breaks; the data cut is 2024-12-31."""
    mapping = entry("treatments", DRUG, START, f'stop_date = {{ from = "stop"{keys} }}')
    table = f"id | start | stop\n1 | 2010-02-01 | {text}\n2 | 2010-02-01 | 2024-12-31"
    found = harmonised(mapping, table)
    first = [stop for start, stop in records(found, "treatments", "start_date", "stop_date")]
    return first[:-1], [rule for _, _, rule, _ in refused(found)]


@pytest.mark.parametrize(
    ("text", "keys", "stop"),
    [
        ("2025-01-01", "", date(2025, 1, 1)),
        ("2099-12-31", "", date(2099, 12, 31)),
        ("9999-12-31", ", add_days = 1", date(9999, 12, 31)),
        ("2025-03", ', dates = ["%Y-%m", "%Y-%m-%d"], assume_day = 15', date(2025, 3, 15)),
        ("2099-12-31", ", open_at_data_cut = true", None),
    ],
)
def test_a_stop_after_the_data_cut_is_read(text: str, keys: str, stop: date | None) -> None:
    assert stops(text, keys) == ([stop], [])


@pytest.mark.parametrize(
    ("text", "rule"), [("1899-12-31", "date out of range"), ("31.12.2099", "unreadable date")]
)
def test_other_faults_of_a_stop_stay(text: str, rule: str) -> None:
    assert stops(text) == ([], [rule])


def test_a_start_after_the_data_cut_stays_a_reject() -> None:
    found = harmonised(entry("treatments", DRUG, START), "id | start\n1 | 2025-01-01")
    assert [rule for _, _, rule, _ in refused(found)] == ["date out of range"]
