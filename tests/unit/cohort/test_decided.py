"""What a definition's text alone decides of a site or a sex."""

from __future__ import annotations

import pytest

from tfrq import language
from tfrq.cohort.decided import OfSex, Place, decided

SE01, FI01 = Place("SE01", "SE"), Place("FI01", "FI")


@pytest.mark.parametrize(
    ("text", "of", "answer"),
    [
        ("site SE01 or (site FI01 and age >= 61)", SE01, "met"),
        ("site SE01 or (site FI01 and age >= 61)", FI01, ""),
        ("site FI01, age >= 18", SE01, "not_met"),
        ("country SE, age >= 18", FI01, "not_met"),
        ("country SE", SE01, "met"),
        ("not site SE01", SE01, "not_met"),
        ("at least 2 of (site SE01; country SE; age >= 61)", SE01, "met"),
        ("at least 2 of (site SE01; country SE; age >= 61)", FI01, "not_met"),
        ("at least 1 of (site SE01; age >= 61)", FI01, ""),
        ("female", OfSex("female"), "met"),
        ("female, age >= 18", OfSex("male"), "not_met"),
        ("female", OfSex(""), "not_assessable"),
        ("female, age >= 18", OfSex(""), ""),
        ("female", SE01, ""),
    ],
)
def test_decided(text: str, of: Place | OfSex, answer: str) -> None:
    assert decided(language.parse(text, index="diagnosis"), of) == answer


def test_a_named_definition_is_looked_into() -> None:
    named = language.NamedText("site SE01, age >= 18")
    definition = language.parse("in nordic", index="diagnosis", lookup=lambda name: named)
    assert decided(definition, SE01) == ""
    assert decided(definition, FI01) == "not_met"
