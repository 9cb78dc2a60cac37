"""DE01: one Excel file of four sheets, with titles above the headers and dates in every style."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tests.exports.makers.courses import Patient, patients
from tests.exports.makers.writing import placed

SIZES = {
    "steady": 10,
    "switched": 6,
    "second": 5,
    "stopped": 4,
    "remission": 4,
    "died": 2,
    "new": 1,
}
BOOK = "CML_Register_2024.xlsx"
FIRST_ROW = 4  # two rows of titles, the header, then the data
_MONTHS = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
_DRUGS = {
    "imatinib": ("Imatinib", "Glivec"),
    "nilotinib": ("Tasigna (Nilotinib)", "Nilotinib"),
    "dasatinib": ("Sprycel", "Dasatinib"),
    "hydroxyurea": ("Hydroxycarbamid", "Litalir"),
}
_REASONS = {
    "resistance": "Resistenz",
    "dose change": "Dosisänderung",
    "TFR attempt": "TFR-Versuch",
    "other": "Sonstiges",
    "": "",
}
_EVENTS = {
    "last contact": "letzter Kontakt",
    "restart": "Wiederbeginn",
    "blast phase": "Blastenkrise",
    "death": "verstorben",
}


@dataclass(frozen=True)
class Formula:
    """A cell that is computed; `{row}` in it is its row. `value` is what Excel saved with it."""

    text: str
    value: float | str


Cell = str | int | float | date | Formula
Row = list[Cell]


def make(folder: Path) -> None:
    """Write the export into the folder."""
    import xlsxwriter

    with xlsxwriter.Workbook(folder / BOOK) as book:
        book.set_properties({"created": datetime(2025, 1, 15), "author": ""})
        formats = {
            "title": book.add_format({"bold": True, "align": "center"}),
            "header": book.add_format({"bold": True, "bottom": 1}),
            "day": book.add_format({"num_format": "dd.mm.yyyy"}),
        }
        for name, (header, rows) in sheets().items():
            _write(book.add_worksheet(name), header, rows, formats)


def sheets() -> dict[str, tuple[list[str], list[Row]]]:
    """Sheet → header and rows."""
    everybody = patients(SIZES, seed=49)
    treatments = (row for one in everybody for row in _treatments(one))
    tests = (row for one in everybody for row in _tests(one))
    events = (row for one in everybody for row in _events(one))
    return {
        "Stammdaten": (_PATIENTS, placed(map(_patient, everybody), _SPECIAL_PATIENTS, FIRST_ROW)),
        "Therapie": (_TREATMENTS, placed(treatments, _SPECIAL_TREATMENTS, FIRST_ROW)),
        "PCR": (_TESTS, placed(tests, _SPECIAL_TESTS, FIRST_ROW)),
        "Verlauf": (_HAPPENED, placed(events, _SPECIAL_EVENTS, FIRST_ROW)),
    }


def _write(sheet: Any, header: list[str], rows: list[Row], formats: dict[str, Any]) -> None:
    last = len(header) - 1
    sheet.merge_range(0, 0, 0, last, f"CML-Register: {sheet.name}", formats["title"])
    sheet.merge_range(1, 0, 1, last, "synthetisch, Stand 31.12.2024", formats["title"])
    sheet.write_row(FIRST_ROW - 2, 0, header, formats["header"])
    for number, row in enumerate(rows, start=FIRST_ROW):
        for column, cell in enumerate(row):
            _write_cell(sheet, number - 1, column, cell, formats["day"])


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, day: Any) -> None:
    if isinstance(cell, Formula):
        sheet.write_formula(row, column, cell.text.format(row=row + 1), None, cell.value)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), day)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell) if cell else sheet.write_blank(row, column, None)
    else:
        sheet.write_number(row, column, cell)


def identifier(number: int) -> str:
    """The pseudonym that the register gives a patient."""
    return f"SYNTHETIC-DE-{number:03}"


def insurance_number(number: int) -> str:
    """Shaped like a German health insurance number; its check digit is wrong."""
    body = f"{number:08}"
    letter = "S"
    digits = f"{ord(letter) - 64:02}{body}"
    weighed = (int(digit) * (1 + place % 2) for place, digit in enumerate(digits))
    right = sum(value // 10 + value % 10 for value in weighed) % 10
    return f"{letter}{body}{(right + 1) % 10}"


def _in_some_style(day: date, number: int) -> Cell:
    """A real date cell, or text in one of three styles."""
    if number % 4 == 0:
        return day
    if number % 4 == 1:
        return f"{day:%d.%m.%Y}"
    if number % 4 == 2:
        return f"{day.day}.{day.month}.{day:%y}"
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def _patient(patient: Patient) -> Row:
    n = patient.number
    return [
        identifier(n),
        insurance_number(n),
        "weiblich" if patient.female else "männlich",
        patient.birth.year,
        _in_some_style(patient.diagnosis, n),
        "chronische Phase",
        patient.transcripts.replace("+", " / "),
        50 + 9 * n % 170 + 0.5,
        9.5 + n % 5,
        180 + 13 * n,
        n % 5,
        n % 9,
        ("niedrig", "intermediär", "hoch")[n % 3],
        160 + n,
        f"synthetische Bemerkung {n}",
    ]


def _treatments(patient: Patient) -> Iterator[Row]:
    n = patient.number
    for one in patient.treatments:
        yield [
            identifier(n),
            _DRUGS[one.drug][n % 2],
            _in_some_style(one.start, n + 1),
            _in_some_style(one.stop, n + 2) if one.stop else "laufend",
            one.dose,
            _REASONS[one.reason],
        ]


def _tests(patient: Patient) -> Iterator[Row]:
    """One patient in three is followed by Labor B, which reports logarithms."""
    n = patient.number
    for place, one in enumerate(patient.tests):
        number = float(one.percent)
        percent = number if place % 2 else f"{one.percent:f}".replace(".", ",")
        logarithm = f"{2 - math.log10(number):.2f}".replace(".", ",") if number else ""
        if not number:
            percent = logarithm = "nicht nachweisbar"
        by_logarithm = n % 3 == 0
        yield [
            identifier(n),
            _in_some_style(one.day, n + place),
            "" if by_logarithm else percent,
            logarithm if by_logarithm else "",
            *_copies(one.copies),
            "Labor B" if by_logarithm else "Labor A",
            "Blut",
        ]


def _copies(total: int) -> Row:
    """Two replicates and their sum, which the register computes."""
    return [total // 2, total - total // 2, Formula("=E{row}+F{row}", total)]


def _events(patient: Patient) -> Iterator[Row]:
    n = patient.number
    for day, drug in patient.attempts:
        yield [identifier(n), "TFR-Beginn", _in_some_style(day, n), drug]
    for event, day, drug in patient.events:
        yield [identifier(n), _EVENTS[event], _in_some_style(day, n + 1), drug]


_PATIENTS = [
    *("Pat.-Nr.", "Versichertennummer", "Geschlecht", "Geburtsjahr", "Erstdiagnose"),
    *("Phase bei ED", "Transkript", "Leukozyten (G/l)", "Hb (g/dl)", "Thrombozyten (G/l)"),
    *("Blasten (%)", "Milz (cm)", "ELTS", "Größe (cm)", "Bemerkung"),
]
_CHRONIC = "chronische Phase"
_SPECIAL_PATIENTS: dict[int, Row] = {
    # The International Scale does not hold for e19a2.
    10: [
        *(identifier(33), "", "männlich", 1955, date(2011, 12, 20), _CHRONIC, "e19a2"),
        *(61.5, 11.1, 390, 1, 0, "niedrig", 180, ""),
    ],
    # The third of January, or the first of March?
    11: [
        *(identifier(34), "", "weiblich", 1961, "3/1/15", _CHRONIC, "e14a2"),
        *(61.5, 11.1, 390, 1, 0, "niedrig", 165, ""),
    ],
    # A day of birth where others have the year.
    12: [
        *(identifier(35), "", "weiblich", "12.05.1960", "24.12.2015", _CHRONIC, "b3a2"),
        *("88,25", "10,4", 410, 2, 4, "hoch", 171, ""),
    ],
    20: [
        *(identifier(36), "", "unbekannt", 1948, "7. Okt 2009", "Akzelerationsphase", "k. A."),
        *("k. A.", "k. A.", "k. A.", "", "", "", "", ""),
    ],
    21: [
        *(identifier(37), "", "weiblich", 1977, date(2013, 9, 2), _CHRONIC, "p210"),
        *(140, 9.9, 512, 3, 11, "intermediär", 158, ""),
    ],
}
_TREATMENTS = ["Pat.-Nr.", "Substanz", "Beginn", "abgesetzt am", "Dosis (mg/d)", "Abbruchgrund"]
_SPECIAL_TREATMENTS: dict[int, Row] = {
    8: [identifier(33), "Imatinib", date(2012, 1, 10), "laufend", 400, ""],
    9: [identifier(35), "Glivac", "10.01.2016", "laufend", 400, ""],
    10: [identifier(37), "Sprycel", "15. Okt 2013", "31. Dez 2014", 140, "Unverträglichkeit"],
}
_TESTS = [
    *("Pat.-Nr.", "Probendatum", "BCR-ABL IS (%)", "MR", "Kopien 1", "Kopien 2"),
    *("Kopien gesamt", "Labor", "Material"),
]


def _test(number: int, day: Cell, percent: Cell, logarithm: Cell, laboratory: str = "A") -> Row:
    start: Row = [identifier(number), day, percent, logarithm]
    return [*start, *_copies(45_000), f"Labor {laboratory}", "Blut"]


_SPECIAL_TESTS: dict[int, Row] = {
    10: _test(1, "01.03.2021", "0,0032", ""),
    11: _test(1, date(2021, 3, 2), "<0,0032", ""),
    # 3 April or 4 March.
    12: _test(1, "3/4/21", "0,004", ""),
    13: _test(1, "12. Mär 2021", "nicht nachweisbar", ""),
    # Somebody typed 1.3, and Excel made a day of it.
    20: _test(2, date(2021, 3, 5), date(2015, 3, 1), ""),
    21: _test(2, "31.02.2021", "0,004", ""),
    # The same day in either order; a day in one order only.
    22: _test(2, "3/3/21", "0,0041", ""),
    23: _test(2, "25/3/21", "0,0042", ""),
    30: _test(4, date(2021, 3, 8), Formula("=0.5/100", 0.005), ""),
    31: _test(4, date(2021, 3, 9), "MR 4,5", ""),
    40: _test(3, date(2021, 3, 10), "", "4,52", "B"),
    41: _test(3, date(2021, 3, 11), "", "MR4.5", "B"),
    42: _test(3, date(2021, 3, 12), "", ">4,5", "B"),
    50: _test(5, date(2021, 3, 15), Formula("=C5/0", "#DIV/0!"), ""),
    # A number cell is a number; the text could be either.
    51: _test(5, date(2021, 3, 16), 1.234, ""),
    52: _test(5, date(2021, 3, 17), "1,234", ""),
    60: _test(33, date(2014, 2, 3), "0,05", ""),
    # A serial number, where a day was pasted into a column of numbers: 2021-03-18.
    61: _test(5, 44273, "0,0043", ""),
}
_HAPPENED = ["Pat.-Nr.", "Ereignis", "Datum", "Substanz"]
_SPECIAL_EVENTS: dict[int, Row] = {
    # Patient 10 takes imatinib on that day, so that the attempt is none.
    8: [identifier(10), "TFR-Beginn", "10.01.2022", "imatinib"],
    9: [identifier(33), "letzter Kontakt", "1.12.24", ""],
    # Patient 33 never stopped.
    10: [identifier(33), "Wiederbeginn", "05.05.2015", "imatinib"],
}
