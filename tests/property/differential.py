"""DuckDB against the plain-Python oracle: random definitions over random lakes, patient by patient.

A longer run: `python -m tests.property.differential --lakes 2000 --definitions 50 --seed 1`
"""

from __future__ import annotations

import argparse
import datetime
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow

from tests.oracle import CASES, OracleDefinition, evaluate, random_definition, random_lake
from tfrq import language, model, schema, sql
from tfrq.errors import DefinitionError
from tfrq.lake.running import sandbox

EPOCH = datetime.date(1970, 1, 1)
PATIENTS = 30
Key = tuple[int, datetime.date | None, int]
Answers = dict[Key, tuple[bool | None, ...]]


@dataclass(frozen=True)
class Disagreement:
    """A definition whose answers differ for some subject."""

    seed: int
    text: str
    index: str
    option: str
    detail: str


def connection(lake: dict[str, list[dict[str, object]]]) -> duckdb.DuckDBPyConnection:
    """The lake's rows in memory, with the views that templates name, in the DuckDB that queries
    run in: what its optimizers get wrong shows only with the same ones at work."""
    opened = sandbox()
    for table in schema.TABLES.values():
        columns = ", ".join(f"{column.name} {column.type}" for column in table.columns)
        opened.execute(f"CREATE TABLE raw_{table.name} ({columns})")
        found = {
            column.name: [row.get(column.name) for row in lake[table.name]]
            for column in table.columns
        }
        opened.register("rows", pyarrow.table(found))
        opened.execute(f"INSERT INTO raw_{table.name} SELECT * FROM rows")
        twins = "".join(
            f", CAST({column.name} - DATE '1970-01-01' AS INTEGER) "
            f"AS {schema.day_column(column.name)}"
            for column in table.dates
        )
        opened.execute(f"CREATE VIEW {table.name} AS SELECT *{twins} FROM raw_{table.name}")
    return opened


def definition_of(asked: OracleDefinition) -> model.Definition:
    """What tfrq reads in the text."""
    options = (
        [f"assume undetectable = {asked.assume_undetectable}"] if asked.assume_undetectable else []
    )
    return language.parse(asked.text, index=asked.index, options=options, lookup=lookup(asked))


def lookup(asked: OracleDefinition) -> language.Lookup:
    """The definitions that the text names."""

    def find(name: str) -> language.NamedText:
        named = asked.library[name]
        level = named.assume_undetectable
        return language.NamedText(named.text, (f"assume undetectable = {level}",) if level else ())

    return find


def engine_answers(opened: duckdb.DuckDBPyConnection, asked: OracleDefinition) -> Answers:
    """What tfrq answers: parsed from the text, canonical text checked, compiled, run."""
    definition = definition_of(asked)
    canonical = language.canonical(definition)
    assert language.parse(canonical, lookup=lookup(asked)) == definition, canonical
    rows = opened.execute(sql.compile_query(definition).sql).fetchall()
    seen: Counter[int] = Counter()
    found: Answers = {}
    for _, patient, day, *answers in rows:
        seen[patient] += 1
        date = None if day is None else EPOCH + datetime.timedelta(days=day)
        # The steps, and the whole.
        found[patient, date, seen[patient]] = (*answers[: len(definition.steps)], answers[-1])
    return found


def oracle_answers(asked: OracleDefinition, lake: dict[str, list[dict[str, object]]]) -> Answers:
    """The answers to the steps, and to the whole."""
    return {key: (*one.steps, one.holds) for key, one in evaluate(asked, lake).items()}


def disagreement(
    seed: int, opened: duckdb.DuckDBPyConnection, asked: OracleDefinition, wanted: Answers
) -> Disagreement | None:
    """Where the two differ, if they do; a definition that tfrq refuses is one where they do."""
    try:
        found = engine_answers(opened, asked)
    except DefinitionError as error:
        detail = f"refused: {error.message}"
        return Disagreement(seed, asked.text, asked.index, asked.assume_undetectable, detail)
    if found == wanted:
        return None
    key = next(key for key in {**wanted, **found} if wanted.get(key) != found.get(key))
    detail = f"{key}: tfrq {found.get(key)}, oracle {wanted.get(key)}"
    return Disagreement(seed, asked.text, asked.index, asked.assume_undetectable, detail)


def disagreements(
    seeds: Sequence[int], definitions: int, cases: Sequence[str] = tuple(CASES)
) -> Iterator[Disagreement | None]:
    """One item per pair of definition and lake: a disagreement, or None."""
    for seed in seeds:
        rng = random.Random(seed)
        lake = random_lake(rng, PATIENTS)
        with connection(lake) as opened:
            for _ in range(definitions):
                asked = random_definition(rng, cases)
                yield disagreement(seed, opened, asked, oracle_answers(asked, lake))


def main() -> int:
    """Run many pairs; exit 1 if any disagrees."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lakes", type=int, default=100)
    arguments.add_argument("--definitions", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    pairs = wrong = 0
    for found in disagreements(range(given.seed, given.seed + given.lakes), given.definitions):
        pairs += 1
        if found is not None:
            wrong += 1
            sys.stdout.write(f"{found}\n")
    sys.stdout.write(f"{pairs} pairs, {wrong} disagree\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
