"""The language is one spelling of the model, and no text breaks it.

100,000 random texts take about half a minute. Fewer, more or others:
`TFRQ_TEXTS=2000 pytest tests/property/test_language.py` or
`python -m tests.property.test_language 1000000 SEED`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.property.definitions import at_least, criteria, definitions, lookup, named, of_node
from tests.property.texts import texts
from tfrq import language, model
from tfrq.errors import DefinitionError

TEXTS = int(os.environ.get("TFRQ_TEXTS", "100000"))
relaxed = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@settings(relaxed, max_examples=400)
@given(definitions)
def test_canonical_text_is_read_as_the_same_definition(definition: model.Definition) -> None:
    text = language.canonical(definition)
    assert language.parse(text, lookup=lookup(definition)) == definition, text


@pytest.mark.parametrize("kind", model.CRITERIA, ids=lambda kind: kind.__name__)
def test_canonical_text_of_every_criterion(kind: type[model.Node]) -> None:
    @settings(relaxed, max_examples=40)
    @given(of_node(True, criteria(True)[kind]))
    def check(definition: model.Definition) -> None:
        assert language.parse(language.canonical(definition)) == definition

    check()


@pytest.mark.parametrize("combine", [at_least, named])
def test_canonical_text_of_combinations(combine: Callable[[Any], Any]) -> None:
    @settings(relaxed, max_examples=40)
    @given(of_node(True, combine(st.one_of(*criteria(True).values()))))
    def check(definition: model.Definition) -> None:
        text = language.canonical(definition)
        assert language.parse(text, lookup=lookup(definition)) == definition

    check()


@settings(relaxed, max_examples=200)
@given(definitions)
def test_parts_of_canonical_text_are_the_whole(definition: model.Definition) -> None:
    parts = ", ".join(language.canonical_steps(definition))
    options = language.canonical_options(definition)
    index = language.canonical_index(definition)
    found = language.parse(parts, index=index, options=options, lookup=lookup(definition))
    assert found == definition


@settings(relaxed, max_examples=300)
@given(definitions)
def test_every_definition_has_plain_words(definition: model.Definition) -> None:
    said = language.explain(definition)
    for sentence in (said.index, *said.steps, *said.conventions):
        assert sentence.strip()
        for raw in ("None", "Decimal(", "Duration(", "Period(", "At(", "()", "  ", " ,"):
            assert raw not in sentence, sentence


def check_texts(seed: int, count: int) -> int:
    """Read random texts: each is a definition, or a DefinitionError that points into it. How
    many were definitions."""
    understood = 0
    for text in texts(seed, count):
        try:
            definition = language.parse(text)
        except DefinitionError as error:
            check_error(error, text)
        else:
            understood += 1
            assert language.parse(language.canonical(definition)) == definition, repr(text)
    return understood


def check_error(error: DefinitionError, text: str) -> None:
    """A message that can be printed, and a span inside the text."""
    shown = f"{error.message} {error.hint}"
    shown.encode("utf-8")  # no lone surrogates
    assert 0 < len(error.message) < 250, repr(text)
    assert "\n" not in error.message, repr(text)
    if error.span is not None:
        assert error.source == text
        assert 0 <= error.span.start <= error.span.end <= len(text), repr(text)


def test_random_texts_are_definitions_or_definition_errors() -> None:
    understood = check_texts(seed=1, count=TEXTS)
    assert 0 < understood < TEXTS


if __name__ == "__main__":
    print(check_texts(int(sys.argv[2]) if len(sys.argv) > 2 else 1, int(sys.argv[1])))  # noqa: T201
