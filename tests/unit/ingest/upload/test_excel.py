"""Excel workbooks: the text that a person means by each cell, and nothing null in silence."""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tfrq.errors import DataError
from tfrq.ingest.upload import BadRow, Layout, archive, excel, header, kind, read
from tfrq.ingest.upload.number_formats import (
    DATE,
    DURATION,
    NUMBER,
    PERCENT,
    TIME,
    kind_of,
    text_of,
)
from tfrq.ingest.upload.sheet import column_letters, column_number

Rows = dict[int, tuple[str | None, ...]]


AS_USUAL = Layout()


def all_of(path: Path, layout: Layout = AS_USUAL) -> tuple[Rows, list[BadRow]]:
    rows: Rows = {}
    bad: list[BadRow] = []
    for batch in read(path, layout):
        rows |= zip(batch.rows.to_list(), batch.cells.rows(), strict=True)
        bad += batch.bad
    return rows, bad


@pytest.fixture
def xlsx(tmp_path: Path) -> Path:
    return tmp_path / "labor.xlsx"


def written(path: Path, fill: Callable[[xlsxwriter.Workbook], None], **options: bool) -> Path:
    book = xlsxwriter.Workbook(path, options)
    fill(book)
    book.close()
    return path


def replaced(path: Path, part: str, pattern: str, by: str) -> Path:
    """The workbook with something else in the XML of one part."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    text, times = re.subn(pattern, by, parts[part].decode(), count=1)
    assert times
    parts[part] = text.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_every_cell_is_the_text_that_a_person_means(xlsx: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        clock = book.add_format({"num_format": "h:mm"})
        percent = book.add_format({"num_format": "0.0000%"})
        values = [0.0032, 120000, 3.2e-5, -5, 1.5, "  a   b ", "007", True, False]
        sheet.write_row(0, 0, [f"c{n}" for n in range(14)])
        sheet.write_row(1, 0, values)
        sheet.write_datetime(1, 9, date(2015, 3, 1), day)
        sheet.write_datetime(1, 10, datetime(2015, 3, 1, 13, 45), moment)
        sheet.write_datetime(1, 11, datetime(2015, 3, 1), moment)
        sheet.write_datetime(1, 12, time(13, 45), clock)
        sheet.write_number(1, 13, 0.000032, percent)

    rows, bad = all_of(written(xlsx, fill))
    assert rows[2][:9] == (
        "32E-4",
        "120000",
        "32E-6",
        "-5",
        "15E-1",
        "a b",
        "007",
        "true",
        "false",
    )
    assert rows[2][9:] == ("2015-03-01", "2015-03-01 13:45:00", "2015-03-01", "13:45:00", "32E-4%")
    assert bad == []


def test_numbers_as_excel_stores_them(xlsx: Path) -> None:
    written(xlsx, lambda book: table(book, [["a"], [1], [2]]))
    replaced(xlsx, SHEET, "<v>1</v>", "<v>3.2000000000000002E-3</v>")
    replaced(xlsx, SHEET, "<v>2</v>", "<v>1.2E+5</v>")
    assert all_of(xlsx)[0] == {2: ("32E-4",), 3: ("120000",)}


def table(book: xlsxwriter.Workbook, rows: list[list[object]], name: str = "") -> None:
    sheet = book.add_worksheet(name or None)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)


def test_days_counted_from_1904(xlsx: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write_datetime(1, 0, date(2015, 3, 1), book.add_format({"num_format": 14}))

    assert all_of(written(xlsx, fill, date_1904=True))[0] == {2: ("2015-03-01",)}


def test_rows_are_those_that_excel_shows(xlsx: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(2, 1, "Labor")
        sheet.write_row(4, 1, ["id", "wert"])
        sheet.write_row(6, 1, ["P1", 1])
        sheet.write_row(9, 1, ["P2", 2])
        sheet.write_blank(12, 1, None, book.add_format({"bold": True}))

    layout = Layout(header_row=5)
    assert header(written(xlsx, fill), layout) == ["id", "wert"]
    assert all_of(xlsx, layout) == ({7: ("P1", "1"), 10: ("P2", "2")}, [])
    with pytest.raises(DataError, match="row 4, which is to name the columns, is empty"):
        header(xlsx, Layout(header_row=4))


def test_errors_and_formulas_without_a_value_are_bad_rows(xlsx: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        table(book, [["id", "wert"], *([f"P{n}"] for n in range(7))])
        sheet = book.worksheets()[0]
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 1, "=A1", None, 42)
        sheet.write_formula(3, 1, "=A1", None, "text")
        sheet.write_formula(4, 1, "=A1", None, 77)
        sheet.write_formula(5, 1, "=A1", None, 88)
        sheet.write_formula(6, 1, "=A1")
        sheet.write_formula(7, 1, '=""', None, "nothing")

    written(xlsx, fill)
    replaced(xlsx, SHEET, "<v>77</v>", "")
    replaced(xlsx, SHEET, "<v>88</v>", "<v></v>")
    replaced(xlsx, SHEET, "<v>nothing</v>", "<v></v>")
    rows, bad = all_of(xlsx)
    assert rows == {3: ("P1", "42"), 4: ("P2", "text"), 8: ("P6", None)}
    assert bad[0] == BadRow(2, "column B ('wert') holds the error #DIV/0!")
    assert [one.row for one in bad] == [2, 5, 6, 7]
    assert all("formula whose value was not saved" in one.reason for one in bad[1:])


def test_a_formula_of_zero_that_excel_has_calculated(xlsx: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        table(book, [["a"]])
        book.worksheets()[0].write_formula(1, 0, "=0")

    replaced(written(xlsx, fill), "xl/workbook.xml", ' fullCalcOnLoad="1"', "")
    assert all_of(xlsx) == ({2: ("0",)}, [])


def test_merged_cells_are_not_empty_ones(xlsx: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        table(book, [["id", "a", "b"], ["P1", "x", "y"], ["P1", "x", "y"], ["", "x"], ["P2"]])
        book.worksheets()[0].merge_range(2, 0, 3, 0, "P1")
        book.worksheets()[0].merge_range(4, 1, 4, 2, "2015")

    rows, bad = all_of(written(xlsx, fill))
    assert rows == {2: ("P1", "x", "y"), 3: ("P1", "x", "y")}
    assert [one.row for one in bad] == [4, 5]
    assert "A3:A4 are merged" in bad[0].reason


def test_values_beside_the_table(xlsx: Path) -> None:
    rows = [["id", "", "a"], ["P1", None, "x", "seen by me"], ["P2", None, "y"], ["P3", "z"]]
    written(xlsx, lambda book: table(book, rows))
    found, bad = all_of(xlsx)
    assert found == {3: ("P2", "y")}
    assert bad[0] == BadRow(2, "column D has a value, and no name in the header")
    assert bad[1].row == 4


def test_sheets_by_name_and_the_first_that_is_shown(xlsx: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for name in ("Meta", "Labor", "Alt"):
            table(book, [[name]], name)
        book.worksheets()[1].activate()
        book.worksheets()[0].hide()

    written(xlsx, fill)
    assert header(xlsx, Layout()) == ["Labor"]
    assert header(xlsx, Layout(sheet="Meta")) == ["Meta"]
    with pytest.raises(DataError, match="no sheet 'labor'") as caught:
        header(xlsx, Layout(sheet="labor"))
    assert "'Labor'" in caught.value.hint
    with pytest.raises(DataError, match="no sheet 'PCR'") as caught:
        header(xlsx, Layout(sheet="PCR"))
    assert caught.value.hint == "it has 3: check 'sheet' in the mapping"


def test_texts_in_several_fonts_and_within_the_sheet(xlsx: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        table(book, [["a"], [""], ["plain"]])
        bold = book.add_format({"bold": True})
        book.worksheets()[0].write_rich_string(1, 0, "not ", bold, "detected")

    written(xlsx, fill)
    inline = '<c r="A3" t="inlineStr"><is><t>in_x000D_</t><rPh><t>no</t></rPh></is></c>'
    replaced(xlsx, SHEET, '<c r="A3".*?</c>', inline)
    assert all_of(xlsx)[0] == {2: ("not detected",), 3: ("in",)}


def test_programs_that_name_no_cells_or_prefix_their_tags(xlsx: Path) -> None:
    written(xlsx, lambda book: table(book, [["a", "b"], [1, 2]]))
    replaced(xlsx, SHEET, r'<row r="2".*?</row>', "<row><c><v>1</v></c><c><v>2</v></c></row>")
    assert all_of(xlsx)[0] == {2: ("1", "2")}
    with zipfile.ZipFile(xlsx) as packed:
        text = packed.read(SHEET).decode()
    prefixed = re.sub(r"<(/?)(\w)", r"<\1x:\2", text).replace("xmlns=", "xmlns:x=")
    replaced(xlsx, SHEET, r"(?s)<worksheet.*", prefixed[prefixed.index("<x:worksheet") :])
    assert all_of(xlsx)[0] == {2: ("1", "2")}


def test_headers_that_stand_twice(xlsx: Path) -> None:
    written(xlsx, lambda book: table(book, [["a", "b", " a "]]))
    with pytest.raises(DataError, match="has no name of its own"):
        header(xlsx, Layout())


def test_all_rows_are_counted_across_batches(xlsx: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "BATCH_CELLS", 20)
    rows = [["a", "b"], *([n, "x", *(["y"] if n % 7 == 0 else [])] for n in range(1, 101))]
    written(xlsx, lambda book: table(book, rows))
    found, bad = all_of(xlsx)
    assert [one.row for one in bad] == [n + 1 for n in range(1, 101) if n % 7 == 0]
    assert found == {n + 1: (str(n), "x") for n in range(1, 101) if n % 7}


@given(st.integers(1, 16_384))
def test_letters_of_columns(number: int) -> None:
    assert column_number(column_letters(number)) == number


@pytest.mark.parametrize("letters", ["XFE", "a", "A$", "ZZZZZZZ"])
def test_no_letters_of_columns(letters: str) -> None:
    assert column_number(letters) == 0


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", NUMBER),
        ("0.00", NUMBER),
        ('0.0" days"', NUMBER),
        ("[Red]0.00;-0.00", NUMBER),
        (r"0\d", NUMBER),
        ("[h]:mm", DURATION),
        ("[mm]:ss", DURATION),
        ('"d;h"0.0', NUMBER),
        ("#,##0_d", NUMBER),
        ("[$-407]d. mmm yyyy", DATE),
        ("mmm-yy", DATE),
        ("mmmm", DATE),
        ("yyyy-mm-dd hh:mm", DATE),
        ("hh:mm AM/PM", TIME),
        ("mm:ss", TIME),
        ("0.0000%", PERCENT),
    ],
)
def test_number_formats(code: str, expected: str) -> None:
    assert kind_of(164, code) == expected


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("0", "1900-01-00"),
        ("1", "1900-01-01"),
        ("59", "1900-02-28"),
        ("60", "1900-02-29"),
        ("61", "1900-03-01"),
        ("42063.99999999999", "2015-03-01"),
        ("42064.5", "2015-03-01 12:00:00"),
        ("2958465", "9999-12-31"),
        ("2958466", "2958466"),
        ("-1", "-1"),
    ],
)
def test_days_as_excel_shows_them(stored: str, expected: str) -> None:
    assert text_of(stored, DATE, False) == expected


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_come_back(value: float) -> None:
    assert float(text_of(repr(value), NUMBER, False)) == pytest.approx(value, rel=1e-14, abs=0)
    percent = text_of(repr(value), PERCENT, False)
    assert float(percent.rstrip("%")) == pytest.approx(value * 100, rel=1e-12)


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("1.520833333333333", "36:30:00"),
        ("0.0625", "01:30:00"),
        ("-0.0625", "-01:30:00"),
        ("1000", "24000:00:00"),
        ("0", "00:00:00"),
    ],
)
def test_durations_are_no_numbers(stored: str, expected: str) -> None:
    assert text_of(stored, DURATION, False) == expected
    assert kind_of(46, None) == DURATION


def test_numbers_have_the_digits_that_excel_shows() -> None:
    assert text_of("0.010000000000000002", NUMBER, False) == "1E-2"
    assert text_of("0.00010000000000000002", PERCENT, False) == "1E-2%"
    assert text_of("1234567890123456", NUMBER, False) == "1234567890123456"


def damaged(xlsx: Path) -> Path:
    return written(xlsx, lambda book: table(book, [["a", "b"], [11, "x"], [12, "y"]]))


@pytest.mark.parametrize(
    ("pattern", "by", "message"),
    [
        ("<v>11</v>", "<v>one</v>", "cell A2 has no number"),
        ('t="s"><v>2</v>', 't="s"><v>-1</v>', "cell B2 has a text or a style"),
        ('t="s"><v>2</v>', 't="s"><v>99</v>', "cell B2 has a text or a style"),
        ('<row r="3"', '<row r="2"', "row 2 does not follow row 2"),
        ('<row r="3"', '<row r="99999999999999999999"', "does not follow row 2"),
        ('r="A2"', 'r="ABCDE2"', "too wide"),
        ("</row>", "", "XML"),
        (
            "<worksheet ",
            '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><worksheet ',
            "declares XML entities",
        ),
    ],
)
def test_damaged_sheets(xlsx: Path, pattern: str, by: str, message: str) -> None:
    replaced(damaged(xlsx), SHEET, pattern, by)
    with pytest.raises(DataError, match=message):
        all_of(xlsx)


@given(st.floats(0, 1, exclude_max=True))
def test_cut_short_anywhere(tmp_path_factory: pytest.TempPathFactory, share: float) -> None:
    path = damaged(tmp_path_factory.mktemp("cut") / "labor.xlsx")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(DataError):
        all_of(path)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_one_byte_changed_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, at: int, by: int
) -> None:
    path = damaged(tmp_path_factory.mktemp("byte") / "labor.xlsx")
    content = bytearray(path.read_bytes())
    content[at % len(content)] ^= by
    path.write_bytes(content)
    try:
        rows, bad = all_of(path)
    except DataError:
        return
    assert len(rows) + len(bad) == 2


class Parts(dict[str, bytes]):
    """Parts of a workbook, which nobody wants to see when a test fails."""

    def __repr__(self) -> str:
        return "Parts"


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """A workbook with something of everything."""
    path = tmp_path_factory.mktemp("rich") / "rich.xlsx"

    def fill(book: xlsxwriter.Workbook) -> None:
        table(book, [["a", "b"], [0.5, "x"], [1, "y"], ["z", None]])
        sheet = book.worksheets()[0]
        sheet.write_datetime(4, 0, date(2015, 3, 1), book.add_format({"num_format": "d.m.yy"}))
        sheet.write_formula(4, 1, "=A1", None, 3)
        sheet.merge_range(5, 0, 6, 0, "w")

    with zipfile.ZipFile(written(path, fill)) as packed:
        return Parts({name: packed.read(name) for name in packed.namelist()})


@given(st.data())
def test_any_change_in_the_xml_is_read_or_refused(
    rich: Parts, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    parts = dict(rich)
    part = data.draw(st.sampled_from([name for name in rich if name.startswith("xl/")]))
    pieces = re.findall(rb"[A-Za-z]+|[0-9]+|[^A-Za-z0-9]", parts[part])
    at = data.draw(st.integers(0, len(pieces) - 1))
    pieces[at] = data.draw(st.sampled_from([b"", b"-1", b"0", b"9" * 5000, b"x", b"<", b"&#9;"]))
    parts[part] = b"".join(pieces)
    path = tmp_path_factory.mktemp("changed") / "labor.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    with contextlib.suppress(DataError):
        rows, bad = all_of(path)
        assert len(rows) + len(bad) <= 6


def test_bombs_are_told_from_the_directory(xlsx: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged(xlsx)
    with zipfile.ZipFile(xlsx, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/bomb", bytes(archive.RATIO_FROM + 1))
    opened: list[str] = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *given, **_: opened.append(str(given)))
    with pytest.raises(DataError, match="it is not unpacked"):
        kind(xlsx)
    assert opened == []


def test_a_tag_without_an_end(xlsx: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "TOKEN_LIMIT", 1 << 19)
    replaced(damaged(xlsx), SHEET, "<v>11</v>", f'<v x="{"1" * (1 << 21)}">1</v>')
    with pytest.raises(DataError, match="a single tag"):
        all_of(xlsx)


def test_a_cell_without_an_end(xlsx: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "TOKEN_LIMIT", 1 << 19)
    replaced(damaged(xlsx), SHEET, "<v>11</v>", f"<v>{'1' * (1 << 21)}</v>")
    with pytest.raises(DataError, match="has no end"):
        all_of(xlsx)
