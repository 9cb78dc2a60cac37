"""Every example can be copied to the prompt."""

from __future__ import annotations

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
