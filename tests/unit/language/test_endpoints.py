"""Endpoints: what they mean, how they are spelt, and what they are called in words: endpoints.txt.

After a change that is meant: `python -m tests.unit.language.test_endpoints > …/endpoints.txt`, and
read what has changed.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tfrq import language
from tfrq.errors import DefinitionError
from tfrq.language.phrases import ENDPOINTS, Phrase
from tfrq.model import AFTER_INDEX, Endpoint, Event, Response, TimeToEvent

SNAPSHOT = Path(__file__).with_name("endpoints.txt")
PAGE = Path(__file__).parents[3] / "docs" / "survival.md"
LOSS = Endpoint("loss", Response("MR3"), AFTER_INDEX)
RESTART = Endpoint("restart", None, AFTER_INDEX)
DEATH, PROGRESSION = Event(("death",), AFTER_INDEX), Event(("progression",), AFTER_INDEX)
MEANINGS = {
    "loss of MMR": TimeToEvent((LOSS,)),
    "confirmed loss of MR4": TimeToEvent(
        (Endpoint("confirmed loss", Response("MR4"), AFTER_INDEX),)
    ),
    "confirmed loss of MR4 (dated at confirmation)": TimeToEvent(
        (Endpoint("confirmed loss", Response("MR4"), AFTER_INDEX, at_confirmation=True),)
    ),
    "loss of MR4 (depth verified)": TimeToEvent(
        (Endpoint("loss", Response("MR4", depth_verified=True), AFTER_INDEX),)
    ),
    "any positive test": TimeToEvent((Endpoint("loss", Response("undetectable"), AFTER_INDEX),)),
    "any positive test (copies >= 50000)": TimeToEvent(
        (Endpoint("loss", Response("undetectable", copies=50_000), AFTER_INDEX),)
    ),
    "restart": TimeToEvent((RESTART,)),
    "death": TimeToEvent((DEATH,)),
    "T315I mutation": TimeToEvent((Event(("T315I mutation",), AFTER_INDEX),)),
    "blast phase": TimeToEvent((Event(("blast phase",), AFTER_INDEX),)),
    "MRFS": TimeToEvent((LOSS, DEATH, PROGRESSION)),
    "TFS": TimeToEvent((LOSS, RESTART, PROGRESSION, DEATH)),
    "MRFS or restart": TimeToEvent((LOSS, DEATH, PROGRESSION, RESTART)),
    "death or MRFS": TimeToEvent((DEATH, LOSS, PROGRESSION)),
    "loss of MMR competing death or restart": TimeToEvent((LOSS,), (DEATH, RESTART)),
    "loss of MMR, competing death": TimeToEvent((LOSS,), (DEATH,)),
    "restart competing MRFS": TimeToEvent((RESTART,), (LOSS, DEATH, PROGRESSION)),
    "regained MMR or death": TimeToEvent(
        (Endpoint("regained", Response("MR3"), AFTER_INDEX), DEATH)
    ),
}


@pytest.mark.parametrize(("text", "meaning"), MEANINGS.items())
def test_an_endpoint_means(text: str, meaning: TimeToEvent) -> None:
    assert language.parse_endpoint(text) == meaning
    assert language.parse_endpoint(language.canonical_endpoint(meaning)) == meaning


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("LOSS of mmr", "loss of MMR"),
        ("loss of MR4,5", "loss of MR4.5"),
        ("loss of MMR or death or progression", "MRFS"),
        ("Molecular relapse-free survival", "MRFS"),
        ("treatment-free survival", "TFS"),
        ("death or progression or loss of MMR", "death or progression or loss of MMR"),
        ("MRFS or transplant", "loss of MMR or death or progression or transplant"),
        ("restart competing loss of MMR or death or progression", "restart competing MRFS"),
        ("loss of MMR or loss of MMR or death", "loss of MMR or death"),
        ("loss of not detected", "any positive test"),
        ("HSCT or BMT", "transplant"),
        ("AP or BC", "accelerated phase or blast phase"),
        ("accelerated or blast phase", "progression"),
        ("confirmed loss of BCR-ABL1 <= 0.0069 % IS", "confirmed loss of BCR::ABL1 <= 0.0069 %"),
    ],
)
def test_spelling_is_one(written: str, canonical: str) -> None:
    assert language.canonical_endpoint(language.parse_endpoint(written)) == canonical


def test_the_order_of_the_parts_makes_no_other_endpoint() -> None:
    mrfs = language.parse_endpoint("MRFS")
    same = language.parse_endpoint("death or progression or loss of MMR")
    assert language.same_endpoint(mrfs, same)
    for text in ("TFS", "MRFS competing restart", "loss of MMR competing death or progression"):
        assert not language.same_endpoint(mrfs, language.parse_endpoint(text))


def test_parts_know_where_they_were_written() -> None:
    text = "loss of MR4 (depth verified) or MRFS competing restart"
    every = language.parse_endpoint(text).every
    spans = [text[one.span.start : one.span.end] for one in every if one.span]
    assert spans == ["loss of MR4 (depth verified)", "MRFS", "MRFS", "MRFS", "restart"]


@pytest.mark.parametrize("phrase", ENDPOINTS, ids=lambda one: one.phrase)
def test_an_example_can_be_typed(phrase: Phrase) -> None:
    assert language.canonical_endpoint(language.parse_endpoint(phrase.phrase)) == phrase.phrase


def test_every_phrase_of_the_page_reads() -> None:
    section = PAGE.read_text(encoding="utf-8").split("## Endpoints in words")[1].split("\n## ")[0]
    cells = "".join(re.findall(r"^\| (`.+?`) \|", section, re.MULTILINE))
    phrases = re.findall(r"`([^`]+)`", cells)
    assert "MRFS" in phrases
    for phrase in phrases:
        assert language.parse_endpoint(phrase)


# What an endpoint is refused for; errors.txt has the answers.
WRONG = (
    "",
    " ",
    "los of MMR",
    "loss of MMM",
    "loss of",
    "loss of imatinib",
    "deth",
    "relapse",
    "TFR",
    "OS",
    "T315I",
    "any positive tests",
    "confirmed positive test",
    "loss of MMR within 12 months",
    "loss of MMR after index or death",
    "restart at index",
    "loss of MMR (within 12 months)",
    "loss of MMR (dated at confirmation)",
    "death (depth verified)",
    "MRFS (depth verified)",
    "(loss of MMR or death)",
    "no loss of MMR",
    "loss of MMR or no restart",
    "MRFS and not restart",
    "loss of MMR or MR4",
    "MR4 for >= 2 years",
    "BCR::ABL1 > 0.1 %",
    "imatinib >= 5 years",
    "female",
    "in euro-ski",
    "halving time <= 9.35 days",
    "loss of MMR and death",
    "loss of MMR, death",
    "loss of MMR\ndeath",
    "loss of MMR death",
    "restart of imatinib",
    "loss of MMR or",
    "competing death",
    "loss of MMR competing",
    "loss of MMR compting death",
    "loss of MMR versus death",
    "loss of MMR competing death competing restart",
    "MRFS competing death",
    "loss of MMR or regained MMR",
    "regained MMR competing restart",
    "TFS or regained MR4",
    "loss of MMR @ 12 months",
)


@pytest.mark.parametrize("text", WRONG)
def test_a_hint_can_be_typed(text: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        language.parse_endpoint(text)
    if (caught.value.hint or "").startswith(("write '", "as '")):
        for quoted in re.findall(r"'([^']+)'", caught.value.hint):
            # What stands in place of something joins two parts.
            joins = "in place of" in caught.value.hint
            assert language.parse_endpoint(f"restart {quoted} death" if joins else quoted)
            if joins:
                break


def words() -> str:
    """All of endpoints.txt."""
    index = language.parse_index("first TFR attempt")
    parts = []
    for text in (*MEANINGS, "regained MMR or regained MR4.5", "loss of MR4 or loss of MMR"):
        outcome = language.parse_endpoint(text)
        short = ", ".join(language.endpoint_conventions(outcome))
        parts.append("\n".join([f"# {text}", *language.endpoint_words(outcome, index), short]))
    bare = language.endpoint_words(language.parse_endpoint("death"), None)
    return "\n\n".join([*parts, "\n".join(["# death, without an index", *bare])])


def test_words_read_as_agreed() -> None:
    assert words() + "\n" == SNAPSHOT.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", MEANINGS)
def test_every_sentence_is_readable(text: str) -> None:
    outcome = language.parse_endpoint(text)
    sentences = language.endpoint_words(outcome, None)
    assert all(one.endswith(".") and one[0].isupper() for one in sentences)
    for one in (*sentences, *language.endpoint_conventions(outcome)):
        assert not re.search(
            r"None|True|False|Decimal|\(\)|  | ,|[_{}<>=]|after the index date,", one
        )


def test_conventions_of_the_parts_are_explained() -> None:
    definition = language.parse("female", index="first TFR attempt")
    plain = language.explain(definition)
    assert plain.endpoint == ()
    said = language.explain(definition, language.parse_endpoint("confirmed loss of MR4 or death"))
    assert said.steps == plain.steps
    assert set(plain.conventions) < set(said.conventions)
    more = "\n".join(set(said.conventions) - set(plain.conventions))
    for part in ("enough reference copies", "confirms nothing", "No record of an event"):
        assert part in more


if __name__ == "__main__":
    print(words())  # noqa: T201
