"""SE01: five Windows-1252 files with semicolons, decimal commas and Swedish words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from tests.exports.makers.courses import Patient, Treatment, patients
from tests.exports.makers.writing import placed, with_wrong_check_digit, write_text

SIZES = {
    "steady": 16,
    "switched": 8,
    "second": 6,
    "stopped": 5,
    "remission": 4,
    "died": 2,
    "new": 1,
}
_DRUGS = {
    "imatinib": ("Glivec", "Imatinib"),
    "nilotinib": ("Tasigna", "nilotinib"),
    "dasatinib": ("Sprycel", "SPRYCEL"),
    "hydroxyurea": ("Hydrea", "Hydrea"),
}
_REASONS = {
    "resistance": "resistens",
    "dose change": "dosändring",
    "TFR attempt": "utsättning (TFR)",
    "other": "annat",
    "": "",
}
_TRANSCRIPTS = {"e14a2": "b3a2", "e13a2": "b2a2", "e13a2+e14a2": "e14a2+e13a2"}
_EVENTS = {
    "last contact": "senaste kontakt",
    "restart": "återinsättning",
    "blast phase": "blastkris",
    "death": "död",
}


def make(folder: Path) -> None:
    """Write the export into the folder."""
    everybody = patients(SIZES, seed=46)
    _write(folder / "patienter.csv", _PATIENTS, map(_patient, everybody), _SPECIAL_PATIENTS)
    treatments = (row for one in everybody for row in _treatments(one))
    _write(folder / "behandling.csv", _TREATMENTS, treatments, _SPECIAL_TREATMENTS)
    for part, chosen in ((1, everybody[:20]), (2, everybody[20:])):
        tests = (row for one in chosen for row in _tests(one))
        _write(folder / f"pcr_2024_{part}.csv", _TESTS, tests, _SPECIAL_TESTS[part])
    events = (row for one in everybody for row in _events(one))
    _write(folder / "handelser.csv", _HAPPENED, events, _SPECIAL_EVENTS)


def _write(
    path: Path, header: str, rows: Iterator[list[str]], special: dict[int, list[str] | str]
) -> None:
    write_text(path, header, placed(rows, special), delimiter=";", encoding="cp1252")


def identifier(number: int) -> str:
    """The pseudonym that the registry gives a patient."""
    return f"SYNTHETIC-{number:04}"


def _personal_number(patient: Patient) -> str:
    """Shaped like a Swedish personal identity number; its check digit is wrong."""
    day = patient.birth.strftime("%y%m%d")
    digits = with_wrong_check_digit(f"{day}{100 + patient.number:03}")
    return f"{patient.birth:%Y%m%d}-{digits[6:]}"


def _patient(patient: Patient) -> list[str]:
    n = patient.number
    return [
        identifier(n),
        _personal_number(patient),
        "K" if patient.female else "M",
        patient.birth.isoformat(),
        patient.diagnosis.isoformat(),
        "kronisk",
        _TRANSCRIPTS[patient.transcripts],
        f"{40 + 7 * n % 200},{n % 10}",
        str(95 + n),
        str(150 + 11 * n),
        f"{n % 5},5",
        str(n % 6),
        str(n % 4),
        str(n % 12),
        ("låg", "medel", "hög")[n % 3],
        f"syntetisk fritext {n}",
    ]


def _treatments(patient: Patient) -> Iterator[list[str]]:
    for one in patient.treatments:
        yield [
            identifier(patient.number),
            _DRUGS[one.drug][patient.number % 2],
            one.start.isoformat(),
            _last_day(one),
            str(one.dose),
            _REASONS[one.reason],
        ]


def _last_day(treatment: Treatment) -> str:
    """The registry records the last day on the drug."""
    return (treatment.stop - timedelta(1)).isoformat() if treatment.stop else "pågår"


def _tests(patient: Patient) -> Iterator[list[str]]:
    """One patient in four is followed by Labb 2, which reports on its own scale."""
    local = patient.number % 4 == 0
    for one in patient.tests:
        yield [
            identifier(patient.number),
            one.day.isoformat(),
            "lokal" if local else "IS",
            f"{one.percent:f}".replace(".", ",") if one.percent else "ND",
            f"{one.copies:,}".replace(",", "."),
            "Labb 2" if local else "Labb 1",
            "blod",
            "",
        ]


def _events(patient: Patient) -> Iterator[list[str]]:
    for day, drug in patient.attempts:
        yield [identifier(patient.number), "utsättning", day.isoformat(), drug, ""]
    for event, day, drug in patient.events:
        restart = "molekylärt återfall" if event == "restart" else ""
        detail = "KML" if event == "death" else drug
        yield [identifier(patient.number), _EVENTS[event], day.isoformat(), detail, restart]


_PATIENTS = (
    "löpnr;personnummer;kön;födelsedatum;diagnosdatum;fas;transkript;lpk;hb;tpk;blaster;"
    "basofiler;eosinofiler;mjälte_cm;sokal;kommentar"
)
_SPECIAL_PATIENTS: dict[int, list[str] | str] = {
    # The sex and the transcript are not known, which is no fault.
    5: "SYNTHETIC-0043;;saknas;1950-02-01;2011-05-09;kronisk;saknas;88,1;104;412;2;1;1;0;;",
    # Sent twice: row 9 is row 8 again (patient 6).
    9: _patient(patients(SIZES, seed=46)[5]),
    # Two rows of one patient that contradict each other.
    15: "SYNTHETIC-0044;;K;1962-03-01;2012-02-02;kronisk;b3a2;61,5;111;300;1;2;1;3;låg;",
    16: "SYNTHETIC-0044;;M;1962-03-01;2012-02-02;kronisk;b3a2;61,5;111;300;1;2;1;3;låg;",
    # Diagnosed five years before birth.
    21: "SYNTHETIC-0045;;M;2019-01-01;2014-06-30;kronisk;b2a2;70,0;120;310;1;2;1;0;låg;",
    # A word for the sex that nobody has explained.
    22: "SYNTHETIC-0046;;X;1971-01-01;2014-06-30;kronisk;b2a2;70,0;120;310;1;2;1;0;låg;",
    # Haemoglobin with two digits too many.
    30: "SYNTHETIC-0047;;K;1971-01-01;2014-06-30;kronisk;b2a2;70,0;11200,5;310;1;2;1;0;låg;",
    # Other spellings, spaces at the ends.
    31: " SYNTHETIC-0048 ;; kvinna;1968-10-10;2010-03-15;accelererad;b3-a2; 12,25 ;99,5;"
    "1200;12,5;20;5;14;hög;text  med  mellanslag",
}
_TREATMENTS = "löpnr;preparat;start;slut;dos_mg;orsak"
_SPECIAL_TREATMENTS: dict[int, list[str] | str] = {
    # Patient 48: interferon, then one day of imatinib, then bosutinib until today.
    4: "SYNTHETIC-0048;Interferon alfa;2010-03-20;2010-09-30;;biverkning",
    5: "SYNTHETIC-0048;STI571;2010-10-01;2010-10-01;400;biverkning",
    6: "SYNTHETIC-0048;Bosulif;2010-10-02;;500;",
    # Stopped before it was started.
    11: "SYNTHETIC-0043;Glivec;2012-05-01;2012-04-01;400;biverkning",
    # No drug for CML.
    12: "SYNTHETIC-0043;Alvedon;2012-05-01;2012-06-01;1000;",
    # A day that does not exist.
    13: "SYNTHETIC-0043;Glivec;2013-02-30;;400;",
    # The same row twice.
    20: "SYNTHETIC-0043;Sprycel;2014-01-10;2014-12-31;100;biverkning",
    21: "SYNTHETIC-0043;Sprycel;2014-01-10;2014-12-31;100;biverkning",
}
_TESTS = "löpnr;provdatum;skala;svar;abl_kopior;lab;material;anteckning"
_SPECIAL_TESTS: dict[int, dict[int, list[str] | str]] = {
    1: {
        5: "SYNTHETIC-0001;2020-03-02;IS;0,0032;120.000;Labb 1;blod;",
        12: "SYNTHETIC-0002;2020-03-03;IS;<0,0032;85.400;Labb 1;blod;",
        19: "SYNTHETIC-0003;2020-03-04;IS;negativ;33.000;Labb 1;blod;",
        26: "SYNTHETIC-0005;2020-03-05;IS;ND;32.000;Labb 1;blod;",
        # "Ej gjord" is not done, so there is no test.
        33: "SYNTHETIC-0005;2020-03-06;IS;ej gjord;;Labb 1;blod;",
        40: "SYNTHETIC-0006;2020-03-09;IS;0;41.000;Labb 1;benmärg;",
        # Labb 2 changed its conversion factor between these two days.
        47: "SYNTHETIC-0004;2012-06-30;lokal;0,0125;50.000;Labb 2;blod;",
        48: "SYNTHETIC-0004;2012-07-01;lokal;0,0125;50.000;Labb 2;blod;",
        # Labb 3 has none.
        61: "SYNTHETIC-0009;2020-03-10;lokal;0,02;30.000;Labb 3;blod;",
        62: "SYNTHETIC-0009;2020-03-11;IS;se kommentar;30.000;Labb 1;blod;",
        75: "SYNTHETIC-0010;2020-02-31;IS;0,004;35.000;Labb 1;blod;",
        76: "SYNTHETIC-0010;2031-01-15;IS;0,004;35.000;Labb 1;blod;",
        88: ";2020-03-12;IS;0,004;35.000;Labb 1;blod;",
        89: "SYNTHETIC-0099;2020-03-12;IS;0,004;35.000;Labb 1;blod;",
        # A semicolon in a remark that nobody quoted.
        90: "SYNTHETIC-0011;2020-03-13;IS;0,004;35.000;Labb 1;blod;svar per telefon; se journal",
        # The same row twice.
        100: "SYNTHETIC-0011;2020-03-16;IS;0,0041;35.000;Labb 1;blod;",
        101: "SYNTHETIC-0011;2020-03-16;IS;0,0041;35.000;Labb 1;blod;",
        110: "SYNTHETIC-0014;2020-03-17;IS;>10;35.000;Labb 1;blod;",
        111: "SYNTHETIC-0014;2020-03-18;IS;0,0032 %;35.000;Labb 1;blod;",
        112: "  SYNTHETIC-0014 ;2020-03-19 ;IS; 0,0007 ;101.000;Labb 1;blod;",
        113: "SYNTHETIC-0013;2020-03-20;IS;MR 4,5;saknas;Labb 1;blod;",
        120: "SYNTHETIC-0013;2020-03-23;IS;SAKNAS;35.000;Labb 1;blod;",
        121: "SYNTHETIC-0013;2020-03-24;IS;0,004;35.000;Labb 9;blod;",
        122: "SYNTHETIC-0013;2020-03-25;IS;0,004;ca 35000;Labb 1;blod;",
    },
    2: {
        # Sent with the first file too (row 5 there).
        2: "SYNTHETIC-0001;2020-03-02;IS;0,0032;120.000;Labb 1;blod;",
        # Patient 40 died on 2006-04-05.
        20: "SYNTHETIC-0040;2006-05-02;IS;55;35.000;Labb 1;blod;",
        # Patient 42 was diagnosed on 2024-11-15.
        21: "SYNTHETIC-0042;2024-07-02;IS;48;35.000;Labb 1;blod;",
        # Neither scale.
        22: "SYNTHETIC-0021;2020-04-01;okänd;0,004;35.000;Labb 1;blod;",
    },
}
_HAPPENED = "löpnr;händelse;datum;detalj;orsak"
_SPECIAL_EVENTS: dict[int, list[str] | str] = {
    6: "SYNTHETIC-0018;mutation;2013-01-14;T315I;",
    7: "SYNTHETIC-0019;allogen SCT;2016-09-01;;",
    # Older than the end of the last treatment (row 20 there), to which it is moved up.
    8: "SYNTHETIC-0043;senaste kontakt;2014-06-30;;",
    # Nothing that the lake keeps.
    9: "SYNTHETIC-0020;graviditet;2015-05-05;;",
    # Patient 41 cannot die twice; the later day, row 62, holds.
    64: "SYNTHETIC-0041;död;2007-10-01;hjärtinfarkt;",
}
