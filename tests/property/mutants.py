"""Break one comparison or connective of one template at a time, and see whether the oracle notices.

All of them: `python -m tests.property.mutants`
"""

from __future__ import annotations

import contextlib
import functools
import random
import re
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tests.oracle import CASES, random_definition
from tests.property.differential import definition_of, disagreements
from tfrq import sql
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

    def _found(self) -> tuple[str, tuple[int, int]]:
        return (render.TEMPLATES / self.template).read_text(), places(self.template)[self.place]


def places(template: str) -> list[tuple[int, int]]:
    """Where every breakable word of a template begins and ends."""
    text = (render.TEMPLATES / template).read_text()
    found = BREAKABLE.finditer(text)
    return [one.span(one.lastindex) for one in found if one.lastindex is not None]


def mutants() -> list[Mutant]:
    """Every breakable word of every template that answers a criterion; those that only list or
    count the answers are not what the oracle judges."""
    return [
        Mutant(path.name, place)
        for path in sorted(render.TEMPLATES.glob("*.sql"))
        if path.name in users()
        for place, _ in enumerate(places(path.name))
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
    environment = render._environment()
    original, used = environment.get_template, defaultdict[str, list[str]](list)
    for case in CASES:
        seen: set[str] = set()

        def recording(name: str, *rest: Any, seen: set[str] = seen) -> Any:
            seen.add(name)
            return original(name, *rest)

        environment.get_template = recording  # type: ignore[method-assign]
        for seed in range(60):
            sql.compile_query(definition_of(random_definition(random.Random(seed), [case])))
        for template in seen:
            used[template].append(case)
    environment.get_template = original  # type: ignore[method-assign]
    return {template: tuple(cases) for template, cases in used.items()}


def pairs_until_caught(mutant: Mutant, lakes: int, definitions: int) -> int | None:
    """How many pairs it took to notice the mutant, drawn from the cases that its template takes
    part in; None if it was not noticed."""
    cases, pairs = users()[mutant.template], 0
    with broken(mutant):
        try:
            for found in disagreements(range(lakes), definitions, cases):
                pairs += 1
                if found is not None:
                    return pairs
        except duckdb.Error:
            return pairs + 1
    return None


def main() -> int:
    """Try every mutant; print those that nobody notices, and exit 1 if there are any."""
    everything, survived = mutants(), 0
    for mutant in everything:
        if pairs_until_caught(mutant, lakes=60, definitions=50) is None:
            survived += 1
            sys.stdout.write(f"{mutant.template}: {mutant.line()}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(everything)} mutants, {survived} not noticed\n")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
