"""Random streams, one per part of the simulation, and the kinds of array that parts exchange."""

from __future__ import annotations

import datetime

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Random = np.random.Generator

# A day later than any record: what has this date does not happen.
NEVER = 10_000_000
YEAR = 365.25
MONTH = 30.4375

# A part draws from its own stream, so that a change in one leaves the others' numbers alone.
PARTS = (
    "people",
    "fate",
    "lines",
    "kinetics",
    "stopping",
    "visits",
    "assays",
    "reports",
    "treatments",
    "labs",
    "missing",
)


def streams(seed: np.random.SeedSequence) -> dict[str, Random]:
    """One independent generator for each part."""
    children = seed.spawn(len(PARTS))
    return {
        part: np.random.Generator(np.random.PCG64(child))
        for part, child in zip(PARTS, children, strict=True)
    }


def day(year: int, month: int = 1, day_of_month: int = 1) -> int:
    """Days from 1970-01-01 to a date."""
    return (datetime.date(year, month, day_of_month) - datetime.date(1970, 1, 1)).days


def calendar_year(days: Days) -> Reals:
    """Calendar year with its fraction, near enough to choose an era."""
    return np.asarray(1970 + days / 365.2425)


def chance(random: Random, probability: float | Reals, count: int) -> Flags:
    """True with the given probability, for each of `count`."""
    return np.asarray(random.random(count) < probability)


def pick(random: Random, weights: Reals) -> Codes:
    """For each row of weights (rows x choices, any scale above 0) the number of one choice."""
    edges = np.cumsum(weights, axis=1)
    point = random.random(len(weights)) * edges[:, -1]
    return np.asarray((point[:, None] >= edges).sum(axis=1), dtype=np.int64)


def choose(random: Random, weights: tuple[float, ...], count: int) -> Codes:
    """`count` choices by the same weights, which add up to 1."""
    return np.asarray(random.choice(len(weights), size=count, p=weights), dtype=np.int64)


def whole_days(values: Reals) -> Days:
    """Numbers of days rounded to whole ones."""
    return np.asarray(np.rint(values), dtype=np.int64)


def spread(random: Random, sigma: float, count: int) -> Reals:
    """Factors around 1, log-normal with the given sigma."""
    return np.asarray(np.exp(random.normal(0.0, sigma, count)))
