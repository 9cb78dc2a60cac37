"""Grammar of what criteria share: durations, comparisons, periods (docs/semantics.md §1, §2)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from tfrq import model
from tfrq.errors import DefinitionError, Span
from tfrq.language.cursor import Cursor
from tfrq.language.tokens import quoted
from tfrq.model import At, Comparison, Duration, Period, Point

UNITS = {
    "year": "years",
    "years": "years",
    "yr": "years",
    "yrs": "years",
    "y": "years",
    "month": "months",
    "months": "months",
    "mo": "months",
    "mos": "months",
    "week": "weeks",
    "weeks": "weeks",
    "wk": "weeks",
    "wks": "weeks",
    "day": "days",
    "days": "days",
    "d": "days",
    "mth": "months",
    "mths": "months",
}
# Units as a form in another language has them: never read, but answered with the word to write.
FOREIGN_UNITS = {
    **dict.fromkeys(("jahr", "jahre", "jahren", "an", "ans", "année", "années"), "years"),
    **dict.fromkeys(("år", "vuosi", "vuotta", "jaar", "anni", "años"), "years"),
    **dict.fromkeys(("monat", "monate", "monaten", "mois", "månad", "månader"), "months"),
    **dict.fromkeys(("måned", "måneder", "kuukautta", "maanden", "mesi", "meses"), "months"),
    **dict.fromkeys(("woche", "wochen", "semaine", "semaines", "vecka", "veckor"), "weeks"),
    **dict.fromkeys(("uke", "uker", "uge", "uger", "viikkoa", "weken"), "weeks"),
    **dict.fromkeys(("tag", "tage", "tagen", "jour", "jours", "dag", "dagar", "dager"), "days"),
    "a": "years",
    "j": "years",
    "m": "months",
    "mon": "months",
    "wo": "weeks",
    **dict.fromkeys(("dage", "päivää", "dagen", "giorni", "días"), "days"),
}
NUMBER_WORDS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "twelve": "12",
}
OPERATORS = {
    ">=": ">=",
    ">": ">",
    "<=": "<=",
    "<": "<",
    "=": "=",
    "at least": ">=",
    "no less than": ">=",
    "more than": ">",
    "over": ">",
    "at most": "<=",
    "no more than": "<=",
    "up to": "<=",
    "less than": "<",
    "fewer than": "<",
    "under": "<",
    "exactly": "=",
    "not less than": ">=",
    "not more than": "<=",
    "a minimum of": ">=",
    "a maximum of": "<=",
    "greater than": ">",
    "longer than": ">",
    "above": ">",
    "lower than": "<",
    "shorter than": "<",
    "below": "<",
}
SIDES = {"before": "before", "prior to": "before", "after": "after"}
_SIDE = re.compile(r"\b(?:before|after|at|ever)\b", re.IGNORECASE)
ANCHORS = {
    "index": "index",
    "diagnosis": "diagnosis",
    "TKI start": "TKI start",
    "start of TKI": "TKI start",
    "starting TKI": "TKI start",
    "index date": "index",
    "date of diagnosis": "diagnosis",
    "de-escalation": "de-escalation",
    "deescalation": "de-escalation",
}
_CALENDAR = (
    "only 'diagnosed >= 2005' looks at the calendar; anything else is counted from these dates"
)
_STOP = 'write index, and give the definition index = "first TFR attempt"'
_CUT = 'write index, and give the definition index = "data cut"'
# Dates that people write in place of an anchor, and what to do.
OTHER_DATES = {
    **dict.fromkeys(("stop", "stopping", "tfr", "discontinuation", "cessation"), _STOP),
    **dict.fromkeys(("first", "attempt", "treatment-free", "discontinuing"), _STOP),
    **dict.fromkeys(("data", "today", "now", "last", "latest", "present"), _CUT),
    **dict.fromkeys(("baseline", "dx", "presentation"), "write diagnosis, or TKI start"),
    **dict.fromkeys(("start", "starting", "treatment", "therapy", "imatinib"), "write TKI start"),
    "month": "write '12 months after TKI start' after 'at'",
    "m": "write '12 months after TKI start' after 'at'",
}
T = TypeVar("T", Duration, Decimal, Point)


def operator(cursor: Cursor) -> str | None:
    """A comparison sign or its words, or None."""
    found = cursor.accept(*OPERATORS)
    return OPERATORS[found] if found else None


def unit_of_time(cursor: Cursor) -> str:
    """A unit of time."""
    found = cursor.accept(*UNITS)
    if found is None:
        foreign = FOREIGN_UNITS.get(cursor.token.value)
        anchored = " after TKI start" if cursor.tokens[cursor.position - 2].value == "at" else ""
        hint = f"as '{cursor.so_far()} {foreign or 'years'}{anchored}'"
        others = "" if foreign else ", or months, weeks or days"
        cursor.expect("a unit of time", known=() if foreign else UNITS, hint=hint + others)
    return UNITS[found]


def number(cursor: Cursor) -> Decimal:
    """A number with a decimal point."""
    token = cursor.kind("number")
    if token is None:
        if cursor.token.kind == "dash":
            cursor.fail("nothing here is negative", hint="leave the minus sign out")
        digits = NUMBER_WORDS.get(cursor.token.value)
        cursor.expect("a number", hint=f"write it in digits: '{digits}'" if digits else "in digits")
    return token.number


def whole_number(cursor: Cursor, largest: int, what: str) -> int:
    """A whole number from 0 to `largest`."""
    start = cursor.position
    found = number(cursor)
    if found != int(found) or found > largest:
        cursor.fail(f"{what} is a whole number up to {largest:,}", span=cursor.since(start))
    return int(found)


def duration(cursor: Cursor) -> Duration:
    """`2 years`."""
    start = cursor.position
    count = number(cursor)
    return _duration(cursor, start, count, unit_of_time(cursor))


def _duration(cursor: Cursor, start: int, count: Decimal, unit: str) -> Duration:
    try:
        return Duration(count, unit)
    except DefinitionError as error:
        cursor.fail(error.message, hint=error.hint, span=cursor.since(start))


def maybe_length(cursor: Cursor) -> Comparison[Duration] | None:
    """`>= 2 years`, `3-5 years`, `between 18 months and 3 years`; None where none begins."""
    start = cursor.position
    if cursor.accept("between"):
        low_number = number(cursor)
        low_unit = unit_of_time(cursor) if cursor.sees(*UNITS) else None
        if not cursor.accept("and"):
            hint = "as 'between 3 and 5 years'"
            cursor.expect("'and' and the upper end of the range", hint=hint)
        high = duration(cursor)
        low = _duration(cursor, start, low_number, low_unit or high.unit)
        return _range(cursor, start, low, high)
    sign = operator(cursor)
    if sign is not None:
        return Comparison(sign, duration(cursor))
    if cursor.token.kind != "number":
        return None
    return _dash_range(cursor, start)


def _dash_range(cursor: Cursor, start: int) -> Comparison[Duration]:
    low_number = number(cursor)
    low_unit = unit_of_time(cursor) if cursor.sees(*UNITS) else None
    if not cursor.accept("-", "to"):
        cursor.position = start
        cursor.expect("a comparison", hint="say how it compares, for example '>= 2 years'")
    high = duration(cursor)
    low = _duration(cursor, start, low_number, low_unit or high.unit)
    return _range(cursor, start, low, high)


def _range(cursor: Cursor, start: int, low: T, high: T) -> Comparison[T]:
    try:
        return Comparison("between", low, high)
    except DefinitionError as error:
        hint = "write the smaller one first"
        cursor.fail(error.message, hint=hint, span=cursor.since(start))


def comparison(
    cursor: Cursor, value: Callable[[Cursor], T], wanted: str, hint: str = ""
) -> Comparison[T]:
    """`>= 18`, `18-65`, `between 18 and 65`, or a bare value (`= 2`)."""
    start = cursor.position
    between = cursor.accept("between")
    sign = None if between else operator(cursor)
    if sign is None and cursor.token.kind not in ("number", "date"):
        cursor.expect(wanted, hint=hint)
    low = value(cursor)
    if sign is not None:
        return Comparison(sign, low)
    if between and not cursor.accept("and"):
        cursor.expect("'and' and the upper end of the range")
    if between or cursor.accept("-", "to"):
        high = value(cursor)
        return _range(cursor, start, low, high)
    return Comparison("=", low)


def point(cursor: Cursor) -> Point:
    """A year or a date."""
    token = cursor.kind("date") or cursor.kind("number")
    if token is None:
        cursor.expect("a year or a date such as 2005-01-31")
    if token.kind == "number" and cursor.sees("/", "."):
        _refuse_day_first(cursor, token.span.start)
    try:
        datetime.date.fromisoformat(token.text if token.kind == "date" else f"{token.text}-01-01")
    except ValueError:
        cursor.fail(
            f"{quoted(token.text)} is no year or date",
            hint="as 2005, or year, month and day as 2005-01-31",
            span=token.span,
        )
    return Point(token.text)


def _refuse_day_first(cursor: Cursor, start: int) -> None:
    """Say how a date is written, where one stands with the day or the month first."""
    while cursor.sees("/", ".") or cursor.token.kind == "number":
        cursor.advance()
    end = cursor.tokens[cursor.position - 1].span.end
    cursor.fail(
        "a date is written year, month, day: 01/02 is two different days",
        hint="as 2005-01-31",
        span=Span(start, end),
    )


def maybe_anchor(cursor: Cursor) -> str | None:
    """`index`, `diagnosis`, `TKI start`, `de-escalation`."""
    start = cursor.position
    cursor.accept("the")
    found = cursor.name(ANCHORS)
    if found is None:
        cursor.position = start
        return None
    if found == "index" and not cursor.index:
        needs_index(cursor, start)
    return found


def anchor(cursor: Cursor) -> str:
    """An anchor; an error where none stands."""
    found = maybe_anchor(cursor)
    if found is None:
        cursor.accept("the")
        dated = cursor.token.kind in ("number", "date")
        hint = _CALENDAR if dated else OTHER_DATES.get(cursor.token.value, "")
        known = () if hint else ANCHORS
        cursor.expect("index, diagnosis, TKI start or de-escalation", known=known, hint=hint)
    return found


def needs_index(cursor: Cursor, start: int) -> None:
    """Refuse what needs a date to stand on, where the definition has no index (§2)."""
    cursor.fail(
        "this needs a date to stand on, and the definition has no index",
        hint='for those who could stop today, index = "data cut" (or --index "data cut"); '
        'for those who stopped, index = "first TFR attempt"',
        span=cursor.since(start),
    )


def maybe_at(cursor: Cursor) -> At | None:
    """`at index`."""
    start = cursor.position
    if cursor.accept("at"):
        found = maybe_anchor(cursor)
        if found is not None:
            return At(found)
    cursor.position = start
    return None


def maybe_period(cursor: Cursor) -> Period | None:
    """`ever`, `before index`, `within 12 months after TKI start`."""
    if cursor.accept("ever", "at any time"):
        return model.EVER
    start = cursor.position
    limit = None
    if cursor.accept("within", "in the last"):
        cursor.accept("the")
        limit = duration(cursor)
    kind = cursor.accept(*SIDES)
    if kind is None:
        if limit is not None:
            limited = cursor.so_far()
            if _SIDE.search(limited):  # of another phrase, which it would stand beside
                limited = cursor.text[cursor.since(start).start : cursor.since(start).end]
            cursor.expect(
                "'before' or 'after' and what the period lies next to",
                hint=f"as '{limited} before index' or '{limited} after TKI start'",
            )
        cursor.position = start
        return None
    return Period(SIDES[kind], anchor(cursor), limit)


def default_period(cursor: Cursor) -> Period:
    """Where an exposure or event looks that says nothing (§2). `ever` says where, and `never` is
    its opposite."""
    if cursor.governor in ("ever", "never") or not cursor.index:
        return model.EVER
    return Period("before", "index")


def or_list(cursor: Cursor, item: Callable[[Cursor], str | None]) -> tuple[str, ...]:
    """`a or b or c` (or `a, b` never: a comma separates steps); () where no item begins."""
    found: list[str] = []
    while True:
        start = cursor.position
        if found and not cursor.accept("or"):
            break
        one = item(cursor)
        if one is None:
            cursor.position = start
            break
        if one not in found:
            found.append(one)
    return tuple(found)


_JOINTS = ("and", "or", "/", ",", "+")


def refuse_other_joints(cursor: Cursor, item: Callable[[Cursor], str | None]) -> None:
    """Refuse `country SE and NO` and `country SE, NO`: `or` joins a list inside a criterion."""
    start, listed = cursor.position, cursor.so_far()
    more = rest_of_list(cursor, item)
    if more:
        cursor.fail(
            "a list inside a criterion is joined by 'or'",
            hint=f"write '{' or '.join((listed, *more))}'",
            span=cursor.since(start),
        )


def rest_of_list(cursor: Cursor, item: Callable[[Cursor], str | None]) -> list[str]:
    """The items that stand here, joined by whatever, as they were written, a code in capitals.
    None, and nothing taken, where the last one goes on, and so is no item: `country SE, NO death`.
    """
    start, found = cursor.position, list[str]()
    while True:
        before = cursor.position
        while cursor.accept(*_JOINTS):  # `and/or` are three of them
            pass
        mark = cursor.position
        if (found and mark == before) or item(cursor) is None:
            cursor.position = before
            break
        written = cursor.text[cursor.since(mark).start : cursor.since(mark).end]
        found.append(written.upper() if len(written) == len("SE") else written)
    # A "+" or "/" that joins no item is of the word before: `site SE01, TNF/IFN-gamma secreting …`.
    if cursor.token.kind != "end" and not cursor.sees(*set(_JOINTS) - {"+", "/"}, ")"):
        cursor.position = start
        return []
    return found


def plain(value: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros."""
    text = f"{value:f}"
    return re.sub(r"\.?0+$", "", text) if "." in text else text
