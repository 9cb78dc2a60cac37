"""What an export has lost of what the site had: half of the files left out, another key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from tfrq.ingest.report import Broken
from tfrq.ingest.rules import CHANGE, RULES
from tfrq.results import Difference, TableDifference

# Tables of which a site has many records, so that a share of them says something.
_LARGE = ("treatments", "molecular")


def losses(found: Difference, thresholds: Mapping[str, Decimal]) -> tuple[Broken, ...]:
    """The rules of severity "change" that the difference breaks; `thresholds`: of the mapping."""
    return tuple(
        Broken(table, rule, CHANGE, rows, share, thresholds.get(rule, RULES[rule].threshold))
        for table, rule, rows, share in _lost(found)
    )


def _lost(found: Difference) -> Iterator[tuple[str, str, int, Decimal]]:
    for table in found.tables:
        if table.table == "patients" and table.gone.records:
            yield ("patients", "patients gone", *_gone(table))
        if table.table in _LARGE and table.gone.records:
            yield (table.table, "records gone", *_gone(table))
    before, after = found.data_cuts
    if before and after and after < before:
        yield "", "earlier data cut", (before - after).days, Decimal(100)


def _gone(table: TableDifference) -> tuple[int, Decimal]:
    return table.gone.records, Decimal(100 * table.gone.records) / table.before.records
