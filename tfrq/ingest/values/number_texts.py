"""One number as a person or a machine has written it, read exactly (docs/mapping.md)."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import cache

from tfrq.ingest.mapping.model import NumberStyle
from tfrq.ingest.values.distinct import Unreadable
from tfrq.ingest.values.spelling import plain

# Enough digits that no product of a text of LONGEST characters and a factor is ever rounded.
EXACT = Context(prec=2500)
LONGEST = 60
_NUMBER = re.compile(r"([+-]?)([0-9.,' ]*[0-9])(?:[eE]([+-]?[0-9]{1,3}))?")
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_FEW = re.compile(r"[1-9][0-9]{0,2}")


def exact_number(text: str, style: NumberStyle, *, whole: bool = False) -> Decimal:
    """The number that `text` writes. `whole`: of something that is counted, so that `120.000`
    may be a hundred and twenty thousand. Raises Unreadable."""
    text = plain(text)
    found = _NUMBER.fullmatch(text) if len(text) <= LONGEST else None
    if not found:
        raise Unreadable("unreadable number")
    sign, body, exponent = found.groups()
    integer, fraction = _digits(body, style, grouped=exponent is None)
    if whole and exponent is None and len(fraction) == 3 and _FEW.fullmatch(integer):
        raise Unreadable("ambiguous number")
    return Decimal(f"{sign}{integer}.{fraction}e{exponent or 0}")


def _digits(body: str, style: NumberStyle, *, grouped: bool) -> tuple[str, str]:
    """The digits before and after the decimal mark."""
    if style.decimal == "either":
        style = _shown(body, style.thousands, grouped=grouped)
    simple, groups = _shapes(style)
    found = simple.fullmatch(body) or (groups.fullmatch(body) if grouped and groups else None)
    if not found:
        rule = "ambiguous number" if _AMBIGUOUS.fullmatch(body) else "unreadable number"
        raise Unreadable(rule)
    return re.sub("[^0-9]", "", found[1]), found[2] or ""


def _shown(body: str, thousands: str, *, grouped: bool) -> NumberStyle:
    """The marks as the text itself shows them, where it can be read in one way only: of two
    kinds the last is of decimals, and one that comes twice is of thousands."""
    if grouped and _AMBIGUOUS.fullmatch(body):
        raise Unreadable("ambiguous number")
    marks = [sign for sign in body if sign in ".,"]
    decimal = marks[-1] if marks else "."
    if len(marks) > 1:
        other = "," if decimal == "." else "."
        repeated = marks.count(decimal) > 1
        return NumberStyle(other, decimal) if repeated else NumberStyle(decimal, other)
    return NumberStyle(decimal, thousands if thousands not in (".", ",") else "")


@cache
def _shapes(style: NumberStyle) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """Patterns of a number without and with a sign between thousands."""
    tail = rf"(?:{re.escape(style.decimal)}([0-9]+))?"
    simple = re.compile(rf"([0-9]+|(?={re.escape(style.decimal)})){tail}")
    mark = thousands_mark(style)
    if not mark:
        return simple, None
    return simple, re.compile(rf"([1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+){tail}")


def thousands_mark(style: NumberStyle) -> str:
    """The sign between thousands as `plain` leaves it: any space is one kind of space."""
    return " " if style.thousands.isspace() else plain(f"1{style.thousands}1")[1:-1]
