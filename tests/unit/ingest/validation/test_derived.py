"""What is made of records: attempt numbers, last contacts, scales, one result per test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.unit.ingest.validation.buckets import (
    CUT,
    Record,
    attempt,
    drug,
    event,
    frames,
    mapping,
    patient,
    pcr,
    run,
    told,
)
from tfrq.ingest.mapping.model import ColumnMapping, TableMapping
from tfrq.ingest.rejects import ROW
from tfrq.ingest.validation import derivations
from tfrq.ingest.validation.validate import validate
from tfrq.ingest.validation.validated import Validated

TREATED = [drug("2010-02-01", "2015-06-01")]
SEEN = event("last contact", "2015-01-01")


def test_attempts_are_numbered_by_date_of_stop() -> None:
    rows = [attempt("2017-06-01"), attempt("2015-06-01"), attempt("2016-01-01", patient_id=2)]
    found = run({"patients": [patient(), patient(patient_id=2)], "tfr_attempts": rows})
    assert told(found.tables["tfr_attempts"], "attempt_number", ROW) == [(1, 3), (2, 2), (1, 4)]
    assert found.derived == {derivations.ATTEMPTS_NUMBERED: 3}


def test_numbers_of_attempts_stay_where_the_site_gave_them_all() -> None:
    rows = [attempt("2015-06-01", attempt_number=3), attempt("2017-06-01", attempt_number=2)]
    found = run({"patients": [patient()], "tfr_attempts": rows})
    assert told(found.tables["tfr_attempts"], "attempt_number") == [(3,), (2,)]
    assert found.derived == {}


def last_contact(**tables: list[Record]) -> tuple[str, Validated]:
    found = run({"patients": [patient()]} | tables)
    (day,) = found.tables["events"].filter(event="last contact").get_column("event_date")
    return str(day), found


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ({}, "2015-01-01"),
        ({"molecular": [pcr("2014-12-31")]}, "2015-01-01"),
        ({"molecular": [pcr("2015-01-02")]}, "2015-01-02"),
        ({"treatments": [drug("2010-02-01", "2016-01-01")]}, "2016-01-01"),
        ({"treatments": TREATED, "tfr_attempts": [attempt("2015-06-01")]}, "2015-06-01"),
        ({"treatments": [drug("2010-02-01")]}, "2015-01-01"),
        # the first day without the drug may be the day after the data cut
        ({"treatments": [drug("2010-02-01", "2025-01-01")]}, str(CUT)),
    ],
)
def test_a_last_contact_moves_up_to_the_latest_record(
    records: dict[str, list[Record]], expected: str
) -> None:
    day, found = last_contact(events=[SEEN], **records)
    assert day == expected
    assert (found.derived.get(derivations.CONTACTS_MOVED, 0) == 1) is (expected != "2015-01-01")


def test_a_last_contact_moves_up_to_events_but_past_no_death() -> None:
    assert last_contact(events=[SEEN, event("transplant", "2016-01-01")])[0] == "2016-01-01"
    stopped = [drug("2010-02-01", "2018-01-01")]
    died = event("death", "2017-01-01")
    assert last_contact(events=[SEEN, died], treatments=stopped)[0] == "2017-01-01"


def test_a_last_contact_moves_up_to_no_record_that_was_rejected() -> None:
    twice = [pcr("2016-01-01", "-1"), pcr("2015-02-01")]
    assert last_contact(events=[SEEN], molecular=twice)[0] == "2015-02-01"


def test_a_last_contact_after_the_death_is_moved_back_to_it() -> None:
    day, found = last_contact(events=[event("death", "2014-12-20"), SEEN])
    assert day == "2014-12-20"
    assert found.derived == {derivations.CONTACTS_CUT: 1}


def test_a_stop_after_the_data_cut_is_none_yet() -> None:
    rows = [drug("2010-02-01", "2099-12-31", stop_reason="TFR attempt")]
    found = run({"patients": [patient()], "treatments": rows})
    columns = ("start_date", "stop_date", "stop_reason")
    assert told(found.tables["treatments"], *columns) == [(date(2010, 2, 1), None, None)]
    assert found.tables["tfr_attempts"].is_empty()
    assert found.derived[derivations.STOPS_LEFT] == 1
    assert told(found.warnings, "rule") == [("stop after data cut",)]


ENDED = drug("2010-02-01", "2015-06-01", stop_reason="TFR attempt")


def test_a_site_without_attempts_has_those_that_its_stops_were_for() -> None:
    treatments = [
        ENDED,
        drug("2012-01-01", "2015-06-01", name="dasatinib", stop_reason="TFR attempt"),
        drug("2016-01-01", "2017-01-01", stop_reason="TFR attempt"),
        drug("2018-01-01", "2019-01-01", stop_reason="toxicity"),
        drug("2010-02-01", "2015-06-01", "hydroxyurea", stop_reason="TFR attempt"),
    ]
    found = run({"patients": [patient()], "treatments": treatments})
    columns = ("attempt_number", "stop_date", "drug", ROW)
    assert told(found.tables["tfr_attempts"], *columns) == [
        (1, date(2015, 6, 1), "dasatinib", None),
        (2, date(2017, 1, 1), "imatinib", None),
    ]
    assert found.derived[derivations.ATTEMPTS_MADE] == 2


@pytest.mark.parametrize(
    "more",
    [
        {"treatments": [ENDED, drug("2015-06-01", name="dasatinib")]},
        {"events": [event("death", "2015-05-31")]},
    ],
)
def test_no_attempt_is_made_of_a_switch_or_after_death(more: dict[str, list[Record]]) -> None:
    found = run({"patients": [patient()], "treatments": [ENDED]} | more)
    assert found.tables["tfr_attempts"].is_empty()
    assert "stop without attempt" in found.warnings["rule"]


def test_a_site_that_sends_attempts_has_none_made() -> None:
    entry = TableMapping("tfr_attempts", "f", (ColumnMapping("patient_id", "id"),))
    options = replace(mapping(), tables=(entry,))
    found = validate(frames({"patients": [patient()], "treatments": [ENDED]}), options)
    assert found.tables["tfr_attempts"].is_empty()
    assert told(found.warnings, "rule") == [("stop without attempt",)]


def result(transcripts: list[str], **changes: Any) -> tuple[Any, ...]:
    test = pcr("2011-01-01", **changes)
    found = run({"patients": [patient(transcripts=transcripts)], "molecular": [test]})
    columns = ("value", "operator", "scale", "reported_level", "detected")
    ((value, *rest),) = told(found.tables["molecular"], *columns)
    return (value if value is None else f"{value.normalize():f}", *rest)


@pytest.mark.parametrize("transcripts", [[], ["e14a2"], ["e1a2", "e13a2"], ["p210 unspecified"]])
def test_a_typical_result_stays_on_the_scale(transcripts: list[str]) -> None:
    assert result(transcripts) == ("0.05", "=", "IS", None, None)


def test_an_atypical_result_is_local_and_its_level_goes() -> None:
    assert result(["e1a2"]) == ("0.05", "=", "local", None, None)
    level = result(["e1a2"], value=None, reported_level="MR4", detected=True)
    assert level == (None, None, "local", None, True)
    unfound = result(["e1a2"], value=None, detected=False)
    assert unfound == (None, None, "local", None, False)


def test_what_was_made_local_is_counted_and_listed() -> None:
    level = pcr("2013-01-01", None, reported_level="MR4")
    unfound = pcr("2014-01-01", None, detected=False)
    tests = [pcr("2011-01-01"), pcr("2012-01-01", scale="local"), level, unfound]
    found = run({"patients": [patient(transcripts=["e1a2"])], "molecular": tests})
    assert found.derived == {derivations.RESULTS_LOCAL: 2, derivations.LEVELS_LEFT: 1}
    assert told(found.warnings, "row", "rule") == [
        (2, "IS with atypical transcript"),
        (4, "IS with atypical transcript"),
        (5, "IS with atypical transcript"),
    ]


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"value": "0.002", "reported_level": "MR4.5"}, ("0.002", "=", "IS", None, None)),
        ({"value": "0.0033", "reported_level": "MR4.5"}, ("0.0033", "=", "IS", None, None)),
        ({"value": "0.002", "reported_level": "MR3"}, ("0.002", "=", "IS", None, None)),
        (
            {"value": "0.002", "operator": "<", "reported_level": "MR3"},
            ("0.002", "<", "IS", None, None),
        ),
        (
            {"value": "0.01", "operator": "<", "reported_level": "MR4.5"},
            (None, None, "IS", "MR4.5", None),
        ),
        (
            {"value": "0.001", "operator": ">", "reported_level": "MR4"},
            (None, None, "IS", "MR4", True),
        ),
        (
            {"value": "0.5", "scale": "local", "reported_level": "MR4"},
            (None, None, "local", "MR4", True),
        ),
        (
            {"value": "0.5", "operator": "<", "scale": "local", "reported_level": "MR4"},
            (None, None, "local", "MR4", None),
        ),
    ],
)
def test_of_a_number_and_a_level_the_one_that_says_more_stays(
    changes: dict[str, Any], kept: tuple[Any, ...]
) -> None:
    assert result([], **changes) == kept
