"""What a file looks like to someone who has no mapping for it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from tfrq.ingest.upload import Layout, header, read, sniff

SWEDISH = "personnr;provtagning;svar;kommentar\n" + "".join(
    f"P{n};2015-03-{n % 28 + 1:02};0,00{n};för låg mängd, ny prövning på måndag\n"
    for n in range(40)
)
RUSSIAN = "пациент;дата;результат\n" + "Иванов;01.03.2015;не обнаружено\n" * 40
POLISH = "pacjent;data;wynik\n" + "Łódź Święty;01.03.2015;niewykrywalny, próbka zła ąęś\n" * 40
GREEK = "ασθενής;αποτέλεσμα\n" + "Γιώργος;μη ανιχνεύσιμο, νέο δείγμα\n" * 40
JAPANESE = "患者;結果\n" + "山田;検出されませんでした。次の検査は来月です\n" * 40


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "some.csv"


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        (SWEDISH, "utf-8", "utf-8"),
        (SWEDISH, "utf-8-sig", "utf-8"),
        (SWEDISH, "utf-16", "utf-16"),
        (SWEDISH, "utf-16-le", "utf-16-le"),
        (SWEDISH, "utf-16-be", "utf-16-be"),
        ("id;a\n" * 9, "ascii", "utf-8"),
    ],
)
def test_encodings_that_are_certain(path: Path, text: str, encoding: str, expected: str) -> None:
    path.write_bytes(text.encode(encoding))
    found = sniff(path)
    assert found.layout.encoding == expected
    assert found.byte_order_mark == (encoding in ("utf-8-sig", "utf-16"))
    assert header(path, found.layout) == text.split("\n")[0].split(";")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SWEDISH, "cp1252"),
        (SWEDISH, "cp850"),
        (SWEDISH, "mac_roman"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859_2"),
        (GREEK, "cp1253"),
        (JAPANESE, "cp932"),
    ],
)
def test_encodings_of_one_byte_are_told_by_their_words(
    path: Path, text: str, encoding: str
) -> None:
    path.write_bytes(text.encode(encoding))
    found = sniff(path).layout
    assert text.encode(encoding).decode(found.encoding) == text


def test_one_byte_at_the_end_decides(path: Path) -> None:
    path.write_bytes(b"id;a\n" + b"1;x\n" * 600_000 + b"2;f\xf6r\n")
    assert sniff(path).layout.encoding == "cp1252"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(path: Path, delimiter: str) -> None:
    lines = [["id", "day", "value"], ["P1", "2015-03-01", '"0,5;x"'], ["P2", "", "a b"]]
    path.write_text("\n".join(delimiter.join(line) for line in lines))
    assert sniff(path).layout == Layout(delimiter=delimiter)


def test_decimal_commas_are_no_delimiters(path: Path) -> None:
    path.write_text("id;svar\n" + "1;0,5\n" * 50)
    assert sniff(path).layout.delimiter == ";"


def test_one_column(path: Path) -> None:
    path.write_text("id\nP1\nP2\n")
    assert sniff(path).layout == Layout()
    assert header(path, sniff(path).layout) == ["id"]


def test_titles_above_the_header(path: Path) -> None:
    path.write_text("Export of 2024\n\nCML, all\nid,day,value\nP1,2015-03-01,1\nP2,2015-03-01,2\n")
    layout = sniff(path).layout
    assert layout == Layout(header_row=4)
    assert sum(batch.cells.height for batch in read(path, layout)) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb\n", ("\n",)),
        ("a\r\nb\r\n", ("\r\n",)),
        ("a\rb", ("\r",)),
        ("a\nb\r\n", ("\n", "\r\n")),
        ("a", ()),
    ],
)
def test_line_ends(path: Path, text: str, expected: tuple[str, ...]) -> None:
    path.write_bytes(text.encode())
    assert sniff(path).line_ends == expected


def test_excel(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    for name in ("Meta", "Labor"):
        sheet = book.add_worksheet(name)
        sheet.write(0, 0, "Export")
        sheet.write_row(2, 0, ["id", "a", "b"])
        sheet.write_row(3, 0, ["P1", 1, 2])
    book.worksheets()[1].activate()
    book.worksheets()[0].hide()
    book.close()
    found = sniff(path)
    assert (found.kind, found.sheets, found.hidden) == ("xlsx", ("Meta", "Labor"), ("Meta",))
    assert found.layout == Layout(sheet="Labor", header_row=3)
    assert sniff(path, "Meta").layout.sheet == "Meta"


def test_parquet(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [1]}), tmp_path / "a.parquet")
    assert sniff(tmp_path / "a.parquet").kind == "parquet"
