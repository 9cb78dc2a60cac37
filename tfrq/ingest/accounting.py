"""Nothing is lost: every row that was read has entered the lake or stands among the rejects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from tfrq.errors import Fault
from tfrq.ingest.rejects import FILE, ROW


@dataclass(frozen=True)
class FileSum:
    """Rows of one file: `read` = `entered` + `rejected`, where `partly` of the rejected ones
    made a record that entered as well (a row may hold several)."""

    file: str
    read: int
    entered: int
    rejected: int
    partly: int


class Accounts:
    """What became of every row of every file: a few bytes for each."""

    def __init__(self) -> None:
        self._read: dict[str, _Marks] = {}
        self._entered: dict[str, _Marks] = {}
        self._rejected: dict[str, _Marks] = {}

    def read(self, file: str, rows: pl.Series) -> None:
        """Rows of a file that were read, those that could not be divided among them."""
        self._read.setdefault(file, _Marks()).mark(rows.to_numpy())

    def entered(self, records: pl.DataFrame) -> None:
        """Records (with FILE and ROW) that are in the lake; derived ones have no row."""
        _mark(self._entered, records, FILE, ROW)

    def rejected(self, rejects: pl.DataFrame) -> None:
        """Rejects (tfrq.ingest.rejects)."""
        _mark(self._rejected, rejects, "file", "row")

    def sums(self) -> tuple[FileSum, ...]:
        """The sum of each file, in the order they were read. A Fault where they do not add up."""
        return tuple(self._sum(file) for file in self._read)

    def _sum(self, file: str) -> FileSum:
        read = self._read[file].array
        entered, rejected = (
            marks.get(file, _Marks()).of_length(len(read))
            for marks in (self._entered, self._rejected)
        )
        if ((entered | rejected) != read).any():
            raise Fault(f"rows of {file} are neither in the lake nor among the rejects")
        return FileSum(
            file,
            int(read.sum()),
            int((entered & ~rejected).sum()),
            int(rejected.sum()),
            int((entered & rejected).sum()),
        )


class _Marks:
    """A mark for each row of a file, by its number."""

    def __init__(self) -> None:
        self.array = np.zeros(0, dtype=bool)

    def mark(self, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
        if len(rows):
            last = int(rows.max()) + 1
            if last > len(self.array):
                self.array = np.concatenate(
                    [self.array, np.zeros(max(last, 2 * len(self.array)) - len(self.array), bool)]
                )
            self.array[rows] = True

    def of_length(self, length: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        kept = self.array[:length]
        if self.array[length:].any():
            raise Fault("a record of a row that was not read")
        return np.concatenate([kept, np.zeros(length - len(kept), dtype=bool)])


def _mark(marks: dict[str, _Marks], frame: pl.DataFrame, file: str, row: str) -> None:
    placed = frame.select(file, row).drop_nulls()
    for (name,), part in placed.partition_by(file, as_dict=True).items():
        marks.setdefault(str(name), _Marks()).mark(part[row].to_numpy())
