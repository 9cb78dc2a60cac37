"""The language is one spelling of the model, and no text breaks it.

100,000 random texts take a minute, so the checks read 40,000. All of them, or others:
`TFRQ_TEXTS=100000 pytest tests/property/test_language.py` or
`python -m tests.property.test_language 1000000 SEED`.
"""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.property.definitions import criteria, definitions, endpoints, of_node
from tests.property.texts import endpoint_texts, texts
from tfrq import language, model
from tfrq.errors import DefinitionError
from tfrq.language.endpoints import COMPOSITES

TEXTS = int(os.environ.get("TFRQ_TEXTS", "40000"))
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
    assert language.parse(text) == definition, text


@pytest.mark.parametrize("kind", model.CRITERIA, ids=lambda kind: kind.__name__)
def test_canonical_text_of_every_criterion(kind: type[model.Node]) -> None:
    @settings(relaxed, max_examples=40)
    @given(of_node(True, criteria(True)[kind]))
    def check(definition: model.Definition) -> None:
        assert language.parse(language.canonical(definition)) == definition

    check()


@settings(relaxed, max_examples=200)
@given(definitions)
def test_parts_of_canonical_text_are_the_whole(definition: model.Definition) -> None:
    parts = ", ".join(language.canonical_steps(definition))
    options = language.canonical_options(definition)
    index = language.canonical_index(definition)
    assert language.parse(parts, index=index, options=options) == definition


@settings(relaxed, max_examples=300)
@given(definitions)
def test_every_definition_has_plain_words(definition: model.Definition) -> None:
    said = language.explain(definition)
    for sentence in (said.index, *said.steps, *said.conventions):
        assert sentence.strip()
        for raw in ("None", "Decimal(", "Duration(", "Period(", "At(", "()", "  ", " ,"):
            assert raw not in sentence, sentence


EVENTS = ("progression", "accelerated phase", "blast phase", "transplant", "death", "mutation")
events = st.sampled_from((*EVENTS, "T315I mutation", "F317L mutation")).map(
    lambda name: model.Event((name,), model.AFTER_INDEX)
)


@st.composite
def outcomes(draw: st.DrawFn) -> model.TimeToEvent:
    """Any endpoint: lost or restarted, or regained; some of its parts compete; now and then those
    of a composite, in their order."""
    late = draw(st.booleans())
    asked = endpoints(st.just(model.AFTER_INDEX)).filter(
        lambda one: (one.kind == "regained") == late
    )
    parts = draw(st.lists(asked | events, min_size=1, max_size=5, unique=True))
    composite = draw(st.sampled_from(((), *(() if late else COMPOSITES.values()))))
    every = tuple(dict.fromkeys((*composite, *parts)))
    cut = draw(st.integers(1, len(every)))
    return model.TimeToEvent(every[:cut], every[cut:])


@settings(relaxed, max_examples=400)
@given(outcomes())
def test_canonical_text_of_an_endpoint_is_read_as_the_same(outcome: model.TimeToEvent) -> None:
    text = language.canonical_endpoint(outcome)
    assert language.parse_endpoint(text) == outcome, text


@settings(relaxed, max_examples=200)
@given(outcomes())
def test_every_endpoint_has_plain_words(outcome: model.TimeToEvent) -> None:
    said = (*language.endpoint_words(outcome, None), *language.endpoint_conventions(outcome))
    for sentence in said:
        assert sentence.strip()
        for raw in ("None", "Decimal(", "Response(", "Period(", "()", "  ", " ,"):
            assert raw not in sentence, sentence


def test_random_texts_are_endpoints_or_definition_errors() -> None:
    understood = 0
    for text in endpoint_texts(seed=1, count=TEXTS // 4):
        try:
            outcome = language.parse_endpoint(text)
        except DefinitionError as error:
            check_error(error, text)
        else:
            understood += 1
            again = language.parse_endpoint(language.canonical_endpoint(outcome))
            assert again == outcome, repr(text)
    assert 0 < understood < TEXTS // 4


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
