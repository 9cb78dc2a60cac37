"""Patients and what R says of them (README.md), as the tests read them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tfrq.results import Step
from tfrq.survival.tables import LifeTable, life_table

HERE = Path(__file__).parent
CASES = sorted(path.stem for path in (HERE / "data").glob("*.csv"))


@dataclass(frozen=True)
class Patient:
    """One row of a case; `time` and `status` are None for those left out."""

    time: int | None
    status: int | None
    group: str
    score: float
    age: float
    marker: float
    site: str


@cache
def values(name: str = "curves") -> Any:
    """A file of reference values."""
    return json.loads((HERE / f"{name}.json").read_text())


@cache
def patients(case: str) -> tuple[Patient, ...]:
    """Everybody of a case."""
    with (HERE / "data" / f"{case}.csv").open(newline="") as file:
        return tuple(_patient(row) for row in csv.DictReader(file))


def _patient(row: dict[str, str]) -> Patient:
    whole = [int(row[name]) if row[name] else None for name in ("time", "status")]
    numbers = [float(row[name]) for name in ("score", "age", "marker")]
    return Patient(whole[0], whole[1], row["group"], *numbers, row["site"])


def table_of(times: Iterable[tuple[int | None, int | None]]) -> LifeTable:
    """Times and statuses (0 censored, 1 event, 2 competing) as an exact table of days."""
    followed = [(time, status) for time, status in times if time is not None]
    steps, start, at_risk = [], 0, len(followed)
    for day in sorted({time for time, _ in followed}):
        left = [sum(one == (day, status) for one in followed) for status in (1, 2, 0)]
        steps.append(Step(start, day, at_risk, *left))
        start, at_risk = day, at_risk - sum(left)
    return life_table(steps, exact=True)


@cache
def everybody(case: str) -> LifeTable:
    """All patients of a case on one curve."""
    return table_of((one.time, one.status) for one in patients(case))


@cache
def groups(case: str) -> dict[str, LifeTable]:
    """Each group of a case, in order; one whose patients are all left out has no steps."""
    names = sorted({one.group for one in patients(case)})
    rows = {name: [one for one in patients(case) if one.group == name] for name in names}
    return {name: table_of((one.time, one.status) for one in rows[name]) for name in names}


def scores(case: str) -> list[float]:
    """The score of each group."""
    found = {one.group: one.score for one in patients(case)}
    return [found[name] for name in sorted(found)]
