"""What a reader hands on: some rows of one file, every cell still text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars

# Rows read at once. A batch of a hundred columns of text takes some 100 MB.
BATCH_ROWS = 100_000


@dataclass(frozen=True)
class Layout:
    """How a file is read. `header_row` counts from 1; `sheet` "" is the first one."""

    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""
    header_row: int = 1


@dataclass(frozen=True)
class BadRow:
    """A row that could not be divided into the columns of the header, and why."""

    row: int
    reason: str


@dataclass(frozen=True)
class Batch:
    """Rows of one file. `rows`: number of each, as a spreadsheet counts (the header of a CSV is
    1); `cells`: String columns named as in the header, in its order, null where a cell is empty,
    texts stripped at both ends and runs of spaces in them made one. `bad` rows are not in them."""

    rows: polars.Series
    cells: polars.DataFrame
    bad: tuple[BadRow, ...] = ()
