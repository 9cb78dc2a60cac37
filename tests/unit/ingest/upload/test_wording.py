"""Number formats of Excel that show text beside numbers: what is shown is read, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tfrq.ingest.upload import BadRow, Layout, read
from tfrq.ingest.upload.wording import Unclear, style_of


def shown(code: str, stored: str) -> str:
    return style_of(164, code).of_number(stored, False)


@pytest.mark.parametrize(
    ("code", "stored", "expected"),
    [
        ('"MR"0.0', "4.5", "MR4.5"),
        ('"MR"0.0', "4", "MR4.0"),
        (r"\M\R0.0", "4.5", "MR4.5"),
        ("[$MR-407]0.0", "4.5", "MR4.5"),
        ('"MR"General', "4.5", "MR4.5"),
        ('"MR"0.0##', "4.25", "MR4.25"),
        ('"P"000', "7", "P007"),
        ('"P"0', "1E+40", "P1" + "0" * 40),
        ('"MR"0.0', "4.500000000000001", "MR4.5"),
        # Without a decimal mark, as every number.
        ('"<"0.0000', "0.0032", "<32E-4"),
        ("<0.0000", "0.0032", "<32E-4"),
        ('"≤ "#,##0', "12000", "≤ 12000"),
        ('"<"0.00%', "0.0032", "<32E-2%"),
        ('[<0.0032]"<0.0032";0.0000', "0.001", "<0.0032"),
        ('[<0.0032]"<0.0032";0.0000', "0.0041", "41E-4"),
        ('[<1]"a"0;[>2]"b"0;"c"0', "2", "c2"),
        ('0.00;-0.00;"n.d."', "0", "n.d."),
        ('0.00;-0.00;"n.d."', "5", "5"),
        ('0.00;"neg "0.00', "-5", "neg 5.00"),
        ("-0.0", "4.5", "-45E-1"),
        ('"MR"0.0', "-4.5", "-MR4.5"),
        ('0" >LOD"', "5", "5 >LOD"),
    ],
)
def test_text_that_changes_the_meaning_is_read(code: str, stored: str, expected: str) -> None:
    assert shown(code, stored) == expected


@pytest.mark.parametrize(
    "code",
    [
        '0.0 "g/L"',
        '# ##0.0 "mg"',
        '0.0"×10⁹/L"',
        "0.0_ ;[Red]-0.0",
        '_-* #,##0.0_-;-* #,##0.0_-;_-* "-"??_-;_-@_-',
        "[$€-407] 0.0",
        '"$"#,##0.0',
        "+0.0",
        "(0.0)",
        "[Blue][>3]0.0;0.0",
        "0.0E+00",
        ";;;",
    ],
)
@pytest.mark.parametrize(("stored", "expected"), [("4.5", "45E-1"), ("-4.5", "-45E-1"), ("0", "0")])
def test_units_and_signs_of_every_day_change_nothing(code: str, stored: str, expected: str) -> None:
    assert shown(code, stored) == expected


@pytest.mark.parametrize(
    ("code", "stored"),
    [
        ('"MR"0.0', "4.4771"),
        ('"<"0.00', "0.0032"),
        ('"MR"0.0E+00', "4.5"),
        ('"MR"0,', "4000"),
        ('0"."0', "45"),
        ('0"1"0', "45"),
        ('0".5"', "4"),
        ('[<1]"a";0.0;"b"', "2"),
        ('[<1]"<1";0.0', "-2"),
        ('[<1]"<"0;[>2]"<"0', "1.5"),
    ],
)
def test_what_is_not_shown_whole_is_refused(code: str, stored: str) -> None:
    with pytest.raises(Unclear):
        shown(code, stored)


def test_texts_have_formats_too() -> None:
    assert style_of(164, '0;0;0;"<"@').of_text("0.0032") == "<0.0032"
    assert style_of(164, '"MR"@').of_text("4.5") == "MR4.5"
    assert style_of(164, '"MR"@').of_number("4.5", False) == "45E-1"
    assert style_of(49, "@").of_text("4.5") == "4.5"
    with pytest.raises(Unclear):
        style_of(164, '0;0;0;"none"').of_text("4.5")


def test_such_cells_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "labor.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        level = book.add_format({"num_format": '"MR"0.0'})
        sheet.write_row(0, 0, ["id", "result"])
        for row, value in enumerate((4.5, 4.4771, 4), 1):
            sheet.write(row, 0, f"P{row}")
            sheet.write_number(row, 1, value, level)
    [batch] = read(path, Layout())
    assert batch.cells.rows() == [("P1", "MR4.5"), ("P3", "MR4.0")]
    reason = "column B ('result') holds a value that its number format"
    assert batch.bad == (BadRow(3, f'{reason} ("MR"0.0) shows as something else'),)
