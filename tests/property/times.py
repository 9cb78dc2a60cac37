"""Times to an event: DuckDB against the plain-Python oracle, patient by patient.

A longer run: `python -m tests.property.times --lakes 2000 --questions 50 --seed 1`
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from tests.oracle.asking import Question, eventful_lake, random_question
from tests.oracle.patients import Lake
from tests.oracle.times import Time, times
from tests.property.differential import EPOCH, PATIENTS, connection, definition_of
from tfrq import language, sql
from tfrq.errors import DefinitionError

COLUMNS = ("patient_id", "index_day", "state", "time")
Rows = Counter[tuple[int, int, Time]]  # attempts may share a day


def engine_times(opened: duckdb.DuckDBPyConnection, question: Question) -> Rows:
    """What tfrq finds: the endpoint parsed from its text, compiled with the definition, run."""
    outcome = language.parse_endpoint(question.outcome.text())
    landmark = {} if question.landmark is None else {"landmark": question.landmark}
    compiled: Any = sql.compile_subjects(definition_of(question.definition), outcome, **landmark)
    found = opened.execute(getattr(compiled, "query", compiled).sql)
    names = [column[0] for column in found.description]
    places = [names.index(name) for name in COLUMNS]
    rows: Rows = Counter()
    for row in found.fetchall():
        patient, index, state, days = (row[place] for place in places)
        rows[patient, index, (state, days)] += 1
    return rows


def oracle_times(question: Question, lake: Lake) -> Rows:
    """The same of the oracle."""
    rows: Rows = Counter()
    for one in question.asked(lake):
        assert one.subject.index is not None
        index = (one.subject.index - EPOCH).days
        time = times(one.patient, one.definition, one.subject, one.outcome, one.landmark)
        rows[one.patient.patient_id, index, time] += 1
    return rows


def questions_of(seed: int, number: int) -> Iterator[tuple[Lake, Question]]:
    """Some questions to one lake."""
    rng = random.Random(seed)
    lake = eventful_lake(rng, PATIENTS)
    for _ in range(number):
        yield lake, random_question(rng)


def disagreements(seeds: Sequence[int], questions: int) -> Iterator[str | None]:
    """One item per pair of question and lake: where the two differ, or None."""
    for seed in seeds:
        asked = list(questions_of(seed, questions))
        with connection(asked[0][0]) as opened:
            for lake, question in asked:
                yield disagreement(seed, opened, question, oracle_times(question, lake))


def disagreement(
    seed: int, opened: duckdb.DuckDBPyConnection, question: Question, wanted: Rows
) -> str | None:
    """Where they differ, if they do; a question that tfrq refuses is one where they do."""
    asked = question.definition
    place = (
        f"seed {seed}: {question.outcome.text()!r} landmark {question.landmark} after"
        f" {asked.index!r} of {asked.text!r} {asked.assume_undetectable}"
    )
    try:
        found = engine_times(opened, question)
    except DefinitionError as error:
        return f"{place}\n  refused: {error.message}"
    if found == wanted:
        return None
    ours, theirs = (sorted(rows, key=str) for rows in (found - wanted, wanted - found))
    return f"{place}\n  tfrq   {ours}\n  oracle {theirs}"


def main() -> int:
    """Run many pairs; exit 1 if any differs."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lakes", type=int, default=100)
    arguments.add_argument("--questions", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    pairs = wrong = 0
    for found in disagreements(range(given.seed, given.seed + given.lakes), given.questions):
        pairs += 1
        if found is not None:
            wrong += 1
            sys.stdout.write(f"{found}\n")
    sys.stdout.write(f"{pairs} pairs, {wrong} differ\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
