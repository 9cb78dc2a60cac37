"""Excel and Parquet: dates and numbers of cells are what they are, however texts are written."""

from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from tfrq.ingest import upload
from tfrq.ingest.harmonise.harmoniser import Harmoniser
from tfrq.ingest.mapping.reading import parse_mapping
from tfrq.ingest.typed import as_typed

MAPPING = """
site = "SE01"
version = "1"
data_cut = 2024-12-31

[[files]]
name = "pcr"
match = "*"
decimal = ","
thousands = "."
dates = ["%d.%m.%Y"]

[[tables]]
table = "molecular"
file = "pcr"
[tables.columns]
patient_id = { from = "id" }
test_date = { from = "day" }
result = { from = "result", unit = "% IS", thousands = ".", values = { "4,5" = "MR4.5" } }
"""
VALUES = ("1.2340000", "59.5000000", "0.0032000", "120.0000000")


def excel(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, ["id", "day", "result"])
        for row, number in enumerate((1.234, 59.5, 0.0032, 120), 1):
            sheet.write_row(row, 0, [str(row)])
            sheet.write_number(row, 1, 42000 + row, day)
            sheet.write_number(row, 2, number)
        sheet.write_row(5, 0, ["5", "05.03.2015", "1.234,5"])
        sheet.write_row(6, 0, ["6", "06.03.2015", 4.5])


def parquet(path: Path) -> None:
    days = pl.date_range(pl.date(2015, 1, 1), pl.date(2015, 1, 4), eager=True)
    results = pl.Series([1.234, 59.5, 0.0032, 120.0])
    pl.DataFrame({"id": ["1", "2", "3", "4"], "day": days, "result": results}).write_parquet(path)


def harmonised(path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    mapping = parse_mapping(MAPPING, "m.toml")
    (source,) = mapping.files
    typed = as_typed(mapping, source, path)
    (batch,) = upload.read(path, source.layout)
    done = Harmoniser(typed, source, upload.header(path, source.layout)).batch("pcr", batch)
    return done.tables["molecular"], done.rejects


@pytest.mark.parametrize(("fill", "name"), [(excel, "a.xlsx"), (parquet, "a.parquet")])
def test_numbers_and_dates_of_cells_are_read_whatever_the_mapping_says(
    tmp_path: Path, fill: object, name: str
) -> None:
    fill(tmp_path / name)  # type: ignore[operator]
    records, rejects = harmonised(tmp_path / name)
    assert rejects.is_empty()
    assert tuple(map(str, records["value"]))[:4] == VALUES
    assert records["test_date"].null_count() == 0


def test_texts_beside_them_are_read_as_the_mapping_says(tmp_path: Path) -> None:
    excel(tmp_path / "a.xlsx")
    records, _ = harmonised(tmp_path / "a.xlsx")
    assert str(records["value"][4]) == "1234.5000000"
    assert records["reported_level"][5] == "MR4.5"


def test_text_that_a_number_format_shows_is_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "day", "result"])
        formats = ('"MR"0.0', '"<"0.0000', "[h]:mm", '0.0 "%"')
        for row, (code, number) in enumerate(zip(formats, (4.5, 0.0032, 1.5, 5.5), strict=True), 1):
            sheet.write_row(row, 0, [str(row), "05.03.2015"])
            sheet.write_number(row, 2, number, book.add_format({"num_format": code}))
    records, rejects = harmonised(tmp_path / "a.xlsx")
    assert records["reported_level"].to_list() == ["MR4.5", None, None]
    assert records["operator"].to_list() == [None, "<", "="]
    assert [value and str(value) for value in records["value"]] == [None, "0.0032000", "5.5000000"]
    assert rejects["rule"].to_list() == ["unreadable number"]


def test_a_double_that_went_through_arithmetic_has_the_level_of_its_decimals(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame(
        {"id": ["1"], "day": ["05.03.2015"], "result": [0.010000000000000002]}
    ).write_parquet(path)
    assert str(harmonised(path)[0]["value"][0]) == "0.0100000"
