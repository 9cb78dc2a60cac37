"""What an export has lost of what the site had: half of the files left out, another key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from tfrq.ingest.report import Broken
from tfrq.ingest.rules import CHANGE, RULES
from tfrq.results import Difference, TableDifference

# Of fewer records than these a share says little; that all of them are gone always does.
_FEW = 50
# Tables whose records stay once they are there. An event such as the last contact moves with each
# export: of the others only how many fewer there are is looked at.
_LASTING = ("treatments", "molecular")


def losses(found: Difference, thresholds: Mapping[str, Decimal]) -> tuple[Broken, ...]:
    """The rules of severity "change" that the difference breaks; `thresholds`: of the mapping."""
    return tuple(
        Broken(table, rule, CHANGE, rows, share, thresholds.get(rule, RULES[rule].threshold))
        for table, rule, rows, share in _lost(found)
    )


def _lost(found: Difference) -> Iterator[tuple[str, str, int, Decimal]]:
    for table in found.tables:
        lost, had = _gone(table), table.before.records
        if table.table == "patients" and lost:
            yield "patients", "patients gone", lost, _share(lost, had)
        elif lost and (had >= _FEW or not table.after.records):
            yield table.table, "records gone", lost, _share(lost, had)
    before, after = found.data_cuts
    if before and after and after < before:
        yield "", "earlier data cut", (before - after).days, Decimal(100)


def _gone(table: TableDifference) -> int:
    if table.table in ("patients", *_LASTING):
        return table.gone.records
    return max(0, table.before.records - table.after.records)


def _share(some: int, all_: int) -> Decimal:
    return Decimal(100 * some) / all_
