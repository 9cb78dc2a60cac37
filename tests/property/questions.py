"""Definitions put to lakes, with what is right: the oracle's answers and evidence, and the
hand-written cases of tests/spec. Kept, so that they can be asked again and again."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from tests.oracle import (
    CASES,
    EVIDENCE,
    random_criterion_definition,
    random_definition,
    random_lake,
    with_copies_lost,
)
from tests.property.differential import (
    PATIENTS,
    connection,
    definition_of,
    disagreement,
    oracle_answers,
)
from tests.property.evidence import difference, oracle_evidence
from tests.spec import test_spec as spec
from tests.spec.reading import Case
from tfrq import model, sql
from tfrq.sql import render

LAKES = 30
DEFINITIONS = 10  # of each case for each seed, once for answers and once for evidence
FIRST_SEEDS, MOST_SEEDS, ENOUGH = 3, 120, 1_000  # most mutants are caught with the first seeds
Lake = dict[str, list[dict[str, object]]]


@functools.cache
def users() -> dict[str, tuple[str, ...]]:
    """The oracle's cases that each template takes part in."""
    used: dict[str, list[str]] = {}
    for case in CASES:
        asked = (random_definition(random.Random(seed), [case]) for seed in range(60))
        for template in frozenset().union(*(templates_of(definition_of(one)) for one in asked)):
            used.setdefault(template, []).append(case)
    return {template: tuple(cases) for template, cases in used.items()}


def templates_of(definition: model.Definition) -> frozenset[str]:
    """The templates that its query is made of."""
    environment, seen = render._environment(), set()
    original = environment.get_template

    def recording(name: str, *rest: Any) -> Any:
        seen.add(name)
        return original(name, *rest)

    environment.get_template = recording  # type: ignore[method-assign]
    try:
        sql.compile_query(definition)
    finally:
        environment.get_template = original  # type: ignore[method-assign]
    return frozenset(seen)


@dataclass(frozen=True)
class Question:
    """A definition put to a lake, of which the right answers or evidence are known."""

    templates: frozenset[str]
    differs: Callable[[], object]  # what differs, if anything


@functools.cache
def opened_lake(seed: int) -> tuple[Lake, duckdb.DuckDBPyConnection]:
    """A lake, open; every other one with copies lost. The same few serve all seeds."""
    if seed >= LAKES:
        return opened_lake(seed % LAKES)
    rng = random.Random(seed)
    lake = random_lake(rng, PATIENTS)
    lake = with_copies_lost(rng, lake) if seed % 2 else lake
    return lake, connection(lake)


@functools.cache
def about_answers(case: str, seed: int) -> list[Question]:
    """Questions whose answers are compared."""
    (lake, opened), rng, found = opened_lake(seed), random.Random(f"{case} {seed}"), []
    for _ in range(DEFINITIONS):
        asked = random_definition(rng, [case])
        wanted = oracle_answers(asked, lake)
        differs = functools.partial(disagreement, seed, opened, asked, wanted)
        found.append(Question(templates_of(definition_of(asked)), differs))
    return found


@functools.cache
def about_evidence(case: str, seed: int) -> list[Question]:
    """Questions whose evidence is compared."""
    (lake, opened), rng, found = opened_lake(seed), random.Random(f"{case} {seed}"), []
    for _ in range(DEFINITIONS if case in EVIDENCE else 0):
        drawn = random_criterion_definition(rng, [case])
        asked = dataclasses.replace(drawn, steps=drawn.steps[:1])
        definition = definition_of(asked)
        if sum(1 for step in definition.steps for _ in model.criteria(step)) == 1:
            wanted = oracle_evidence(asked, lake)
            differs = functools.partial(difference, opened, asked, definition, wanted, seed)
            found.append(Question(templates_of(definition), differs))
    return found


@functools.cache
def about_spec() -> list[Question]:
    """The hand-written cases: they stand on boundaries that are rarely drawn."""
    found = []
    for case in spec.CASES:
        for text in case.settings["definition"] if "refused" not in case.settings else ():
            differs = functools.partial(differs_from_page, case, text)
            found.append(Question(templates_of(spec.definition_of(case, text)), differs))
    return found


def differs_from_page(case: Case, text: str) -> bool:
    """Whether the engine answers otherwise than the case says."""
    wanted = {(answer.patient, answer.index, answer.answer) for answer in case.answers}
    return spec.answers_of(case, spec.definition_of(case, text)) != wanted


def questions(template: str) -> Iterator[Question]:
    """What is asked about a template, what is quick first. One that takes part in few cases is
    asked about on more lakes."""
    yield from itertools.chain.from_iterable(drawn(template, seed) for seed in range(FIRST_SEEDS))
    yield from (one for one in about_spec() if template in one.templates)
    asked = 0
    for seed in range(FIRST_SEEDS, MOST_SEEDS):
        for question in drawn(template, seed):
            asked += 1
            yield question
        if asked >= ENOUGH:
            return


def drawn(template: str, seed: int) -> Iterator[Question]:
    """Questions about answers, then about evidence."""
    for kind in (about_answers, about_evidence):
        for case in users()[template]:
            yield from (one for one in kind(case, seed) if template in one.templates)
