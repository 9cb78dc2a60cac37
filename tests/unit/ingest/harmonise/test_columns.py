"""Each key of [tables.columns] in docs/mapping.md, on rows."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.ingest.harmonise.reading_rows import entry, harmonised, records, refused

ONE = "id | x\n"
FROM = 'from = "x"'


def one_column(column: str, keys: str, table: str = "patients", file: str = "") -> tuple[Any, ...]:
    return entry(
        table, f"{column} = {{ {', '.join(filter(None, (FROM, keys)))} }}", file=file
    ), column


def read(mapping: str, column: str, *texts: str, table: str = "patients") -> tuple[Any, ...]:
    """Values of a column for these texts, and rule and value of each reject."""
    rows = "\n".join(f"{number} | {text}" for number, text in enumerate(texts))
    found = harmonised(mapping, ONE + rows)
    return records(found, table, column), [one[2:] for one in refused(found)]


def test_from_and_the_known_words() -> None:
    mapping, column = one_column("sex", "")
    assert read(mapping, column, "Female", "MALE", "M") == (
        ["female", "male"],
        [("unmapped value", "M")],
    )


def test_values_go_before_the_known_words() -> None:
    mapping, column = one_column("sex", 'values = { "F" = "male", "okänt" = "" }')
    found = harmonised(
        mapping.replace("sex =", 'phase = { from = "y" }\nsex ='),
        "id | x | y\n1 | f | chronic\n2 | Okänt | chronic",
    )
    assert records(found, "patients", column) == ["male", None]
    assert refused(found) == []


def test_missing_texts_of_file_and_column() -> None:
    mapping, _ = one_column("sex", 'missing = ["9"]', file='missing = ["NA", "STRASSE"]')
    mapping += 'phase = { from = "y" }'
    found = harmonised(mapping, "id | x | y\n1|na|CP\n2|9|CP\n3|Straße|CP\n4|female|9")
    assert records(found, "patients", "sex") == [None, None, None]
    assert refused(found) == [(5, "y", "unmapped value", "9")]


def test_a_column_gives_a_missing_text_of_its_file_a_meaning() -> None:
    mapping, column = one_column("sex", 'values = { "9" = "male" }', file='missing = ["9"]')
    assert read(mapping, column, "9") == (["male"], [])


CONSTANTS = {
    "sex": ('"male"', "male"),
    "birth_year": ("1956", 1956),
    "diagnosis_date": ("2012-01-31", date(2012, 1, 31)),
    "spleen": ('"0.5"', Decimal("0.5")),
    "additional_chromosomal_abnormalities": ("false", False),
    "transcripts": ('"e14a2+e13a2"', ["e13a2", "e14a2"]),
}


@pytest.mark.parametrize("column", CONSTANTS)
def test_a_constant_stands_in_every_record(column: str) -> None:
    written, value = CONSTANTS[column]
    mapping = entry("patients", 'phase = { from = "x" }', f"{column} = {{ value = {written} }}")
    assert read(mapping, column, "CP", "AP") == ([value, value], [])


def test_dates_of_file_and_column() -> None:
    mapping, column = one_column("diagnosis_date", "", file='dates = ["%d.%m.%Y", "excel"]')
    assert read(mapping, column, "31.12.2020", "44197", "2020-12-31") == (
        [date(2020, 12, 31), date(2021, 1, 1)],
        [("unreadable date", "2020-12-31")],
    )
    mapping, column = one_column("diagnosis_date", 'dates = ["%m/%d/%Y", "%d/%m/%Y"]')
    assert read(mapping, column, "12/31/2020", "01/02/2020") == (
        [date(2020, 12, 31)],
        [("ambiguous date", "01/02/2020")],
    )


def test_a_day_after_the_data_cut_is_a_reject_that_names_the_cut() -> None:
    mapping, _ = one_column("diagnosis_date", "")
    found = harmonised(mapping, ONE + "1 | 2025-01-01")
    (reject,) = found.rejects.to_dicts()
    assert reject["rule"] == "date out of range"
    assert "2024-12-31" in reject["reason"]


def test_a_drug_that_ends_with_the_data_goes_on() -> None:
    mapping = entry(
        "treatments",
        'drug = { value = "imatinib" }',
        'start_date = { from = "a" }',
        'stop_date = { from = "b", open_at_data_cut = true }',
    )
    found = harmonised(mapping, "id|a|b\n1|2020-01-01|2024-12-31\n1|2020-01-01|2024-12-30")
    assert records(found, "treatments", "stop_date") == [None, date(2024, 12, 30)]


def test_assumed_and_added_days() -> None:
    mapping, column = one_column("diagnosis_date", 'dates = ["%Y-%m"], assume_day = 15')
    assert read(mapping, column, "2020-12") == ([date(2020, 12, 15)], [])
    mapping, column = one_column("diagnosis_date", "add_days = 1")
    assert read(mapping, column, "2020-12-31") == ([date(2021, 1, 1)], [])


def test_a_year_of_birth_from_a_year_or_a_date() -> None:
    mapping, column = one_column("birth_year", 'dates = ["%d.%m.%Y"]')
    assert read(mapping, column, "1956", "03.04.1961", "old") == (
        [1956, 1961],
        [("unreadable date", "old")],
    )


def test_decimal_and_thousands_of_file_and_column() -> None:
    mapping, column = one_column("platelets", "", file='decimal = ","\nthousands = "."')
    assert read(mapping, column, "1.234,5") == ([Decimal("1234.50")], [])
    mapping, column = one_column("platelets", 'decimal = "either"')
    assert read(mapping, column, "210,5", "1,234") == (
        [Decimal("210.50")],
        [("ambiguous number", "1,234")],
    )


def test_counts_per_microlitre_are_whole() -> None:
    mapping, column = one_column("platelets", 'unit = "/µL"')
    assert read(mapping, column, "250000", "250.000", "250,000", "250000.00", "250.5") == (
        [Decimal("250.00"), Decimal("250.00"), Decimal("0.25")],
        [("ambiguous number", "250.000"), ("ambiguous number", "250,000")],
    )
    mapping, column = one_column("platelets", 'unit = "/µL", decimal = ",", thousands = "."')
    assert read(mapping, column, "250.000") == ([Decimal("250.00")], [])
    mapping, column = one_column("platelets", 'unit = "10^9/L"')
    assert read(mapping, column, "250.000") == ([Decimal("250.00")], [])


def test_a_day_that_is_none_is_told_as_such() -> None:
    mapping, _ = one_column("diagnosis_date", 'dates = ["%d/%m/%Y"]')
    found = harmonised(mapping, "id|x\n1|31/02/2015\n2|02.01.2015")
    told = [tuple(one) for one in found.rejects.select("rule", "reason", "hint").rows()]
    assert {rule for rule, _, _ in told} == {"unreadable date"}
    no_day, no_format = sorted(told, key=lambda one: "no such day" not in one[1])
    assert "no such day" in no_day[1]
    assert "'dates'" not in no_day[2]
    assert "'dates'" in no_format[2]


def test_a_two_digit_year_after_the_data_cut_is_no_year_of_care() -> None:
    mapping, column = one_column("diagnosis_date", 'dates = ["%d.%m.%y"]')
    assert read(mapping, column, "01.01.25", "01.01.24") == (
        [date(2024, 1, 1)],
        [("date out of range", "01.01.25")],
    )
    mapping, column = one_column("birth_year", 'dates = ["%d.%m.%y"]')
    assert read(mapping, column, "01.01.25") == ([1925], [])


def test_a_unit_of_the_column() -> None:
    mapping, column = one_column("haemoglobin", 'unit = "g/dL"')
    assert read(mapping, column, "13.2", "x") == (
        [Decimal("132.0")],
        [("unreadable number", "x")],
    )


def test_a_unit_on_each_row() -> None:
    mapping, column = one_column(
        "haemoglobin", 'unit_from = "unit", units = { "Gramm pro Deziliter" = "g/dL" }'
    )
    rows = "1|13.2|gramm pro  deziliter\n2|132|g/L\n3|13.2|stone\n4|13.2|.\n5|.|g/L"
    found = harmonised(mapping, "id|x|unit\n" + rows.replace("  ", " "))
    assert records(found, "patients", column) == [Decimal("132.0"), Decimal("132.0")]
    assert refused(found) == [
        (4, "unit", "unknown unit", "stone"),
        (5, "unit", "unknown unit", None),
        (6, "", "empty row", None),
    ]


def test_values_of_a_number_are_in_the_unit_of_the_lake() -> None:
    mapping, column = one_column("spleen", 'unit = "mm", values = { "nicht tastbar" = "2" }')
    assert read(mapping, column, "30", "Nicht tastbar") == ([Decimal("3.0"), Decimal("2.0")], [])


def test_transcripts_in_one_cell() -> None:
    mapping, column = one_column("transcripts", 'separator = "/", values = { "p" = "e1a2" }')
    assert read(mapping, column, "b3a2/b2a2", "P", "b9a9") == (
        [["e13a2", "e14a2"], ["e1a2"]],
        [("unmapped value", "b9a9")],
    )


def test_transcripts_in_a_column_each() -> None:
    mapping = entry(
        "patients",
        'sex = { from = "sex" }',
        'transcripts = { flags = { b2 = "e13a2", b3 = "e14a2", p190 = "e1a2" } }',
    )
    rows = "1|male|1|x|0\n2|male|0|No|.\n3|male|.|.|.\n4|male|1|maybe|2"
    found = harmonised(mapping, "id|sex|b2|b3|p190\n" + rows)
    assert records(found, "patients", "transcripts") == [["e13a2", "e14a2"], [], None]
    assert refused(found) == [
        (5, "b3", "unmapped value", "maybe"),
        (5, "p190", "unmapped value", "2"),
    ]


def test_codes_are_those_of_the_mapping_only() -> None:
    mapping = entry(
        "molecular",
        "test_date = { value = 2020-01-01 }",
        'result = { from = "r", unit = "% IS" }',
        'laboratory = { from = "lab", values = { "Labb 1" = "LAB1" } }',
    )
    found = harmonised(mapping, "id|r|lab\n1|0.1|labb 1\n1|0.1|LAB1\n1|0.1|Dr. Smith")
    assert records(found, "molecular", "laboratory") == ["LAB1", "LAB1"]
    assert refused(found) == [(4, "lab", "unmapped value", "Dr. Smith")]


def test_mutations_are_amino_acid_changes() -> None:
    mapping = entry(
        "events",
        'event = { value = "mutation" }',
        'event_date = { from = "d" }',
        'mutation = { from = "m" }',
    )
    found = harmonised(mapping, "id|d|m\n1|2020-01-01|t315i\n1|2020-01-01|see the letter")
    assert records(found, "events", "mutation") == ["T315I"]
    assert [one[2] for one in refused(found)] == ["unmapped value"]


def test_the_unit_of_a_marker_follows_from_it() -> None:
    mapping = entry(
        "labs",
        "sample_date = { value = 2020-01-01 }",
        'marker = { from = "m" }',
        'value = { from = "x", unit_from = "u" }',
    )
    rows = (
        "1|NK cells|150|cells/µL\n1|Hb|13.2|g/dL\n1|NK cells|12|mmol/L\n1|mood|1|g/L\n1|Tregs|.|%"
    )
    found = harmonised(mapping, "id|m|x|u\n" + rows)
    assert records(found, "labs", "marker", "value", "unit") == [
        ("NK cells", Decimal("0.15000"), "10^9/L"),
        ("haemoglobin", Decimal("132.00000"), "g/L"),
    ]
    assert refused(found) == [
        (4, "u", "unknown unit", "mmol/L"),
        (5, "m", "unmapped value", "mood"),
        (6, "x", "missing value", None),
    ]


def test_a_dose_is_in_the_unit_of_its_drug() -> None:
    mapping = entry(
        "treatments",
        "start_date = { value = 2020-01-01 }",
        'drug = { from = "drug" }',
        'daily_dose = { from = "x", unit_from = "u" }',
    )
    rows = "1|Glivec|0.4|g\n1|IFN|3|MU\n1|Glivec|3|MU\n1|IFN|3|mg"
    found = harmonised(mapping, "id|drug|x|u\n" + rows)
    assert records(found, "treatments", "drug", "daily_dose") == [
        ("imatinib", Decimal("400.000")),
        ("interferon", Decimal("3.000")),
    ]
    assert refused(found) == [(4, "u", "unknown unit", "MU"), (5, "u", "unknown unit", "mg")]
