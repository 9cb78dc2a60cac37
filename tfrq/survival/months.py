"""Months and days (docs/semantics.md §1, §8)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from tfrq.errors import UsageError
from tfrq.model import DAYS_IN, Duration

MONTH = float(DAYS_IN["months"])
ASKED = (6, 12, 24, 36, 60)
_LONGEST = 1200


def in_months(days: float) -> float:
    """Days as months."""
    return days / MONTH


def in_days(month: Decimal) -> int:
    """The last day of a number of months, as in a duration."""
    return Duration(month, "months").days


def asked(text: str) -> tuple[Decimal, ...]:
    """`6,12,24` as months, ascending. UsageError for what is none."""
    found = {_month(part.strip()) for part in text.split(",") if part.strip()}
    if not found:
        raise UsageError("no month is asked for", hint="as '6,12,24'")
    return tuple(sorted(found))


def checked(months: Sequence[Decimal | int | float | str]) -> tuple[Decimal, ...]:
    """The same for numbers."""
    return asked(",".join(map(str, months)))


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
