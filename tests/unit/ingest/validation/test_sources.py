"""Rejects of validation name what a data manager finds in the file, and tests that were lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.ingest.harmonise.reading_rows import TOP, entry
from tests.unit.ingest.validation.buckets import (
    Record,
    attempt,
    drug,
    event,
    frames,
    lab,
    patient,
    pcr,
    run,
    told,
)
from tfrq.ingest.mapping.model import SiteMapping
from tfrq.ingest.mapping.reading import parse_mapping
from tfrq.ingest.validation.sources import Sources
from tfrq.ingest.validation.validate import validate

DRUGS = entry(
    "treatments",
    'drug = { value = "imatinib" }',
    'start_date = { from = "start_{visit}" }',
    'stop_date = { from = "slut_{visit}" }',
    keys='visits = ["1", "2"]',
)
TESTS = entry(
    "molecular",
    'test_date = { from = "datum" }',
    'result = { from = "svar", unit = "% IS" }',
    file=None,  # type: ignore[arg-type]
)
LABS = entry(
    "labs",
    'sample_date = { from = "datum" }',
    'marker = { from = "typ" }',
    'value = { from = "svar", unit_from = "enhet" }',
    file=None,  # type: ignore[arg-type]
)
DEATHS = entry(
    "events",
    'event = { value = "death" }',
    'event_date = { from = "dog", dates = ["%Y-%m"], assume_day = 15 }',
)


def site(text: str) -> SiteMapping:
    return parse_mapping(TOP + text, "m.toml")


@pytest.mark.parametrize(
    ("recipe", "columns", "names"),
    [
        (0, ("start_date", "stop_date"), "start_1, slut_1"),
        (1, ("start_date", "stop_date"), "start_2, slut_2"),
        (1, ("drug", "start_date"), "drug, start_2"),
        (1, ("line_number", "patient_id"), "line_number, id"),
        (2, ("value", "reported_level"), "svar"),
        (2, ("conversion_factor",), "conversion_factor"),
        (3, ("marker", "unit"), "typ, enhet"),
        (99, ("marker",), "marker"),
    ],
)
def test_names_of_source_columns(recipe: int, columns: tuple[str, ...], names: str) -> None:
    assert Sources(site(DRUGS + TESTS + LABS)).names(recipe, columns) == names


def test_a_reject_names_the_columns_of_the_recipe_that_made_the_record() -> None:
    wrong = [drug("2010-02-03", "2010-02-01", source_recipe=number) for number in (1, 0)]
    found = validate(frames({"patients": [patient()], "treatments": wrong}), site(DRUGS))
    assert told(found.rejects, "row", "column") == [(2, "start_2, slut_2"), (3, "start_1, slut_1")]


def test_of_a_death_in_a_month_the_month_counts() -> None:
    dead = event("death", "2020-05-15")
    tests = [pcr("2020-05-20"), pcr("2020-05-31"), pcr("2020-06-01")]
    records = {"patients": [patient()], "events": [dead], "molecular": tests}
    found = validate(frames(records), site(DEATHS))
    assert told(found.rejects, "row", "rule") == [(4, "record after death")]
    assert len(run(records).rejects) == 3


LOST: list[tuple[dict[str, list[Record]], int]] = [
    ({"molecular": [pcr("2011-01-01")] * 2}, 0),
    ({"molecular": [pcr("2011-01-01"), pcr("2011-02-01", "-1")]}, 1),
    ({"refused": [{"table": "molecular", "patient_id": 1}]}, 1),
    ({"refused": [{"table": "molecular", "patient_id": 2}]}, 0),
    ({"refused": [{"table": "labs", "patient_id": 1}]}, 0),
    ({"patients": [], "molecular": [pcr("2011-02-01", "-1")]}, 0),
]


@pytest.mark.parametrize(("records", "number"), LOST)
def test_patients_in_the_lake_of_whom_a_test_was_lost(records: dict[str, Any], number: int) -> None:
    assert run({"patients": [patient()]} | records).lost_tests == number


ONE_LOST: list[tuple[dict[str, list[Record]], int]] = [
    ({"treatments": [drug("2010-02-03", "2010-02-01")]}, 1),
    ({"labs": [lab("2011-01-01", value="-1")]}, 1),
    ({"events": [event("restart", "2010-02-03")]}, 1),
    ({"events": [event("death", "2020-05-05"), event("death", "2020-05-06")]}, 0),
    ({"events": [event("last contact", day) for day in ("2020-05-05", "2020-05-06")]}, 0),
    ({"tfr_attempts": [attempt("2015-06-01"), attempt("2015-06-01", reason="trial")]}, 1),
    ({"treatments": [drug("2010-02-01")] * 2}, 0),
    ({"treatments": [drug("2010-02-01", "2099-12-31")]}, 0),
    ({"refused": [{"table": "treatments", "patient_id": 1}]}, 1),
    ({"refused": [{"table": "treatments", "patient_id": 2}]}, 0),
    (
        {
            "refused": [{"table": "events", "patient_id": 1}],
            "molecular": [pcr("2011-02-01", "-1"), pcr("2012-02-01", "-1")],
        },
        1,
    ),
]


@pytest.mark.parametrize(("records", "number"), ONE_LOST)
def test_patients_in_the_lake_of_whom_a_record_was_lost(
    records: dict[str, Any], number: int
) -> None:
    assert run({"patients": [patient()]} | records).lost == number
