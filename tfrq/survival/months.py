"""Months and days (docs/semantics.md §1, §8)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from tfrq.errors import UsageError
from tfrq.model import DAYS_IN, Duration

MONTH = float(DAYS_IN["months"])
_LONGEST = 1200
Month = Decimal | int | float | str
Months = Month | Iterable[Month]


def in_months(days: float) -> float:
    """Days as months."""
    return days / MONTH


def in_days(month: Decimal) -> int:
    """The last day of a number of months, as in a duration."""
    return Duration(month, "months").days


def asked(months: Months) -> tuple[Decimal, ...]:
    """`6,12,24`, a number or several as months, ascending. UsageError for what is none."""
    texts = (part.strip() for one in _several(months) for part in str(one).split(","))
    found = {_month(text) for text in texts if text}
    if not found:
        raise UsageError("no month is asked for", hint="as '6,12,24'")
    return tuple(sorted(found))


def _several(months: Months) -> Iterable[Month]:
    if isinstance(months, str) or not isinstance(months, Iterable):
        return [months]
    return months


def _month(text: str) -> Decimal:
    try:
        month = Decimal(text)
    except InvalidOperation:
        month = Decimal(-1)
    if not month.is_finite() or not 0 < month <= _LONGEST or in_days(month) < 1:
        raise UsageError(
            f"'{text[:40]}' is no number of months", hint="as '6,12,24': months after the index"
        )
    return month
