"""The bands of time around the index, the same for every question."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tfrq.disclosure.bands import TimeBand
from tfrq.model import Duration

# How long after the index it is told apart how it went on, unless said.
HORIZON = Duration(Decimal(24), "months")
# Neighbours that are told together where one of them cannot be told alone.
_PAIRS = (
    ((-24, -12), (-12, -6)),
    ((-6, -3), (-3, 0)),
    ((0, 1), (1, 3)),
    ((3, 6), (6, 12)),
    ((12, 24), (24, 36)),
)


def _pair(left: tuple[int, int], right: tuple[int, int]) -> TimeBand:
    return TimeBand(left[0], right[1], (TimeBand(*left), TimeBand(*right)))


BANDS = tuple(_pair(*pair) for pair in _PAIRS)


def every() -> Iterator[TimeBand]:
    """All bands, those of two neighbours too."""
    for band in BANDS:
        yield band
        yield from band.halves


def days(month: int) -> int:
    """Days from the index to a month before (below 0) or after it: those of a duration (§1)."""
    length = Duration(Decimal(abs(month)), "months").days
    return length if month > 0 else -length
