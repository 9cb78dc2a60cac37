"""US01: UTF-8 with a BOM, American dates, log reductions, ratios without a unit, brand names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from tests.exports.makers.courses import Patient, patients
from tests.exports.makers.writing import placed, write_text

SIZES = {
    "steady": 12,
    "switched": 6,
    "second": 5,
    "stopped": 4,
    "remission": 4,
    "died": 2,
    "new": 2,
}
# What the laboratory that reports logarithms calls no reduction, in per cent of its own scale.
BASELINE = Decimal(36)
_DRUGS = {
    "imatinib": ("GLEEVEC", "imatinib"),
    "nilotinib": ("TASIGNA", "Tasigna"),
    "dasatinib": ("Sprycel", "dasatinib"),
    "hydroxyurea": ("hydroxyurea", "Hydrea"),
}
_REASONS = {
    "resistance": "Failure",
    "dose change": "Dose change",
    "TFR attempt": "TFR",
    "other": "Other",
    "": "",
}
_EVENTS = {
    "last contact": "Last seen",
    "restart": "TKI restart",
    "blast phase": "Blast crisis",
    "death": "Deceased",
}
# Patient number modulo 5 → laboratory.
_LABORATORIES = ("Reference Lab (log)", "University Lab", *3 * ("Central Lab",))
_NOT_DETECTED = {
    "Reference Lab (log)": "UMRD",
    "University Lab": "Not Detected",
    "Central Lab": "undetectable",
}


def make(folder: Path) -> None:
    """Write the export into the folder."""
    everybody = patients(SIZES, seed=1)
    _write(folder / "demographics.csv", _PATIENTS, map(_patient, everybody), _SPECIAL_PATIENTS)
    treatments = (row for one in everybody for row in _treatments(one))
    _write(folder / "medications.csv", _TREATMENTS, treatments, _SPECIAL_TREATMENTS)
    tests = (row for one in everybody for row in _tests(one))
    _write(folder / "bcr_abl.csv", _TESTS, tests, _SPECIAL_TESTS)
    counts = (row for one in everybody if one.kind == "steady" for row in _blood_count(one))
    _write(folder / "cbc.csv", _COUNTS, counts, _SPECIAL_COUNTS)
    events = (row for one in everybody for row in _events(one))
    _write(folder / "outcomes.csv", _HAPPENED, events, _SPECIAL_EVENTS)


def _write(
    path: Path, header: str, rows: Iterable[list[str]], special: dict[int, list[str] | str]
) -> None:
    write_text(
        path, header, placed(rows, special), delimiter=",", encoding="utf-8-sig", newline="\n"
    )


def identifier(number: int) -> str:
    """The pseudonym that stands where the record number was."""
    return f"SYNTHETIC-US-{number:04}"


def _day(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def _patient(patient: Patient) -> list[str]:
    n = patient.number
    return [
        identifier(n),
        f"SYNTHETIC-NAME-{n:04}, NOBODY",
        f"000-{n:02}-{n:04}",  # no social security number begins with 000
        f"synthetic-{n:04}@example.invalid",
        _day(patient.birth),
        "F" if patient.female else "M",
        _day(patient.diagnosis),
        "CP",
        patient.transcripts.replace("+", ";"),
        f"{60 + 5 * n % 120}.{n % 10}",
        f"{9 + n % 5}.{n % 10}",
        str(200 + 9 * n),
        str(n % 9),
        f'synthetic note {n}, with a comma and a "quote"',
    ]


def _treatments(patient: Patient) -> Iterator[list[str]]:
    for one in patient.treatments:
        yield [
            identifier(patient.number),
            _DRUGS[one.drug][patient.number % 2],
            str(one.dose),
            _day(one.start),
            _day(one.stop - timedelta(1)) if one.stop else "",
            _REASONS[one.reason],
        ]


def _tests(patient: Patient) -> Iterator[list[str]]:
    laboratory = _LABORATORIES[patient.number % 5]
    for one in patient.tests:
        yield [
            identifier(patient.number),
            _day(one.day),
            laboratory,
            _result(one.percent, laboratory),
            "%IS" if laboratory == "Central Lab" else "",
            "PB",
        ]


def _result(percent: Decimal, laboratory: str) -> str:
    if not percent:
        return _NOT_DETECTED[laboratory]
    if laboratory == "Central Lab":
        return f"{percent:f}"
    if laboratory == "University Lab":
        return f"{(percent / 100).normalize():f}"
    return f"{math.log10(BASELINE / percent):.2f}"


def _blood_count(patient: Patient) -> Iterator[list[str]]:
    n = patient.number
    start = [identifier(n), _day(patient.after(400))]
    yield [*start, "WBC", f"{4 + n % 5}.{n % 10}", "K/uL"]
    yield [*start, "HGB", f"{11 + n % 4}.{n % 10}", "g/dL"]
    yield [*start, "PLT", str(150 + 10 * n), "K/uL"]


def _events(patient: Patient) -> Iterator[list[str]]:
    for day, drug in patient.attempts:
        yield [identifier(patient.number), "TFR start", _day(day), drug]
    for event, day, drug in patient.events:
        yield [identifier(patient.number), _EVENTS[event], _day(day), drug]


_PATIENTS = (
    "MRN,Patient Name,SSN,Email,DOB,Sex,Dx Date,Phase,Transcript,WBC (K/uL),Hgb (g/dL),"
    "Plt (K/uL),Spleen (cm),Notes"
)
_SPECIAL_PATIENTS: dict[int, list[str] | str] = {
    9: "SYNTHETIC-US-0036,,,,7/4/1980,F,6/1/2020,CP,p210,101.5,10.9,433,2,",
    # No platelets at all: not a count, but a 0 typed for a blank.
    10: "SYNTHETIC-US-0037,,,,7/4/1981,F,6/1/2019,CP,e14a2,101.5,10.9,0,2,",
    11: ",,,,7/4/1982,F,6/1/2018,CP,e14a2,101.5,10.9,433,2,",
}
_TREATMENTS = "MRN,Drug,Dose (mg),Start,Last Dose,Reason"
_SPECIAL_TREATMENTS: dict[int, list[str] | str] = {
    # In a trial, four months before the diagnosis that was written down.
    5: "SYNTHETIC-US-0036,ABL001,80,1/15/2020,,",
    6: "SYNTHETIC-US-0036,Iclusig,45,,,",
    7: "SYNTHETIC-US-0036,omacetaxine,,7/1/2021,7/14/2021,Other",
}
_TESTS = "MRN,Collected,Lab,Result,Units,Specimen"
_SPECIAL_TESTS: dict[int, list[str] | str] = {
    # Detected, too few to be counted.
    10: "SYNTHETIC-US-0002,3/1/2021,Central Lab,<0.0069,%IS,PB",
    11: "SYNTHETIC-US-0002,3/2/2021,Central Lab,pos <LOQ,%IS,PB",
    12: "SYNTHETIC-US-0002,3/3/2021,Central Lab,≤0.01,%IS,PB",
    13: "SYNTHETIC-US-0003,3/4/2021,Central Lab,UMRD,%IS,PB",
    14: "SYNTHETIC-US-0003,3/5/2021,Central Lab,CMR,%IS,BM",
    15: "SYNTHETIC-US-0003,3/8/2021,Central Lab,MR4^5,%IS,PB",
    16: "SYNTHETIC-US-0003,3/9/2021,Central Lab,0.0032%,%IS,PB",
    17: "SYNTHETIC-US-0003,13/2/2021,Central Lab,0.004,%IS,PB",
    18: "SYNTHETIC-US-0004,2/3/21,Central Lab,0.0044,%IS,PB",
    # Ratios, and nothing says so but the laboratory.
    25: "SYNTHETIC-US-0001,3/10/2021,University Lab,0.000032,,PB",
    26: "SYNTHETIC-US-0001,3/11/2021,University Lab,1e-4,,PB",
    27: "SYNTHETIC-US-0001,3/12/2021,University Lab,3.2E-05,,PB",
    # Logarithms against the laboratory's own 36 %.
    35: "SYNTHETIC-US-0005,3/15/2021,Reference Lab (log),4.5,,PB",
    36: "SYNTHETIC-US-0005,3/16/2021,Reference Lab (log),0,,PB",
    37: "SYNTHETIC-US-0005,3/17/2021,Reference Lab (log),>4.5,,PB",
    45: "SYNTHETIC-US-0007,3/18/2021,Central Lab,TNP,%IS,PB",
    46: "SYNTHETIC-US-0007,3/19/2021,Central Lab,See note,%IS,PB",
    # 0.3 that became the third of January on its way through a spreadsheet.
    47: "SYNTHETIC-US-0008,3/22/2021,Central Lab,3-Jan,%IS,PB",
    48: 'SYNTHETIC-US-0008,3/23/2021,Central Lab,"1,250",%IS,PB',
    49: "SYNTHETIC-US-0008,3/24/2021,Central Lab,-0.5,%IS,PB",
}
_COUNTS = "MRN,Date,Test,Value,Units"
_SPECIAL_COUNTS: dict[int, list[str] | str] = {
    5: "SYNTHETIC-US-0002,4/1/2021,HGB,8.1,arbitrary",
    6: "SYNTHETIC-US-0002,4/1/2021,PLT,250000,/uL",
}
_HAPPENED = "MRN,Event,Date,Drug"
_SPECIAL_EVENTS: dict[int, list[str] | str] = {
    5: "SYNTHETIC-US-0014,Allo-SCT,5/20/2015,",
    6: "SYNTHETIC-US-0099,Last seen,5/20/2015,",
    # Ten years before birth.
    7: "SYNTHETIC-US-0036,Blast crisis,5/5/1970,",
    8: "SYNTHETIC-US-0036,Last seen,12/31/1899,",
}
