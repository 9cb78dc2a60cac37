"""GB01: a REDCap export in wide form, with repeating instruments, and its data dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from tests.exports.makers.courses import Patient, Test, patients
from tests.exports.makers.writing import placed, write_text

SIZES = {
    "steady": 9,
    "switched": 5,
    "second": 4,
    "stopped": 4,
    "remission": 4,
    "died": 2,
    "new": 2,
}
VISITS = (3, 6, 12, 18, 24, 36, 48, 60, 72)
_DRUGS = {"imatinib": 1, "dasatinib": 2, "nilotinib": 3, "bosutinib": 4, "hydroxyurea": 5}
_REASONS = {"resistance": "2", "dose change": "3", "TFR attempt": "4", "other": "9", "": ""}
_EVENTS = {"last contact": 1, "death": 2, "blast phase": 3, "restart": 5}
_ATTEMPT = 4
_PER_VISIT = ("pcr_date", "pcr", "pcr_det", "pcr_copies")
COLUMNS = (
    *("record_id", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"),
    *("nhs_number", "birth_year", "sex", "dx_date", "phase", "transcript___1", "transcript___2"),
    *("transcript___3", "wbc", "hb", "plt", "spleen"),
    *(f"{name}_{visit}m" for visit in VISITS for name in _PER_VISIT),
    *("tx_drug", "tx_start", "tx_stop", "tx_dose", "tx_reason"),
    *("rpcr_date", "rpcr", "rpcr_det", "rpcr_copies", "oc_type", "oc_date", "oc_drug", "comments"),
)
_BASELINE, _FOLLOW_UP = "baseline_arm_1", "followup_arm_1"


def make(folder: Path) -> None:
    """Write the export and the data dictionary into the folder."""
    rows = (row for one in patients(SIZES, seed=44) for row in _rows(one))
    _write(folder / "CMLRegistry_DATA_2024-12-31_1201.csv", ",".join(COLUMNS), rows, _SPECIAL)
    dictionary = ([*row[:6], *[""] * 5, row[6], *[""] * 6] for row in _dictionary())
    _write(folder / "CMLRegistry_DataDictionary_2024-12-31.csv", _DICTIONARY_HEADER, dictionary, {})


def _write(
    path: Path, header: str, rows: Iterator[list[str]], special: dict[int, list[str]]
) -> None:
    write_text(path, header, placed(rows, special), delimiter=",", newline="\n")


def identifier(number: int) -> str:
    """The record number."""
    return f"SYN-{number}"


def nhs_number(number: int) -> str:
    """Shaped like an NHS number; its check digit is wrong."""
    body = f"{900_000_000 + number}"
    right = -sum(int(digit) * (10 - place) for place, digit in enumerate(body)) % 11
    return f"{body}{(right + 1) % 10}"


def _row(number: int, instrument: str = "", instance: int = 1, /, **cells: object) -> list[str]:
    """A row of the instrument; the baseline one where none is named."""
    filled = {
        "record_id": identifier(number),
        "redcap_event_name": _FOLLOW_UP if instrument else _BASELINE,
        "redcap_repeat_instrument": instrument if instrument != "comment" else "",
        "redcap_repeat_instance": instance if instrument not in ("", "comment") else "",
        **cells,
    }
    if unknown := set(filled) - set(COLUMNS):
        raise AssertionError(f"no such columns: {unknown}")
    return [str(filled.get(column, "")) for column in COLUMNS]


def _rows(patient: Patient) -> Iterator[list[str]]:
    n = patient.number
    stop = patient.attempts[0][0] if patient.attempts else None
    before = [one for one in patient.tests if stop is None or one.day < stop]
    yield _row(n, **_baseline(patient), **_visits(patient, before))
    for place, one in enumerate(patient.treatments, start=1):
        cells = {"tx_drug": _DRUGS[one.drug], "tx_start": one.start, "tx_stop": one.stop or ""}
        yield _row(n, "treatment", place, **cells, tx_dose=one.dose, tx_reason=_REASONS[one.reason])
    for place, test in enumerate(patient.tests[len(before) :], start=1):
        yield _row(n, "pcr", place, **_result("rpcr", "", test), rpcr_date=test.day)
    happened = [(_ATTEMPT, day, drug) for day, drug in patient.attempts]
    happened += [(_EVENTS[event], day, drug) for event, day, drug in patient.events]
    for place, (kind, day, drug) in enumerate(happened, start=1):
        yield _row(
            n, "outcome", place, oc_type=kind, oc_date=day, oc_drug=_DRUGS[drug] if drug else ""
        )


def _baseline(patient: Patient) -> dict[str, object]:
    n = patient.number
    return {
        "nhs_number": nhs_number(n),
        "birth_year": patient.birth.year,
        "sex": 2 if patient.female else 1,
        "dx_date": patient.diagnosis,
        "phase": 1,
        "transcript___1": int("e13a2" in patient.transcripts),
        "transcript___2": int("e14a2" in patient.transcripts),
        "transcript___3": 0,
        "wbc": f"{45 + 6 * n % 130}.{n % 10}",
        "hb": 98 + n,
        "plt": 170 + 12 * n,
        "spleen": n % 8,
        "comments": f"synthetic comment {n}",
    }


def _visits(patient: Patient, tests: list[Test]) -> dict[str, object]:
    cells: dict[str, object] = {}
    for test in tests:
        months = round((test.day - patient.diagnosis) / timedelta(days=30.4375))
        cells |= _result("pcr", f"_{months}m", test)
        cells[f"pcr_date_{months}m"] = test.day
    return cells


def _result(name: str, visit: str, test: Test) -> dict[str, object]:
    """A value, or none and "not detected" (2)."""
    return {
        f"{name}{visit}": f"{test.percent:f}" if test.percent else "",
        f"{name}_det{visit}": 1 if test.percent else 2,
        f"{name}_copies{visit}": test.copies,
    }


_SPECIAL: dict[int, list[str]] = {
    # Sex and birth year are not told, no transcript is ticked; every visit is written otherwise.
    10: _row(
        31,
        birth_year=-9,
        sex=3,
        dx_date="2016-02-10",
        phase=1,
        spleen="UNK",
        transcript___1=0,
        transcript___2=0,
        transcript___3=0,
        pcr_date_3m="2016-05-11",
        pcr_3m="neg",
        pcr_date_6m="2016-08-10",
        pcr_6m="<0.0032",
        # Half a per cent, and not detected.
        pcr_date_12m="2017-02-10",
        pcr_12m="0.5",
        pcr_det_12m=2,
        # No date.
        pcr_18m="0.01",
        pcr_det_18m=1,
        # Not done.
        pcr_date_24m="2018-02-10",
        pcr_det_24m=3,
        pcr_date_36m="2019-02-10",
        pcr_36m="1e-4",
        pcr_det_36m=1,
        pcr_date_48m="2020-02-10",
        pcr_48m="MR4.5",
        pcr_date_60m="2021-02-10",
        pcr_60m="not detected",
        pcr_copies_60m=41000,
    ),
    11: _row(31, "treatment", 1, tx_drug=6, tx_start="2016-02-20", tx_dose=45),
    # "Other", and nobody says what.
    12: _row(31, "treatment", 2, tx_drug=99, tx_start="2016-02-12", tx_stop="2016-02-19"),
    13: _row(
        32,
        birth_year=1975,
        sex=1,
        dx_date="2018-05-05",
        phase=2,
        transcript___1=1,
        transcript___2=1,
        transcript___3=0,
        wbc="88.5",
        hb=91,
        plt=702,
        spleen=11,
    ),
    # Moved away: nothing that the lake keeps.
    14: _row(32, "outcome", 1, oc_type=9, oc_date="2020-01-01"),
    15: _row(32, "comment", comments="synthetic comment, alone on its row"),
    16: _row(32, "outcome", 2, oc_type=1, oc_date="2024-12-20"),
    # Entered twice.
    17: _row(32, "pcr", 1, rpcr_date="2019-01-01", rpcr="0.02", rpcr_det=1, rpcr_copies=52000),
    18: _row(32, "pcr", 2, rpcr_date="2019-01-01", rpcr="0.02", rpcr_det=1, rpcr_copies=52000),
}

_DICTIONARY_HEADER = (
    '"Variable / Field Name","Form Name","Section Header","Field Type","Field Label",'
    '"Choices, Calculations, OR Slider Labels","Field Note",'
    '"Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation Max",'
    'Identifier?,"Branching Logic (Show field only if...)","Required Field?","Custom Alignment",'
    '"Question Number (surveys only)","Matrix Group Name","Matrix Ranking?","Field Annotation"'
)


def _dictionary() -> Iterator[list[str]]:
    """Name, form, section, type, label, choices, and whether it is an identifier; the rest is
    empty here."""
    drugs = "1, Imatinib | 2, Dasatinib | 3, Nilotinib | 4, Bosutinib | 5, Hydroxyurea | "
    drugs += "6, Ponatinib | 7, Asciminib | 99, Other"
    detected = "1, Detected | 2, Not detected | 3, Not done"
    yield ["record_id", "baseline", "", "text", "Record ID", "", ""]
    yield ["nhs_number", "baseline", "", "text", "NHS number", "", "y"]
    yield ["birth_year", "baseline", "", "text", "Year of birth (-9: unknown)", "", ""]
    sexes = "1, Male | 2, Female | 3, Prefer not to say"
    yield ["sex", "baseline", "", "radio", "Sex", sexes, ""]
    yield ["dx_date", "baseline", "", "text", "Date of diagnosis", "", ""]
    phases = "1, Chronic | 2, Accelerated | 3, Blast"
    yield ["phase", "baseline", "", "radio", "Phase at diagnosis", phases, ""]
    transcripts = "1, e13a2 (b2a2) | 2, e14a2 (b3a2) | 3, e1a2 (p190)"
    yield ["transcript", "baseline", "", "checkbox", "Transcripts", transcripts, ""]
    for name, label in (("wbc", "WBC (10^9/L)"), ("hb", "Haemoglobin (g/L)")):
        yield [name, "baseline", "", "text", label, "", ""]
    yield ["plt", "baseline", "", "text", "Platelets (10^9/L)", "", ""]
    yield ["spleen", "baseline", "", "text", "Spleen below costal margin (cm)", "", ""]
    for visit in VISITS:
        yield [f"pcr_date_{visit}m", "baseline", "", "text", f"PCR date, month {visit}", "", ""]
        yield [f"pcr_{visit}m", "baseline", "", "text", f"BCR::ABL1 % IS, month {visit}", "", ""]
        yield [f"pcr_det_{visit}m", "baseline", "", "radio", "Transcripts", detected, ""]
        yield [f"pcr_copies_{visit}m", "baseline", "", "text", "ABL1 copies", "", ""]
    yield ["tx_drug", "treatment", "", "dropdown", "Drug", drugs, ""]
    yield ["tx_start", "treatment", "", "text", "First day", "", ""]
    yield ["tx_stop", "treatment", "", "text", "First day without", "", ""]
    yield ["tx_dose", "treatment", "", "text", "mg per day", "", ""]
    reasons = "1, Intolerance | 2, Resistance | 3, Dose change | 4, TFR attempt | 9, Other"
    yield ["tx_reason", "treatment", "", "dropdown", "Why stopped", reasons, ""]
    yield ["rpcr_date", "pcr", "", "text", "PCR date", "", ""]
    yield ["rpcr", "pcr", "", "text", "BCR::ABL1 % IS", "", ""]
    yield ["rpcr_det", "pcr", "", "radio", "Transcripts", detected, ""]
    yield ["rpcr_copies", "pcr", "", "text", "ABL1 copies", "", ""]
    types = "1, Last contact | 2, Death | 3, Blast phase | 4, TFR stop | 5, Restart | 9, Moved away"
    yield ["oc_type", "outcome", "", "dropdown", "What", types, ""]
    yield ["oc_date", "outcome", "", "text", "When", "", ""]
    yield ["oc_drug", "outcome", "", "dropdown", "Drug", drugs, ""]
    yield ["comments", "comment", "", "notes", "Comments", "", ""]
