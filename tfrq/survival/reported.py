"""What the source of a definition reports, as rates that can stand beside an estimate."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from tfrq.library.comparing import ESTIMATED_AT
from tfrq.library.published import Published
from tfrq.model import DAYS_IN
from tfrq.survival.estimates import PublishedRate


def published_rates(rows: Iterable[Published], *, rising: bool) -> tuple[PublishedRate, ...]:
    """Rows of a definition file in the order of time, weeks as months. What is a share of all
    patients at some median follow-up is no estimate at a time, and is left out."""
    rates = [_rate(row, rising) for row in rows if row.unit in ESTIMATED_AT]
    return tuple(sorted(rates, key=lambda rate: rate.month))


def _rate(row: Published, rising: bool) -> PublishedRate:
    """As a share without the event, or with it where the outcome is rising."""
    turned = (row.share == "event") != rising
    percent, low, high = (_turned(one, turned) for one in (row.percent, row.low, row.high))
    if turned:
        low, high = high, low
    assert percent is not None
    month = row.time if row.unit == "months" else row.time * DAYS_IN["weeks"] / DAYS_IN["months"]
    return PublishedRate(float(month), percent, low, high, row.endpoint, row.note)


def _turned(percent: Decimal | None, turned: bool) -> float | None:
    if percent is None:
        return None
    return float(100 - percent if turned else percent)
