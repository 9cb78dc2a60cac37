"""Coincidences after a stop: tests, events and the end of observation on each other's days."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from .build import sample
from .lake import event_row
from .lake_results import completed
from .patients import TKIS, Lake, Row

KINDS = ("accelerated phase", "blast phase", "transplant", "mutation", "restart")
AFTER = (1, 30, 91, 91, 92, 182, 182, 183, 365)


@dataclass
class Days:
    """Of one patient who stops: the days that others can fall on."""

    rng: random.Random
    stop: date
    restarts: list[date]
    tests: list[date]

    def any_day(self) -> date:
        """The stop itself, a restart or a test, mostly; else days after the stop."""
        near = [self.stop, *self.restarts * 2, *self.tests]
        if self.rng.random() < 0.7:
            return self.rng.choice(near)
        return self.stop + timedelta(self.rng.choice(AFTER))


def test_row(days: Days) -> Row:
    """A failure more often than not."""
    value = days.rng.choice(["0.2", "0.2", "0.02", "0.0032", "0.0005"])
    copies = days.rng.choice([None, 32_000, 240_000])
    day = days.any_day()
    days.tests.append(day)
    row = completed(days.rng, sample(0, value, copies=copies))
    return row | {"value": Decimal(value), "test_date": day}


def record_row(days: Days) -> Row:
    kind = days.rng.choice(KINDS)
    mutation = days.rng.choice(["T315I", "F317L"]) if kind == "mutation" else None
    return event_row(kind, days.any_day(), mutation)


def end_row(days: Days) -> Row:
    """A death: observation ends there."""
    return event_row("death", days.any_day())


def additions(rng: random.Random, days: Days) -> list[tuple[str, Row]]:
    """Some of each; the tests first, so that events fall on them."""
    makers: list[tuple[str, Callable[[Days], Row], int]] = [
        ("molecular", test_row, rng.choice([0, 1, 2, 3])),
        ("events", record_row, rng.choice([0, 1, 2])),
        ("events", end_row, rng.choice([0, 0, 1])),
    ]
    return [(table, make(days)) for table, make, number in makers for _ in range(number)]


def days_after_stop(rng: random.Random, lake: Lake, attempt: Row) -> Days:
    stop = cast(date, attempt["stop_date"])
    rows = {
        table: [row for row in lake[table] if row["patient_id"] == attempt["patient_id"]]
        for table in ("treatments", "molecular")
    }
    starts = [cast(date, r["start_date"]) for r in rows["treatments"] if r["drug"] in TKIS]
    tests = [cast(date, row["test_date"]) for row in rows["molecular"]]
    return Days(
        rng, stop, sorted(d for d in starts if d > stop)[:1], [d for d in tests if d > stop]
    )


def moved_up(contact: Row, lake: Lake) -> Row:
    """A last contact is not older than the patient's latest record."""
    days = [
        value
        for rows in lake.values()
        for row in rows
        if row.get("patient_id") == contact["patient_id"]
        for value in row.values()
        if isinstance(value, date)
    ]
    return {**contact, "event_date": max(days)}


def with_ends(lake: Lake) -> Lake:
    """One death for each patient, the last one told, and last contacts after all records."""
    deaths = {row["patient_id"]: row for row in lake["events"] if row["event"] == "death"}
    others = [row for row in lake["events"] if row["event"] != "death"]
    told: Lake = {**lake, "events": [*others, *deaths.values()]}
    events = [
        moved_up(row, told) if row["event"] == "last contact" else row for row in told["events"]
    ]
    return {**told, "events": events}


def with_coincidences(rng: random.Random, lake: Lake) -> Lake:
    """The same lake with more happening around the attempts to stop, often on one day."""
    found = {name: list(rows) for name, rows in lake.items()}
    for attempt in lake["tfr_attempts"]:
        who = {name: attempt[name] for name in ("country", "site", "patient_id")}
        if rng.random() < 0.7:
            for table, row in additions(rng, days_after_stop(rng, found, attempt)):
                found[table].append({**row, **who})
    return with_ends(found)
