"""What curves are told apart by."""

from __future__ import annotations

import pytest

from tfrq import language
from tfrq.errors import DefinitionError, UsageError
from tfrq.model import InDefinition, Levels, Or
from tfrq.results import Node
from tfrq.survival import group_names, groups

INDEX = "first TFR attempt"


def node(text):
    (step,) = language.parse(text, index=INDEX).steps
    return step


def shape(branch: Node) -> object:
    if not branch.children:
        return branch.name
    return {branch.name: [shape(child) for child in branch.children]}


def test_a_criterion_makes_three_groups_of_which_the_first_stands_alone():
    found = groups.by_criterion("MR5 at index", node("MR5 at index"))
    assert shape(groups.tree(found.levels)) == {
        "all": [
            "not followed",
            {
                "all": [
                    "met",
                    {"not met or not assessable": ["not met", "not assessable"]},
                ]
            },
        ]
    }
    assert (found.name, found.axis, found.ordered) == ("MR5 at index", "", False)


def test_the_levels_of_a_second_factor_lie_under_each_level_of_the_first():
    first = Levels(("a",), (node("MR5 at index"),), "b", "?")
    second = Levels(("x",), (node("MR4 at index"),), "y", "?")
    assert shape(groups.tree([first, second]).children[1]) == {
        "all": [
            {"a": ["a | x", {"a | y or ?": ["a | y", "a | ?"]}]},
            {
                "b or ?": [
                    {"b": ["b | x", {"b | y or ?": ["b | y", "b | ?"]}]},
                    {"?": ["? | x", {"? | y or ?": ["? | y", "? | ?"]}]},
                ]
            },
        ]
    }


def test_every_leaf_has_a_name_of_its_own():
    levels = Levels(("a", "b", "c"), (node("MR5 at index"),) * 3, "rest")
    leaves = list(groups.tree([levels, levels]).leaves())
    assert len(set(leaves)) == len(leaves) == 26


@pytest.mark.parametrize("text", ["site SE01", "not country SE", "female or age >= 60"])
def test_groups_are_not_made_by_place_or_sex(text):
    with pytest.raises(DefinitionError, match="sites, countries or sexes"):
        groups.by_criterion(text, node(text))


def test_several_cohorts_are_one_with_a_group_for_each():
    deep = language.parse("MR4.5 for >= 2 years", index=INDEX)
    long = language.parse("TKI >= 5 years", index=INDEX)
    whole, found = groups.by_cohort([("deep", deep), ("long", long)])
    assert whole.index == deep.index
    assert whole.steps == (Or((InDefinition("deep", deep), InDefinition("long", long))),)
    leaves = list(groups.tree(found.levels).leaves())
    assert leaves == ["not followed", "deep", "long", "in none of them", "unknown"]


def test_several_cohorts_need_one_index():
    with pytest.raises(DefinitionError, match="same index"):
        groups.by_cohort(
            [
                ("a", language.parse("MR4 at index", index=INDEX)),
                ("b", language.parse("MR4 at index", index="data cut")),
            ]
        )


@pytest.mark.parametrize(
    ("by", "name"), [("Sokal", "sokal"), (" DEPTH ", "depth"), ("Attempt", "attempt")]
)
def test_names_are_read_in_any_case(by, name):
    assert group_names.named(by) == name


def test_the_text_of_a_criterion_stays_as_it_is():
    assert group_names.named("MR4.5 at index") == "MR4.5 at index"


def parse(text):
    return language.parse(text, index=INDEX)


def test_a_misspelt_name_is_told_with_the_nearest():
    with pytest.raises(UsageError, match="no axis or factor 'depht'") as raised:
        group_names.parsed("depht", parse)
    assert "did you mean 'depth'?" in raised.value.hint


@pytest.mark.parametrize("text", ["MR4.5 for >= 2 yeers", "zzzzzz"])
def test_any_other_text_is_a_wrong_definition(text):
    with pytest.raises(DefinitionError):
        group_names.parsed(text, parse)


def test_attempts_are_told_apart_by_their_number_alone():
    assert groups.only_attempt("") == groups.only_attempt("attempt") == "attempt"
    with pytest.raises(UsageError, match="several times"):
        groups.only_attempt("country")
