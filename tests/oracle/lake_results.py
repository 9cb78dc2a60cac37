"""Random test results: every combination of value, operator, scale, detection and level that the
tables allow, at the cut-offs and one unit off."""

import random
from decimal import Decimal

from .patients import Lake, Row

UNIT = Decimal("0.0000001")
LOW = ("0.01", "0.0069", "0.0032", "0.0032", "0.0023", "0.001", "0.0005")
HIGH = ("100", "10", "1", "0.1", "0.05", "0.01", "0.0032")
COPIES = (
    *(None, None, 0, 9_999, 10_000, 23_999, 24_000, 31_999, 32_000, 49_999, 50_000, 76_999, 77_000),
    *(99_999, 100_000, 239_999, 240_000, 500_000, 500_000),
)


def near(rng: random.Random, numbers: tuple[str, ...]) -> Decimal:
    """At a cut-off, or one unit of the last decimal off."""
    return Decimal(rng.choice(numbers)) + rng.choice([0, 0, 0, 1, -1]) * UNIT


def number(rng: random.Random) -> tuple[Decimal | None, str | None, str | None]:
    """Value, operator and reported level: 0 is never a bound, a level never beside a number."""
    kind = rng.random()
    if kind < 0.30:
        return near(rng, LOW), "=", None
    if kind < 0.42:
        return near(rng, HIGH), "=", None
    if kind < 0.52:
        return near(rng, LOW), rng.choice(["<", "<="]), None
    if kind < 0.58:
        return near(rng, HIGH), rng.choice(["<", "<=", ">", ">="]), None
    if kind < 0.68:
        return Decimal(0), "=", None
    if kind < 0.80:
        return None, None, rng.choice(["MR1", "MR2", "MR3", "MR4", "MR4.5", "MR5"])
    return None, None, None


def deep(rng: random.Random) -> Row:
    """A good result of a deep assay, so that runs are frequent."""
    value = rng.choice([Decimal("0.0005"), Decimal("0.0032"), Decimal("0.001"), Decimal(0), None])
    return {
        "value": value,
        "operator": None if value is None else "=",
        "scale": "IS",
        "detected": False if value is None else None,
        "reported_level": None,
        "reference_gene": "ABL1",
        "reference_copies": rng.choice([100_000, 240_000, 32_000]),
    }


def odd(rng: random.Random) -> Row:
    value, operator, level = number(rng)
    return {
        "value": value,
        "operator": operator,
        "scale": rng.choice(["IS"] * 8 + ["local"]),
        "detected": rng.choice([None, None, None, True, False]),
        "reported_level": level,
        "reference_gene": rng.choice(["ABL1"] * 5 + ["GUSB", "GUSB", "BCR", "other", None]),
        "reference_copies": rng.choice(COPIES),
    }


def random_result(rng: random.Random) -> Row:
    return completed(rng, deep(rng) if rng.random() < 0.55 else odd(rng))


def calm(rng: random.Random) -> Row:
    return completed(rng, deep(rng))


def completed(rng: random.Random, result: Row) -> Row:
    return {
        **result,
        "conversion_factor": None,
        "detection_limit": None,
        "laboratory": None,
        "method": rng.choice([None, "RT-qPCR", "dPCR"]),
        "sample_type": None,
    }


def failing(rng: random.Random) -> Row:
    """Mostly a loss, of any level but the shallowest."""
    result = random_result(rng)
    if rng.random() < 0.8:
        result |= {"value": Decimal(rng.choice(["0.2", "0.02", "5"])), "operator": "="}
        result |= {"scale": "IS", "detected": None, "reported_level": None}
    return result


def relapse_rows(rng: random.Random, day: int) -> list[Row]:
    """Sometimes losses from a day on: one, or two in a row, or with another test between."""
    rows: list[Row] = []
    for _ in range(rng.choice([0, 0, 0, 0, 0, 0, 1, 2, 2, 3])):
        rows.append({"test_date": day, **failing(rng)})
        day += rng.choice([1, 30, 91, 182])
    return rows


def late_relapse_rows(rng: random.Random, restarts: list[int]) -> list[Row]:
    """Often losses on or after a restart, which a search that ends there does not see, and a good
    test before it."""
    if not restarts or rng.random() < 0.4:
        return []
    restart = rng.choice(restarts)
    rows: list[Row] = []
    if rng.random() < 0.5:
        rows.append({"test_date": restart - rng.choice([0, 1, 30, 91]), **calm(rng)})
    day = restart + rng.choice([0, 1, 1, 30, 91, 182])
    for _ in range(rng.choice([1, 2, 2])):
        rows.append({"test_date": day, **failing(rng)})
        day += rng.choice([1, 30, 91])
    return rows


def with_copies_lost(rng: random.Random, lake: Lake) -> Lake:
    """The same lake, in which tests of about every other patient often lack copies or have those
    of another gene: in the lakes as they are, few responses rest on unverified tests alone."""
    patients = sorted({row["patient_id"] for row in lake["molecular"]}, key=str)
    careless = {patient for patient in patients if rng.random() < 0.5}
    losses: tuple[Row, ...] = ({}, {"reference_copies": None}, {"reference_gene": "BCR"})
    tests = [
        {**row, **rng.choice(losses)} if row["patient_id"] in careless else row
        for row in lake["molecular"]
    ]
    return {**lake, "molecular": tests}
