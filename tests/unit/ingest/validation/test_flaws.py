"""What the schema asks is checked, whatever the schema asks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.ingest.validation.buckets import (
    attempt,
    drug,
    event,
    frames,
    lab,
    mapping,
    patient,
    pcr,
    run,
    told,
)
from tfrq import schema
from tfrq.errors import Fault
from tfrq.ingest.frames import GIVEN
from tfrq.ingest.rules import RULES
from tfrq.ingest.validation.flaws import ROW_RULES, SEEN_TO, schema_checks
from tfrq.ingest.validation.validate import validate
from tfrq.schema import PATIENT_TABLES

RIGHT: dict[str, dict[str, Any]] = {
    "patients": patient(),
    "treatments": drug("2011-01-01"),
    "molecular": pcr("2011-01-01"),
    "tfr_attempts": attempt("2011-01-01"),
    "events": event("transplant", "2011-01-01"),
    "labs": lab("2011-01-01"),
}
COLUMNS = [
    (table, column)
    for table in PATIENT_TABLES
    for column in schema.TABLES[table].columns
    if column.name not in GIVEN
]


def rejected(table: str, **changes: Any) -> list[tuple[Any, ...]]:
    others = {} if table == "patients" else {"patients": [RIGHT["patients"]]}
    found = run({**others, table: [RIGHT[table] | changes]})
    return [(rule, column) for name, rule, column in told(found.rejects, "table", "rule", "column")]


@pytest.mark.parametrize("table", PATIENT_TABLES)
def test_a_right_record_passes(table: str) -> None:
    assert rejected(table) == []


@pytest.mark.parametrize(
    ("table", "column"),
    [pair for pair in COLUMNS if not pair[1].nullable and pair[1].name != "attempt_number"],
    ids=str,
)
def test_what_is_missing(table: str, column: schema.Column) -> None:
    assert ("missing value", column.name) in rejected(table, **{column.name: None})


@pytest.mark.parametrize(
    ("table", "column"), [pair for pair in COLUMNS if pair[1].allowed], ids=str
)
def test_what_is_not_allowed(table: str, column: schema.Column) -> None:
    listed = column.type.endswith("[]")
    strange = [column.allowed[0], "strange"] if listed else "strange"
    assert ("unmapped value", column.name) in rejected(table, **{column.name: strange})


@pytest.mark.parametrize(
    ("table", "column"), [pair for pair in COLUMNS if pair[1].minimum], ids=str
)
def test_what_is_too_small(table: str, column: schema.Column) -> None:
    low = "-1" if column.type.startswith("DECIMAL") else -1
    assert ("value out of range", column.name) in rejected(table, **{column.name: low})


def test_an_element_of_a_list_without_a_value() -> None:
    assert rejected("patients", transcripts=["e14a2", None]) == [("missing value", "transcripts")]


def test_every_rule_of_the_schema_is_checked_or_seen_to() -> None:
    rules = {rule.name for table in schema.TABLES.values() for rule in table.rules}
    assert rules == {*ROW_RULES, *SEEN_TO}
    assert not set(ROW_RULES) & set(SEEN_TO)


def test_every_check_has_a_rule() -> None:
    checks = [check for name in PATIENT_TABLES for check in schema_checks(schema.TABLES[name])]
    assert {check.rule for check in checks} <= set(RULES)


@pytest.mark.parametrize(
    ("table", "changes", "rule"),
    [
        ("molecular", {"operator": None}, "contradictory result"),
        ("molecular", {"value": "0", "operator": "<"}, "contradictory result"),
        ("labs", {"unit": "% of NK cells"}, "unknown unit"),
        ("events", {"event": "mutation"}, "missing value"),
        ("molecular", {"test_date": "2025-01-01"}, "date out of range"),
        ("molecular", {"test_date": "1899-12-31"}, "date out of range"),
        ("treatments", {"start_date": "2025-01-01"}, "date out of range"),
        ("patients", {"birth_year": 1899}, "date out of range"),
        ("patients", {"birth_year": 2025, "diagnosis_date": None}, "date out of range"),
    ],
)
def test_other_rules_of_a_record(table: str, changes: dict[str, Any], rule: str) -> None:
    assert [name for name, _ in rejected(table, **changes)] == [rule]


def test_the_day_after_the_data_cut_may_be_the_first_without_the_drug() -> None:
    assert rejected("treatments", stop_date="2025-01-01") == []
    assert rejected("molecular", test_date="2024-12-31") == []


def test_other_types_are_a_fault_of_the_program() -> None:
    records = frames({})
    strange = {**records, "labs": records["labs"].cast({"value": str})}
    with pytest.raises(Fault, match="labs"):
        validate(strange, mapping())
    with pytest.raises(Fault, match="events"):
        validate({name: frame for name, frame in records.items() if name != "events"}, mapping())


def test_no_records_at_all() -> None:
    found = run({})
    assert [frame.height for frame in found.tables.values()] == [0] * 6
    assert date(2024, 12, 31) == mapping().data_cut
