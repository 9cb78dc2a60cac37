"""Delimited text (CSV, TSV and their kin), read as the layout says and never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from tfrq.errors import DataError, Fault, UsageError
from tfrq.ingest.upload import names, records, text
from tfrq.ingest.upload.batch import BATCH_ROWS, Batch, Layout
from tfrq.ingest.upload.tidy import is_tidy, tidied, without_empty

# One record longer than this is no record: the line ends or a quote are missing.
RECORD_LIMIT = 64 << 20


@dataclass
class _Source:
    """Text that has been read and not yet divided, and the number of the record it begins with."""

    path: Path
    chunks: Iterator[bytes]
    encoding: str
    piece: bytes = b""
    row: int = 1
    final: bool = False

    def more(self) -> None:
        """Read on. Raises DataError for a bad byte, or where no record ends in sight."""
        if len(self.piece) > RECORD_LIMIT:
            raise DataError(
                f"{self.path.name}, row {self.row:,}: it does not end within 64 MB",
                hint="a quote or the line ends are missing: ask the site to export it again",
            )
        try:
            chunk = next(self.chunks, None)
        except text.BadByte:
            raise self._undecodable() from None
        self.piece += chunk or b""
        self.final = chunk is None
        if self.final and self.piece and not self.piece.endswith(b"\n"):
            self.piece += b"\n"

    def _undecodable(self) -> DataError:
        row = self.row + self.piece.count(b"\n")
        return DataError(
            f"{self.path.name}, row {row:,}: it cannot be read as {self.encoding}",
            hint="'tfrq site profile' tells the encoding: give it with 'encoding' in the mapping",
        )


def header(path: Path, layout: Layout) -> list[str]:
    """Names of the columns. Raises as `tfrq.ingest.upload.read`."""
    return _header(_opened(path, layout), layout)


def batches(path: Path, layout: Layout) -> Iterator[Batch]:
    """The rows below the header."""
    source = _opened(path, layout)
    columns = _header(source, layout)
    delimiter = layout.delimiter.encode()
    done = False
    while not done:
        # The header may have needed the whole file, and its rows are still to be divided.
        if not source.final:
            source.more()
        done = source.final
        found = records.divided(source.piece, delimiter, len(columns), source.row, source.final)
        yield from _batches(found, columns, layout.delimiter)
        source.piece, source.row = source.piece[found.used :], found.next_row


def _opened(path: Path, layout: Layout) -> _Source:
    mark = layout.delimiter
    if len(mark) != 1 or not mark.isascii() or mark in '"\n\r\0' or mark.isalnum():
        raise UsageError(
            f"a delimiter is one ASCII character that is no letter, digit or quote, not {mark!r}",
            hint=r'as delimiter = ";" or "\t" in the mapping',
        )
    return _Source(path, text.chunks(path, layout.encoding), layout.encoding)


def _header(source: _Source, layout: Layout) -> list[str]:
    """Take the records up to the header from the source, and read the header."""
    delimiter = layout.delimiter.encode()
    while True:
        source.more()
        for record, reason in records.taken(source.piece, delimiter, 0, source.final):
            source.row += 1
            source.piece = source.piece[len(record) :]
            if source.row > layout.header_row:
                return _names(source.path, record, reason, layout)
        if source.final:
            raise DataError(
                f"{source.path.name} has {source.row - 1:,} rows, and its header is to be "
                f"row {layout.header_row:,}",
                hint="check 'header_row' in the mapping, or ask the site to send it again",
            )


def _names(path: Path, record: bytes, reason: str, layout: Layout) -> list[str]:
    delimiter = layout.delimiter.encode()
    cells = [] if reason else records.cells(record, delimiter)
    if b"\0" in record:
        reason = reason or records.NUL
    elif records.hides_rows(record, delimiter, len(cells)):
        reason = records.hidden(record)
    if reason:
        raise DataError(
            f"{path.name}, row {layout.header_row:,}, which names the columns: {reason}",
            hint="correct that row in the file, or give 'header_row' in the mapping",
        )
    return names.checked(path, [cell.decode() for cell in cells])


def _batches(found: records.Records, columns: list[str], delimiter: str) -> Iterator[Batch]:
    """A batch, or several where rows are so short that more than BATCH_ROWS fit in a piece."""
    rows = pl.Series("row", np.concatenate(found.rows) if found.rows else [], dtype=pl.Int64)
    cells = _cells(found, columns, delimiter, len(rows))
    parts = max(1, -(-len(rows) // BATCH_ROWS))
    size = max(1, -(-len(rows) // parts))
    bad = tuple(found.bad)
    for start in range(0, len(rows), size):
        yield Batch(rows.slice(start, size), cells.slice(start, size), bad)
        bad = ()
    if bad:
        yield Batch(rows, cells, bad)


def _cells(found: records.Records, columns: list[str], delimiter: str, rows: int) -> pl.DataFrame:
    good = b"".join(found.text)
    schema = {name: pl.String() for name in columns}
    if not good:
        return pl.DataFrame(schema=schema)
    cells = pl.read_csv(
        good,
        has_header=False,
        schema=schema,
        separator=delimiter,
        quote_char='"' if b'"' in good and not found.literal else None,
    )
    if cells.height != rows:
        raise Fault(f"{rows} records were divided into {cells.height}")
    if not is_tidy(good, delimiter.encode(), rows, len(columns)):
        return tidied(cells)
    # A cell of two quotes is read as a text of no characters.
    return without_empty(cells) if b'""' in good else cells
