"""How the dates of a column are written, and how many could be two different days.

The formats are found by the shape of a text; what a format reads is for tfrq.ingest.values.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tfrq.ingest.profile.model import BOTH_ORDERS, DAY_FIRST, MONTH_FIRST, UNDECIDED, Dates
from tfrq.ingest.values.months import month

EXCEL = "excel"
MISTAKES = 0.95  # share of the dates that tell an order from which on the others are mistakes
# Two numbers and a year: the only shape whose order is not told by the shape itself.
_TURNABLE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")
_MONTH = r"(?P<month>[^\W\d_]{3,}\.?)"
_YEAR, _M, _D = r"(?:18|19|20|21)\d\d", r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_MM, _DD = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_SHAPES = tuple(
    (re.compile(pattern, re.IGNORECASE), form)
    for pattern, form in (
        (f"{_YEAR}-{_M}-{_D}", "%Y-%m-%d"),
        (f"{_YEAR}/{_M}/{_D}", "%Y/%m/%d"),
        (rf"{_YEAR}\.{_M}\.{_D}\.?", "%Y.%m.%d"),
        (f"{_YEAR}{_MM}{_DD}", "%Y%m%d"),
        (f"{_D}-{_MONTH}-{_YEAR}", "%d-%b-%Y"),
        (rf"{_D}-{_MONTH}-\d\d", "%d-%b-%y"),
        (f"{_D} {_MONTH} {_YEAR}", "%d %b %Y"),
        (f"{_D}{_MONTH}{_YEAR}", "%d%b%Y"),
        (rf"{_D}\. {_MONTH} {_YEAR}", "%d. %b %Y"),
        (f"{_MONTH} {_D}, {_YEAR}", "%b %d, %Y"),
        (f"{_MONTH} {_D} {_YEAR}", "%b %d %Y"),
        (f"{_YEAR}-{_M}", "%Y-%m"),
        (f"{_M}/{_YEAR}", "%m/%Y"),
        (rf"{_M}\.{_YEAR}", "%m.%Y"),
        (f"{_MONTH} {_YEAR}", "%b %Y"),
    )
)
_TIMES = (
    (re.compile(r"(.*\d)[ ](\d\d):(\d\d):(\d\d)"), " %H:%M:%S"),
    (re.compile(r"(.*\d)[ ](\d\d?):(\d\d)"), " %H:%M"),
    (re.compile(r"(.*\d)[T](\d\d):(\d\d):(\d\d)"), "T%H:%M:%S"),
)
# A month in a word that is not known as one, or a date of another shape.
_UNKNOWN_MONTH = re.compile(r"\d{1,2}[-. /]{0,2}[^\W\d_]{3,10}[-. /]{0,2}(?:\d{4}|\d{2})")
# What a spreadsheet makes of 1.5, 3/4 or 12-04: a day and a month, with no year that was written.
_BY_SPREADSHEET = re.compile(
    r"\d{1,2}[-. ]{0,2}([^\W\d_]{3,})\.?|([^\W\d_]{3,})[- ]\d{1,2}", re.IGNORECASE
)


@dataclass(frozen=True)
class Shape:
    """How one text is written. `turned`: the format with day and month changed over, where the
    shape allows both; `fits`: the orders that give a month (both, for an ambiguous text)."""

    form: str
    turned: str = ""
    fits: frozenset[str] = frozenset()
    same: bool = False  # 05.05.: one day in either order

    @property
    def mark(self) -> str:
        """What stands between day and month, where they could change places."""
        return self.form[2] if self.turned else ""


# The same days stand in many columns, and each is looked at more than once.
@lru_cache(maxsize=50_000)
def shape(text: str) -> Shape | None:
    """How a text writes a date, or None where it writes none."""
    for pattern, suffix in _TIMES:
        found = pattern.fullmatch(text)
        if found:
            day = _day(found[1])
            return day and Shape(
                day.form + suffix, day.turned and day.turned + suffix, day.fits, day.same
            )
    return _day(text)


def _day(text: str) -> Shape | None:
    turnable = _TURNABLE.fullmatch(text)
    if turnable:
        return _turnable(*turnable.groups())
    for pattern, form in _SHAPES:
        found = pattern.fullmatch(text)
        if found and ("month" not in pattern.groupindex or month(found["month"].rstrip("."))):
            return Shape(form)
    return None


def _turnable(first: str, mark: str, second: str, year: str) -> Shape | None:
    a, b, letter = int(first), int(second), "Y" if len(year) == 4 else "y"
    orders = [(DAY_FIRST, a, b), (MONTH_FIRST, b, a)]
    fits = frozenset(order for order, d, m in orders if 1 <= d <= 31 and 1 <= m <= 12)
    if not fits:
        return None
    forms = f"%d{mark}%m{mark}%{letter}", f"%m{mark}%d{mark}%{letter}"
    return Shape(*forms, fits=fits, same=a == b)


def dates(texts: Mapping[str, int]) -> tuple[Dates, int]:
    """How the dates among some texts (with their rows) are written, and in how many rows. The
    order is that of the mark between the numbers (points, strokes) that the most rows have."""
    shapes = [(found, rows) for text, rows in texts.items() if (found := shape(text))]
    total = sum(rows for _, rows in shapes)
    by_mark: dict[str, list[tuple[Shape, int]]] = {}
    for one, rows in shapes:
        if one.turned:
            by_mark.setdefault(one.mark, []).append((one, rows))
    ambiguous = sum(
        rows for one, rows in shapes if one.turned and len(one.fits) == 2 and not one.same
    )
    orders = {mark: _order(mark, group) for mark, group in by_mark.items()}
    formats = _formats(shapes, orders)
    most = max(by_mark, key=lambda mark: sum(rows for _, rows in by_mark[mark]), default="")
    return Dates(formats, percent(ambiguous, total), orders.get(most, "")), total


def _order(mark: str, shapes: Iterable[tuple[Shape, int]]) -> str:
    """What the dates with one mark say on their order. A few of the other order are mistakes."""
    told: Counter[str] = Counter()
    for one, rows in shapes:
        if len(one.fits) == 1:
            told[min(one.fits)] += rows
    if not told:
        # Nobody writes the month first with points.
        return DAY_FIRST if mark == "." else UNDECIDED
    (order, most), *_ = told.most_common()
    return order if most >= MISTAKES * told.total() else BOTH_ORDERS


def _formats(shapes: Iterable[tuple[Shape, int]], orders: Mapping[str, str]) -> tuple[str, ...]:
    """The commonest first. Both orders where the dates show both or tell neither."""
    counted: Counter[str] = Counter()
    for one, rows in shapes:
        for form in _forms(one, orders.get(one.mark, "")):
            counted[form] += rows
    return tuple(form for form, _ in counted.most_common())


def _forms(one: Shape, order: str) -> tuple[str, ...]:
    if not one.turned or order == DAY_FIRST:
        return (one.form,)
    if order == MONTH_FIRST:
        return (one.turned,)
    return (one.form, one.turned)


def excel_dates() -> Dates:
    """Days as a spreadsheet counts them."""
    return Dates((EXCEL,), Decimal(0))


def month_in_words(text: str) -> bool:
    """Whether a text is a date with a month in a word that no format reads (12-tammi-2015)."""
    return shape(text) is None and bool(_UNKNOWN_MONTH.fullmatch(text))


def made_by_spreadsheet(text: str) -> bool:
    """Whether a text is what a spreadsheet makes of a number that looks like a day (05.Jan)."""
    found = _BY_SPREADSHEET.fullmatch(text)
    return bool(found and month(found[1] or found[2]))


def percent(part: int, whole: int) -> Decimal:
    """A share in per cent, with one decimal; of nothing it is 0."""
    return Decimal(f"{100 * part / whole:.1f}") if whole else Decimal("0.0")
