"""The range of a column without its extremes, which would tell of single patients."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from tfrq.ingest.profile.model import LEAST_SEEN

# Share of the rows at or beyond each end, and how many rows there have to be for any range.
TAIL = 0.05
LEAST_ROWS = 20


def ends(values: Iterable[tuple[float, int]]) -> tuple[float, float] | None:
    """The ends of the middle nine tenths of some values (with their rows): at or beyond each lie
    a twentieth of the rows, and at least LEAST_SEEN. None of fewer than LEAST_ROWS rows."""
    ordered = sorted(values)
    total = sum(rows for _, rows in ordered)
    if total < LEAST_ROWS:
        return None
    rank = max(LEAST_SEEN, math.ceil(TAIL * total))
    return _at(ordered, rank), _at(reversed(ordered), rank)


def _at(values: Iterable[tuple[float, int]], rank: int) -> float:
    reached = 0
    for value, rows in values:
        reached += rows
        if reached >= rank:
            return value
    return math.nan  # there are never fewer


def rounded(value: float) -> str:
    """Two significant digits, so that it is no patient's own value."""
    if value == 0:
        return "0"
    places = 1 - math.floor(math.log10(abs(value)))
    shown = f"{round(value, places):.{max(0, places)}f}"
    return re.sub(r"\.0+$", "", shown)


def year(text: str) -> int | None:
    """The year in the text of a date; two digits are of the hundred years up to 2029."""
    found = re.search(r"(?<!\d)((?:18|19|20|21)\d\d)(?!\d{1,3}(?:\D|$))", text)
    if found:
        return int(found[1])
    short = re.search(r"(?<!\d)(\d\d)$", text)
    return None if short is None else int(short[1]) + (1900 if int(short[1]) > 29 else 2000)
