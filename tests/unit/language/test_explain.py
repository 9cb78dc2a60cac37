"""Every default that takes part is said, and only those (docs/semantics.md, before §1)."""

from __future__ import annotations

import re

import pytest

from tests.unit.sql.examples import definitions
from tfrq import language

# (part of the sentence, a definition in which it takes part, one in which it does not).
CONVENTIONS = (
    ("A criterion that names no period looks at the whole", ("MR4", ""), ("MR4", "data cut")),
    ("without the index event are not part of the population", ("MR4", "diagnosis"), ("MR4", "")),
    ("was last seen at the last contact", ("MR4", "data cut"), ("MR4", "diagnosis")),
    ("'ever' and 'never' look at the whole record, also after", ("never imatinib", "data cut"),
     ("never imatinib", "")),
    ("'ever' and 'never' look at the whole record, also after",
     ("MR4 for >= 2 years ever", "data cut"), ("MR4 for >= 2 years", "data cut")),
    ("a TKI is being taken is not used", ("MR4", "last TFR attempt"), ("MR4", "data cut")),
    ("a TKI is being taken is not used", ("MR4", "first de-escalation"), ("MR4", "TKI start")),
    ("a TKI is being taken is not used", ("no previous TFR attempt", "data cut"),
     ("female", "data cut")),
    ("The de-escalation is that of the first attempt", ("MR4 before de-escalation", ""),
     ("MR4 before de-escalation", "first TFR attempt")),
    ("without the date that a criterion looks from", ("MR4 after TKI start", ""),
     ("MR4 after index", "data cut")),
    ("A period next to another date than the index", ("MR4 after TKI start", "data cut"),
     ("MR4 after TKI start", "")),
    ("A patient is observed until the site's data cut", ("female", ""), None),
    ("a year is 365.25 days, a month 30.4375", ("imatinib >= 5 years", ""), None),
    ("Where the observation ends inside a window", ("MR4 within 1 year after index", "data cut"),
     ("MR4 within 1 year before index", "data cut")),
    ("Tests of one day are one result", ("MMR ever", ""), ("female", "")),
    ("Tests of one day are one result", ("female", "first MMR"), ("female", "diagnosis")),
    ("only with enough reference copies", ("MR4 ever", ""), ("MMR ever", "")),
    ("asks for the copies of the deeper one", ("BCR::ABL1 <= 0.0069 % ever", ""), ("MR4 ever", "")),
    ("counts where the copies are not known", ("MR4 ever", ""), ("MR4 ever (depth verified)", "")),
    ("counts for 0.1 % (MMR) and shallower only", ("MR4 ever", ""),
     ("assume undetectable = MR4, MR4 ever", "")),
    ("is taken for MR4, and counts for no deeper", ("assume undetectable = MR4, MR4 ever", ""),
     ("assume undetectable = MR4, MR4 ever (depth verified)", "")),
    ("A longer gap than 12 months (365 days)", ("MR4 for >= 2 years", ""),
     ("MR4 for >= 2 years (gap <= 6 months)", "")),
    ("A longer gap than 6 months (182 days)", ("MR4 for >= 2 years (gap <= 6 months)", ""),
     ("MR4 ever", "")),
    ("may have begun on the first TKI day", ("MR4 for >= 2 years", ""), ("MR4 ever", "")),
    ("fewer test days than asked for", ("MR4 for >= 2 years (tests >= 4)", ""),
     ("MR4 for >= 2 years", "")),
    ("With no informative test in the 12 months", ("MR4 for >= 2 years", "data cut"),
     ("MR4 for >= 2 years ever", "data cut")),
    ("carried forward at most 12 months (365 days)", ("MR4", "data cut"), ("MR4", "")),
    ("carried forward at most 3 months (91 days)", ("MR4 (within 3 months)", "data cut"),
     ("MR4", "data cut")),
    ("without any treatment record is not assessable", ("on nilotinib", "data cut"),
     ("female", "data cut")),
    ("2G TKI is dasatinib, nilotinib, bosutinib", ("2G TKI >= 1 year", ""), ("TKI >= 1 year", "")),
    ("up to, not including, the first day without it", ("imatinib >= 5 years", ""),
     ("at most 2 TKI lines", "")),
    ("at most 30 days are bridged", ("imatinib >= 5 years (continuous)", ""),
     ("imatinib >= 5 years", "")),
    ("at most 60 days are bridged", ("imatinib >= 5 years (gap <= 60 days)", ""),
     ("imatinib >= 5 years (continuous)", "")),
    ("A TKI line is one ingredient regimen", ("first-line imatinib", ""), ("ever imatinib", "")),
    ("A line that ended without a stated reason", ("no stop for resistance", ""),
     ("first-line imatinib", "")),
    ("A stop is a day on which no record of the same drug", ("stopped imatinib", "data cut"),
     ("on imatinib", "data cut")),
    ("Age is the difference of years", ("age >= 18", ""), ("female", "")),
    ("computed where all its baseline values are there", ("Sokal low", ""), ("female", "")),
    ("only other transcript found is an unspecified", ("typical transcript", ""), ("female", "")),
    ("The phase at diagnosis counts as an event", ("no blast phase", ""),
     ("chronic phase at diagnosis", "")),
    ("did not fall has a halving time longer", ("halving time <= 9.35 days", ""), ("female", "")),
    ("No record of an event means", ("no transplant", ""), ("female", "")),
    ("the missing ones are unknown", ("last 4 tests MR4", "data cut"), ("MR4", "data cut")),
    ("A test above the cut-off settles that not all", ("all tests MR4 ever", ""), ("MR4 ever", "")),
    ("No test is a count of zero", ("at least 3 tests ever", ""), ("last 4 tests MR4", "data cut")),
    ("looked for up to the first TKI started again", ("loss of MMR after index", "data cut"),
     ("restart after index", "data cut")),
    ("A TKI is started again on a day whose eve", ("restart after index", "data cut"),
     ("progression after index", "data cut")),
    ("no informative test follows confirms nothing",
     ("confirmed loss of MMR after index", "data cut"),
     ("loss of MMR after index", "data cut")),
    ("A laboratory value is the latest one", ("Tregs < 10 % of CD4 T cells", "data cut"),
     ("female", "data cut")),
    ("without any treatment record is not assessable", ("TKI >= 1 year (current)", "data cut"),
     ("female", "data cut")),
    ("at most 30 days are bridged", ("TKI >= 1 year (current)", "data cut"),
     ("TKI >= 1 year", "data cut")),
    ("without the date that a criterion looks from", ("MR4 at 3 months after TKI start", ""),
     ("MR4 ever", "")),
    ("Where the observation ends inside a window", ("MR4 at 3 months after TKI start", ""),
     ("MR4 ever", "")),
    ("a TKI is being taken is not used", ("tapered", "data cut"), ("female", "data cut")),
    ("Kleene's three-valued logic", ("female", ""), None),
)  # fmt: skip


def said(question: tuple[str, str]) -> str:
    text, index = question
    return "\n".join(language.explain(language.parse(text, index=index)).conventions)


@pytest.mark.parametrize(("sentence", "where", "not_where"), CONVENTIONS)
def test_each_convention_is_said_where_it_takes_part(
    sentence: str, where: tuple[str, str], not_where: tuple[str, str] | None
) -> None:
    assert sentence in said(where)
    assert not_where is None or sentence not in said(not_where)


def test_every_convention_of_the_examples_is_tested() -> None:
    """A new one needs a line above."""
    for definition in definitions():
        for sentence in language.explain(definition).conventions:
            known = [part for part, *_ in CONVENTIONS if generic(part) in generic(sentence)]
            assert known, sentence


def test_a_named_definition_is_said_to_lose_its_index() -> None:
    named = language.NamedText("MR4 at index")
    definition = language.parse("in study", index="data cut", lookup=lambda _: named)
    sentences = language.explain(definition).conventions
    assert any("at the index of this one, whatever its own says" in one for one in sentences)


def generic(sentence: str) -> str:
    """Without the numbers, levels and drugs that differ from one definition to another."""
    sentence = re.sub(r"\d+ (years?|months?|weeks?|days?)( \(\d+ days\))?", "N", sentence)
    sentence = re.sub(r"^(\dG |allosteric )?TKI is .*", "CLASS", sentence)
    return re.sub(r"taken for (MMR|MR[\d.]+)", "taken for L", sentence)


@pytest.mark.parametrize("definition", definitions(), ids=language.canonical)
def test_every_sentence_is_readable(definition: object) -> None:
    explained = language.explain(definition)  # type: ignore[arg-type]
    assert len(explained.steps) == len(definition.steps)  # type: ignore[attr-defined]
    assert all(sentence.endswith(".") for sentence in explained.conventions)
    for sentence in (explained.index, *explained.steps, *explained.conventions):
        assert not re.search(r"None|True|False|Decimal|[A-Z]\w+\(|\(\)|  | ,|[_{}<>=]", sentence)
        assert not re.search(
            r"\b1 (test days|years|months|weeks|days|different TKI lines)", sentence
        )


def test_a_named_definition_brings_its_own_conventions() -> None:
    named = language.NamedText("MR4 ever, Sokal low", ("assume undetectable = MR4",))
    asked = language.parse("age >= 18, in other", lookup=lambda name: named)
    sentences = "\n".join(language.explain(asked).conventions)
    assert "is taken for MR4" in sentences
    assert "A risk score is computed" in sentences
    assert "counts for 0.1 % (MMR) and shallower only" not in sentences
    assert sentences.count("Kleene") == 1


def test_words_say_what_is_meant() -> None:
    definition = language.parse(
        "MR4.5 for >= 2 years (tests >= 4), imatinib or nilotinib 3-5 years, not (female or MMR)",
        index="data cut",
    )
    assert language.explain(definition).steps == (
        "an unbroken MR4.5 (BCR::ABL1 at most 0.0032 % IS) that reaches the index date and had "
        "lasted at least 2 years (730 days) by then, documented on at least 4 test days; tests at "
        "most 12 months (365 days) apart",
        "from 3 years (1,095 days) to 5 years (1,826 days) (both included) on imatinib or "
        "nilotinib in total, before the index date",
        "not: [female OR MMR (BCR::ABL1 at most 0.1 % IS) in the latest informative test on or "
        "before the index date, at most 12 months (365 days) old]",
    )
