"""Excel workbooks (.xlsx): each cell the text that a person means by it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import polars as pl

from tfrq.errors import DataError
from tfrq.ingest.upload import archive, names, sheet, workbook
from tfrq.ingest.upload.batch import BATCH_ROWS, BadRow, Batch, Layout
from tfrq.ingest.upload.sheet import Row
from tfrq.ingest.upload.tidy import tidied

# Cells read at once: as texts of Python they take more room than in a frame.
BATCH_CELLS = 1_000_000

Columns = dict[int, str]


def header(path: Path, layout: Layout) -> list[str]:
    """Names of the columns. Raises as `tfrq.ingest.upload.read`."""
    with workbook.opened(path) as book:
        rows = sheet.rows(book, book.sheet(layout.sheet))
        return list(_columns(path, rows, layout).values())


def batches(path: Path, layout: Layout) -> Iterator[Batch]:
    """The rows below the header, numbered as Excel shows them."""
    with workbook.opened(path) as book:
        chosen = book.sheet(layout.sheet)
        covered = _covered(path, sheet.merged(book, chosen))
        rows = sheet.rows(book, chosen)
        columns = _columns(path, rows, layout)
        size = max(1, min(BATCH_ROWS, BATCH_CELLS // len(columns)))
        while read := list(islice(rows, size)):
            yield _batch(read, columns, covered)


def _columns(path: Path, rows: Iterator[Row], layout: Layout) -> Columns:
    """Number of each column that has a name, and its name; takes the rows up to the header."""
    found = next((row for row in rows if row.number >= layout.header_row), Row(0))
    if found.number != layout.header_row:
        raise DataError(
            f"{path.name}: row {layout.header_row:,}, which is to name the columns, is empty",
            hint="give 'header_row' (and 'sheet') in the mapping",
        )
    if wrong := _wrong(found, {}):
        raise DataError(
            f"{path.name}, row {found.number:,}, which names the columns: {wrong}",
            hint="correct it in the file",
        )
    return dict(zip(found.cells, names.checked(path, list(found.cells.values())), strict=True))


def _batch(read: list[Row], columns: Columns, covered: dict[int, str]) -> Batch:
    good, bad = [], []
    for row in read:
        if reason := covered.get(row.number) or _wrong(row, columns):
            bad.append(BadRow(row.number, reason))
        else:
            good.append(row)
    numbers = pl.Series("row", [row.number for row in good], dtype=pl.Int64)
    cells = {name: [row.cells.get(at) for row in good] for at, name in columns.items()}
    schema = {name: pl.String() for name in cells}
    return Batch(numbers, tidied(pl.DataFrame(cells, schema=schema)), tuple(bad))


def _wrong(row: Row, columns: Columns) -> str:
    """Why a row cannot be read: a cell without its value, or beside the table."""
    for at, reason in row.wrong.items():
        name = f" ('{columns[at]}')" if at in columns else ""
        return f"column {sheet.column_letters(at)}{name} holds {reason}"
    if columns and not row.cells.keys() <= columns.keys():
        at = min(row.cells.keys() - columns.keys())
        return f"column {sheet.column_letters(at)} has a value, and no name in the header"
    return ""


def _covered(path: Path, merged: list[sheet.Range]) -> dict[int, str]:
    """Rows some of whose cells are empty only because they are merged with another, and why.

    Of cells merged downwards, the first row has the value."""
    if sum(one.bottom - one.top for one in merged) > 4 * sheet.LAST_ROW:
        raise archive.damaged(path, "its merged cells overlap")
    found: dict[int, str] = {}
    for one in merged:
        first = one.top if one.right > one.left else one.top + 1
        reason = f"the cells {one} are merged: fill in each of them"
        found.update(dict.fromkeys(range(first, one.bottom + 1), reason))
    return found
