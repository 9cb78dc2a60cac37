"""One cell read into two tests: no two entries may read one column of results of the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from tfrq.ingest.mapping.entry import Entry
from tfrq.ingest.mapping.model import VISIT, TableMapping

# Columns that hold what was measured: one cell of them is one measurement.
_MEASURED = (("molecular", "result"), ("molecular", "value"), ("labs", "value"))


def check_read_once(tables: Sequence[tuple[Entry, TableMapping]]) -> None:
    """Refuse two entries of one table that make two measurements of one cell."""
    numbered = [(number, *entry) for number, entry in enumerate(tables, 1)]
    for (number, _, one), (_, entry, other) in combinations(numbered, 2):
        if (one.table, one.file) != (other.table, other.file) or _parted(one, other):
            continue
        for table, target in _MEASURED:
            twice = _sources(one, target) & _sources(other, target)
            if one.table == table and twice:
                raise Entry({}, entry.under(target)).refuse(
                    f"entry {number} reads '{min(twice)}' of the same rows into {target} too",
                    "leave one entry out, or part the rows by 'where'",
                )


def _sources(table: TableMapping, target: str) -> set[str]:
    """The columns of the file that a column of the lake is read from, those of each visit."""
    return {
        column.source.replace(VISIT, visit)
        for column in table.columns
        if column.target == target and column.source
        for visit in table.visits or ("",)
    }


def _parted(one: TableMapping, other: TableMapping) -> bool:
    """Whether the two read other rows, as far as `where` says it: of a column that only one of
    them names, nothing is known of the rows of the other."""
    both = one.where.keys() & other.where.keys()
    if any(one.where[column].isdisjoint(other.where[column]) for column in both):
        return True
    return bool(one.where.keys() - both and other.where.keys() - both)
