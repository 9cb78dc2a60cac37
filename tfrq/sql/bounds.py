"""Every comparison as the least and the most whole number that satisfy it."""

from __future__ import annotations

import datetime
import math
from decimal import ROUND_FLOOR, Decimal

from tfrq.model import Comparison, Duration, Point

UNLIMITED = 1_000_000_000
_EPOCH = datetime.date(1970, 1, 1)


def _bounds(operator: str, low: int, high: int) -> tuple[int, int]:
    """`low` and `high` are the first and last whole number that the operand stands for."""
    return {
        ">=": (low, UNLIMITED),
        ">": (high + 1, UNLIMITED),
        "<=": (-UNLIMITED, high),
        "<": (-UNLIMITED, low - 1),
        "=": (low, high),
        "between": (low, high),
    }[operator]


def length_bounds(comparison: Comparison[Duration]) -> tuple[int, int]:
    """Least and most days."""
    upper = comparison.upper or comparison.value
    return _bounds(comparison.operator, comparison.value.days, upper.days)


def number_bounds(comparison: Comparison[Decimal]) -> tuple[int, int]:
    """Least and most of a whole number."""
    upper = comparison.value if comparison.upper is None else comparison.upper
    return _bounds(comparison.operator, math.ceil(comparison.value), math.floor(upper))


# Laboratory values are kept with at most this many decimals (schema.py).
_STEP = Decimal("0.00001")


def value_bounds(comparison: Comparison[Decimal], factor: Decimal) -> tuple[Decimal, Decimal]:
    """Least and most value in the lake's unit, both included: the nearest that it can hold."""
    low = comparison.value * factor
    high = low if comparison.upper is None else comparison.upper * factor
    above, below = _down(low) + _STEP, -_down(-high) - _STEP
    least, most = -_down(-low), _down(high)
    unlimited = Decimal(UNLIMITED)
    return {
        ">=": (least, unlimited),
        ">": (above, unlimited),
        "<=": (-unlimited, most),
        "<": (-unlimited, below),
        "=": (least, most),
        "between": (least, most),
    }[comparison.operator]


def _down(value: Decimal) -> Decimal:
    return value.quantize(_STEP, rounding=ROUND_FLOOR)


def date_bounds(comparison: Comparison[Point]) -> tuple[int, int]:
    """First and last day since 1970-01-01; a year stands for all its days (§6)."""
    upper = comparison.upper or comparison.value
    return _bounds(comparison.operator, _first_day(comparison.value), _last_day(upper))


def _first_day(point: Point) -> int:
    text = point.text if "-" in point.text else f"{point.text}-01-01"
    return (datetime.date.fromisoformat(text) - _EPOCH).days


def _last_day(point: Point) -> int:
    text = point.text if "-" in point.text else f"{point.text}-12-31"
    return (datetime.date.fromisoformat(text) - _EPOCH).days
