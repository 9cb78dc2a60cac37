"""Rule → pairs of records that break it (and no other rule), and records that just do not."""

from __future__ import annotations

from tests.unit.ingest.validation.buckets import (
    Records,
    attempt,
    drug,
    event,
    lab,
    patient,
    pcr,
)

TREATED = [drug("2010-02-01", "2015-06-01")]
ENDED = drug("2010-02-01", "2015-06-01", stop_reason="TFR attempt")
DEAD, SEEN = event("death", "2020-05-05"), event("last contact", "2020-05-05")


def records(**tables: list[dict[str, object]]) -> Records:
    return {"patients": [patient()]} | tables


def atypical(*transcripts: str) -> Records:
    return {
        "patients": [patient(transcripts=list(transcripts))],
        "molecular": [pcr("2011-01-01")],
    }


CASES: dict[str, list[tuple[Records, Records]]] = {
    "value out of range": [
        ({"patients": [patient(platelets="0.00")]}, {"patients": [patient(platelets="0.01")]}),
        (
            records(treatments=[drug("2010-02-01", line_number=0)]),
            records(treatments=[drug("2010-02-01", line_number=1)]),
        ),
    ],
    "impossible value": [
        ({"patients": [patient(blasts="100.01")]}, {"patients": [patient(blasts="100")]}),
        (
            records(molecular=[pcr("2011-01-01", reference_copies=0)]),
            records(molecular=[pcr("2011-01-01", reference_copies=1)]),
        ),
        (
            records(labs=[lab("2011-01-01", value="100.1", unit="% of lymphocytes")]),
            records(labs=[lab("2011-01-01", value="100", unit="% of lymphocytes")]),
        ),
    ],
    "implausible value": [
        ({"patients": [patient(haemoglobin="19.9")]}, {"patients": [patient(haemoglobin="20")]}),
        ({"patients": [patient(birth_year=1901, diagnosis_date="2012-01-01")]}, records()),
        (
            records(treatments=[drug("2010-02-01", daily_dose="800", name="dasatinib")]),
            records(treatments=[drug("2010-02-01", daily_dose="800", name="imatinib")]),
        ),
        (  # cells per microlitre, taken for 10^9/L
            records(labs=[lab("2011-01-01", value="210")]),
            records(labs=[lab("2011-01-01", value="20", unit="% of lymphocytes")]),
        ),
    ],
    "duplicate record": [
        (
            records(molecular=[pcr("2011-01-01"), pcr("2011-01-01")]),
            records(molecular=[pcr("2011-01-01"), pcr("2011-01-01", "0.0500001")]),
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
            records(molecular=[pcr("2011-01-01", patient_id=2)]),
            records(molecular=[pcr("2011-01-01")]),
        ),
        (
            records(events=[event("last contact", "2011-01-01", patient_id=2)]),
            records(events=[event("last contact", "2011-01-01")]),
        ),
    ],
    "patient rejected": [
        (
            {"refused": [{"table": name, "patient_id": 1}], "molecular": [pcr("2011-01-01")]},
            records(refused=[{"table": name, "patient_id": 1}], molecular=[pcr("2011-01-01")]),
        )
        for name in ["patients"]
    ],
    "repeated event": [
        (
            records(events=[DEAD, event("death", "2020-05-06")]),
            records(events=[DEAD, event("last contact", "2019-05-06"), SEEN, SEEN]),
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
    "stop after data cut": [
        (
            records(treatments=[drug("2010-02-01", "2025-01-02")]),
            records(treatments=[drug("2010-02-01", "2025-01-01")]),
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
            records(molecular=[pcr("2011-01-01", operator=sign, detected=False)]),
            records(molecular=[pcr("2011-01-01", operator=other, detected=found)]),
        )
        for sign, other, found in ((">", "<", False), (">=", ">=", True), (">", ">", None))
    ],
    "level against value": [
        (
            records(molecular=[pcr("2011-01-01", high, operator=sign, reported_level=level)]),
            records(molecular=[pcr("2011-01-01", low, operator=sign, reported_level=level)]),
        )
        for level, sign, high, low in (
            ("MR4.5", "=", "0.0064", "0.0063999"),
            ("MR3", "=", "0.2", "0.001"),
            ("MR4", ">", "0.01", "0.0099999"),
            ("MR4", ">=", "0.0100001", "0.01"),
        )
    ],
    "level rounded": [
        (
            records(molecular=[pcr("2011-01-01", high, reported_level="MR4.5")]),
            records(molecular=[pcr("2011-01-01", "0.0032", reported_level="MR4.5")]),
        )
        for high in ("0.0032001", "0.0063999")
    ],
    "value, not detected": [
        (
            records(molecular=[pcr("2011-01-01", "0.0000001", detected=False)]),
            records(molecular=[pcr("2011-01-01", "0", detected=False)]),
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
            ("molecular", pcr),
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
        for table, make in (("molecular", pcr), ("labs", lab), ("tfr_attempts", attempt))
    ]
    + [
        (
            records(events=[DEAD], treatments=[drug("2020-05-06")]),
            records(events=[DEAD], treatments=[drug("2020-05-05")]),
        ),
    ],
    "last contact after death": [
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
        (records(molecular=[pcr("2009-10-02")]), records(molecular=[pcr("2009-10-03")])),
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
        for table, make in (("molecular", pcr), ("labs", lab), ("treatments", drug))
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
    "stop without attempt": [
        (  # another TKI is taken on, and the site sends no attempts
            records(treatments=[ENDED, drug("2015-05-01", name="dasatinib")]),
            records(treatments=[ENDED, drug("2015-06-02", name="dasatinib")]),
        ),
        (
            records(treatments=[ENDED, drug("2014-05-01", name="dasatinib")]),
            records(treatments=[ENDED], tfr_attempts=[attempt("2015-07-01")]),
        ),
    ],
    "restart before stop": [
        (
            records(treatments=TREATED, events=[event("restart", "2015-05-31")]),
            records(treatments=TREATED, events=[event("restart", "2015-06-01")]),
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
    "restart on stop": [
        (
            records(treatments=TREATED, events=[event("restart", "2015-06-01")]),
            records(treatments=TREATED, events=[event("restart", "2015-06-02")]),
        )
    ],
    "copies without a gene": [
        (
            records(molecular=[pcr("2011-01-01", reference_copies=40000)]),
            records(molecular=[pcr("2011-01-01", reference_copies=40000, reference_gene="GUSB")]),
        )
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
                treatments=[
                    drug("2010-02-01", "2011-01-01", line_number=1),
                    LATER | {"line_number": 2},
                ]
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
