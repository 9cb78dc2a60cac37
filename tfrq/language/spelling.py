"""How canonical text and messages spell levels, durations, comparisons and periods."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tfrq.language.quantities import plain
from tfrq.model import At, Comparison, Duration, Period, Point


def level_name(name: str) -> str:
    """How a level is written: MMR for MR3."""
    return "MMR" if name == "MR3" else name


def duration_text(duration: Duration) -> str:
    """`2 years`, `1 year`."""
    unit = duration.unit.removesuffix("s") if duration.number == 1 else duration.unit
    return f"{plain(duration.number)} {unit}"


def _value_text(value: Duration | Decimal | Point) -> str:
    if isinstance(value, Duration):
        return duration_text(value)
    return plain(value) if isinstance(value, Decimal) else value.text


def comparison_text(comparison: Comparison[Any]) -> str:
    """`>= 2 years`, `3-5 years`, `between 18 months and 3 years`."""
    low, high = comparison.value, comparison.upper
    if high is None:
        return f"{comparison.operator} {_value_text(low)}"
    if isinstance(low, Duration) and low.unit == high.unit:
        return f"{plain(low.number)}-{plain(high.number)} {low.unit}"
    if isinstance(low, Decimal):
        return f"{plain(low)}-{plain(high)}"
    return f"between {_value_text(low)} and {_value_text(high)}"


_COUNTED = {
    ">=": "at least",
    ">": "more than",
    "<=": "at most",
    "<": "fewer than",
    "=": "exactly",
}


def count_text(count: Comparison[Decimal], what: str) -> str:
    """`at most 2 TKI lines`, `at least 1 test`, `1-2 tests`."""
    if count.upper is not None:
        return f"{comparison_text(count)} {what}s"
    many = "" if count.value == 1 else "s"
    return f"{_COUNTED[count.operator]} {plain(count.value)} {what}{many}"


def when_text(when: At | Period) -> str:
    """`at index`, `within 12 months before index`, `ever`."""
    if isinstance(when, At):
        return f"at {when.anchor}"
    if when.kind == "ever":
        return "ever"
    limit = f"within {duration_text(when.within)} " if when.within else ""
    return f"{limit}{when.kind} {when.anchor}"


def unit_text(unit: str) -> str:
    """How a unit is written: x10^9/L for 10^9/L."""
    return f"x{unit}" if unit.startswith("10^") else unit
