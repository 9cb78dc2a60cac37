"""Ten small files as sites send them, each dirty in its own way. The people in them are made up
by counting."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

Row = Sequence[object]
RARE = "RARESECRET"  # a text that stands in fewer than five rows of every file it is put in


def lines(header: str, rows: Sequence[Row], delimiter: str = ",", end: str = "\r\n") -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end)
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return file.getvalue()


def days(form: str, number: int, first: date = date(2004, 1, 1)) -> list[str]:
    return [(first + timedelta(days=37 * place)).strftime(form) for place in range(number)]


def luhn(nine: str) -> str:
    """A Swedish personal number, with its check digit."""
    total = 0
    for place, digit in enumerate(nine):
        value = int(digit) * (2 - place % 2)
        total += value - 9 if value > 9 else value
    return f"{nine[:6]}-{nine[6:]}{-total % 10}"


def swedish(folder: Path) -> Path:
    """cp1252, `;`, decimal comma, Windows line ends, one row per patient."""
    rows = [
        (
            f"{place:03d}",
            luhn(f"{40 + place % 50:02d}{1 + place % 12:02d}{1 + place % 28:02d}{place:03d}"),
            "K" if place % 2 else "M",
            1940 + place % 40,
            day,
            ("Kronisk fas", "Kronisk fas", "Blastkris")[place % 3],
            "b3a2" if place % 4 else "b2a2",
            f"{8 + place % 90},{place % 10}",
            120 + place % 40,
            ("låg", "medel", "hög", "okänd")[place % 4],
            RARE if place == 7 else "saknas" if place % 9 == 0 else "Örebro",
        )
        for place, day in enumerate(days("%Y-%m-%d", 60))
    ]
    header = "löpnr,personnummer,kön,födelseår,diagnosdatum,sjukdomsfas,transkript,LPK,Hb,Sokal,ort"
    path = folder / "patienter.csv"
    path.write_bytes(lines(header, rows, ";").encode("cp1252"))
    return path


def swedish_tests(folder: Path) -> Path:
    """UTF-8 with its mark; tests in rows: operators, words, ND, points for thousands."""
    said = ("0,0032", "<0,0032", "ej påvisad", "0,12", "MR4,5", "ND", "14,3", "0,05")
    rows = [
        (
            f"{place % 60:03d}",
            day,
            said[place % 8] if place % 8 not in (0, 3, 6, 7) else f"{said[place % 8]}{place % 7}",
            f"{20 + place % 90}.{100 + place}",
            "Labb Örebro" if place % 3 else "Labb Lund",
            "blod",
        )
        for place, day in enumerate(days("%Y-%m-%d", 120))
    ]
    path = folder / "pcr_2026.csv"
    text = lines("löpnr,datum,svar IS %,ABL1 kopior,lab,provtyp", rows, ";")
    path.write_bytes(text.encode("utf-8-sig"))
    return path


def german(folder: Path) -> Path:
    """Excel, two sheets with titles above the table, dates as cells, texts and both years."""
    import xlsxwriter

    path = folder / "Export Labor.xlsx"
    book = xlsxwriter.Workbook(str(path))
    day_cell = book.add_format({"num_format": "dd.mm.yyyy"})
    drugs = ("Glivec", "Imatinib", "Tasigna", "Sprycel")
    therapy = book.add_worksheet("Therapie")
    therapy.write_row(
        0,
        0,
        [
            "Pat.-Nr.",
            "Wirkstoff",
            "Therapiebeginn",
            "Therapieende",
            "Tagesdosis",
            "Absetzgrund",
            "Bemerkung",
        ],
    )
    for place in range(40):
        began = date(2008, 1, 1) + timedelta(days=61 * place)
        therapy.write_number(place + 1, 0, 1000 + place)
        therapy.write_string(place + 1, 1, drugs[place % 4])
        therapy.write_datetime(place + 1, 2, began, day_cell)
        form = "%d.%m.%Y" if place % 2 else "%d.%m.%y"
        therapy.write_string(place + 1, 3, (began + timedelta(days=900)).strftime(form))
        therapy.write_number(place + 1, 4, 400 if place % 2 else 300)
        therapy.write_string(
            place + 1, 5, ("Unverträglichkeit", "Therapieversagen", "k.A.")[place % 3]
        )
        therapy.write_string(
            place + 1, 6, f"Der Patient war am Tag {place} zur Kontrolle hier, {RARE}"
        )
    people = book.add_worksheet("Stammdaten")
    people.write_string(0, 0, "Stand November 2026")
    people.write_row(
        2, 0, ["Pat.-Nr.", "Name", "Geschlecht", "Geburtsdatum", "Erstdiagnose", "Todesdatum"]
    )
    for place in range(40):
        people.write_number(place + 3, 0, 1000 + place)
        people.write_string(place + 3, 1, f"Muster{chr(97 + place % 26)}, Person")
        people.write_string(place + 3, 2, "w" if place % 2 else "m")
        people.write_datetime(
            place + 3, 3, date(1950, 1, 1) + timedelta(days=200 * place), day_cell
        )
        people.write_string(place + 3, 4, days("%d.%m.%Y", 40)[place])
        if place % 6 == 0:
            people.write_datetime(place + 3, 5, date(2020, 1, 1) + timedelta(days=place), day_cell)
    book.close()
    return path


def american(folder: Path) -> Path:
    """US dates, log reductions, bounds, missing codes, social security numbers."""
    said = ("4.52", "<0.0069", "3.1", "Undetectable", "2.75", "-9", "4.8", "1.92")
    rows = [
        (
            f"P{place % 30}",
            f"{100 + place}-{10 + place % 80}-{1000 + place}",
            day,
            said[place % 8],
            "IDMS" if place % 2 else "Quest",
            f"person{place}@example.org",
        )
        for place, day in enumerate(days("%m/%d/%Y", 90))
    ]
    path = folder / "results.csv"
    path.write_text(
        lines("Subject ID,SSN,Collection Date,Log Reduction,Lab,contact", rows, end="\n")
    )
    return path


def redcap(folder: Path) -> Path:
    """One row per patient and instrument; checkboxes; codes."""
    header = (
        "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,sex,dx_date,"
        "trans___1,trans___2,mrn,q7,pcr_dat,pcr_val,pcr_abl,comments"
    )
    rows: list[Row] = []
    diagnosed, tested = days("%Y-%m-%d", 40), days("%Y-%m-%d", 400)
    for place in range(40):
        base = (place + 1, "baseline_arm_1", "", "", 1 + place % 2, diagnosed[place])
        flags = (int(place % 3 > 0), int(place % 3 == 0))
        rows.append((*base, *flags, 700000 + place, 1 + place % 3, "", "", "", f"note of {place}"))
        for visit in range(3):
            number = f"0.00{1 + (place + visit) % 8}"
            row = (place + 1, "baseline_arm_1", "pcr", visit + 1, *[""] * 6)
            rows.append((*row, tested[place * 3 + visit], number, 32000 + place, ""))
    path = folder / "DATA_2026.csv"
    path.write_text("\ufeff" + lines(header, rows, end="\n"), encoding="utf-8")
    return path


def dictionary(folder: Path) -> Path:
    header = [
        *("Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label"),
        *("Choices, Calculations, OR Slider Labels", "Field Note"),
        *("Text Validation Type OR Show Slider Number", "Text Validation Min"),
        *("Text Validation Max", "Identifier?"),
    ]
    fields = [
        ("record_id", "demographics", "", "text", "Record ID", "", "", "", "", "", ""),
        ("sex", "demographics", "", "radio", "Sex", "1, Male | 2, Female", "", "", "", "", ""),
        (
            "dx_date",
            "demographics",
            "",
            "text",
            "Date of diagnosis",
            "",
            "",
            "date_dmy",
            "",
            "",
            "",
        ),
        ("trans", "demographics", "", "checkbox", "Transcript", "1, e14a2 | 2, e13a2", *[""] * 5),
        ("mrn", "demographics", "", "text", "Chart", "", "", "", "", "", "y"),
        (
            "q7",
            "demographics",
            "",
            "dropdown",
            "Sokal risk group",
            "1, Low | 2, Intermediate | 3, High | 9, Not done",
            *[""] * 5,
        ),
        ("pcr_dat", "pcr", "", "text", "Date of sample", "", "", "date_dmy", "", "", ""),
        ("pcr_val", "pcr", "", "text", "<b>BCR-ABL IS (%)</b>", "", "", "number", "", "", ""),
        ("pcr_abl", "pcr", "", "text", "ABL1 copies", "", "", "integer", "", "", ""),
        ("comments", "demographics", "", "notes", "Comments", "", "", "", "", "", ""),
    ]
    path = folder / "dictionary.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *fields])
    return path


def wide(folder: Path) -> Path:
    """UTF-16; a column per visit, results and dates; lines of treatment by number; yes and no."""
    visits = (3, 6, 12, 18)
    header = [
        *("Patient", "Sexe", "Date de diagnostic", "e13a2", "e14a2", "ITK1", "debut_1", "fin_1"),
        *("ITK2", "debut_2", "fin_2"),
        *(f"date_{visit}m" for visit in visits),
        *(f"bcrabl_is_pct_{visit}m" for visit in visits),
        *(f"abl_{visit}m" for visit in visits),
        *("Date de décès", "dernières nouvelles"),
    ]
    rows: list[Row] = []
    for place, day in enumerate(days("%d/%m/%Y", 30)):
        rows.append(
            (
                f"FR{place:02d}",
                "F" if place % 2 else "H",
                day,
                place % 2,
                1 - place % 2,
                "Glivec",
                day,
                day if place % 2 else "",
                "dasatinib" if place % 2 else "",
                day if place % 2 else "",
                "",
                *[day] * 4,
                *(f"{(place + 1) / (visit * 50):.4f}".replace(".", ",") for visit in visits),
                *(10000 + 100 * place + visit for visit in visits),
                day if place % 5 == 0 else "",
                day,
            )
        )
    path = folder / "suivi.csv"
    path.write_text(lines(",".join(header), rows, "\t"), encoding="utf-16", newline="")
    return path


def ambiguous(folder: Path) -> Path:
    """Days and months that are all below 13; cells that a spreadsheet has made dates of."""
    rows = [
        (
            place,
            f"{1 + place % 12:02d}/{1 + place % 9:02d}/2015",
            "4-May" if place % 10 == 0 else f"0.{place:03d}",
        )
        for place in range(60)
    ]
    path = folder / "lab.tsv"
    path.write_text(lines("id,sample date,BCR-ABL ratio", rows, "\t", "\n"))
    return path


def garbled(folder: Path) -> Path:
    """Read as cp1252 and saved as UTF-8; control characters; a formula; mixed line ends."""
    rows = [
        (f"F{place}", "MÃ¤nnlich" if place % 2 else "weiblich", "Lääke\x1b[31mX", "=1+1", place % 3)
        for place in range(30)
    ]
    path = folder / "sotku.csv"
    text = lines("potilas,sukupuoli,kommentti,kaava,\x1b]0;title\x07koodi", rows, ";", "\n")
    path.write_bytes(text.replace("\n", "\r\n", 5).encode("utf-8"))
    return path


def finnish(folder: Path) -> Path:
    """Parquet with its own types, in Finnish."""
    import polars as pl

    began = [date(2010, 1, 1) + timedelta(days=30 * place) for place in range(50)]
    pl.DataFrame(
        {
            "potilasnumero": list(range(50)),
            "syntymävuosi": [1940 + place for place in range(50)],
            "lääkeaine": ["imatinibi" if place % 2 else "nilotinibi" for place in range(50)],
            "aloituspvm": began,
            "lopetuspvm": [day if place % 2 else None for place, day in enumerate(began)],
            "lopetuksen syy": ["haittavaikutus", "TFR", None, "muu", "siirto"] * 10,
        }
    ).write_parquet(folder / "hoidot.parquet")
    return folder / "hoidot.parquet"


def markers(folder: Path) -> Path:
    """Immune markers in rows, each with its unit, and telephone numbers."""
    rng = random.Random(4)
    units = {"NK cells": "10^9/L", "Tregs": "% of CD4 T cells", "CD8 T cells": "10^9/L"}
    rows = [
        (
            f"{place % 20}",
            day,
            marker,
            f"{rng.random():.3f}",
            units[marker],
            "BM",
            f"+46 70 {1000000 + place}",
        )
        for place, day in enumerate(days("%d-%b-%Y", 60))
        for marker in list(units)[place % 3 : place % 3 + 1]
    ]
    path = folder / "immune.csv"
    path.write_text(lines("patient_id,date,marker,value,unit,panel,tfn", rows, "|"))
    return path


FILES: tuple[Callable[[Path], Path], ...] = (
    *(swedish, swedish_tests, german, american, redcap),
    *(wide, ambiguous, garbled, finnish, markers),
)
