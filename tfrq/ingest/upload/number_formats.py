"""What a number in a cell of Excel is, which only its number format tells, and its text."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from tfrq.ingest.upload import doubles

NUMBER, DATE, TIME, PERCENT, DURATION = "number", "date", "time", "percent", "duration"

# Formats that files name by number and do not spell out (ECMA-376, 18.8.30); 27 to 36 and 50 to
# 58 are dates in East Asian versions.
_BUILT_IN = {9: PERCENT, 10: PERCENT, **dict.fromkeys((18, 19, 20, 21, 45, 47), TIME)}
_BUILT_IN[46] = DURATION
_BUILT_IN |= dict.fromkeys((14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)), DATE)
# Texts in quotes, escaped characters, spacing, colours, conditions and locales. Elapsed hours
# ([h]) make a duration.
_LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]")

_LAST_SERIAL = 2_958_466
_DAY_MS = 86_400_000


def kind_of(number: int, code: str | None) -> str:
    """What a format shows numbers as, by its number and, where the file has one, its code."""
    if code is None:
        return _BUILT_IN.get(number, NUMBER)
    shown = _LITERAL.sub("", code).split(";")[0].lower()
    if "general" in shown:
        return NUMBER
    if _ELAPSED.search(shown):
        return DURATION
    if re.search("[yd]", shown) or ("m" in shown and not re.search("[hs]", shown)):
        return DATE
    if re.search("[hs]", shown):
        return TIME
    return PERCENT if "%" in shown else NUMBER


# Days and doses come again and again.
@lru_cache(maxsize=1 << 16)
def text_of(stored: str, kind: str, first_day_1904: bool) -> str:
    """The text of a number as the file stores it. Raises ValueError where it is none.

    One with decimals is written without a decimal mark (0.0032 is `32E-4`): beside texts with
    decimal commas, a point could be taken for one of thousands. A number shown as per cent keeps
    its sign (0.000032 is `32E-4%`): without it, a result would be off by a hundred, and nothing
    would tell. A duration is written with hours, minutes and seconds (`36:30:00`), which nobody
    takes for a number. Numbers have 15 digits, as Excel shows them. Days that Excel knows and the
    calendar does not (1900-01-00, 1900-02-29) stay as Excel shows them."""
    if kind == NUMBER and stored.isdigit() and stored.isascii():
        return stored
    value = float(stored)
    if value in (float("inf"), float("-inf")) or value != value:
        raise ValueError(stored)
    value = doubles.meant(value)
    if kind == DURATION:
        return _duration(value)
    if kind == PERCENT:
        return f"{unmarked(Decimal(repr(value)).scaleb(2))}%"
    if kind == NUMBER or not 0 <= value < _LAST_SERIAL:
        return unmarked(Decimal(repr(value)))
    return _moment(value, kind, first_day_1904)


def unmarked(value: Decimal) -> str:
    """All digits without a decimal mark: whole numbers as they are, others with an exponent."""
    if abs(value) < 10**25 and value == value.to_integral_value():
        return f"{value:.0f}"
    sign, digits, exponent = value.normalize().as_tuple()
    return f"{'-' * sign}{''.join(map(str, digits))}E{exponent}"


def _moment(value: float, kind: str, first_day_1904: bool) -> str:
    day, ms = divmod(round(value * _DAY_MS), _DAY_MS)
    clock = _clock(ms)
    if kind == TIME and day == 0:
        return clock
    return _day(day + 1462 if first_day_1904 else day) + (f" {clock}" if ms else "")


def _day(serial: int) -> str:
    if serial in (0, 60):
        return "1900-01-00" if serial == 0 else "1900-02-29"
    # Excel has a 29 February 1900, so that its days before that one count from a day later.
    first = datetime(1899, 12, 31) if serial < 60 else datetime(1899, 12, 30)
    return f"{first + timedelta(days=serial):%Y-%m-%d}"


def _duration(value: float) -> str:
    return f"{'-' if value < 0 else ''}{_clock(round(abs(value) * _DAY_MS))}"


def _clock(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    shown = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{shown}.{ms:03}" if ms else shown
