"""What a file looks like to someone who has no mapping for it: a proposal, never used to read
data with one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tfrq.ingest.upload import files
from tfrq.ingest.upload.batch import Layout

# How much of a file is looked at for its delimiter and line ends.
_SAMPLE = 1 << 20
_SAMPLE_ROWS = 1000
_HEADER_WITHIN = 30
# In the order in which equals are preferred: a comma may be a decimal mark.
_DELIMITERS = ("\t", ";", "|", ",")


@dataclass(frozen=True)
class Sniffed:
    """`layout`: how the file would be read. `sheets`: of Excel, in order; `hidden` those of them
    that are. `byte_order_mark`, `line_ends` ("\\n", "\\r\\n", "\\r", those that occur): of text."""

    kind: str
    layout: Layout
    sheets: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    byte_order_mark: bool = False
    line_ends: tuple[str, ...] = ()


def sniff(path: Path, sheet: str = "") -> Sniffed:
    """Look at a file: the whole of it for its encoding, the beginning for the rest.

    Raises UsageError and DataError as `tfrq.ingest.upload.read`."""
    kind = files.kind(path)
    if kind == files.XLSX:
        return _excel(path, sheet)
    return _parquet(path) if kind == files.PARQUET else _text(path)


def _parquet(path: Path) -> Sniffed:
    from tfrq.ingest.upload import columnar

    columnar.header(path, Layout())
    return Sniffed(files.PARQUET, Layout())


def _excel(path: Path, sheet: str) -> Sniffed:
    from tfrq.ingest.upload import sheet as cells
    from tfrq.ingest.upload import workbook

    with workbook.opened(path) as book:
        chosen = book.sheet(sheet)
        first = islice(cells.rows(book, chosen), _HEADER_WITHIN)
        widths = [(row.number, len(row.cells)) for row in first]
        layout = Layout(sheet=chosen.name, header_row=_header_row(widths))
        names = tuple(one.name for one in book.sheets)
        hidden = tuple(one.name for one in book.sheets if one.hidden)
    return Sniffed(files.XLSX, layout, names, hidden)


def _header_row(widths: list[tuple[int, int]]) -> int:
    """The first row that is as wide as any: titles above a table are narrow."""
    widest = max((width for _, width in widths), default=0)
    return next((row for row, width in widths if width == widest), 1)


def _text(path: Path) -> Sniffed:
    from tfrq.ingest.upload import encodings, text

    with path.open("rb") as file:
        mark = text.byte_order_mark(file.read(4))
    encoding = encodings.guessed(path)
    sample = _sample(path, encoding)
    delimiter, header_row = _delimiter(sample)
    layout = Layout(encoding, delimiter, "", header_row)
    return Sniffed(
        files.CSV, layout, byte_order_mark=bool(mark), line_ends=_line_ends(path, encoding)
    )


def _sample(path: Path, encoding: str) -> bytes:
    from tfrq.ingest.upload import text

    return next(text.chunks(path, encoding), b"")[:_SAMPLE]


def _delimiter(sample: bytes) -> tuple[str, int]:
    """The delimiter that divides most rows into equally many cells, and the row of the header."""
    best, best_score = (",", 1), (0.0, 0)
    for delimiter in _DELIMITERS:
        widths = _widths(sample, delimiter.encode())
        width, rows = Counter(width for _, width in widths).most_common(1)[0]
        score = (round(rows / len(widths), 2), width) if width > 1 else (0.0, 0)
        if score[0] > best_score[0]:
            best, best_score = (delimiter, _header_row_of(widths, width)), score
    return best


def _header_row_of(widths: list[tuple[int, int]], width: int) -> int:
    return next(row for row, found in widths if found == width)


def _widths(sample: bytes, delimiter: bytes) -> list[tuple[int, int]]:
    """Number of each row, and how many cells it has."""
    from tfrq.ingest.upload import records

    taken = islice(records.taken(sample, delimiter, 0, final=True), _SAMPLE_ROWS)
    found = [
        (row, len(records.cells(record, delimiter)) if not reason else 1)
        for row, (record, reason) in enumerate(taken, 1)
        if record.strip()
    ]
    return found or [(1, 1)]


def _line_ends(path: Path, encoding: str) -> tuple[str, ...]:
    """Those of the beginning of the file."""
    with path.open(encoding=encoding, newline=None, errors="replace") as file:
        file.read(_SAMPLE)
        found = file.newlines or ()
    return (found,) if isinstance(found, str) else tuple(sorted(found))
