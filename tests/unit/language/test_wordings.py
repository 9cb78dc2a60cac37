"""How people who have not read the documentation write, and what they are answered: wordings/,
compared exactly. `=` is what a wording is read as, in canonical text; `→` is the hint.

After a change that is meant: `python -m tests.unit.language.test_wordings write`, and read what
has changed: whether a field expert means what stands behind `=`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.unit.language.test_errors import SPOKEN_OF, SUGGESTED, is_read
from tfrq import language
from tfrq.errors import DefinitionError

PAGES = sorted(Path(__file__).with_name("wordings").glob("*.txt"))
INDEX = "data cut"


def named(name: str) -> language.NamedText:
    return language.NamedText("MR4 ever")


def answered(text: str) -> list[str]:
    """What is said to a text: its canonical text, or the carets, the message and the hint."""
    try:
        definition = language.parse(text, index=INDEX, lookup=named)
    except DefinitionError as error:
        span = error.span
        carets = f"{' ' * span.start}{'^' * max(1, span.end - span.start)}" if span else ""
        return [carets, error.message, *([f"→ {error.hint}"] if error.hint else [])]
    return [f"= {language.canonical(definition).removeprefix(f'index = {INDEX}, ')}"]


def blocks(page: Path) -> list[list[str]]:
    """The lines of every wording; titles, which begin with `# `, stand alone."""
    return [part.split("\n") for part in page.read_text("utf-8").strip("\n").split("\n\n")]


TEXTS = [one[0] for page in PAGES for one in blocks(page) if not one[0].startswith("# ")]


def everything(page: Path) -> str:
    """All of a page."""
    parts = [
        one if one[0].startswith("# ") else [one[0], *filter(None, answered(one[0]))]
        for one in blocks(page)
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.stem)
def test_wordings_are_answered_as_agreed(page: Path) -> None:
    assert everything(page) == page.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", TEXTS)
def test_every_answer_is_a_reading_or_teaches(text: str) -> None:
    """A hint there is, and what it quotes can be typed."""
    lines = answered(text)
    assert lines[-1].startswith(("= ", "→ "))
    hint = lines[-1] if lines[-1].startswith("→") else ""
    quoted = re.findall(r"'([^']+)'", SUGGESTED.sub("", hint))
    unread = [one for one in quoted if one not in SPOKEN_OF and not is_read(one)]
    assert [one for one in unread if "in euro-ski" not in one] == []


def test_what_is_read_reads_again_as_the_same() -> None:
    for text in TEXTS:
        line = answered(text)[-1]
        if line.startswith("= "):
            assert answered(line.removeprefix("= ")) == [line]


if __name__ == "__main__" and "write" in sys.argv:
    for one in PAGES:
        one.write_text(everything(one), encoding="utf-8")
