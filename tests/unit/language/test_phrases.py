"""Every example can be copied to the prompt."""

from __future__ import annotations

from itertools import product

import pytest

from tfrq import language, model, vocabulary
from tfrq.language.phrases import PHRASES, Phrase, found, words


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda one: one.phrase)
def test_an_example_parses_and_shows_what_it_says(phrase: Phrase) -> None:
    definition = language.parse(
        phrase.phrase,
        index="first TFR attempt",
        lookup=lambda name: language.NamedText("MR4 ever") if name == "euro-ski" else None,
    )
    shown = {type(node) for step in definition.steps for node in model.nodes(step)}
    assert phrase.shows is None or phrase.shows in shown


def parsed(text: str) -> model.Definition:
    return language.parse(
        text, index="first TFR attempt", lookup=lambda name: language.NamedText("MR4 ever")
    )


def test_any_two_stand_beside_each_other() -> None:
    """`site SE01, CD86+ pDC >= 95 …`: what refuses a list joined otherwise refuses nothing else."""
    examples = [one.phrase for one in PHRASES if one.shows is not None]
    examples += [
        "CD86+ pDC >= 95 per 10^5 lymphocytes",
        "TNF/IFN-gamma secreting NK cells >= 20 % of NK cells",
    ]
    examples += ["country SE", "not typical transcript"]
    steps = {text: parsed(text).steps for text in examples}
    for one, other in product(examples, repeat=2):
        assert parsed(f"{one}, {other}").steps == steps[one] + steps[other], (one, other)


def test_every_class_has_an_example() -> None:
    combinations = {model.Not, model.And, model.Or, model.AtLeast, model.InDefinition}
    assert {one.shows for one in PHRASES} - {None} == {*model.CRITERIA, *combinations}


def test_the_vocabulary_is_there() -> None:
    listed = {one.word for one in words()}
    assert {drug.name for drug in vocabulary.DRUGS} <= listed
    assert {*vocabulary.MARKERS, *vocabulary.SCORES, *vocabulary.COUNTRY_CODES} <= listed


def test_a_word_picks_what_has_it() -> None:
    for word in ("nilotinib", "Depth", "SWEDEN"):
        picked = found(word)
        assert 0 < len(picked) < len(found())
    assert found("zzz") == ()


def test_indexes_can_be_given() -> None:
    for one in words():
        if one.group == "Indexes":
            assert language.parse_index(one.word)


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("MR⁴·⁵ ever", "MR4.5 ever"),
        ("MR⁴ ever", "MR4 ever"),
        ("MR4^5 ever", "MR4.5 ever"),
        ("MR4·5 ever", "MR4.5 ever"),
        ("MR4.0 ever", "MR4 ever"),
        ("IM >= 5 years", "imatinib >= 5 years ever"),
        ("STI-571 >= 5 y", "imatinib >= 5 years ever"),
        ("2nd generation TKI >= 3 years", "2G TKI >= 3 years ever"),
        ("at most 1 TKI line", "at most 1 TKI line ever"),
        ("sex = female", "female"),
        ("sex F", "female"),
        ("country UK or Sweden", "country GB or SE"),
        ("country = SE", "country SE"),
        ("site = se01", "site SE01"),
        ("Sokal = low", "Sokal low"),
        ("EUTOS LTS low", "ELTS low"),
        ("transcript = b3a2", "transcript e14a2"),
        ("CP at diagnosis", "chronic phase at diagnosis"),
        ("CP or AP at diagnosis", "chronic or accelerated phase at diagnosis"),
        ("no AP or BC", "no accelerated or blast phase ever"),
        ("accelerated phase or blast phase", "accelerated or blast phase ever"),
        ("no allogeneic stem cell transplantation", "no transplant ever"),
        ("diagnosed since 2005", "diagnosed >= 2005"),
        ("diagnosed after 2005", "diagnosed > 2005"),
        ("diagnosed before 2005-06-01", "diagnosed < 2005-06-01"),
        ("follow-up >= 1 year after diagnosis", "followed >= 1 year after diagnosis"),
        ("Hb >= 100 g/L at diagnosis", "haemoglobin >= 100 g/L at diagnosis"),
        ("(no transplant) and progression", "(no transplant ever) and progression ever"),
        ("MR4 for < 2 years within 1 year before diagnosis",) * 2,
        ("MR4 for >= 1 year within 1 year before diagnosis",) * 2,
    ],
)
def test_another_word_means_the_same(written: str, means: str) -> None:
    assert language.canonical(language.parse(written)) == means
