"""Break one comparison of one template at a time, and see whether the oracle notices.

All of them: `python -m tests.property.mutants`
"""

from __future__ import annotations

import contextlib
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.property.differential import disagreements
from tfrq.sql import render

COMPARISON = re.compile(r" (>=|<=|>|<|BETWEEN) (?!\()")
BROKEN = {">=": ">", ">": ">=", "<=": "<", "<": "<=", "BETWEEN": "NOT BETWEEN"}


@dataclass(frozen=True)
class Mutant:
    """The `place`th comparison of a template, turned between strict and not strict."""

    template: str
    place: int

    def text(self) -> str:
        """The broken template."""
        text = (render.TEMPLATES / self.template).read_text()
        found = list(COMPARISON.finditer(text))[self.place]
        return text[: found.start(1)] + BROKEN[found.group(1)] + text[found.end(1) :]

    def line(self) -> str:
        """The line that is broken, as it was."""
        text = (render.TEMPLATES / self.template).read_text()
        found = list(COMPARISON.finditer(text))[self.place]
        start = text.rfind("\n", 0, found.start()) + 1
        return text[start : found.start(1)].strip() + " »" + text[found.start(1) :].split("\n")[0]


def mutants() -> list[Mutant]:
    """Every comparison of every template, comments left out."""
    return [
        Mutant(path.name, place)
        for path in sorted(render.TEMPLATES.glob("*.sql"))
        for place, _ in enumerate(COMPARISON.finditer(path.read_text()))
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


def pairs_until_caught(mutant: Mutant, lakes: int, definitions: int) -> int | None:
    """How many pairs it took to notice the mutant; None if it was not noticed."""
    with broken(mutant):
        for pairs, found in enumerate(disagreements(range(lakes), definitions), start=1):
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
