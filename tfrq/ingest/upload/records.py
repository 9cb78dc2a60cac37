"""Text into records: exact about quotes, line ends and numbers of cells, at the speed of numpy.

The rules are those of RFC 4180, and of no reader that makes the best of it:
- A cell that begins with a quote ends with the next single one; what follows has to be a delimiter
  or a line end. Within it two quotes are one, and line ends belong to it.
- A quote within a cell that does not begin with one is an ordinary character (`5" needle`).
- Where a quote is opened and not closed, or closed in the middle of a cell, the *line* is bad and
  the next line begins a record: so a stray quote costs a line and not the rest of the file.
- A line of no characters is no record; it counts as a row.
- A quote that is lost, and another one lines below, hide whole rows in one cell, and the record is
  legal all the same. Where a record looks so (`hides_rows`), it is bad. Cells with line breaks that
  do not (comments, addresses) stay legal.

Text where no quote opens a cell, or none is stray, is divided by positions in arrays (`_regular`);
the rest, from the first stray quote of a piece to its end, record by record (`_irregular`). Both
follow the same rules, so that it does not matter where a piece of the file ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tfrq.ingest.upload.batch import BadRow

# Within a quoted cell, the next quote has to come within so many bytes. Free text is shorter, and
# a quote that is never closed must not hold the rest of a large file in memory.
QUOTED_LIMIT = 1 << 20
_NEWLINE, _QUOTE = 10, 34
NOT_CLOSED = "a quote is opened and not closed"
CLOSED_WITHIN = "a quote is closed in the middle of a cell"
NUL = "it holds a NUL byte"
# Lines of free text have a comma now and then; of so many, some would be taken for rows.
_TELLING = 2

Positions = npt.NDArray[np.int64]


@dataclass
class Records:
    """What a piece of text was divided into. `text` holds the good records only, regular, with a
    line end each; `rows` their numbers. `used` bytes of the piece were divided. `literal`: all
    quotes in `text` are ordinary characters."""

    text: list[bytes] = field(default_factory=list)
    rows: list[Positions] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    used: int = 0
    next_row: int = 1
    literal: bool = False


@dataclass(frozen=True)
class Patterns:
    """`record`: one whole record with its line end. `cell`: a cell and what ends it. `opened`:
    a cell's opening quote and all that surely lies within it."""

    record: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    opened: re.Pattern[bytes]


@lru_cache
def patterns(delimiter: bytes) -> Patterns:
    end = re.escape(delimiter)
    opened = rb'"[^"]{0,%d}+(?:""[^"]{0,%d}+)*+' % (QUOTED_LIMIT, QUOTED_LIMIT)
    cell = rb'(?:%b"|[^"\n%b][^\n%b]*+)?+' % (opened, end, end)
    return Patterns(
        record=re.compile(rb"%b(?:%b%b)*+\n" % (cell, end, cell)),
        cell=re.compile(rb"(%b)(?:%b|\n)" % (cell, end)),
        opened=re.compile(opened),
    )


def divided(piece: bytes, delimiter: bytes, columns: int, first_row: int, final: bool) -> Records:
    """Divide a piece of text that begins with a record, as far as its records surely end in it;
    `final`: no more text follows, and the last line has an end."""
    found = Records(next_row=first_row, literal=not _opens_any(piece, delimiter))
    end, strays = piece.rfind(b"\n") + 1, False
    if not found.literal:
        end, strays = _regular_end(piece, delimiter)
    _regular(piece[:end], delimiter, columns, found)
    if strays or final or len(piece) - found.used > QUOTED_LIMIT:
        _irregular(piece, delimiter, columns, found, final)
    return found


def cells(record: bytes, delimiter: bytes) -> list[bytes]:
    """Cells of one good record, which ends with its line end."""
    found = patterns(delimiter).cell.findall(record)
    return [cell[1:-1].replace(b'""', b'"') if cell.startswith(b'"') else cell for cell in found]


def _opens_any(piece: bytes, delimiter: bytes) -> bool:
    """Whether a cell begins with a quote. Where none does, as in a column of `5" needle` and no
    quoted cell beside it, there is nothing to be known about quotes."""
    return piece.startswith(b'"') or b'\n"' in piece or delimiter + b'"' in piece


def _regular_end(piece: bytes, delimiter: bytes) -> tuple[int, bool]:
    """Where the last record ends before the first stray quote, and whether there is one."""
    array = np.frombuffer(piece, np.uint8)
    quotes = np.flatnonzero(array == _QUOTE)
    stray = _first_stray(array, quotes, delimiter[0])
    end = len(piece) if stray is None else int(stray)
    # The last line end with an even number of quotes before it: try from behind.
    while (end := piece.rfind(b"\n", 0, end)) >= 0:
        before = int(np.searchsorted(quotes, end))
        if before % 2 == 0:
            break
        end = int(quotes[before - 1])
    return end + 1, stray is not None


def _first_stray(array: npt.NDArray[np.uint8], quotes: Positions, delimiter: int) -> int | None:
    """Position of the first quote that neither opens nor closes a cell nor stands for itself.

    If all quotes before are regular, those of even index open a cell (or are the second half of
    two quotes that are one) and those of odd index close it (or are the first half)."""
    beside = np.zeros(256, dtype=bool)
    beside[[_NEWLINE, _QUOTE, delimiter]] = True
    opening, closing = quotes[0::2], quotes[1::2]
    wrong = [opening[(opening > 0) & ~beside[array[opening - 1]]]]
    inner = closing[closing < len(array) - 1]
    wrong.append(inner[~beside[array[inner + 1]]])
    wrong.append(closing[closing - opening[: len(closing)] > QUOTED_LIMIT + 1])
    firsts = [int(positions[0]) for positions in wrong if len(positions)]
    return min(firsts, default=None)


def _regular(text: bytes, delimiter: bytes, columns: int, found: Records) -> None:
    """Add records whose quotes, if any, are all regular."""
    if not text:
        return
    array = np.frombuffer(text, np.uint8)
    ends_cell = (array == delimiter[0]) | (array == _NEWLINE)
    if not found.literal:
        within = np.bitwise_xor.accumulate((array == _QUOTE).view(np.uint8))
        ends_cell &= within == 0
    marks = np.flatnonzero(ends_cell)
    ends_record = array[marks] == _NEWLINE
    records = int(np.count_nonzero(ends_record))
    hiding = _hiding(array, marks, marks[ends_record], delimiter, columns)
    even = columns > 1 and b"\0" not in text and _is_even(ends_record, records, columns)
    if even and not len(hiding):
        found.text.append(text)
        found.rows.append(np.arange(records, dtype=np.int64) + found.next_row)
    else:
        last_cells = np.flatnonzero(ends_record)
        _uneven(array, marks[ends_record], last_cells, hiding, columns, found)
    found.next_row += records
    found.used += len(text)


def _is_even(ends_record: npt.NDArray[np.bool_], records: int, columns: int) -> bool:
    """Whether every so-manieth end of a cell is the end of a record, and no other is."""
    if len(ends_record) != records * columns:
        return False
    return bool(ends_record.reshape(records, columns)[:, -1].all())


def _uneven(
    array: npt.NDArray[np.uint8],
    ends: Positions,
    last_cells: Positions,
    hiding: Positions,
    columns: int,
    found: Records,
) -> None:
    """Keep the records that have all their cells; name the others; pass empty lines over."""
    widths = np.diff(last_cells, prepend=-1)
    sizes = np.diff(ends, prepend=-1)
    empty = sizes == 1
    nul = np.zeros(len(ends), dtype=bool)
    nul[np.searchsorted(ends, np.flatnonzero(array == 0))] = True
    good = (widths == columns) & ~empty & ~nul
    good[hiding] = False
    for at in np.flatnonzero(~good & ~empty).tolist():
        text = array[ends[at] + 1 - sizes[at] : ends[at] + 1].tobytes()
        reason = NUL if nul[at] else unsound(int(widths[at]), columns, text)
        found.bad.append(BadRow(found.next_row + at, reason))
    found.text.append(array[np.repeat(good, sizes)].tobytes())
    found.rows.append(np.flatnonzero(good) + found.next_row)


def _hiding(
    array: npt.NDArray[np.uint8], marks: Positions, ends: Positions, delimiter: bytes, columns: int
) -> Positions:
    """Numbers of the records of which `hides_rows` is true. `marks` end a cell, `ends` a record."""
    lines = np.flatnonzero(array == _NEWLINE)
    if columns <= _TELLING or len(lines) == len(ends):
        return np.zeros(0, np.int64)
    delimiters = np.flatnonzero(array == delimiter[0])
    before = np.searchsorted(delimiters, lines)
    record = np.searchsorted(ends, lines)
    of_record = np.bincount(record)
    as_long = np.bincount(record, weights=np.diff(before, prepend=0) == columns - 1)
    # A line within a cell ends with the line or with the cell.
    inner = np.flatnonzero(record[:-1] == record[1:])
    cell_ends = marks[np.searchsorted(marks, lines[inner])]
    line_ends = np.minimum(lines[inner + 1], cell_ends)
    held = np.searchsorted(delimiters, line_ends) - before[inner]
    all_long = np.flatnonzero((as_long == of_record) & (of_record > 1))
    return np.union1d(all_long, record[inner][held == columns - 1])


def hides_rows(record: bytes, delimiter: bytes, columns: int) -> bool:
    """Whether a quoted cell holds, in a line below its first, the delimiters of a whole row; or
    all lines of the record are as long as a row, if their quotes are passed over."""
    if columns <= _TELLING or record.count(b"\n") < 2:
        return False
    inner = [line for cell in cells(record, delimiter) for line in cell.split(b"\n")[1:]]
    lines = record[:-1].split(b"\n")
    whole = columns - 1
    return any(line.count(delimiter) == whole for line in inner) or all(
        line.count(delimiter) == whole for line in lines
    )


def unsound(width: int, columns: int, record: bytes) -> str:
    """Why a record of so many cells, which is not kept, is bad."""
    return hidden(record) if width == columns else ragged(width, columns, record)


def hidden(record: bytes) -> str:
    lines = record.count(b"\n")
    return (
        f"it spans {lines:,} lines within quotes, and one of them looks like a row of its own: "
        "a quote is missing, or one too many"
    )


def ragged(width: int, columns: int, record: bytes) -> str:
    """Why a record of so many cells is bad. Quoted line ends are told, since a quote that is
    missing makes one record of two."""
    lines = record.count(b"\n")
    over = f", over {lines:,} lines within quotes" if lines > 1 else ""
    return f"{width:,} cell{'' if width == 1 else 's'}{over}, where the header has {columns:,}"


def _irregular(piece: bytes, delimiter: bytes, columns: int, found: Records, final: bool) -> None:
    """Add records one by one, as far as it is sure how they end."""
    kept: list[bytes] = []
    rows: list[int] = []
    for record, reason in taken(piece, delimiter, found.used, final):
        row = found.next_row
        found.next_row += 1
        found.used += len(record)
        if record == b"\n":
            continue
        values = [] if reason else cells(record, delimiter)
        if not reason and b"\0" in record:
            reason = NUL
        if not reason and (len(values) != columns or hides_rows(record, delimiter, columns)):
            reason = unsound(len(values), columns, record)
        if reason:
            found.bad.append(BadRow(row, reason))
        else:
            kept.append(record if b'"' not in record else _quoted(values, delimiter))
            rows.append(row)
    found.text.append(b"".join(kept))
    found.rows.append(np.array(rows, dtype=np.int64))


def _quoted(values: list[bytes], delimiter: bytes) -> bytes:
    """A record whose quotes are all regular."""
    return delimiter.join(b'"%b"' % cell.replace(b'"', b'""') for cell in values) + b"\n"


def taken(piece: bytes, delimiter: bytes, start: int, final: bool) -> Iterator[tuple[bytes, str]]:
    """Records with their line ends and "", or bad lines with the reason. Stops at the end, or
    where it depends on text that is still to come how the record ends."""
    record = patterns(delimiter).record
    while start < len(piece):
        line_end = piece.find(b"\n", start) + 1
        if line_end and piece.find(b'"', start, line_end) < 0:
            yield piece[start:line_end], ""
        elif match := record.match(piece, start):
            line_end = match.end()
            yield match[0], ""
        elif not line_end:
            return
        else:
            reason = _stray(piece, delimiter, start)
            if not (reason or final):
                return
            yield piece[start:line_end], reason or NOT_CLOSED
        start = line_end


def _stray(piece: bytes, delimiter: bytes, start: int) -> str:
    """What is wrong with the record that begins at `start`; "" where only its end is missing."""
    known = patterns(delimiter)
    while cell := known.cell.match(piece, start):
        start = cell.end()
    opened = known.opened.match(piece, start)
    if opened is None or opened.end() >= len(piece) - 1:
        return ""
    return CLOSED_WITHIN if piece[opened.end()] == _QUOTE else NOT_CLOSED
