"""Every rule of validation: records that break it, and records that just do not."""

from __future__ import annotations

import pytest

from tests.unit.ingest.validation.buckets import (
    Records,
    attempt,
    drug,
    event,
    lab,
    patient,
    run,
    test_on,
    told,
)
from tfrq.ingest.rules import REJECT, VALIDATION_RULES

TREATED = [drug("2010-02-01", "2015-06-01")]
DEAD, SEEN = event("death", "2020-05-05"), event("last contact", "2020-05-05")


def records(**tables: list[dict[str, object]]) -> Records:
    return {"patients": [patient()]} | tables


def atypical(*transcripts: str) -> Records:
    return {
        "patients": [patient(transcripts=list(transcripts))],
        "molecular": [test_on("2011-01-01")],
    }


# Rule → pairs of records that break it (and no other rule), and records that just do not.
CASES: dict[str, list[tuple[Records, Records]]] = {
    "value out of range": [
        ({"patients": [patient(platelets="0.00")]}, {"patients": [patient(platelets="0.01")]}),
        (
            records(treatments=[drug("2010-02-01", line_number=0)]),
            records(treatments=[drug("2010-02-01", line_number=1)]),
        ),
    ],
    "duplicate record": [
        (
            records(molecular=[test_on("2011-01-01"), test_on("2011-01-01")]),
            records(molecular=[test_on("2011-01-01"), test_on("2011-01-01", "0.0500001")]),
        ),
        (
            {"patients": [patient(transcripts=["e14a2", "e13a2"])] * 2},
            {"patients": [patient(transcripts=["e14a2", "e13a2"])]},
        ),
    ],
    "conflicting patients": [
        (
            {"patients": [patient(source_distinct=True), patient(sex="male")]},
            {"patients": [patient(source_distinct=True), patient(phase="chronic")]},
        ),
        (
            {"patients": [patient(), patient(phase="chronic")]},
            {"patients": [patient(), patient(phase="chronic", source_distinct=True)]},
        ),
    ],
    "no patient row": [
        (
            records(molecular=[test_on("2011-01-01", patient_id=2)]),
            records(molecular=[test_on("2011-01-01")]),
        ),
        (
            records(events=[event("last contact", "2011-01-01", patient_id=2)]),
            records(events=[event("last contact", "2011-01-01")]),
        ),
    ],
    "repeated event": [
        (records(events=[DEAD, event("death", "2020-05-06")]), records(events=[DEAD, SEEN])),
        (
            records(events=[event("last contact", "2019-05-06"), SEEN]),
            records(events=[event("transplant", "2019-05-06"), SEEN]),
        ),
    ],
    "repeated attempt": [
        (
            records(
                treatments=TREATED,
                tfr_attempts=[
                    attempt("2015-06-01", attempt_number=1),
                    attempt("2016-06-01", attempt_number=1),
                ],
            ),
            records(
                treatments=TREATED,
                tfr_attempts=[
                    attempt("2015-06-01", attempt_number=1),
                    attempt("2016-06-01", attempt_number=2),
                ],
            ),
        ),
        (
            records(
                treatments=TREATED,
                tfr_attempts=[attempt("2015-06-01"), attempt("2015-06-01", reason="trial")],
            ),
            records(
                treatments=TREATED,
                tfr_attempts=[attempt("2015-06-01"), attempt("2015-06-02", reason="trial")],
            ),
        ),
    ],
    "stop not after start": [
        (
            records(treatments=[drug("2010-02-01", "2010-02-01")]),
            records(treatments=[drug("2010-02-01", "2010-02-02")]),
        )
    ],
    "taper after stop": [
        (
            records(
                treatments=TREATED,
                tfr_attempts=[attempt("2015-06-01", deescalation_date="2015-06-02")],
            ),
            records(
                treatments=TREATED,
                tfr_attempts=[attempt("2015-06-01", deescalation_date="2015-06-01")],
            ),
        )
    ],
    "lower bound, not detected": [
        (
            records(molecular=[test_on("2011-01-01", operator=sign, detected=False)]),
            records(molecular=[test_on("2011-01-01", operator=other, detected=found)]),
        )
        for sign, other, found in ((">", "<", False), (">=", ">=", True), (">", ">", None))
    ],
    "level against value": [
        (
            records(molecular=[test_on("2011-01-01", high, operator=sign, reported_level=level)]),
            records(molecular=[test_on("2011-01-01", low, operator=sign, reported_level=level)]),
        )
        for level, sign, high, low in (
            ("MR4.5", "=", "0.0032001", "0.0032"),
            ("MR3", "=", "0.1000001", "0.001"),
            ("MR4", ">", "0.01", "0.0099999"),
            ("MR4", ">=", "0.0100001", "0.01"),
        )
    ],
    "value, not detected": [
        (
            records(molecular=[test_on("2011-01-01", "0.0000001", detected=False)]),
            records(molecular=[test_on("2011-01-01", "0", detected=False)]),
        )
    ],
    "born after diagnosis": [
        ({"patients": [patient(birth_year=2011)]}, {"patients": [patient(birth_year=2010)]})
    ],
    "record before birth": [
        (
            {"patients": [patient(diagnosis_date=None)], table: [make("1949-12-31")]},
            {"patients": [patient(diagnosis_date=None)], table: [make("1950-01-01")]},
        )
        for table, make in (
            ("molecular", test_on),
            ("labs", lab),
            ("treatments", drug),
            ("events", lambda day: event("transplant", day)),
        )
    ],
    "record after death": [
        (
            records(events=[DEAD], treatments=TREATED, **{table: [make("2020-05-06")]}),
            records(events=[DEAD], treatments=TREATED, **{table: [make("2020-05-05")]}),
        )
        for table, make in (("molecular", test_on), ("labs", lab), ("tfr_attempts", attempt))
    ]
    + [
        (
            records(events=[DEAD], treatments=[drug("2020-05-06")]),
            records(events=[DEAD], treatments=[drug("2020-05-05")]),
        ),
        (
            records(events=[DEAD, event("last contact", "2020-05-06")]),
            records(events=[DEAD, event("last contact", "2020-05-05")]),
        ),
    ],
    "stop after death": [
        (
            records(events=[DEAD], treatments=[drug("2010-02-01", "2020-05-07")]),
            records(events=[DEAD], treatments=[drug("2010-02-01", "2020-05-06")]),
        )
    ],
    "treatment before diagnosis": [
        (
            records(treatments=[drug("2009-10-02")]),
            records(treatments=[drug("2009-10-03"), drug("2009-01-01", name="hydroxyurea")]),
        )
    ],
    "test before diagnosis": [
        (records(molecular=[test_on("2009-10-02")]), records(molecular=[test_on("2009-10-03")])),
        (records(labs=[lab("2009-10-02")]), records(labs=[lab("2009-10-03")])),
    ],
    "event before diagnosis": [
        (
            records(events=[event("transplant", "2009-10-02")]),
            records(events=[event("transplant", "2009-10-03")]),
        )
    ],
    "record after last contact": [
        (
            records(events=[SEEN], **{table: [make("2020-05-06")]}),
            records(events=[SEEN], **{table: [make("2020-05-05")]}),
        )
        for table, make in (("molecular", test_on), ("labs", lab), ("treatments", drug))
    ]
    + [
        (
            records(events=[SEEN, event("transplant", "2020-05-06")]),
            records(events=[SEEN, event("death", "2020-05-06")]),
        )
    ],
    "TKI at attempt": [
        (
            records(treatments=[drug("2010-02-01", stop)], tfr_attempts=[attempt("2015-05-31")]),
            records(
                treatments=[drug("2010-02-01", "2015-05-31"), drug("2015-06-01")],
                tfr_attempts=[attempt("2015-05-31")],
            ),
        )
        for stop in ("2015-06-01", None)
    ],
    "no TKI before attempt": [
        (
            records(
                treatments=[drug("2010-02-01", name="interferon"), drug("2015-06-02")],
                tfr_attempts=[attempt("2015-06-01")],
            ),
            records(
                treatments=[drug("2015-05-31", "2015-06-01")],
                tfr_attempts=[attempt("2015-06-01")],
            ),
        )
    ],
    "restart before stop": [
        (
            records(treatments=TREATED, events=[event("restart", "2015-06-01")]),
            records(treatments=TREATED, events=[event("restart", "2015-06-02")]),
        ),
        (
            records(events=[event("restart", "2015-06-02")]),
            records(
                treatments=TREATED,
                tfr_attempts=[attempt("2015-06-01")],
                events=[event("restart", "2015-06-02")],
            ),
        ),
        (  # a change of dose is no stop
            records(
                treatments=[drug("2010-02-01", "2012-01-01"), drug("2012-01-01")],
                events=[event("restart", "2015-06-02")],
            ),
            records(
                treatments=[drug("2010-02-01", "2012-01-01"), drug("2012-01-02")],
                events=[event("restart", "2015-06-02")],
            ),
        ),
    ],
    "overlapping treatments": [
        (
            records(treatments=[drug("2010-02-01", "2012-01-01"), drug("2011-12-31")]),
            records(treatments=[drug("2010-02-01", "2012-01-01"), drug("2012-01-01")]),
        ),
        (
            records(treatments=[drug("2010-02-01"), drug("2011-12-31", "2012-01-01")]),
            records(treatments=[drug("2010-02-01"), drug("2011-12-31", name="dasatinib")]),
        ),
    ],
    "incomplete numbers": [
        (
            records(treatments=[drug("2010-02-01", "2011-01-01", line_number=1), LATER]),
            records(
                treatments=[drug("2010-02-01", "2011-01-01", line_number=1), LATER | {"line_number": 2}]
            ),
        )
        for LATER in [drug("2011-01-01", name="nilotinib")]
    ]
    + [
        (
            records(
                treatments=TREATED,
                tfr_attempts=[attempt("2015-06-01", attempt_number=1), attempt("2017-06-01")],
            ),
            records(
                treatments=TREATED,
                tfr_attempts=[attempt("2015-06-01"), attempt("2017-06-01")],
            ),
        )
    ],
    "lines out of order": [
        (
            records(
                treatments=[
                    drug("2010-02-02", "2011-01-01", line_number=1),
                    drug(second, name="nilotinib", line_number=2),
                ]
            ),
            records(
                treatments=[
                    drug("2010-02-02", "2011-01-01", line_number=1),
                    drug("2010-02-02", name="nilotinib", line_number=2),
                ]
            ),
        )
        for second in ["2010-02-01"]
    ],
    "IS with atypical transcript": [
        (atypical("e1a2"), atypical("e1a2", "e14a2")),
        (atypical("e1a2", "e19a2"), atypical("e1a2", "p210 unspecified")),
    ],
}
PAIRS = [(rule, *pair) for rule, pairs in CASES.items() for pair in pairs]


def broken(those: Records) -> set[str]:
    found = run(those)
    return {rule for frame in (found.rejects, found.warnings) for (rule,) in told(frame, "rule")}


def test_every_rule_has_cases() -> None:
    assert set(CASES) == set(VALIDATION_RULES)


@pytest.mark.parametrize(("rule", "wrong", "right"), PAIRS)
def test_a_rule_is_broken_and_just_not(rule: str, wrong: Records, right: Records) -> None:
    assert broken(wrong) == {rule}
    assert rule not in broken(right)


@pytest.mark.parametrize(("rule", "wrong", "right"), PAIRS)
def test_a_rule_rejects_or_warns_as_it_says(rule: str, wrong: Records, right: Records) -> None:
    grave = VALIDATION_RULES[rule].severity == REJECT
    found = run(wrong)
    assert found.rejects.is_empty() is not grave
    assert found.warnings.is_empty() is grave
    assert (sum(found.rejected.values()) > 0) is grave


SOFT = [(rule, wrong) for rule, wrong, _ in PAIRS if not VALIDATION_RULES[rule].fixed]


@pytest.mark.parametrize(("rule", "wrong"), SOFT)
def test_a_site_may_turn_a_rule_round(rule: str, wrong: Records) -> None:
    grave = VALIDATION_RULES[rule].severity == REJECT
    found = run(wrong, severities={rule: "warning" if grave else "reject"})
    now, before = (found.warnings, found.rejects) if grave else (found.rejects, found.warnings)
    assert rule in {name for (name,) in told(now, "rule")}
    assert rule not in {name for (name,) in told(before, "rule")}


def test_a_fixed_rule_stays_a_reject() -> None:
    wrong = CASES["stop not after start"][0][0]
    found = run(wrong, severities={"stop not after start": "warning"})
    assert told(found.rejects, "rule") == [("stop not after start",)]


def test_a_reject_says_where_and_what_and_shows_values_apart() -> None:
    wrong = records(treatments=[drug("2010-02-03", "2010-02-01", source_row=17)])
    (row,) = run(wrong).rejects.rows(named=True)
    assert (row["file"], row["row"], row["table"]) == ("treatments.csv", 17, "treatments")
    assert row["column"] == "start_date, stop_date"
    assert row["value"] == "2010-02-03, 2010-02-01"
    assert "2010" not in row["reason"] + row["hint"]


def test_a_record_with_two_faults_has_two_rejects_and_counts_once() -> None:
    wrong = records(molecular=[test_on("2011-01-01", "-1", sample_type="hair")])
    found = run(wrong)
    assert told(found.rejects, "rule", "column") == [
        ("unmapped value", "sample_type"),
        ("value out of range", "value"),
    ]
    assert found.rejected["molecular"] == 1


def test_a_rejected_record_has_no_warning_of_an_earlier_step() -> None:
    wrong = records(events=[event("restart", "2009-01-01")])
    found = run(wrong)
    assert told(found.rejects, "rule") == [("restart before stop",)]
    assert found.warnings.is_empty()


def test_the_pseudonym_of_a_patient_stands_beside_no_row() -> None:
    found = run({"molecular": [test_on("2011-01-01", patient_id=123456789)]})
    assert "123456789" not in str(found.rejects.rows())


def test_a_patient_diagnosed_after_death_goes_with_the_death() -> None:
    for day, kept in (("2010-01-01", 1), ("2009-12-31", 0)):
        found = run(records(events=[event("death", day)]))
        assert [found.tables[name].height for name in ("patients", "events")] == [kept, kept]


def test_records_of_a_rejected_patient_go_with_the_row() -> None:
    found = run(
        {
            "patients": [patient(birth_year=2020)],
            "treatments": TREATED,
            "events": [DEAD],
            "labs": [lab("2011-01-01")],
        }
    )
    assert all(frame.is_empty() for frame in found.tables.values())
    assert told(found.rejects.sort("table"), "table", "rule") == [
        ("events", "no patient row"),
        ("labs", "no patient row"),
        ("patients", "born after diagnosis"),
        ("treatments", "no patient row"),
    ]
