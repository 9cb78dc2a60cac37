"""Formats of dates as `strptime` has them, read without its locale and without its guesses.

`strptime` takes `1122015` for `%d%m%Y` in the first way that fits and reads month names in the
language of the machine. Here, digits that stand together have their full width, and names are
those of tfrq.ingest.values.months.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tfrq.errors import UsageError
from tfrq.ingest.values.distinct import Unreadable
from tfrq.ingest.values.months import month
from tfrq.ingest.values.spelling import plain

EXCEL = "excel"
ISO = "%Y-%m-%d"
_FIRST_YEAR = 1900
# Of a text that a format fits: a case of the rule, with a reason and a hint of its own.
NO_SUCH_DAY = "unreadable date: no such day"
# A year of two digits further back than this is rather one after the data cut.
_LONGEST_AGO = 60
_DIRECTIVES = {
    "d": ("day", "[0-9]{2}", "[0-9]{1,2}"),
    "m": ("month", "[0-9]{2}", "[0-9]{1,2}"),
    "Y": ("year", "[0-9]{4}", "[0-9]{4}"),
    "y": ("short", "[0-9]{2}", "[0-9]{2}"),
    "b": ("name", r"[^\W\d_]{3,}\.?", r"[^\W\d_]{3,}\.?"),
    "B": ("name", r"[^\W\d_]{3,}\.?", r"[^\W\d_]{3,}\.?"),
    "H": ("", "(?:[01][0-9]|2[0-3])", "(?:[01]?[0-9]|2[0-3])"),
    "I": ("", "(?:0[1-9]|1[0-2])", "(?:0?[1-9]|1[0-2])"),
    "M": ("", "[0-5][0-9]", "[0-5]?[0-9]"),
    "S": ("", "[0-5][0-9]", "[0-5]?[0-9]"),
    "f": ("", "[0-9]{1,9}", "[0-9]{1,9}"),
    "p": ("", "[ap]m", "[ap]m"),
    "%": ("", "%", "%"),
}
_PART = re.compile(r"%(.?)|(\s+)|([^%\s])", re.DOTALL)
# What some software puts behind a day.
_MIDNIGHT = r"(?:[ T]00:00(?::00(?:[.,]0+)?)?)?"
_SERIAL = re.compile(r"([0-9]{1,5})|([0-9]{5})[.,][0-9]+")


@dataclass(frozen=True)
class Parts:
    """What one format reads in a text; None for what it does not hold."""

    year: int
    month: int | None
    day: int | None
    short: bool = False  # of a year of two digits


def check_format(text_format: str, *, has_day: bool = True, has_month: bool = True) -> None:
    """Raises UsageError for a format that does not say a day (`has_day`: where no `assume_day`
    stands in for it), a month and a year."""
    if text_format == EXCEL:
        return
    pattern = _pattern(text_format)
    said = set(pattern.groupindex)
    lacks = [
        name
        for name, there in (
            ("year", said & {"year", "short"}),
            ("month", said & {"month", "name"} or not has_month),
            ("day", "day" in said or not has_day),
        )
        if not there
    ]
    if lacks:
        raise UsageError(
            f"the date format '{text_format}' has no {' and no '.join(lacks)}",
            hint="give the whole date, or 'assume_day' where only the day is missing",
        )


@cache
def _pattern(text_format: str) -> re.Pattern[str]:
    """The regular expression of a format. Raises UsageError for what cannot be in one."""
    pieces = list(_PART.finditer(text_format))
    source = "".join(
        _piece(text_format, piece, _touches(pieces, at)) for at, piece in enumerate(pieces)
    )
    try:
        return re.compile(source + (_MIDNIGHT if text_format == ISO else ""), re.IGNORECASE)
    except re.error as problem:
        raise UsageError(
            f"the date format '{text_format}' names a part twice",
            hint="name day, month and year once each",
        ) from problem


def _touches(pieces: list[re.Match[str]], at: int) -> bool:
    """Whether digits of the part at `at` stand directly beside digits of another."""
    beside = pieces[max(at - 1, 0) : at] + pieces[at + 1 : at + 2]
    return any((one[1] or "b") not in "bBp%" or (one[3] or "").isdigit() for one in beside)


def _piece(text_format: str, piece: re.Match[str], touching: bool) -> str:
    directive, space, sign = piece.groups()
    if space:
        return "[ ]+"
    if sign:
        return re.escape(sign)
    if directive not in _DIRECTIVES:
        raise UsageError(
            f"the date format '{text_format}' has a part that is not known: '%{directive}'",
            hint=f"known are {', '.join(f'%{known}' for known in _DIRECTIVES)}, and '{EXCEL}'",
        )
    name, full, free = _DIRECTIVES[directive]
    width = full if touching else free
    return f"(?P<{name}>{width})" if name else width


def parts(text: str, text_format: str, last_year: int) -> Parts | None:
    """What the format reads in the text (plain), None where it does not fit. `last_year`: that of
    the data cut; a year of two digits is the latest one not after it."""
    if text_format == EXCEL:
        day = _of_serial(text)
        return Parts(day.year, day.month, day.day) if day else None
    found = _pattern(text_format).fullmatch(text)
    if not found:
        return None
    said = found.groupdict()
    number = int(said["month"]) if said.get("month") else None
    if said.get("name"):
        number = month(said["name"].rstrip("."))
        if number is None:
            return None
    in_month = int(said["day"]) if said.get("day") else None
    if said.get("year"):
        return Parts(int(said["year"]), number, in_month)
    return Parts(_full_year(int(said["short"]), last_year), number, in_month, short=True)


def _full_year(short: int, last_year: int) -> int:
    year = last_year - last_year % 100 + short
    return year if year <= last_year else year - 100


def _of_serial(text: str) -> date | None:
    """The day of a serial number of Excel's 1900 system, whose 29 February 1900 never was. Only
    five digits may have a time of day behind them: 42.064 may be a grouped 42064."""
    found = _SERIAL.fullmatch(text)
    number = int(found[1] or found[2]) if found else 0
    if number < 1 or number == 60:
        return None
    return date(1899, 12, 31 if number < 60 else 30) + timedelta(days=number)


def read_day(
    text: str,
    formats: tuple[str, ...],
    data_cut: date,
    assume_day: int | None,
    *,
    later: bool = False,
) -> date:
    """The day that a text means; `formats` have passed `check_format`. `later`: it may lie after
    the data cut. A day of care: a two-digit year of more than 60 years ago is none. Raises
    Unreadable."""
    found = [parts(plain(text), text_format, data_cut.year) for text_format in formats]
    fitting = [one for one in found if one]
    days = {day: one for one in fitting if (day := _day(one, assume_day))}
    if len(days) != 1:
        raise Unreadable("ambiguous date" if days else _why_no_day(fitting))
    ((day, said),) = days.items()
    if day.year < _FIRST_YEAR or (day > data_cut and not later):
        raise Unreadable("date out of range")
    if said.short and _is_long_ago(day, data_cut):
        raise Unreadable("date out of range")
    return day


def _why_no_day(fitting: list[Parts]) -> str:
    """The rule that a text breaks: a month of 13 shows another order of the parts, a day of 31 in
    a month of 30 does not."""
    in_order = (
        one.month is not None and one.month <= 12 and (one.day or 0) <= 31 for one in fitting
    )
    return NO_SUCH_DAY if any(in_order) else "unreadable date"


def _is_long_ago(day: date, data_cut: date) -> bool:
    last = data_cut.year - _LONGEST_AGO, data_cut.month, data_cut.day
    return (day.year, day.month, day.day) < last


def _day(found: Parts, assume_day: int | None) -> date | None:
    day = found.day if found.day is not None else assume_day
    if found.month is None or day is None:
        return None
    try:
        return date(found.year, found.month, day)
    except ValueError:
        return None


def read_year(text: str, formats: tuple[str, ...], data_cut: date) -> int:
    """The year that a text means: a year itself, or that of a date. Raises
    Unreadable, as for `1956` where it may be a serial number too."""
    text = re.sub(r"^([0-9]{4})\.0$", r"\1", plain(text))
    years = set()
    for text_format in ("%Y", *formats):
        found = parts(text, text_format, data_cut.year)
        if found and (found.month is None or _day(found, 1 if found.day is None else None)):
            years.add(found.year)
    if len(years) != 1:
        raise Unreadable("ambiguous date" if years else "unreadable date")
    (year,) = years
    if not _FIRST_YEAR <= year <= data_cut.year:
        raise Unreadable("date out of range")
    return year
