"""Random values three months after the first TKI day, with halving times near cut-offs."""

import random
from decimal import Decimal
from typing import cast

from .patients import Row

UNIT = Decimal("0.0000001")
BASELINES = ("45.0000000", "45.0000000", "64.0000000", "32.0000000", "100.0000000", "0.0000000")
# The cut-offs, and the edges of what is rounded to them.
TIMES = ("9.35", "9.345", "9.355", "21.85", "21.845", "21.855", "11.375", "13", "22.75")
OFF = (0, 0, 0, 0, 1, -1, 7, -7, 41, -41, 42, 42, -42, -42, 43, -43)


def after_halvings(rng: random.Random, before: Decimal, days: int) -> Decimal:
    """What is left on a day, sometimes a unit more or less: never below the smallest number."""
    left = before / Decimal(2) ** (Decimal(days) / Decimal(rng.choice(TIMES)))
    return max(left.quantize(UNIT) + rng.choice([0, 0, 1, -1]) * UNIT, UNIT)


def value_on(rng: random.Random, before: Decimal, days: int) -> Decimal:
    """Mostly of a fall near a cut-off; a round number of halvings; none, or a rise."""
    kind = rng.random()
    if kind < 0.65:
        return after_halvings(rng, before, days)
    if kind < 0.85:
        return (before / 2 ** rng.choice([1, 4, 7, 8, 9, 13])).quantize(UNIT)
    return before + rng.choice([-1, 0, 0, 1]) * UNIT


def result(rng: random.Random, value: Decimal) -> Row:
    """Mostly an exact value on the International Scale."""
    odd: Row = rng.choice(
        [*[{}] * 8, {"operator": "<"}, {"operator": ">"}, {"scale": "local"}, {"detected": False}]
    )
    return {
        "value": value,
        "operator": "=",
        "scale": "IS",
        "detected": rng.choice([None, None, True]),
        "reported_level": None,
        "reference_gene": "ABL1",
        "reference_copies": rng.choice([None, 10_000, 100_000]),
        **odd,
    }


def halving_rows(rng: random.Random, patient: Row) -> list[Row]:
    """For every other patient: one test, several on a day, or some as far from three months on
    either side of it. Day 0 is the first TKI day."""
    before = cast("Decimal | None", patient["baseline_bcr_abl1"]) or Decimal(45)
    if rng.random() < 0.5:
        return []
    off = rng.choice(OFF)
    offs = rng.choice([[off], [off], [off, off], [off, -off], [off, -off, off], [off, 2 * off]])
    days = [91 + one for one in offs]
    return [{"test_date": day, **result(rng, value_on(rng, before, max(day, 1)))} for day in days]
