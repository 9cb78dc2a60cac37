"""What a mapping file says, as docs/mapping.md describes it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tfrq.errors import DefinitionError
from tfrq.ingest.mapping.model import ConversionFactor, NumberStyle, SourceFile
from tfrq.ingest.mapping.reading import parse_mapping, read_mapping
from tfrq.ingest.upload.batch import Layout

PAGE = Path(__file__).parents[4] / "docs" / "mapping.md"
SMALL = """
site = "SE01"
version = "1"
data_cut = 2024-12-31
[[files]]
name = "f"
match = "f.csv"
[[tables]]
table = "patients"
file = "f"
[tables.columns]
patient_id = { from = "id" }
sex = { from = "kon", values = { "Kvinna" = "female", "  MAN " = "male" } }
"""


def example() -> str:
    """The file that the page shows."""
    return PAGE.read_text(encoding="utf-8").split("```toml")[1].split("```")[0]


def test_the_file_of_the_page_is_read() -> None:
    mapping = parse_mapping(example(), "se01.toml")
    assert (mapping.site, mapping.version, mapping.data_cut) == (
        "SE01",
        "2026-11",
        date(2024, 12, 31),
    )
    (file,) = mapping.files
    assert file == SourceFile(
        "pcr",
        "pcr_*.csv",
        Layout("cp1252", ";", "Labor", 1),
        NumberStyle(",", "."),
        ("NA", "saknas", "-9"),
        ("%Y-%m-%d",),
    )
    (table,) = mapping.tables
    assert table.where == {"typ": frozenset({"pcr", "qpcr"})}
    assert (table.record_if, table.visits) == (("test_date",), ())
    assert not table.distinct
    assert mapping.conversion_factors == (
        ConversionFactor(
            "LAB1", Decimal("0.83"), "ABL1", "RT-qPCR", date(2010, 1, 1), date(2014, 6, 30)
        ),
    )
    assert mapping.thresholds == {"unmapped value": 0, "duplicate record": 5}
    assert mapping.severities == {"test before diagnosis": "reject"}


def test_a_column_has_what_its_file_and_itself_decide() -> None:
    (table,) = parse_mapping(example(), "se01.toml").tables
    by_name = {column.target: column for column in table.columns}
    result = by_name["result"]
    assert (result.source, result.unit) == ("svar", "% IS")
    # No result reaches thousands: the mark that the file has is not for it.
    assert result.numbers == NumberStyle(",")
    assert result.missing == {"na", "saknas", "-9"}
    assert result.values == {"nd": "not detected", "ej gjord": ""}
    assert by_name["method"].constant == "RT-qPCR"
    assert [column.target for column in table.columns] == list(by_name)


def test_what_is_left_out_has_the_default_of_the_page() -> None:
    mapping = parse_mapping(SMALL, "m.toml")
    (file,) = mapping.files
    assert file.layout == Layout("utf-8", ",", "", 1)
    assert (file.numbers, file.missing, file.dates) == (NumberStyle(), (), ("%Y-%m-%d",))
    assert mapping.date_shift_days == 0
    assert mapping.tables[0].columns[1].values == {"kvinna": "female", "man": "male"}


COLUMN = {
    'missing = ["9", "OKÄND"]': ("missing", frozenset({"9", "okänd"})),
    'dates = ["%d.%m.%Y", "excel"]': ("dates", ("%d.%m.%Y", "excel")),
    'dates = ["%Y-%m"], assume_day = 15': ("assume_day", 15),
    "add_days = 1": ("add_days", 1),
}


@pytest.mark.parametrize(("keys", "expected"), COLUMN.items())
def test_a_key_of_a_date(keys: str, expected: tuple[str, object]) -> None:
    text = SMALL + f'diagnosis_date = {{ from = "datum", {keys} }}'
    column = parse_mapping(text, "m.toml").tables[0].columns[-1]
    assert getattr(column, expected[0]) == expected[1]


def test_rows_of_which_the_earliest_holds_are_distinct() -> None:
    text = SMALL.replace("[tables.columns]", 'earliest = "diagnosis_date"\n[tables.columns]')
    (table,) = parse_mapping(text + 'diagnosis_date = { from = "d" }', "m.toml").tables
    assert (table.earliest, table.distinct) == ("diagnosis_date", True)


NUMBER = {
    'decimal = ","': ("numbers", NumberStyle(",", "")),
    'decimal = "either"': ("numbers", NumberStyle("either", "")),
    'decimal = ",", thousands = "."': ("numbers", NumberStyle(",", ".")),
    'unit = "g/L"': ("unit", "g/L"),
    'unit_from = "enhet"': ("unit_source", "enhet"),
    'unit_from = "enhet", units = { "G / L" = "g/L" }': ("units", {"g / l": "g/L"}),
    'values = { "normal" = "" }': ("values", {"normal": ""}),
}


@pytest.mark.parametrize(("keys", "expected"), NUMBER.items())
def test_a_key_of_a_number(keys: str, expected: tuple[str, object]) -> None:
    text = SMALL + f'haemoglobin = {{ from = "hb", {keys} }}'
    column = parse_mapping(text, "m.toml").tables[0].columns[-1]
    assert getattr(column, expected[0]) == expected[1]


TRANSCRIPTS = {
    'from = "typ", separator = "/"': ("separator", "/"),
    'from = "typ", values = { "båda" = "e13a2+e14a2" }': ("values", {"båda": "e13a2+e14a2"}),
    'flags = { "b2" = "e13a2", "b3" = "e14a2" }': ("flags", {"b2": "e13a2", "b3": "e14a2"}),
}


@pytest.mark.parametrize(("keys", "expected"), TRANSCRIPTS.items())
def test_a_key_of_transcripts(keys: str, expected: tuple[str, object]) -> None:
    text = SMALL + f"transcripts = {{ {keys} }}"
    column = parse_mapping(text, "m.toml").tables[0].columns[-1]
    assert getattr(column, expected[0]) == expected[1]


RESULT = {
    'unit = "log reduction", baseline = "60"': ("baseline", Decimal(60)),
    'unit = "% IS", bounds_detected = true': ("bounds_detected", True),
    'unit = "% local", without_factor = "local"': ("without_factor", "local"),
    'unit = "MR", values = { "PNQ" = "detected" }': ("values", {"pnq": "detected"}),
}


@pytest.mark.parametrize(("keys", "expected"), RESULT.items())
def test_a_key_of_a_result(keys: str, expected: tuple[str, object]) -> None:
    text = (
        SMALL
        + f"""
        [[tables]]
        table = "molecular"
        file = "f"
        distinct = true
        visits = ["3m", "6m"]
        [tables.columns]
        patient_id = {{ from = "id" }}
        test_date = {{ from = "datum_{{visit}}" }}
        result = {{ from = "pcr_{{visit}}", {keys} }}
    """
    )
    table = parse_mapping(text, "m.toml").tables[-1]
    assert getattr(table.columns[-1], expected[0]) == expected[1]
    assert table.visits == ("3m", "6m")
    assert table.distinct


CONSTANTS = {"1": "1", '"1"': "1", "2012-01-31": "2012-01-31", "true": "true"}


@pytest.mark.parametrize(("written", "constant"), CONSTANTS.items())
def test_constants_may_be_written_as_toml_writes_them(written: str, constant: str) -> None:
    column = {"2": "diagnosis_date", "t": "additional_chromosomal_abnormalities"}.get(
        written[0], "spleen"
    )
    found = parse_mapping(SMALL + f"{column} = {{ value = {written} }}", "m.toml")
    assert found.tables[0].columns[-1].constant == constant


def test_line_and_attempt_numbers_are_derived_where_they_are_not_mapped() -> None:
    text = SMALL.replace('"patients"', '"tfr_attempts"').replace("sex = ", "reason = ")
    text = text.replace('"female"', '"trial"').replace('"male"', '"other"')
    mapping = parse_mapping(text + 'stop_date = { from = "stopp" }', "m.toml")
    assert "attempt_number" not in [column.target for column in mapping.tables[0].columns]


def test_the_year_of_birth_may_come_from_an_identifier() -> None:
    for source in ("fodelsedatum", "personnummer", "id"):
        text = SMALL + f'birth_year = {{ from = "{source}", dates = ["%Y%m%d"] }}'
        assert parse_mapping(text, "m.toml").tables[0].columns[-1].source == source


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "se01.toml"
    path.write_text(SMALL, encoding="utf-8-sig")
    assert read_mapping(path) == parse_mapping(SMALL, "se01.toml")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a = ", b"a = " + b"[" * 100_000, None])
def test_what_is_no_mapping_is_a_definition_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "se01.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DefinitionError, match=r"se01\.toml"):
        read_mapping(path)
