"""Break one comparison of one template at a time, and see whether the oracle notices.

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

from tests.oracle import CASES, random_definition
from tests.property.differential import definition_of, disagreements
from tfrq import sql
from tfrq.sql import render

# Not in the comment, which is the first line of every template.
COMPARISON = re.compile(r"(?<=\S)(?<!ROWS) (>=|<=|>|<|BETWEEN) (?!\()|^--.*$", re.MULTILINE)
BROKEN = {">=": ">", ">": ">=", "<=": "<", "<": "<=", "BETWEEN": "NOT BETWEEN"}


@dataclass(frozen=True)
class Mutant:
    """The `place`th comparison of a template, turned between strict and not strict."""

    template: str
    place: int

    def text(self) -> str:
        """The broken template."""
        text = (render.TEMPLATES / self.template).read_text()
        found = comparisons(self.template)[self.place]
        return text[: found.start(1)] + BROKEN[found.group(1)] + text[found.end(1) :]

    def line(self) -> str:
        """The line that is broken, as it was."""
        text = (render.TEMPLATES / self.template).read_text()
        found = comparisons(self.template)[self.place]
        start = text.rfind("\n", 0, found.start()) + 1
        return text[start : found.start(1)].strip() + " »" + text[found.start(1) :].split("\n")[0]


def comparisons(template: str) -> list[re.Match[str]]:
    """Every comparison of a template, those of its comments left out."""
    text = (render.TEMPLATES / template).read_text()
    return [found for found in COMPARISON.finditer(text) if found.group(1)]


def mutants() -> list[Mutant]:
    """Every comparison of every template."""
    return [
        Mutant(path.name, place)
        for path in sorted(render.TEMPLATES.glob("*.sql"))
        for place, _ in enumerate(comparisons(path.name))
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
    cases = users()[mutant.template]
    with broken(mutant):
        for pairs, found in enumerate(disagreements(range(lakes), definitions, cases), start=1):
            if found is not None:
                return pairs
    return None


def main() -> int:
    """Try every mutant; print those that nobody notices."""
    everything = mutants()
    survived = 0
    for mutant in everything:
        if pairs_until_caught(mutant, lakes=60, definitions=50) is None:
            survived += 1
            sys.stdout.write(f"{mutant.template}: {mutant.line()}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(everything)} mutants, {survived} not noticed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
