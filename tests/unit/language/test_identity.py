"""One meaning, one hash."""

from __future__ import annotations

import pytest

from tfrq import language
from tfrq.language import NamedText, definition_hash

SAME = [
    ("imatinib or nilotinib >= 5 years", "Tasigna or Glivec or imatinib >= 5 years"),
    ("country SE or NO", "country Norway or Sweden or SE"),
    ("typical transcript", "transcript b3a2 or b2a2"),
    ("not (Sokal low or intermediate)", "not Sokal intermediate or low"),
    ("no transplant or death", "no death or transplant"),
    ("not (ever imatinib or dasatinib)", "not ever dasatinib or imatinib"),
    ("stop for toxicity or intolerance", "stop for intolerance or toxicity"),
    ("site SE01 or DK01", "site DK01 or SE01"),
]  # fmt: skip
DIFFERENT = [
    ("imatinib >= 5 years", "imatinib or nilotinib >= 5 years"),
    ("female, Sokal low", "Sokal low, female"),  # the steps of another attrition
    ("MR4 for >= 2 years", "MR4 for >= 24 months"),  # a choice of unit, which canonical text keeps
]


def hash_of(text: str) -> str:
    return definition_hash(language.parse(text))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_order_of_a_list_makes_no_difference(one: str, other: str) -> None:
    assert hash_of(one) == hash_of(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_another_definition_has_another_hash(one: str, other: str) -> None:
    assert hash_of(one) != hash_of(other)


def test_nor_does_it_in_a_definition_that_is_named() -> None:
    hashes = {
        definition_hash(language.parse("in both", lookup=lambda name, text=text: NamedText(text)))
        for text in ("ever imatinib or nilotinib", "ever nilotinib or imatinib")
    }
    assert len(hashes) == 1


def test_canonical_text_keeps_the_order_of_its_author() -> None:
    definition = language.parse("nilotinib or imatinib >= 5 years")
    definition_hash(definition)
    assert language.canonical(definition) == "nilotinib or imatinib >= 5 years ever"
