"""Mistakes in mapping files: the message names file, entry and key, the hint says what helps."""

from datetime import date

import pytest

from tfrq.errors import DefinitionError
from tfrq.ingest.mapping.reading import parse_mapping

BASE = """
site = "SE01"
version = "1"
data_cut = 2024-12-31
#TOP
[[files]]
name = "pat"
match = "pat.csv"
#FILE
[[files]]
name = "pcr"
match = "pcr*.csv"
[[tables]]
table = "patients"
file = "pat"
#TABLE
[tables.columns]
patient_id = { from = "id" }
sex = { from = "kon" }
#PATIENTS
[[tables]]
table = "molecular"
file = "pcr"
#WIDE
[tables.columns]
patient_id = { from = "id" }
test_date = { from = "datum" }
result = { from = "svar", unit = "% local" }
laboratory = { from = "lab", values = { "Labb 1" = "LAB1" } }
#MOLECULAR
#END
"""
FACTOR = '[[conversion_factors]]\nlaboratory = "LAB1"\nfactor = "0.8"\n'
AGAIN = """[[tables]]
table = "molecular"
file = "pcr"
#
[tables.columns]
patient_id = { from = "id" }
test_date = { from = "datum 2" }
result = { from = "svar", unit = "% IS" }
"""
TODAY = date(2025, 6, 1)
PATIENTS, MOLECULAR = "m.toml, [[tables]] 1, patients", "m.toml, [[tables]] 2, molecular"
FILE = "m.toml, [[files]] 1, pat"
RULES = "m.toml, thresholds"

# Text of BASE that is replaced (marks begin with #), what by, the message, and a part of the hint.
CASES = [
    # The top
    ("#TOP", 'stie = "x"', "m.toml: unknown key 'stie'", "'site'"),
    ('site = "SE01"', "", "m.toml: 'site' is missing", ""),
    ('"SE01"', '"se 1"', "m.toml: 'site' is 'se 1', which is no site code", "capitals"),
    ('"SE01"', "1", "m.toml: 'site' is not a text", ""),
    ('version = "1"', "version = 1", "m.toml: 'version' is not a text", 'version = "'),
    ("2024-12-31", '"2024-12-31"', "m.toml: 'data_cut' is not a date", "without quotes"),
    ("2024-12-31", "2024-12-31T00:00:00", "m.toml: 'data_cut' is not a date", ""),
    ("2024-12-31", "1824-12-31", "m.toml: 'data_cut' is 1824-12-31, before 1900", ""),
    ("2024-12-31", "2025-06-02", "'data_cut' is 2025-06-02, after today (2025-06-01)", "last day"),
    ('version = "1"', 'version = "of Sven"', "'version' is 'of Sven', which is no version", "32"),
    ('version = "1"', 'version = "194302021012"', "which is no version", "8 digits in a row"),
    ('version = "1"', f'version = "{"v" * 33}"', "which is no version", ""),
    ("data_cut = 2024-12-31", "", "m.toml: 'data_cut' is missing", "last day"),
    ("#TOP", "date_shift_days = -1", "m.toml: 'date_shift_days' is not a whole number from 0", ""),
    ("#TOP", "date_shift_days = 183", "is not a whole number from 0 to 182", ""),
    ("#TOP", "date_shift_days = true", "'date_shift_days' is not a whole number", ""),
    # [[files]]
    ("#FILE", 'delimeter = ";"', f"{FILE}: unknown key 'delimeter'", "'delimiter'"),
    ('match = "pat.csv"', "", f"{FILE}: 'match' is missing", ""),
    ('"pat.csv"', '"in/pat.csv"', f"{FILE}: 'match' names a folder", ""),
    ('name = "pcr"', 'name = "pat"', "[[files]] 2: a file 'pat' is there already", ""),
    ("#FILE", 'encoding = "latin 99"', f"{FILE}: no encoding is called 'latin 99'", "cp1252"),
    ("#FILE", 'encoding = "base64"', f"{FILE}: no encoding is called 'base64'", ""),
    ("#FILE", 'delimiter = ";;"', f"{FILE}: 'delimiter' is not one character", ""),
    ("#FILE", 'decimal = "komma"', f"{FILE}: 'decimal' is none of", ""),
    ("#FILE", 'decimal = ","\nthousands = ","', "'decimal' and 'thousands' are both", ""),
    ("#FILE", 'decimal = "either"\nthousands = "."', "and 'decimal' may be it too", ""),
    ("#FILE", 'thousands = "x"', f"{FILE}: 'thousands' is none of", ""),
    ("#FILE", 'missing = "NA"', f"{FILE}: 'missing' is not a list of texts", '["…"'),
    ("#FILE", "missing = [-9]", f"{FILE}: 'missing' is not a list of texts", ""),
    ("#FILE", 'dates = ["YYYY-MM-DD"]', "'dates': the date format 'YYYY-MM-DD' has no year", "%d"),
    ("#FILE", 'dates = ["%d.%m"]', "'dates': the date format '%d.%m' has no year", ""),
    ("#FILE", 'dates = ["%j-%Y"]', "a part that is not known: '%j'", ""),
    ("#FILE", "dates = []", f"{FILE}: 'dates' is empty", ""),
    ("#FILE", "header_row = 0", f"{FILE}: 'header_row' is not a whole number from 1", ""),
    # [[tables]]
    ("#TABLE", 'recordif = ["sex"]', f"{PATIENTS}: unknown key 'recordif'", "'record_if'"),
    ('"patients"', '"patient"', "[[tables]] 1: the lake has no table", "'patients'"),
    ('"patients"', '"sites"', "[[tables]] 1: the lake has no table", ""),
    ('file = "pat"', 'file = "pats"', f"{PATIENTS}: [[files]] has no file 'pats'", "'pat'"),
    ('file = "pat"', 'file = "pcr"', "m.toml: no entry of [[tables]] reads the file 'pat'", ""),
    ("#TABLE", 'where = { typ = "PCR" }', f"{PATIENTS}, where: 'typ' is not a list", ""),
    ("#TABLE", "where = { typ = [] }", f"{PATIENTS}, where: 'typ' has no texts", ""),
    ("#TABLE", 'distinct = "yes"', f"{PATIENTS}: 'distinct' is neither true nor false", ""),
    ("#TABLE", 'record_if = ["phase"]', "'record_if' names phase, which is not mapped", "sex"),
    (
        "#TABLE",
        'earliest = "diagnosis_date"',
        f"{PATIENTS}: 'earliest' names diagnosis_date, which is no date that the entry reads",
        "map diagnosis_date",
    ),
    ("#TABLE", 'earliest = "sex"', "'earliest' names sex, which is no date", ""),
    ("#WIDE", 'earliest = "test_date"', f"{MOLECULAR}: 'earliest' is only for patients", ""),
    ("#TABLE", 'record_if = ["patient_id"]', "'record_if' names patient_id, which every", ""),
    ('from = "kon"', 'value = "male"', "no column of the file is read but that of patient_id", ""),
    ("#WIDE", 'visits = ["3m"]', f"{MOLECULAR}: no column names {{visit}}", ""),
    ('"datum"', '"d_{visit}"', "test_date names {visit}, and there are no 'visits'", "visits ="),
    ('"molecular"', '"events"', "[[tables]] 2, events, columns: events has no column", ""),
    ('test_date = { from = "datum" }', "", f"{MOLECULAR}: column test_date is not mapped", "from"),
    ('result = { from = "svar", unit = "% local" }', "", "column scale is not mapped", ""),
    ('patient_id = { from = "id" }', "", f"{PATIENTS}: column patient_id is not mapped", ""),
    # [tables.columns]
    ("result = ", "sample = ", "molecular has no column 'sample'", "did you mean 'sample_type'?"),
    ("sex =", "sexx =", f"{PATIENTS}, columns: patients has no column 'sexx'", "'sex'"),
    ("#PATIENTS", 'site = { value = "SE01" }', "'site' is not mapped", ""),
    ("#PATIENTS", 'phase = "fas"', f"{PATIENTS}, columns: 'phase' is not a table", "from ="),
    ('from = "kon"', "", f"{PATIENTS}, sex: neither 'from' nor 'value' is there", ""),
    ('from = "kon"', 'form = "kon"', f"{PATIENTS}, sex: unknown key 'form'", "'from'"),
    ('from = "kon"', 'from = "kon", value = "male"', "'from' and 'value' are both there", ""),
    ('from = "kon"', 'from = "kon", unit = "g/L"', "sex: 'unit' does not go with a word", ""),
    ('from = "kon"', 'value = "male", missing = ["9"]', "'missing' stands beside a constant", ""),
    (
        'from = "kon"',
        'value = "man"',
        "'value' gives 'man', which the lake does not have",
        "male",
    ),
    ('from = "kon"', 'from = "kon", values = { "K" = "kvinna" }', "'values' gives 'kvinna'", ""),
    ('from = "kon"', 'from = "kon", values = { "K" = 1 }', "'values' is not a table of texts", ""),
    (
        'from = "kon"',
        'from = "kon", values = { "K" = "female", "k" = "male" }',
        "'values' gives 'k' two meanings",
        "capitals",
    ),
    ('patient_id = { from = "id" }', 'patient_id = { value = "1" }', "'value' would give", ""),
    ("#PATIENTS", "phase = { value = 1.5 }", "'value' is not a text", ""),
    ("#PATIENTS", 'spleen = { value = "palpable" }', "which is not a number", "0.5"),
    ("#PATIENTS", 'diagnosis_date = { value = "31.12.2020" }', "which is not a date", ""),
    ("#PATIENTS", 'birth_year = { value = "56" }', "which is not a year", "1956"),
    ("#PATIENTS", 'transcripts = { flags = { b2 = "b2a2" } }', "'flags' gives 'b2a2'", ""),
    (
        "#PATIENTS",
        'diagnosis_date = { from = "d", dates = ["%Y-%m"] }',
        "diagnosis_date: 'dates': the date format '%Y-%m' has no day",
        "assume_day",
    ),
    (
        "#PATIENTS",
        'diagnosis_date = { from = "d", dates = ["%Y"], assume_day = 1 }',
        "'dates': the date format '%Y' has no month",
        "",
    ),
    (
        "#PATIENTS",
        'diagnosis_date = { from = "d", assume_day = 1 }',
        "'assume_day' is there, and every format has a day",
        "",
    ),
    ("#PATIENTS", 'diagnosis_date = { from = "d", add_days = 1.5 }', "'add_days' is not a", ""),
    (
        "#PATIENTS",
        'diagnosis_date = { from = "d", open_at_data_cut = true }',
        "diagnosis_date: 'open_at_data_cut' does not go with diagnosis_date",
        "stop_date",
    ),
    ("#PATIENTS", 'spleen = { from = "m", units = { a = "cm" } }', "without 'unit_from'", ""),
    (
        "#PATIENTS",
        'spleen = { from = "m", unit = "cm", unit_from = "e" }',
        "'unit' and 'unit_from' are both there",
        "",
    ),
    (
        "#PATIENTS",
        'spleen = { from = "m", unit = "gallon" }',
        "spleen: 'gallon' is no unit of spleen",
        "",
    ),
    # Results
    (', unit = "% local"', "", f"{MOLECULAR}, result: 'unit' is missing", "% IS"),
    ('"% local"', '"percent"', "no result is in the unit 'percent'", ""),
    ('"% local"', '"log reduction"', "'baseline' is missing", "baseline ="),
    ('"% local"', '"% IS", baseline = "60"', "'baseline' is only for the unit log reduction", ""),
    ('"% local"', '"log reduction", baseline = 60', "'baseline' is not a text", ""),
    ('"% local"', '"log reduction", baseline = "0"', "'baseline' is not a number above 0", ""),
    ('"% local"', '"% IS", bounds_detected = 1', "'bounds_detected' is neither", ""),
    ('"% local"', '"% local", without_factor = "reject"', "'without_factor' is not", ""),
    (
        '"% local"',
        '"% IS", values = { ND = "nothing" }',
        "gives 'nothing', which is not a",
        "level",
    ),
    (
        'from = "svar", unit = "% local"',
        'value = "negative"',
        "a result is no constant",
        "detected",
    ),
    # Constants and missing texts
    ("#PATIENTS", "diagnosis_date = { value = 2025-01-01 }", "after the data cut", "2024-12-31"),
    ("#PATIENTS", 'spleen = { value = "0.55" }', "which is not a number", ""),
    ("#PATIENTS", 'spleen = { value = "-1" }', "which is not a number", ""),
    (
        'from = "kon"',
        'from = "kon", missing = ["9"], values = { "9" = "male" }',
        "sex: '9' stands in 'missing' and in 'values'",
        "",
    ),
    (
        "#PATIENTS",
        """[[tables]]
        table = "labs"
        file = "pat"
        [tables.columns]
        patient_id = { from = "id" }
        sample_date = { from = "d" }
        marker = { value = "Tregs" }
        value = { value = 1 }""",
        "labs, value: a measured value is no constant",
        "unit =",
    ),
    (
        'from = "kon"',
        'from = "kon", values = { "K" = "f" }',
        "'values' gives 'f', which the lake does not have",
        "known here: female, male",
    ),
    # Codes
    (', values = { "Labb 1" = "LAB1" }', "", f"{MOLECULAR}, laboratory: 'values' is missing", ""),
    (
        '= "LAB1"',
        '= "Sven Svensson"',
        "laboratory: 'values' gives 'Sven Svensson'",
        "a letter first",
    ),
    ('= "LAB1"', '= "L19430202-1012"', "'values' gives 'L19430202-1012', which is not a code", ""),
    ('= "LAB1"', '= "1-LAB"', "which is not a code", ""),
    ('= "LAB1"', f'= "{"L" * 17}"', "which is not a code", "at most 16"),
    (
        'from = "lab", values = { "Labb 1" = "LAB1" }',
        'value = "Lab of Lund"',
        "laboratory: 'value' gives 'Lab of Lund', which is not a code",
        "",
    ),
    (
        "#END",
        """[[tables]]
        table = "events"
        file = "pat"
        [tables.columns]
        patient_id = { from = "id" }
        event = { value = "mutation" }
        event_date = { from = "d" }
        mutation = { from = "m", values = { "T315I/E255V" = "T315I/E255V" } }""",
        "mutation: 'values' gives 'T315I/E255V'",
        "one change of an amino acid",
    ),
    # One cell, two tests
    ("#END", AGAIN, "3, molecular, result: entry 2 reads 'svar' of the same rows", "'where'"),
    ("#END", AGAIN.replace("#", 'where = { typ = ["PCR"] }'), "of the same rows into result", ""),
    # Factors
    ("#END", FACTOR.replace("LAB1", "LAB2"), "gives the laboratory 'LAB2'", "'LAB1'"),
    ("#END", FACTOR.replace('"0.8"', "0.8"), "1, LAB1: 'factor' is not a text", ""),
    ("#END", FACTOR.replace("0.8", "0,8"), "'factor' is not a number", ""),
    ("#END", FACTOR.replace("0.8", "0"), "'factor' is not a number above 0", ""),
    ("#END", FACTOR.replace("0.8", "NaN"), "'factor' is not a number above 0", ""),
    ("#END", FACTOR + 'reference_gene = "ABL"', "'reference_gene' has an unknown", "'ABL1'"),
    ("#END", FACTOR + 'first_day = "2010"', "'first_day' is not a date", ""),
    ("#END", FACTOR + "valid_from = 2010-01-01", "LAB1: unknown key 'valid_from'", ""),
    (
        "#END",
        FACTOR + "first_day = 2012-01-01\nlast_day = 2011-01-01",
        "'last_day' lies before 'first_day'",
        "",
    ),
    (
        "#END",
        FACTOR + "last_day = 2012-01-01\n" + FACTOR + "first_day = 2012-01-01",
        "[[conversion_factors]] 2, LAB1: it and entry 1 fit the same tests",
        "reference_gene",
    ),
    ("#END", FACTOR + FACTOR + 'method = "dPCR"', "it and entry 1 fit the same tests", ""),
    # Rules
    ("#END", '[thresholds]\n"empty rows" = 1', f"{RULES}: there is no rule", "'empty row'"),
    ("#END", '[thresholds]\n"empty row" = 101', f"{RULES}: 'empty row' is not a number from 0", ""),
    ("#END", '[thresholds]\n"empty row" = "1"', "'empty row' is not a number from 0", ""),
    ("#END", '[thresholds]\n"empty row" = nan', "'empty row' is not a number from 0", ""),
    ("#END", '[severities]\n"TKI at attempt" = "error"', "is neither", ""),
    ("#END", '[severities]\n"patients gone" = "reject"', "is of the site as a whole", "threshold"),
    ("#END", '[severities]\n"empty row" = "warning"', "'empty row' stays \"reject\"", ""),
]


@pytest.mark.parametrize(("old", "new", "message", "hint"), CASES)
def test_a_mistake_is_named(old: str, new: str, message: str, hint: str) -> None:
    assert old in BASE
    with pytest.raises(DefinitionError) as caught:
        parse_mapping(BASE.replace(old, new, 1), "m.toml", TODAY)
    assert message in caught.value.message
    assert caught.value.message.startswith("m.toml")
    assert hint in caught.value.hint
    assert caught.value.hint


def test_up_to_five_mistakes_are_told_at_once() -> None:
    wrong = "\n".join(f'phaze{n} = {{ from = "f" }}' for n in range(4))
    text = BASE.replace("#PATIENTS", wrong).replace('unit = "% local"', 'unit = "%"')
    with pytest.raises(DefinitionError) as caught:
        parse_mapping(text.replace("test_date = ", 'gen = { from = "g" }\ntest_date = '), "m.toml")
    assert "patients, columns: patients has no column 'phaze0'" in caught.value.message
    assert all(f"'phaze{n}'" in caught.value.hint for n in (1, 2, 3))
    assert f"{MOLECULAR}, columns: molecular has no column 'gen'" in caught.value.hint
    assert "(and 1 more)" in caught.value.hint


IDENTIFYING = [
    ("#PATIENTS", 'name = { from = "namn" }', "the lake has no name of anybody"),
    ("#PATIENTS", 'birth_date = { from = "x" }', "the lake has no date of birth of anybody"),
    ("#PATIENTS", 'address = { from = "x" }', "the lake has no address of anybody"),
    ("#PATIENTS", 'email = { from = "x" }', "the lake has no e-mail address of anybody"),
    ("#PATIENTS", 'phone = { from = "x" }', "the lake has no telephone number of anybody"),
    ("#PATIENTS", 'postcode = { from = "x" }', "the lake has no postcode of anybody"),
    ("#PATIENTS", 'national_id = { from = "x" }', "the lake has no national number of anybody"),
    ('"kon"', '"efternamn"', "sex: 'from' reads 'efternamn', which looks like a name"),
    ('"kon"', '"personnummer"', "reads 'personnummer', which looks like a national number"),
    ('"kon"', '"id"', "sex: 'from' reads 'id', which is the patient's id"),
    ("#PATIENTS", 'birth_year = { from = "namn" }', "birth_year: 'from' reads 'namn'"),
    ("#TABLE", 'where = { id = ["1"] }', "patients: 'where' reads 'id', which is the patient's"),
    ("#TABLE", 'where = { namn = ["A"] }', "'where' reads 'namn', which looks like a name"),
    ("#PATIENTS", 'spleen = { from = "m", unit_from = "id" }', "'unit_from' reads 'id'"),
    ("#PATIENTS", 'transcripts = { flags = { id = "e13a2" } }', "'flags' reads 'id'"),
]


@pytest.mark.parametrize(("old", "new", "message"), IDENTIFYING)
def test_what_identifies_a_person_is_refused(old: str, new: str, message: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        parse_mapping(BASE.replace(old, new, 1), "m.toml")
    assert message in caught.value.message


def test_the_text_that_is_broken_here_is_whole() -> None:
    mapping = parse_mapping(BASE + FACTOR, "m.toml")
    assert [table.table for table in mapping.tables] == ["patients", "molecular"]


def test_the_day_after_the_data_cut_may_be_today() -> None:
    assert parse_mapping(BASE, "m.toml", date(2024, 12, 31)).data_cut == date(2024, 12, 31)


PARTED = {
    'where = { typ = ["a"] }': 'where = { typ = ["b", "c"] }',
    'where = { typ = ["x"] }': 'where = { enhet = ["% IS"] }',
}


@pytest.mark.parametrize(("where", "other"), PARTED.items())
def test_entries_that_part_the_rows_may_read_one_column(where: str, other: str) -> None:
    text = BASE.replace("#WIDE", where).replace("#END", AGAIN.replace("#", other))
    assert len(parse_mapping(text, "m.toml").tables) == 3


def test_visits_part_the_columns() -> None:
    wide = AGAIN.replace("#", 'visits = ["3m"]').replace('"svar"', '"pcr_{visit}"')
    for visit, read in (("6m", True), ("3m", False)):
        other = wide.replace("3m", visit)
        if read:
            assert parse_mapping(BASE.replace("#END", wide + other), "m.toml").tables[3].visits
        else:
            with pytest.raises(DefinitionError, match="'pcr_3m'"):
                parse_mapping(BASE.replace("#END", wide + other), "m.toml")


@pytest.mark.parametrize("line", ["factor = 0,92", "day = 31.12.2020", 'site = "SE02"'])
def test_the_line_that_is_no_toml_is_shown(line: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        parse_mapping(f'site = "SE01"\nversion = "1"\n{line}\n[[files]]\n', "m.toml")
    error = caught.value
    assert error.source is not None
    assert error.span is not None
    assert error.source[error.span.start : error.span.end] == line
    assert "decimals take a point" in error.hint
