"""Random laboratory values: at cut-offs and one unit off, in several units, at the age limits."""

import random
from decimal import Decimal

from .laboratory import MARKERS, draw_marker
from .patients import Row

UNIT = Decimal("0.00001")
AGES = (0, 0, 0, 0, 1, 1, -1, 30, 31, 90, 91, 91, 92, 92, 182, 183, 365, 366)


def lab_row(day: int, marker: str, unit: str, value: Decimal) -> Row:
    return {
        "sample_date": day,
        "marker": marker,
        "value": value,
        "unit": unit,
        "panel": None,
        "gating": None,
        "preservation": None,
    }


def near_cutoff(rng: random.Random, marker: str, unit: str) -> Decimal:
    cutoff = Decimal(MARKERS[marker][unit])
    value = rng.choice([cutoff, cutoff, cutoff, 2 * cutoff, cutoff / 2])
    return value + rng.choice([0, 0, 0, 1, -1]) * UNIT


def lab_rows(rng: random.Random, pivots: list[int], tests: list[int]) -> list[Row]:
    """Before likely index dates; sometimes another value on the same day, or in another unit."""
    rows: list[Row] = []
    marker = "NK cells" if rng.random() < 0.5 else draw_marker(rng)
    for _ in range(rng.choice([0, 1, 2, 2, 3, 4])):
        marker = marker if rng.random() < 0.8 else draw_marker(rng)
        day = rng.choice([*pivots, *pivots, *tests]) - rng.choice(AGES)
        for _ in range(rng.choice([1, 1, 1, 2])):
            unit = rng.choice(list(MARKERS[marker]))
            rows.append(lab_row(day, marker, unit, near_cutoff(rng, marker, unit)))
    return rows
