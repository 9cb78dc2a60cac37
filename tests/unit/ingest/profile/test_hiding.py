"""Patients of long tables: every one of them has many rows, so that nothing of theirs is rare."""

import pytest

from tests.unit.ingest.profile.test_files import texts as all_texts
from tfrq.ingest.profile import draft, hiding, profile, suggested
from tfrq.ingest.profile.known_words import is_known
from tfrq.ingest.profile.model import Seen

HEADERS = """
    N° patient|No patient|Nr patient|NIP|Identifiant patient|N° dossier|dossier_no|Code patient
    |num_patient|matricule|N° anonymat|N° Sécu|№ patient|nº paciente|Código do paciente|ID|IPP
    |Patient ID|Numéro patient|NIR|Patientennummer|Patientkod|Patientnøgle|Potilaan tunnus
    |Nr pacjenta|číslo pacienta|Codice paziente|numero cartella|Fall-ID|Akten-Nr.|Pasientkode
    |Journalnummer|Patiëntcode|Kód pacienta|caseNo|SUBJECT_NO|Subject|pseudonyme|Proband"""


def written(folder, header, cells, name="a.csv"):
    path = folder / name
    path.write_text(f"{header}\n" + "".join(f"{one}\n" for one in cells), encoding="utf-8")
    return path


def long(ids, rows=6, rest="2015-01-01;0,1"):
    return [f"{one};{rest}" for one in ids for _ in range(rows)]


@pytest.mark.parametrize("header", [one.strip() for one in HEADERS.split("|")])
@pytest.mark.parametrize("form", ["LMC-{:03}", "{}", "{:04}A", "AB{}", "x{}y"])
def test_no_number_of_a_patient_is_told(tmp_path, header, form):
    ids = [form.format(31 + 7 * number) for number in range(9)]
    found = profile([written(tmp_path, f"{header};date;pcr", long(ids))])
    column = found.files[0].column(header)
    assert suggested(found.files[0], found).targets()[header] == "patient_id"
    assert (column.kind, column.values, column.low, column.high) == ("identifier", (), "", "")
    assert not set(ids) & set(all_texts(found))
    assert not any(f'"{one}"' in draft(found) for one in ids)


def test_a_patient_whose_number_looks_like_a_missing_code_is_not_told(tmp_path):
    cells = long(["11", "12", "999", "-9"], 9)
    column = profile([written(tmp_path, "ID;date;pcr", cells)]).files[0].column("ID")
    assert column.missing_codes == (Seen("-9", 9),)


@pytest.mark.parametrize(
    ("name", "texts", "shown"),
    [
        ("q1", [f"LMC-{n:03}" for n in range(5)], False),
        ("q1", [f"0{n % 3}-{n:03}" for n in range(15)], False),
        ("q1", [f"{chr(65 + n)}{chr(66 + n)}{100 + 3 * n}" for n in range(9)], False),
        ("lab", [f"LAB{n:02}" for n in range(5)], True),
        ("lab", [f"LAB{n:02}" for n in range(40)], False),
        ("q1", ["e13a2", "e14a2", "e19a2", "e1a2"], True),
        ("q1", ["Imatinib 400", "Imatinib 600", "Imatinib 800"], True),
        ("q1", [f"{n}x{n} daily" for n in range(30)], False),
        ("q1", [f"{chr(97 + n)}{chr(97 + n)}" for n in range(24)], True),
        ("q1", ["M03", "no", "yes", "perhaps"], True),
    ],
)
def test_lists_that_look_like_patients(tmp_path, name, texts, shown):
    column = profile([written(tmp_path, f"{name};a", long(texts, rest="x"))]).files[0].column(name)
    assert bool(column.values) == shown
    assert (hiding.CODES in column.notes or column.kind == "identifier") != shown


def test_of_a_list_of_codes_known_words_are_shown(tmp_path):
    texts = ["Tasigna", *(f"{n}x{n} daily" for n in range(30))]
    column = profile([written(tmp_path, "q1;a", long(texts, rest="x"))]).files[0].column("q1")
    assert column.values == (Seen("Tasigna", 6),)
    assert column.rarer == 30


def test_patients_of_another_file_are_hidden(tmp_path):
    ids = ["alba", "bruno", "carla", "dario", "elena"]
    first = written(tmp_path, "ID;date;pcr", long(ids), "first.csv")
    other = written(tmp_path, "q7;sex", long(ids, rest="F"), "other.csv")
    found = profile([other, first])
    column = found.files[0].column("q7")
    assert (column.kind, column.values) == ("identifier", ())
    assert found.files[0].column("sex").values == (Seen("F", 30),)
    assert profile([other]).files[0].column("q7").values


def test_small_numbers_are_codes_though_patients_have_them_too(tmp_path):
    first = written(tmp_path, "ID;date;pcr", long(map(str, range(1, 3000))), "first.csv")
    other = written(tmp_path, "q7;q8;q9", ["1;2004;1234"] * 9 + ["2;2005;1235"] * 9, "other.csv")
    file = profile([first, other]).files[1]
    assert file.column("q7").values == (Seen("1", 9), Seen("2", 9))
    assert file.column("q8").values
    assert not file.column("q9").values


@pytest.mark.parametrize(
    "text", ["Tasigna", "nilotinib (Tasigna)", "b3a2", "MR4.5", "bone marrow", "weiblich", "ja"]
)
def test_known_words_in_full(text):
    assert is_known(text)


@pytest.mark.parametrize(
    "text",
    ["1", "400", "K", "nilotinib Eva", "imatinib + dasatinib", "Imatinib 400 mg", "b3a2 (Eva)", ""],
)
def test_what_is_more_than_a_known_word(text):
    assert not is_known(text)
