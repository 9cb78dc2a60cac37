"""Every phrase of docs/semantics.md that the language reads stands in some case of this folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.spec import reading
from tfrq.errors import DefinitionError
from tfrq.language import parse, parse_index

SEMANTICS = Path(__file__).parents[2] / "docs" / "semantics.md"
# What a phrase may be: a definition, an option, what follows a criterion, a qualifier, a drug.
FRAMES = (
    "{}",
    "{}, female",
    "MR4 {}",
    "MR4 for >= 1 year {}",
    "undetectable {}",
    "imatinib >= 1 year ({})",
    "{} >= 1 year",
)


def phrases() -> list[str]:
    """The phrases in backticks of §2–§6 that the language of today reads."""
    body = SEMANTICS.read_text(encoding="utf-8")
    sections = body[body.index("\n## 2. ") : body.index("\n## 7. ")]
    found = (" ".join(phrase.split()) for phrase in re.findall(r"`([^`]+)`", sections))
    return [phrase for phrase in dict.fromkeys(map(without_dots, found)) if is_read(phrase)]


def without_dots(phrase: str) -> str:
    """`... (tests >= 4)` is about what stands after the dots."""
    return phrase.removeprefix("... ")


def is_read(phrase: str) -> bool:
    """Whether the phrase is an index, or reads in one of the frames."""
    return is_index(phrase) or any(is_definition(frame.format(phrase)) for frame in FRAMES)


def is_index(phrase: str) -> bool:
    """Whether the phrase names an index."""
    try:
        parse_index(phrase)
    except DefinitionError:
        return False
    return True


def is_definition(text: str) -> bool:
    """Whether the text reads where the definition has an index."""
    try:
        parse(text, index="data cut")
    except DefinitionError:
        return False
    return True


def written() -> list[str]:
    """Every index, option and definition of the cases."""
    cases = [case for page in reading.pages() for case in page.cases]
    return [text.lower() for case in cases for texts in case.settings.values() for text in texts]


@pytest.mark.parametrize("phrase", phrases())
def test_phrases_of_the_semantics_stand_in_some_case(phrase: str) -> None:
    assert any(phrase.lower() in text for text in written())
