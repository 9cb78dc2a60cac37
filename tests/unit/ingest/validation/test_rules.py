"""Every rule of validation: records that break it, and records that just do not."""

from __future__ import annotations

import pytest

from tests.unit.ingest.validation.buckets import Records, drug, event, lab, patient, pcr, run, told
from tests.unit.ingest.validation.rule_cases import CASES, DEAD, TREATED, records
from tfrq.ingest.rules import REJECT, VALIDATION_RULES

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
    wrong = records(molecular=[pcr("2011-01-01", "-1", sample_type="hair")])
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
    found = run({"molecular": [pcr("2011-01-01", patient_id=123456789)]})
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
        ("events", "patient rejected"),
        ("labs", "patient rejected"),
        ("patients", "born after diagnosis"),
        ("treatments", "patient rejected"),
    ]


def test_what_a_record_was_held_against_is_shown_with_its_value_and_nowhere_else() -> None:
    died = event("death", "2020-05-05")
    found = run(records(events=[died], molecular=[pcr("2020-05-06"), pcr("1949-01-01")]))
    assert told(found.rejects, "rule", "value") == [
        ("record after death", "2020-05-06 (died 2020-05-05)"),
        ("record before birth", "1949-01-01 (born 1950)"),
    ]
    assert all("20" not in reason for (reason,) in told(found.rejects, "reason"))
