"""Units in a mapping: which a column may be in, and what has to be said with them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from tfrq import vocabulary
from tfrq.ingest.mapping.entry import Entry
from tfrq.ingest.mapping.model import ColumnMapping
from tfrq.ingest.mapping.targets import Kind, Target
from tfrq.ingest.values.result_units import RESULT_UNITS
from tfrq.ingest.values.units import conversion

LOG_REDUCTION = "log reduction"
_HINTS = {
    ("labs", "value"): f"known here: {', '.join(vocabulary.UNITS)}",
    ("molecular", "value"): "results with a unit are mapped as 'result'",
}


def check_units(entry: Entry, target: Target, column: ColumnMapping) -> ColumnMapping:
    """The column with its `baseline`; refused where its unit is not known, or not said."""
    if "unit" in entry.content and "unit_from" in entry.content:
        raise entry.refuse("'unit' and 'unit_from' are both there", "leave one out")
    if "units" in entry.content and "unit_from" not in entry.content:
        raise entry.refuse("'units' stands without 'unit_from'", 'write unit_from = "…"')
    named = tuple(filter(None, (column.unit, *column.units.values())))
    for unit in named:
        _check_known(entry, target, unit)
    if not named and not column.unit_source and column.source and _needs_unit(target):
        raise entry.refuse("'unit' is missing, and nothing is guessed", _example(target))
    return replace(column, baseline=_baseline(entry, named))


def _needs_unit(target: Target) -> bool:
    return target.kind is Kind.RESULT or is_marker(target)


def is_marker(target: Target) -> bool:
    """Whether a column's unit depends on what another column says was measured."""
    return (target.table, target.name) == ("labs", "value")


def _example(target: Target) -> str:
    return 'write unit = "% IS"' if target.kind is Kind.RESULT else 'write unit = "10^9/L"'


def _check_known(entry: Entry, target: Target, unit: str) -> None:
    if target.kind is Kind.RESULT:
        if unit not in RESULT_UNITS:
            raise entry.unknown("no result is in the unit", unit, RESULT_UNITS)
    elif not any(conversion(name, unit) for name in _subjects(target)):
        own = target.column.unit if target.column else ""
        raise entry.refuse(
            f"'{unit}' is no unit of {target.name}",
            _HINTS.get(
                (target.table, target.name), f"the lake has it in {own}" if own else "leave it out"
            ),
        )


def _subjects(target: Target) -> tuple[str, ...]:
    return tuple(vocabulary.MARKERS) if is_marker(target) else (target.name,)


def _baseline(entry: Entry, units: tuple[str, ...]) -> Decimal | None:
    if "baseline" not in entry.content:
        if LOG_REDUCTION in units:
            raise entry.refuse(
                f"'baseline' is missing for the unit {LOG_REDUCTION}",
                'the laboratory\'s own 0-log value in per cent: baseline = "60"',
            )
        return None
    if LOG_REDUCTION not in units:
        raise entry.refuse(f"'baseline' is only for the unit {LOG_REDUCTION}", "leave it out")
    try:
        baseline = Decimal(entry.text("baseline"))
    except InvalidOperation:
        baseline = Decimal(0)
    if not baseline.is_finite() or baseline <= 0:
        raise entry.refuse("'baseline' is not a number above 0", 'a text: baseline = "60"')
    return baseline
