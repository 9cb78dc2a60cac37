"""The different texts of each column and how often they were seen, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from tfrq.ingest.upload.batch import Batch

# Different texts kept: of one column, and of all columns of a file. A text takes some 100 bytes.
KEPT_OF_A_COLUMN = 20_000
KEPT_IN_ALL = 2_000_000
LEAST_KEPT = 200  # of a column, in files of thousands of columns


@dataclass(frozen=True)
class Tally:
    """`texts` → rows, the most frequent first. `capped`: there were more different texts than are
    kept; the rarest were let go on the way, so that numbers of rows are at least so many."""

    name: str
    rows: int
    filled: int
    texts: dict[str, int]
    capped: bool

    @property
    def kept(self) -> int:
        """Rows whose text is kept."""
        return sum(self.texts.values())


@dataclass(frozen=True)
class Tallies:
    """Of all columns of a file; `rows` without the `bad` ones."""

    columns: tuple[Tally, ...]
    rows: int
    bad: int


class _Counter:
    """Counts the texts of one column, batch by batch."""

    def __init__(self, room: int) -> None:
        self.room, self.filled, self.capped = room, 0, False
        self.seen = pl.DataFrame(schema={"text": pl.String, "rows": pl.UInt32})

    def add(self, cells: pl.Series) -> None:
        texts = cells.drop_nulls().alias("text").to_frame()
        self.filled += texts.height
        new = texts.group_by("text", maintain_order=True).agg(pl.len().alias("rows"))
        both = pl.concat([self.seen, new])
        merged = both.group_by("text", maintain_order=True).agg(pl.col("rows").sum())
        self.capped = self.capped or merged.height > self.room
        ordered = merged.sort("rows", descending=True, maintain_order=True)
        self.seen = ordered.head(self.room)

    def tally(self, name: str, rows: int) -> Tally:
        texts = dict(zip(self.seen["text"], self.seen["rows"], strict=True))
        return Tally(name, rows, self.filled, texts, self.capped)


def tallied(names: Iterable[str], batches: Iterable[Batch]) -> Tallies:
    """Read the batches once. `names` of the header, for a file that has no rows."""
    names = tuple(names)
    room = max(LEAST_KEPT, min(KEPT_OF_A_COLUMN, KEPT_IN_ALL // max(1, len(names))))
    counters = {name: _Counter(room) for name in names}
    rows = bad = 0
    for batch in batches:
        rows, bad = rows + batch.cells.height, bad + len(batch.bad)
        for name, counter in counters.items():
            counter.add(batch.cells[name])
    tallies = tuple(counter.tally(name, rows) for name, counter in counters.items())
    return Tallies(tallies, rows, bad)
