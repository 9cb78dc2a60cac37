"""What people write that is no phrase: each habit is answered by a phrase that is one."""

from __future__ import annotations

import random
import re

import pytest

from tests.oracle import CASES, random_definition
from tfrq import language
from tfrq.errors import DefinitionError
from tfrq.language.habits import Habit, habits
from tfrq.language.phrases import PHRASES

QUOTED = re.compile(r"'([^']+)'")
every_habit = pytest.mark.parametrize("habit", habits(), ids=lambda one: one.example)


def named(name: str) -> language.NamedText:
    return language.NamedText("MR4 ever")


def refused(text: str) -> DefinitionError:
    with pytest.raises(DefinitionError) as caught:
        language.parse(text, index="first TFR attempt", lookup=named)
    return caught.value


@every_habit
def test_the_example_is_answered_by_its_own_habit(habit: Habit) -> None:
    taken = next(one for one in habits() if one.pattern.match(habit.example))
    assert taken == habit
    error = refused(habit.example)
    assert error.message == habit.says or not habit.says
    assert re.sub(r"\{\w+\}", "", habit.type).split("'")[-1] in error.hint
    assert "{" not in error.hint


@every_habit
def test_every_phrase_of_its_hint_can_be_typed(habit: Habit) -> None:
    for phrase in QUOTED.findall(refused(habit.example).hint):
        if phrase != ">=":
            language.parse(phrase, index="first TFR attempt", lookup=named)


@every_habit
def test_a_habit_begins_no_phrase_of_the_language(habit: Habit) -> None:
    """Otherwise its hint would hide what is wrong further on."""
    for phrase in PHRASES:
        assert not habit.pattern.match(phrase.phrase)


def test_habits_begin_no_criterion_of_the_oracle() -> None:
    rng = random.Random(1)
    for text in (random_definition(rng, list(CASES)).text for _ in range(300)):
        for step in text.split(", "):
            found = [one.example for one in habits() if one.pattern.match(step)]
            assert not found, step


def test_a_hint_repeats_what_was_written() -> None:
    assert refused("MR4.5 (gap <= 6 months) > 18 months").hint == (
        "write 'MR4.5 for > 18 months (gap <= 6 months)'"
    )
    assert refused("female, MR 4.5 ≥ 2 Jahre").hint == "write 'MR4.5 for >= 2 years'"
    assert refused("no t315i").hint == "write 'no T315I mutation'"


def test_only_the_failing_criterion_is_looked_at() -> None:
    error = refused("imatinib >= 5 years, MR4.5 2 years, female")
    assert error.source is not None
    assert error.span is not None
    assert error.source[error.span.start : error.span.end] == "MR4.5 2 years"


@pytest.mark.parametrize(
    "text", ["imatinib for 5 yrſ", "MR4 since 2 moıs", "imatinib for fıve yrſ"]
)
def test_letters_that_no_table_has_break_nothing(text: str) -> None:
    """Patterns that ignore case take the long s and the dotless i for letters of a word."""
    with pytest.raises(DefinitionError):
        language.parse(text)
