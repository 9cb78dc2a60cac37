"""The evidence of every criterion (docs/evidence.md): DuckDB against the plain-Python oracle.

A longer run: `python -m tests.property.evidence --lakes 500 --definitions 50 --seed 1`
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import duckdb

from tests.oracle import (
    EVIDENCE,
    Evidence,
    OracleDefinition,
    evidence,
    random_criterion_definition,
    random_lake,
    with_copies_lost,
)
from tests.property.differential import EPOCH, PATIENTS, connection, definition_of
from tfrq import model, sql
from tfrq.sql.members import ANSWERS

COLUMNS = (
    "patient",
    "index_date",
    *(f"criterion_1_{part}" for part in ("first_day", "last_day", "days", "tests", "value")),
    "criterion_1_basis",
)
# Rows of one patient and index date; attempts may share a day.
Shown = dict[tuple[int, datetime.date | None], list[str]]


def engine_evidence(opened: duckdb.DuckDBPyConnection, definition: model.Definition) -> Shown:
    """What `tfrq table` reads for a definition of one criterion."""
    found: Shown = defaultdict(list)
    for answer in ANSWERS:
        query = sql.compile_members(definition, answer, columns=COLUMNS).query
        for patient, index, *cells in opened.execute(query.sql).fetchall():
            found[patient, _date(index)].append(_text(_cells(*cells)))
    return {key: sorted(rows) for key, rows in found.items()}


def _cells(first: Any, last: Any, days: Any, tests: Any, value: Any, basis: Any) -> Evidence:
    unverified = basis == "depth not verified"
    return Evidence(_date(first), _date(last), days, tests, value, unverified)


def _date(day: int | None) -> datetime.date | None:
    return None if day is None else EPOCH + datetime.timedelta(days=day)


def _text(one: Evidence) -> str:
    """To be compared: numbers by value, and no depth where the oracle has nothing to say of it."""
    value = None if one.value is None else Decimal(one.value).normalize()
    plain = dataclasses.replace(one, value=value, unverified=bool(one.unverified))
    return str(plain)


def oracle_evidence(asked: OracleDefinition, lake: dict[str, list[dict[str, object]]]) -> Shown:
    """The same of the oracle, for a definition of one criterion."""
    found: Shown = defaultdict(list)
    for (patient, index, _), (one,) in evidence(asked, lake).items():
        found[patient, index].append(_text(one))
    return {key: sorted(rows) for key, rows in found.items()}


def differences(
    seeds: Sequence[int], definitions: int, cases: Sequence[str] = tuple(EVIDENCE)
) -> Iterator[str | None]:
    """One item per pair of criterion and lake: where the two differ, or None."""
    for seed in seeds:
        rng = random.Random(seed)
        lake = random_lake(rng, PATIENTS)
        lake = with_copies_lost(rng, lake) if seed % 2 else lake
        with connection(lake) as opened:
            for _ in range(definitions):
                drawn = random_criterion_definition(rng, cases)
                asked = dataclasses.replace(drawn, steps=drawn.steps[:1])
                definition = definition_of(asked)
                if sum(1 for step in definition.steps for _ in model.criteria(step)) == 1:
                    yield difference(opened, asked, definition, oracle_evidence(asked, lake), seed)


def difference(
    opened: duckdb.DuckDBPyConnection,
    asked: OracleDefinition,
    definition: model.Definition,
    wanted: Shown,
    seed: int,
) -> str | None:
    """Where they differ for some subject, if they do."""
    found = engine_evidence(opened, definition)
    for key in sorted({*wanted, *found}, key=str):
        if wanted.get(key) != found.get(key):
            place = f"seed {seed}: {asked.text!r} index {asked.index!r} {asked.assume_undetectable}"
            return f"{place}\n  {key}\n  tfrq   {found.get(key)}\n  oracle {wanted.get(key)}"
    return None


def main() -> int:
    """Run many pairs; exit 1 if any differs."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lakes", type=int, default=20)
    arguments.add_argument("--definitions", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--case", choices=EVIDENCE)
    given = arguments.parse_args()
    seeds = range(given.seed, given.seed + given.lakes)
    pairs = wrong = 0
    for found in differences(seeds, given.definitions, [given.case] if given.case else EVIDENCE):
        pairs += 1
        if found is not None:
            wrong += 1
            sys.stdout.write(f"{found}\n")
    sys.stdout.write(f"{pairs} pairs, {wrong} differ\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
