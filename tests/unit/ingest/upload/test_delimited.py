"""Delimited text as sites send it: what is read, what is a bad row, what is an error."""

from __future__ import annotations

import csv
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfrq.errors import DataError, UsageError
from tfrq.ingest.upload import BadRow, Layout, delimited, header, read

Rows = list[tuple[int, tuple[str | None, ...]]]


AS_USUAL = Layout()


def all_of(path: Path, layout: Layout = AS_USUAL) -> tuple[Rows, list[BadRow]]:
    rows: Rows = []
    bad: list[BadRow] = []
    for batch in read(path, layout):
        rows += zip(batch.rows.to_list(), batch.cells.rows(), strict=True)
        bad += batch.bad
    return rows, bad


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    return tmp_path / "pcr.csv"


def test_plain_rows_are_numbered_as_a_spreadsheet_does(csv_file: Path) -> None:
    csv_file.write_bytes(b"id;svar\nP1;0,0032\n\nP2;\n")
    rows, bad = all_of(csv_file, Layout(delimiter=";"))
    assert rows == [(2, ("P1", "0,0032")), (4, ("P2", None))]
    assert bad == []
    assert header(csv_file, Layout(delimiter=";")) == ["id", "svar"]


def test_a_header_further_down(csv_file: Path) -> None:
    csv_file.write_bytes(b'Export of "PCR"\n"of\ntwo lines",x,y\n\nid,svar\nP1,1\n')
    layout = Layout(header_row=4)
    assert header(csv_file, layout) == ["id", "svar"]
    assert all_of(csv_file, layout) == ([(5, ("P1", "1"))], [])


def test_a_title_with_a_quote_that_is_not_closed(csv_file: Path) -> None:
    csv_file.write_bytes(b'"Export\nid,a\n1,x\n2,y')
    assert all_of(csv_file, Layout(header_row=2))[0] == [(3, ("1", "x")), (4, ("2", "y"))]


def test_a_stray_quote_costs_a_line_and_not_the_rest(csv_file: Path) -> None:
    csv_file.write_bytes(b'id,text\n1,"open\n2,b\n3,"c"\n4,"d" e\n5,6" needle\n')
    rows, bad = all_of(csv_file)
    assert rows == [(3, ("2", "b")), (4, ("3", "c")), (6, ("5", '6" needle'))]
    assert [one.row for one in bad] == [2, 5]
    assert "quote" in bad[0].reason
    assert "closed in the middle" in bad[1].reason


def test_a_quote_that_is_never_closed(csv_file: Path) -> None:
    csv_file.write_bytes(b'id,text\n1,"open\n' + b"2,b\n" * 1000)
    rows, bad = all_of(csv_file)
    assert len(rows) == 1000
    assert bad == [BadRow(2, "a quote is opened and not closed")]


def test_rows_with_too_many_or_too_few_cells(csv_file: Path) -> None:
    csv_file.write_bytes(b"id,a,b\n1,2\n1,2,3\n1,2,3,4\n1\n")
    rows, bad = all_of(csv_file)
    assert rows == [(3, ("1", "2", "3"))]
    assert [one.row for one in bad] == [2, 4, 5]
    assert bad[0].reason == "2 cells, where the header has 3"
    assert bad[2].reason == "1 cell, where the header has 3"


def test_a_lost_quote_that_makes_one_row_of_two_is_told(csv_file: Path) -> None:
    csv_file.write_bytes(b'id,a,b\n1,"2,3\n4,5",6,7\n')
    _, [bad] = all_of(csv_file)
    assert bad == BadRow(2, "4 cells, over 2 lines within quotes, where the header has 3")


HEADER = b"id,day,value,copies,note\n"
SWALLOWED = b"""P1,2010-05-01,0.01,50000,"Glivec paused
P1,2010-06-01,0.5,50000,
P1,2010-07-01,0.5,50000,restarted"
"""
SWALLOWED_WITHIN = b"""P1,2010-05-01,"0.01,50000,a
P1,2010-06-01,0.5",50000,b
"""
COMMENTS = b"""P2,2010-05-01,0.01,50000,"Storgatan 1, Umea
Sweden, Europe
"
P3,2010-05-01,0.01,50000,"a, b, c, d, e
f"
"""


# The last one is divided record by record.
@pytest.mark.parametrize("more", [b"", b'P4,2010-05-01,1,5" tube,\n', b'P4,"1,1\n'])
def test_rows_within_a_quoted_cell_do_not_vanish(csv_file: Path, more: bytes) -> None:
    for swallowed, lines in ((SWALLOWED, 3), (SWALLOWED_WITHIN, 2)):
        csv_file.write_bytes(HEADER + more + swallowed + COMMENTS)
        rows, bad = all_of(csv_file)
        first = 2 + bool(more)
        assert [row for row, _ in rows][-2:] == [first + 1, first + 2]
        assert bad[-1].row == first
        assert bad[-1].reason.startswith(f"it spans {lines} lines within quotes")


def test_rows_within_a_cell_of_the_header(csv_file: Path) -> None:
    csv_file.write_bytes(HEADER[:-5] + b'"' + SWALLOWED.replace(b'"', b"")[:-1] + b'"\n')
    with pytest.raises(DataError, match="names the columns: it spans 3 lines"):
        header(csv_file, Layout())


def test_literal_quotes_in_a_file_with_and_without_quoted_cells(csv_file: Path) -> None:
    lines = b'id,a\n1,5" tube\n2,""\n3,a"",\n4,7"\n'
    csv_file.write_bytes(lines.replace(b'2,""\n', b""))
    assert all_of(csv_file)[0] == [(2, ("1", '5" tube')), (4, ("4", '7"'))]
    csv_file.write_bytes(lines)
    assert all_of(csv_file)[0] == [(2, ("1", '5" tube')), (3, ("2", None)), (5, ("4", '7"'))]


def test_mixed_line_ends_and_no_last_one(csv_file: Path) -> None:
    csv_file.write_bytes(b"id,a\r\n1,x\n2,y\r3,z")
    rows, bad = all_of(csv_file)
    assert rows == [(2, ("1", "x")), (3, ("2", "y")), (4, ("3", "z"))]
    assert bad == []


def test_a_nul_byte_makes_a_bad_row(csv_file: Path) -> None:
    csv_file.write_bytes(b"id,a\n1,x\n2,\0y\n3,z\n")
    rows, bad = all_of(csv_file)
    assert [row for row, _ in rows] == [2, 4]
    assert bad == [BadRow(3, "it holds a NUL byte")]


def test_spaces_of_every_kind_are_tidied(csv_file: Path) -> None:
    text = "id,a\n  1\t,\xa0x \u2003 y\u3000\n2, \n3,a\x1cb\n4,a b\n"
    csv_file.write_text(text, encoding="utf-8")
    rows, _ = all_of(csv_file)
    assert [cells for _, cells in rows] == [("1", "x y"), ("2", None), ("3", "a b"), ("4", "a b")]


def test_a_quoted_empty_cell_is_null_too(csv_file: Path) -> None:
    csv_file.write_bytes(b'id,a\n1,""\n')
    assert all_of(csv_file)[0] == [(2, ("1", None))]


@given(st.lists(st.tuples(st.text(" ab\u2003\t\x1c\x85é", max_size=5), st.just("x")), min_size=1))
def test_tidying_is_that_of_python(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("tidy") / "some.csv"
    lines = [",".join(row) for row in rows]
    path.write_text("\n".join(["a,b", *lines]), encoding="utf-8", newline="")
    assert [cells for _, cells in all_of(path)[0]] == [
        (" ".join(first.split()) or None, second) for first, second in rows
    ]


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n\r"))


@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=20),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "utf-7"]),
    st.sampled_from([";", "\t", ",", "|"]),
)
def test_what_python_writes_is_read_again(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str, str]],
    quoting: int,
    encoding: str,
    delimiter: str,
) -> None:
    path = tmp_path_factory.mktemp("python") / "some.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
        writer.writerows([("a", "b", "c"), *rows])
    found, bad = all_of(path, Layout(encoding, delimiter))
    expected = {
        number: tuple(" ".join(cell.split()) or None for cell in row)
        for number, row in enumerate(rows, 2)
    }
    assert all("looks like a row" in expected_bad.reason for expected_bad in bad)
    assert all(any(mark in "".join(rows[one.row - 2]) for mark in "\n\r") for one in bad)
    assert dict(found) == {row: expected[row] for row in expected.keys() - {b.row for b in bad}}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_encodings_with_and_without_a_mark(csv_file: Path, encoding: str) -> None:
    csv_file.write_text("id,ärende\n1,för\n", encoding=encoding)
    assert header(csv_file, Layout(encoding)) == ["id", "ärende"]
    assert all_of(csv_file, Layout(encoding))[0] == [(2, ("1", "för"))]


def test_the_mark_of_utf_8_belongs_to_no_name(csv_file: Path) -> None:
    csv_file.write_text("id,a\n", encoding="utf-8-sig")
    assert header(csv_file, Layout("utf-8")) == ["id", "a"]


@pytest.mark.parametrize(("mark", "read_as"), [("utf-8-sig", "cp1252"), ("utf-16", "utf-8")])
def test_a_mark_against_the_mapping(csv_file: Path, mark: str, read_as: str) -> None:
    csv_file.write_text("id,a\n1,ö\n", encoding=mark)
    with pytest.raises(DataError, match="begins with the mark of UTF") as caught:
        header(csv_file, Layout(read_as))
    assert "encoding" in caught.value.hint


@pytest.mark.parametrize("chunk", [3, 1000])
def test_a_byte_that_is_none_in_the_encoding_names_the_row(
    csv_file: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr("tfrq.ingest.upload.text.CHUNK", chunk)
    csv_file.write_bytes("id,a\n1,x\n2,yyyy\n3,f\xf6r\n4,z\n".encode("cp1252"))
    with pytest.raises(DataError, match=r"pcr.csv, row 4: it cannot be read as utf-8"):
        all_of(csv_file)


def test_a_byte_that_python_has_no_character_for(csv_file: Path) -> None:
    csv_file.write_bytes(b"id,a\n1,\x81\n")
    with pytest.raises(DataError, match=r"row 2: it cannot be read as cp1252"):
        all_of(csv_file, Layout("cp1252"))


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "hex", "", "undefined", "a\0b"])
def test_no_encoding_of_text(csv_file: Path, encoding: str) -> None:
    csv_file.write_bytes(b"id\n")
    with pytest.raises(UsageError, match="no such encoding"):
        header(csv_file, Layout(encoding))


@pytest.mark.parametrize("delimiter", ["", "||", '"', "\n", "§", "a", "\0"])
def test_no_delimiter(csv_file: Path, delimiter: str) -> None:
    csv_file.write_bytes(b"id\n")
    with pytest.raises(UsageError, match="a delimiter is one ASCII character"):
        header(csv_file, Layout(delimiter=delimiter))


@pytest.mark.parametrize(
    ("first_line", "message"),
    [
        ("id,a,a,b,b", "column 2, 3, 4, 5 of 5 has no name of its own"),
        ("id,a, a", "column 2, 3 of 3 has no name of its own"),
        ("id,,b,", r"column 2, 4 of 4 has no name"),
        ('id,"b', "names the columns: a quote is opened"),
        ("id,b\0", "names the columns: it holds a NUL"),
    ],
)
def test_headers_that_name_no_columns(csv_file: Path, first_line: str, message: str) -> None:
    csv_file.write_text(f"{first_line}\n1,2\n")
    with pytest.raises(DataError, match=message):
        header(csv_file, Layout())


def test_a_header_that_lies_below_the_end(csv_file: Path) -> None:
    csv_file.write_bytes(b"id,a\n1,2\n")
    with pytest.raises(DataError, match="has 2 rows, and its header is to be row 9"):
        header(csv_file, Layout(header_row=9))


def test_a_header_and_nothing_else(csv_file: Path) -> None:
    csv_file.write_bytes(b"id,a")
    assert header(csv_file, Layout()) == ["id", "a"]
    assert all_of(csv_file) == ([], [])


def test_ten_thousand_columns(csv_file: Path) -> None:
    names = [f"c{number}" for number in range(10_000)]
    csv_file.write_text("\n".join([",".join(names)] * 3))
    assert header(csv_file, Layout()) == names
    assert all_of(csv_file)[0] == [(2, tuple(names)), (3, tuple(names))]


def test_one_line_of_fifty_megabytes(csv_file: Path) -> None:
    csv_file.write_bytes(b"id,a\n1,x\n2," + b"y" * 50_000_000 + b"\n3,z\n")
    rows, bad = all_of(csv_file)
    assert [row for row, _ in rows] == [2, 3, 4]
    assert len(rows[1][1][1] or "") == 50_000_000
    assert bad == []


def test_a_line_that_does_not_end(csv_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "RECORD_LIMIT", 1000)
    monkeypatch.setattr("tfrq.ingest.upload.text.CHUNK", 500)
    csv_file.write_bytes(b"id,a\n1,x\n" + b"z" * 5000)
    with pytest.raises(DataError, match=r"row 3: it does not end"):
        all_of(csv_file)


def test_batches_are_of_bounded_size(csv_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "BATCH_ROWS", 100)
    csv_file.write_text("id,a\n" + "".join(f"{n},b\n" for n in range(950)) + "x\n")
    sizes = [batch.cells.height for batch in read(csv_file, Layout())]
    assert sum(sizes) == 950
    assert max(sizes) <= 100
    _, bad = all_of(csv_file)
    assert [one.row for one in bad] == [952]


def test_memory_does_not_grow_with_the_file(
    csv_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tfrq.ingest.upload.text.CHUNK", 1 << 16)
    csv_file.write_bytes(b"id,a\n" + b"1,some text\n" * 400_000)
    tracemalloc.start()
    total = sum(batch.cells.height for batch in read(csv_file, Layout()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total == 400_000
    assert peak < csv_file.stat().st_size / 2
