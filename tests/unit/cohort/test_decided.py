"""What a definition's text alone decides of a site or a sex."""

from __future__ import annotations

import pytest

from tfrq import language
from tfrq.cohort.decided import Person, decided, kind

PEOPLE = [
    Person(site, country, sex)
    for site, country in (("SE01", "SE"), ("SE02", "SE"), ("FI01", "FI"))
    for sex in ("female", "male", "")
]
SE01, SE02, FI01 = (
    [one for one in PEOPLE if one.site == site] for site in ("SE01", "SE02", "FI01")
)
FEMALE, MALE, NO_SEX = ([one for one in PEOPLE if one.sex == sex] for sex in ("female", "male", ""))


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
        ("female", FEMALE, "met"),
        ("female, age >= 18", MALE, "not_met"),
        ("female", NO_SEX, "not_assessable"),
        ("female, age >= 18", NO_SEX, ""),
        ("female", SE01, ""),
        ("country AU", FEMALE, "not_met"),
        ("country AU", PEOPLE, "not_met"),
        ("female, not female", PEOPLE, ""),
        ("site SE01, female", [one for one in SE01 if one.sex == "female"], "met"),
        ("age >= 18", [], ""),
    ],
)
def test_decided(text: str, of: list[Person], answer: str) -> None:
    assert decided(language.parse(text, index="diagnosis"), of) == answer


def test_a_named_definition_is_looked_into() -> None:
    named = language.NamedText("site SE01, age >= 18")
    definition = language.parse("in nordic", index="diagnosis", lookup=lambda name: named)
    assert decided(definition, SE01) == ""
    assert decided(definition, FI01) == "not_met"


@pytest.mark.parametrize(
    ("text", "one", "other", "alike"),
    [
        ("age >= 0", SE01, FI01, True),
        ("female, age >= 0", SE01, FI01, True),
        ("female, age >= 0", FEMALE, MALE, False),
        ("country SE, age >= 0", SE01, SE02, True),
        ("(site SE01, age >= 0) or (site FI01 and age 61)", SE01, FI01, False),
        ("(site SE01, age >= 0) or (site FI01 and age 61)", SE02, FI01, False),
        ("not (country FI or age 61)", SE01, FI01, False),
        ("site SE01 or age 61", FEMALE, MALE, True),
    ],
)
def test_kinds_are_told_apart_by_the_text(
    text: str, one: list[Person], other: list[Person], alike: bool
) -> None:
    definition = language.parse(text.replace(", age >= 0)", " and age >= 0)"), index="diagnosis")
    assert (kind(definition, one) == kind(definition, other)) == alike
