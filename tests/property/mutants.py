"""Break one comparison or connective of one template at a time, and see whether somebody notices:
the oracle, by an answer or the evidence beside it, or the hand-written cases of tests/spec.

All of them: `python -m tests.property.mutants`, or in parts: `--shard 0/4` … `--shard 3/4`.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import functools
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
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
from tests.property.equal_mutants import EQUAL
from tests.property.evidence import difference, oracle_evidence
from tests.spec import test_spec as spec
from tests.spec.reading import Case
from tfrq import model, sql
from tfrq.sql import render

# Left alone: comments, the AND of a BETWEEN, and the frame of a window.
BREAKABLE = re.compile(
    r"--.*$|ROWS BETWEEN .* AND|(?<=\S) (>=|<=|>|<|=|<>|OR|IS NULL|IS NOT NULL)(?=\s)(?! \()"
    r"|(?<=\S) (BETWEEN) [^\n]*? AND|\b(AND)\b",
    re.MULTILINE,
)
BROKEN = {
    ">=": ">",
    ">": ">=",
    "<=": "<",
    "<": "<=",
    "=": "<>",
    "<>": "=",
    "BETWEEN": "NOT BETWEEN",
    "AND": "OR",
    "OR": "AND",
    "IS NULL": "IS NOT NULL",
    "IS NOT NULL": "IS NULL",
}


LAKES, DEFINITIONS = 30, 10  # of each case on each lake, once for answers and once for evidence
FIRST_LAKES = 3  # where most mutants are caught
Lake = dict[str, list[dict[str, object]]]


@dataclass(frozen=True)
class Mutant:
    """The `place`th breakable word of a template, turned into its opposite or neighbour."""

    template: str
    place: int

    def text(self) -> str:
        """The broken template."""
        text, (start, end) = self._found()
        return text[:start] + BROKEN[text[start:end]] + text[end:]

    def line(self) -> str:
        """The line that is broken, as it was, the word marked."""
        text, (start, _) = self._found()
        before = text[:start].rsplit("\n", maxsplit=1)[-1]
        return f"{before.strip()} »{text[start:].splitlines()[0]}"

    @property
    def name(self) -> str:
        """By which EQUAL knows it."""
        return f"{self.template}: {self.line()}"

    def _found(self) -> tuple[str, tuple[int, int]]:
        return (render.TEMPLATES / self.template).read_text(), places(self.template)[self.place]


def places(template: str) -> list[tuple[int, int]]:
    """Where every breakable word of a template begins and ends."""
    text = (render.TEMPLATES / template).read_text()
    found = BREAKABLE.finditer(text)
    return [one.span(one.lastindex) for one in found if one.lastindex is not None]


def mutants() -> list[Mutant]:
    """Every breakable word of every template that takes part in a case; those that only list or
    count the answers are not what the oracle judges, and those that are EQUAL to the original
    cannot be noticed."""
    return [
        mutant
        for path in sorted(render.TEMPLATES.glob("*.sql"))
        if path.name in users()
        for place, _ in enumerate(places(path.name))
        if (mutant := Mutant(path.name, place)).name not in EQUAL
    ]


@contextlib.contextmanager
def broken(mutant: Mutant) -> Iterator[None]:
    """tfrq compiles with the broken template while this lasts."""
    original = render.TEMPLATES
    text = mutant.text()
    with tempfile.TemporaryDirectory() as folder:
        copies = Path(folder) / "templates"
        shutil.copytree(original, copies)
        (copies / mutant.template).write_text(text)
        render.TEMPLATES = copies
        render._environment.cache_clear()
        try:
            yield
        finally:
            render.TEMPLATES = original
            render._environment.cache_clear()


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
    """A lake, open; every other one with copies lost."""
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


def questions(template: str, lakes: int) -> Iterator[Question]:
    """What is asked about a template, what is quick first."""
    yield from drawn(template, range(min(FIRST_LAKES, lakes)))
    yield from (one for one in about_spec() if template in one.templates)
    yield from drawn(template, range(FIRST_LAKES, lakes))


def drawn(template: str, seeds: range) -> Iterator[Question]:
    """Questions about answers, then about evidence."""
    for kind in (about_answers, about_evidence):
        for seed in seeds:
            for case in users()[template]:
                yield from (one for one in kind(case, seed) if template in one.templates)


def pairs_until_caught(mutant: Mutant, lakes: int = LAKES) -> int | None:
    """How many pairs of definition and lake it took to notice the mutant; None if it was not."""
    with broken(mutant):
        for pairs, question in enumerate(questions(mutant.template, lakes), start=1):
            try:
                if question.differs():
                    return pairs
            except (duckdb.Error, AssertionError):
                return pairs
    return None


def main() -> int:
    """Try every mutant; print those that nobody notices, and exit 1 if there are any."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shard", default="0/1", help="part of the mutants: 0/4 … 3/4")
    arguments.add_argument("--template", default="", help="only of this template")
    given = arguments.parse_args()
    shard, shards = map(int, given.shard.split("/"))
    tried = [one for one in mutants() if given.template in one.template][shard::shards]
    survived = 0
    for number, mutant in enumerate(tried, start=1):
        sys.stderr.write(f"\r{number} of {len(tried)} ")
        if pairs_until_caught(mutant) is None:
            survived += 1
            sys.stdout.write(f"{mutant.name}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(tried)} mutants, {survived} not noticed\n")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
