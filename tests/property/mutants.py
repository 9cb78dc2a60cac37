"""Break one comparison or connective of one template at a time, and see whether somebody notices:
the oracle, by an answer or the evidence beside it, or the hand-written cases of tests/spec.

All of them: `python -m tests.property.mutants`, or in parts: `--shard 0/4` … `--shard 3/4`.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.property.equal_mutants import EQUAL
from tests.property.questions import questions, users
from tfrq.sql import render

# Left alone: comments, the AND of a BETWEEN, and the frame of a window.
BREAKABLE = re.compile(
    r"--.*$|(?:ROWS|RANGE) BETWEEN .* AND"
    r"|(?<=\S) (>=|<=|>|<|=|<>|OR|IS NULL|IS NOT NULL)(?=\s)(?! \()"
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


def pairs_until_caught(mutant: Mutant) -> int | None:
    """How many pairs of definition and lake it took to notice the mutant; None if it was not."""
    with broken(mutant):
        for pairs, question in enumerate(questions(mutant.template), start=1):
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
