"""Medians and quartiles of values over time, computed from released numbers alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from tfrq.disclosure.bands import ReleasedBand, ReleasedRange, ReleasedTrajectory

_QUARTERS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
_DIGITS = 3  # of what is interpolated


@dataclass(frozen=True)
class Quartile:
    """A quartile, which lies from `low` to `high` (None: without an end), in the unit asked for.
    `value` is interpolated there, and None where that would say more than is known. 0 is 0, and of
    BCR::ABL1 undetectable."""

    value: Decimal | None
    low: Decimal
    high: Decimal | None


@dataclass(frozen=True)
class BandEstimate:
    """One group in one band. The quartiles are None where the band is hidden or empty."""

    released: ReleasedBand
    lower: Quartile | None
    median: Quartile | None
    upper: Quartile | None


@dataclass(frozen=True)
class TrajectoryEstimate:
    """The answer of `tfrq trajectory`: released bands, and the quartiles of each."""

    released: ReleasedTrajectory
    bands: tuple[BandEstimate, ...]


def estimate(released: ReleasedTrajectory) -> TrajectoryEstimate:
    """Quartiles of every band: the q-quartile lies in the range that holds patient q × n, and there
    at that part of it, on a logarithmic scale. Of exact values it is theirs, or the mean of two."""
    return TrajectoryEstimate(released, tuple(_band(one, released) for one in released.bands))


def _band(band: ReleasedBand, released: ReleasedTrajectory) -> BandEstimate:
    if not band.number:
        return BandEstimate(band, None, None, None)
    factor = released.question.factor
    found = (_quartile(band.ranges, one, released.widest) for one in _QUARTERS)
    return BandEstimate(band, *(_in_unit(one, factor) for one in found))


def _in_unit(found: Quartile, factor: Decimal) -> Quartile:
    value, high = (None if one is None else one / factor for one in (found.value, found.high))
    return Quartile(value, found.low / factor, high)


def _quartile(ranges: Sequence[ReleasedRange], share: Fraction, widest: Decimal) -> Quartile:
    up_to = list(accumulate(one.number for one in ranges))
    wanted = share * up_to[-1]
    place = next(place for place, number in enumerate(up_to) if number >= wanted)
    found = ranges[place]
    low, high = found.low, found.high
    if low == high:
        value = _between(low, ranges[place + 1]) if up_to[place] == wanted else low
        return Quartile(value, value, value)
    part = 1 - (up_to[place] - wanted) / found.number
    return Quartile(_interpolated(low, high, part, widest), low, high)


def _between(value: Decimal, following: ReleasedRange) -> Decimal:
    """Half-way to the next value, where that is one and neither is undetectable."""
    exact = following.low == following.high
    return (value + following.low) / 2 if exact and value else value


def _interpolated(
    low: Decimal, high: Decimal | None, part: Fraction, widest: Decimal
) -> Decimal | None:
    if high is None or low == 0 or high / low > widest:
        return None
    value = float(low) * (float(high) / float(low)) ** float(part)
    return round(Decimal(value), _DIGITS - 1 - math.floor(math.log10(value)))
