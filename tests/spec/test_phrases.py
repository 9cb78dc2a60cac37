"""Every phrase of docs/semantics.md reads, and stands in some case of this folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.spec import reading
from tfrq.errors import DefinitionError
from tfrq.language import NamedText, parse, parse_index

SEMANTICS = Path(__file__).parents[2] / "docs" / "semantics.md"
# What a phrase may be: a definition, an option, what follows a criterion, a qualifier, a
# comparison, a drug, a level, a marker.
FRAMES = (
    "{}",
    "{}, female",
    "MR4 {}",
    "MR4 for {} 1 year",
    "MR4 for >= 1 year {}",
    "undetectable {}",
    "imatinib >= 1 year ({})",
    "confirmed loss of MR4 {}",
    "{} >= 1 year",
    "{} >= 1 x10^9/L",
    "{} >= 1 per 10^5 lymphocytes",
    "{} >= 1 % of mononuclear cells",
)
# Letters of the page that stand for something, and what a person may write there.
WRITTEN_OUT = {
    "[within D] before ANCHOR": "within 12 months before index",
    "[within D] after ANCHOR": "within 12 months after TKI start",
    "at ANCHOR": "at diagnosis",
    "at D after ANCHOR (window 6 weeks)": "at 3 months after TKI start (window 6 weeks)",
    "at least 2 of (A; B; C)": "at least 2 of (female; typical transcript; Sokal low)",
    "last 4 tests": "last 4 tests MR4",
    'index = "data cut"': "data cut",
    "within …": "within 12 months before index",
    "A or B": "loss of MMR or restart",
}
# Words and results that the page speaks of, and nothing that a definition holds by itself.
NO_PHRASES = {
    "§1": ("stop_date", "start_date", "n years", "n months", "n weeks", "n days"),
    "§2": ("index", "de-escalation"),
    "§3": ("and", "or", "not"),
    "§4, results of tests": ("<0.01", "< 0.01 %", "<=0.01", "<0.0032", ">10"),
    "§4, names of qualifiers": ("gap", "within"),
    "§5": ("domain.md",),
    "§6, words that combine": ("no", "never", "≥"),
    "§6, refused": ("stopped imatinib or nilotinib >= 3 years", "imatinib"),
    "§7, axes and strata": ("country", "site", "sex", "age", "drug", "first-line", "sokal", "elts",
                            "transcript", "year", "unknown"),
    "§8, endpoints of curves only": ("competing death", "MRFS", "TFS"),
}  # fmt: skip
NO_PHRASE = {phrase for phrases in NO_PHRASES.values() for phrase in phrases}


def quoted() -> list[str]:
    """What §2–§8 have in backticks; `... (tests >= 4)` is about what stands after the dots."""
    body = SEMANTICS.read_text(encoding="utf-8")
    found = re.findall(r"`([^`]+)`", body[body.index("\n## 2. ") :])
    return list(dict.fromkeys(" ".join(one.split()).removeprefix("... ") for one in found))


PHRASES = [WRITTEN_OUT.get(one, one) for one in quoted() if one not in NO_PHRASE]


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
    """Whether the text reads where the definition has an index, and every name a definition."""
    try:
        parse(text, index="data cut", lookup=lambda name: NamedText("female"))
    except DefinitionError:
        return False
    return True


def written() -> list[str]:
    """Every index, option and definition of the cases."""
    cases = [case for page in reading.pages() for case in page.cases]
    return [text.lower() for case in cases for texts in case.settings.values() for text in texts]


@pytest.mark.parametrize("phrase", PHRASES)
def test_phrases_of_the_semantics_read_as_written(phrase: str) -> None:
    assert is_read(phrase)


@pytest.mark.parametrize("phrase", PHRASES)
def test_phrases_of_the_semantics_stand_in_some_case(phrase: str) -> None:
    assert any(phrase.lower() in text for text in written())


@pytest.mark.parametrize("phrase", sorted(NO_PHRASE - {"age", "drug"}))
def test_what_is_no_phrase_does_not_read(phrase: str) -> None:
    """So that nothing is left out here that the language has come to understand."""
    assert not is_definition(phrase)


def test_every_exception_is_on_the_page() -> None:
    body = " ".join(SEMANTICS.read_text(encoding="utf-8").split())
    for phrase in (*NO_PHRASE, *WRITTEN_OUT):
        assert f"`{phrase}`" in body or f"`... {phrase}`" in body
