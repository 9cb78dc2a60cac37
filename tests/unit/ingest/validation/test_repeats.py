"""Records that are there twice: merged, put together, or rejected; one of them stays."""

from __future__ import annotations

from datetime import date

from tests.unit.ingest.validation.buckets import (
    Record,
    attempt,
    drug,
    event,
    patient,
    pcr,
    run,
    told,
)
from tfrq.ingest.rejects import FILE, ROW
from tfrq.ingest.validation.derivations import (
    CONTACTS_LEFT,
    PATIENTS_LEFT,
    PATIENTS_PUT_TOGETHER,
)
from tfrq.ingest.validation.validated import Validated

ONCE: Record = {"source_distinct": True}
EARLIEST: Record = {**ONCE, "source_earliest": True, "sex": None, "birth_year": None}


def sources(found: Validated, table: str) -> list[tuple[object, ...]]:
    return told(found.tables[table], FILE, ROW)


def rejected(found: Validated) -> list[tuple[object, ...]]:
    return told(found.rejects, "file", "row", "rule")


def test_the_first_of_equal_records_stays() -> None:
    rows = [
        pcr("2011-01-01", source_file=file, source_row=row)
        for file, row in (("b.csv", 2), ("a.csv", 10), ("a.csv", 9))
    ]
    found = run({"patients": [patient()], "molecular": rows})
    assert sources(found, "molecular") == [("a.csv", 9)]
    assert rejected(found) == [
        ("a.csv", 10, "duplicate record"),
        ("b.csv", 2, "duplicate record"),
    ]


def test_equal_records_of_a_distinct_entry_are_merged() -> None:
    found = run({"patients": [patient(**ONCE)] * 3, "molecular": [pcr("2011-01-01")]})
    assert sources(found, "patients") == [("patients.csv", 2)]
    assert found.merged.rows() == [("patients.csv", 3), ("patients.csv", 4)]
    assert found.rejects.is_empty()


def test_a_row_that_stands_for_itself_stays_before_those_of_a_distinct_entry() -> None:
    found = run({"patients": [patient(**ONCE), patient(), patient(**ONCE)]})
    assert sources(found, "patients") == [("patients.csv", 3)]
    assert found.merged.rows() == [("patients.csv", 2), ("patients.csv", 4)]


def test_missing_values_are_equal_and_so_are_sets_in_another_order() -> None:
    rows = [
        patient(sex=None, transcripts=["e14a2", "e13a2"], **ONCE),
        patient(sex=None, transcripts=["e13a2", "e14a2"], **ONCE),
    ]
    found = run({"patients": rows})
    assert told(found.tables["patients"], "transcripts") == [(["e13a2", "e14a2"],)]
    assert found.merged.height == 1


def test_of_diagnoses_coded_at_every_visit_the_earliest_is_taken() -> None:
    rows = [
        patient(diagnosis_date="2012-01-01", phase="accelerated", **EARLIEST),
        patient(diagnosis_date="2010-01-01", phase=None, **EARLIEST),
        patient(diagnosis_date=None, phase="blast", **EARLIEST),
        patient(diagnosis_date="2010-01-01", phase=None, **EARLIEST),
        patient(diagnosis_date=None, **ONCE),
    ]
    found = run({"patients": rows})
    columns = ("diagnosis_date", "phase", "sex", ROW)
    assert told(found.tables["patients"], *columns) == [(date(2010, 1, 1), None, "female", 3)]
    assert found.merged["source_row"].to_list() == [2, 4, 5, 6]
    assert found.derived == {PATIENTS_LEFT: 2, PATIENTS_PUT_TOGETHER: 1}
    assert found.rejects.is_empty()


def test_rows_of_the_earliest_day_must_not_contradict_each_other() -> None:
    both = [patient(phase=phase, **EARLIEST) for phase in ("chronic", "blast")]
    assert run({"patients": both}).tables["patients"].is_empty()
    later = patient(diagnosis_date="2011-01-01", sex="male", **ONCE)
    found = run({"patients": [patient(**EARLIEST), later]})
    assert {rule for _, _, rule in rejected(found)} == {"conflicting patients"}


def test_without_any_day_rows_complete_each_other_as_ever() -> None:
    rows = [patient(**EARLIEST | {"diagnosis_date": None}), patient(**ONCE)]
    found = run({"patients": rows})
    assert found.tables["patients"].height == 1
    assert PATIENTS_LEFT not in found.derived


def test_rows_that_complete_each_other_are_put_together() -> None:
    rows = [
        patient(sex=None, transcripts=[], **ONCE),
        patient(phase="chronic", birth_year=None),
        patient(transcripts=["e14a2"], **ONCE),
    ]
    found = run({"patients": rows})
    columns = ("sex", "birth_year", "phase", "transcripts", ROW)
    assert told(found.tables["patients"], *columns) == [("female", 1950, "chronic", ["e14a2"], 3)]
    assert found.merged.rows() == [("patients.csv", 2), ("patients.csv", 4)]
    assert found.derived == {PATIENTS_PUT_TOGETHER: 1}


def test_rows_that_contradict_each_other_are_all_rejected_and_say_where() -> None:
    rows = [
        patient(phase="chronic", **ONCE),
        patient(sex="male", **ONCE),
        patient(patient_id=2),
        patient(patient_id=2, phase="chronic"),
        patient(patient_id=3),
    ]
    found = run({"patients": rows})
    assert told(found.tables["patients"], "patient_id") == [(3,)]
    assert told(found.rejects, "row", "rule", "column", "value") == [
        (2, "conflicting patients", "sex", "female"),
        (3, "conflicting patients", "sex", "male"),
        (4, "conflicting patients", "phase", None),
        (5, "conflicting patients", "phase", "chronic"),
    ]
    assert found.rejected["patients"] == 4


def test_of_deaths_and_last_contacts_the_latest_stays() -> None:
    events = [
        event("death", "2020-05-05"),
        event("last contact", "2019-01-01"),
        event("death", "2020-05-06", source_file="z.csv"),
        event("death", "2020-05-06", cause="CML", source_file="z.csv"),
        event("last contact", "2018-01-01"),
        event("death", "2020-05-07", patient_id=2),
    ]
    found = run({"patients": [patient(), patient(patient_id=2)], "events": events})
    assert told(found.tables["events"].filter(event="death"), "patient_id", "cause") == [
        (1, "CML"),
        (2, None),
    ]
    assert rejected(found) == [
        ("events.csv", 2, "repeated event"),
        ("z.csv", 4, "repeated event"),
    ]
    assert found.merged.rows() == [("events.csv", 6)]
    assert found.derived[CONTACTS_LEFT] == 1


def test_a_last_contact_on_each_row_of_a_visit_is_one() -> None:
    seen = [event("last contact", day) for day in ("2018-01-01", "2019-01-01", "2019-01-01")]
    found = run({"patients": [patient()], "events": seen})
    assert found.tables["events"]["event_date"].to_list() == [date(2019, 1, 1)]
    assert found.rejects.is_empty()
    assert found.merged["source_row"].to_list() == [2, 4]


def test_the_attempt_that_comes_first_stays_and_one_that_is_gone_repeats_nothing() -> None:
    attempts = [
        attempt("2015-06-01", attempt_number=1, drug="imatinib"),
        attempt("2015-06-01", attempt_number=2),
        attempt("2017-06-01", attempt_number=2),
        attempt("2019-06-01", attempt_number=1),
    ]
    treatments = [drug("2010-02-01", "2015-06-01")]
    found = run({"patients": [patient()], "treatments": treatments, "tfr_attempts": attempts})
    assert told(found.tables["tfr_attempts"], "attempt_number", ROW) == [(1, 2), (2, 4)]
    assert found.rejected["tfr_attempts"] == 2


def test_a_reject_says_which_row_it_repeats() -> None:
    rows = [pcr("2011-01-01", source_row=row) for row in (9, 17, 12)]
    found = run({"patients": [patient()], "molecular": [*rows, pcr("2011-01-02")]})
    assert told(found.rejects, "row", "reason") == [
        (12, "the same record as row 9 of molecular.csv"),
        (17, "the same record as row 9 of molecular.csv"),
    ]
