"""Some rows of a batch, and their texts as a mapping takes them: what is missing is null."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from tfrq.ingest.harmonise.recipes import Recipe
from tfrq.ingest.mapping.model import ColumnMapping
from tfrq.ingest.mapping.tables import names_of
from tfrq.ingest.values.distinct import blank_missing
from tfrq.ingest.values.spelling import casefolded


class Rows:
    """Rows of a file: their numbers as a spreadsheet counts, and their cells, all text."""

    def __init__(self, name: str, numbers: pl.Series, cells: pl.DataFrame) -> None:
        self.name = name
        self.numbers = numbers
        self._cells = cells
        # Entries and visits of one file read the same columns (the patient, the laboratory). No
        # lru_cache: it would refer to the rows, and they would outlive their batch.
        self._known: dict[tuple[str, frozenset[str]], pl.Series] = {}

    def __len__(self) -> int:
        return len(self.numbers)

    def chosen(self, mask: pl.Series) -> Rows:
        """The rows for which the mask holds; these themselves where it holds for all."""
        return self if mask.all() else _Chosen(self, mask)

    def raw(self, source: str) -> pl.Series:
        """A column as it stands in the file."""
        return self._cells[source]

    def texts(self, column: ColumnMapping, source: str = "") -> pl.Series:
        """The texts of `source` (else of the column's own), null where they mean no value."""
        return self.without(source or column.source, no_values(column))

    def without(self, source: str, missing: frozenset[str]) -> pl.Series:
        """A column, null where its text is a missing one."""
        key = source, missing
        if key not in self._known:
            self._known[key] = self._blanked(source, missing)
        return self._known[key]

    def _blanked(self, source: str, missing: frozenset[str]) -> pl.Series:
        return blank_missing(self.raw(source), missing)

    def pass_where(self, where: Mapping[str, frozenset[str]]) -> pl.Series:
        """Whether every column of `where` holds one of its texts."""
        passed = always(len(self))
        for source, texts in where.items():
            folded = self._cells.select(casefolded(pl.col(source))).to_series()
            passed &= folded.is_in(sorted(texts)).fill_null(False)
        return passed

    def have_value(self, sources: Iterable[str]) -> pl.Series:
        """Whether one of these columns of the file holds a text."""
        return self._cells.select(
            pl.any_horizontal((pl.col(one) != "").fill_null(False) for one in sources)
        ).to_series()

    def make_record(self, recipe: Recipe) -> pl.Series:
        """Whether one of the deciding columns has a value."""
        found = ~always(len(self))
        for column in recipe.deciding:
            for source in names_of(column):
                found |= self.texts(column, source).is_not_null()
        return found


class _Chosen(Rows):
    """Some of the rows of a batch. Only the columns that are asked for are filtered: of a wide
    file each visit reads a few."""

    def __init__(self, whole: Rows, mask: pl.Series) -> None:
        super().__init__(whole.name, whole.numbers.filter(mask), pl.DataFrame())
        self._whole = whole
        self._mask = mask

    def raw(self, source: str) -> pl.Series:
        return self._whole.raw(source).filter(self._mask)

    def _blanked(self, source: str, missing: frozenset[str]) -> pl.Series:
        return self._whole.without(source, missing).filter(self._mask)


def no_values(column: ColumnMapping) -> frozenset[str]:
    """Every text that means "no value" in a column: the missing ones, and what `values` maps to
    nothing."""
    return column.missing | {text for text, meaning in column.values.items() if not meaning}


def always(size: int) -> pl.Series:
    """A mask that holds for every row."""
    return pl.repeat(True, size, dtype=pl.Boolean, eager=True)
