"""Records against a reading of the rules one character at a time, wherever a piece may end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfrq.ingest.upload import Layout, header, read
from tfrq.ingest.upload import records as under_test
from tfrq.ingest.upload import text as text_of_files
from tfrq.ingest.upload.batch import Batch

LIMIT = 12  # instead of a megabyte within quotes


@dataclass
class Expected:
    rows: list[tuple[int, list[str | None]]] = field(default_factory=list)
    bad: list[int] = field(default_factory=list)


def one_record(text: str, start: int) -> tuple[list[str] | None, int]:
    """Cells and end of the record at `start`; None where its first line is bad."""
    cells, at = [], start
    while True:
        cell = ""
        if text[at] == '"':
            gap, at = 0, at + 1
            while True:
                if at >= len(text) or gap > LIMIT:
                    return None, text.index("\n", start) + 1
                if text[at] != '"':
                    cell, gap = cell + text[at], gap + len(text[at].encode())
                elif text[at + 1 : at + 2] == '"':
                    cell, gap, at = cell + '"', 0, at + 1
                else:
                    break
                at += 1
            at += 1
            if text[at] not in ",\n":
                return None, text.index("\n", start) + 1
        else:
            while text[at] not in ",\n":
                cell, at = cell + text[at], at + 1
        cells.append(cell)
        at += 1
        if text[at - 1] == "\n":
            return cells, at


def hides(record: str, cells: list[str]) -> bool:
    """Whether a line within a cell is as long as a row, or every line of the record is."""
    commas = len(cells) - 1
    below = [line for cell in cells for line in cell.split("\n")[1:]]
    lines = record.split("\n")
    if commas < 2 or len(lines) == 1:
        return False
    as_long = [line.count(",") == commas for line in below]
    return any(as_long) or all(line.count(",") == commas for line in lines)


def slowly(text: str, columns: int) -> Expected:
    """All rows below a header line, by the rules that the module states."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text if text.endswith("\n") or not text else text + "\n"
    found, at, row = Expected(), 0, 1
    while at < len(text):
        row += 1
        begin = at
        cells, at = one_record(text, at)
        if text[begin:at] == "\n":
            continue
        record = text[begin : at - 1]
        if cells is None or len(cells) != columns or "\0" in record or hides(record, cells):
            found.bad.append(row)
        else:
            found.rows.append((row, [" ".join(cell.split()) or None for cell in cells]))
    return found


def gathered(batches: Iterator[Batch]) -> Expected:
    found = Expected()
    for batch in batches:
        assert batch.cells.height == len(batch.rows)
        cells = [list(row) for row in batch.cells.rows()]
        found.rows += zip(batch.rows.to_list(), cells, strict=True)
        found.bad += [bad.row for bad in batch.bad]
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("records")


def check(folder: Path, text: str, columns: int, chunk: int) -> None:
    names = [f"column {number}" for number in range(columns)]
    path = folder / "some.csv"
    path.write_bytes((",".join(names) + "\n" + text).encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_of_files, "CHUNK", chunk)
        patch.setattr(under_test, "QUOTED_LIMIT", LIMIT)
        # Short texts may well be of NUL bytes only.
        patch.setattr(text_of_files, "is_binary", lambda head: False)
        under_test.patterns.cache_clear()
        assert header(path, Layout()) == names
        assert gathered(read(path, Layout())) == slowly(text, columns)
    under_test.patterns.cache_clear()


SOUP = st.text(alphabet='",\n\r ab\xa0\t\0é', max_size=60)
QUOTED = st.sampled_from(
    ['"a"', '""', '"a,b"', '"a\nb"', '"a""b"', 'a"b', "a", "", " a  b ", '"', '"a\nb,c,d"']
)
LINES = st.lists(st.lists(QUOTED, min_size=2, max_size=4).map(",".join), max_size=12)
CHUNKS = st.sampled_from([1, 2, 3, 7, 20, 1000])


@given(SOUP, st.integers(1, 3), CHUNKS)
def test_any_text_is_divided_by_the_rules(
    folder: Path, text: str, columns: int, chunk: int
) -> None:
    check(folder, text, columns, chunk)


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.integers(1, 4), CHUNKS)
def test_rows_of_good_and_bad_cells(
    folder: Path, lines: list[str], end: str, columns: int, chunk: int
) -> None:
    check(folder, end.join(lines), columns, chunk)


@given(st.lists(st.sampled_from(['1,"x"', '2,"a b"', "3,c", '4,"d\ne"']), max_size=30), CHUNKS)
def test_rows_that_are_all_good(folder: Path, lines: list[str], chunk: int) -> None:
    check(folder, "\n".join(lines), 2, chunk)
    text = "\n".join(lines) + "\n" if lines else ""
    assert len(slowly(text, 2).rows) == len(lines)
