"""Names of factors and texts → levels."""

import pytest

from tfrq import language
from tfrq.errors import DefinitionError, UsageError
from tfrq.model import Definition
from tfrq.survival.factors import KNOWN, Factor
from tfrq.survival.factors import read as read_factors
from tfrq.survival.factors.blocks import BETWEEN


def parse(text: str) -> Definition:
    return language.parse(text, index="first TFR attempt")


def read(*asked: str) -> tuple[Factor, ...]:
    return read_factors(asked, parse)


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_factor_has_its_levels_in_the_language(name: str) -> None:
    (factor,) = read(name)
    assert factor.name == name
    assert set(factor.levels) == {*factor.groups.names, factor.groups.rest}
    assert factor.reference == KNOWN[name].levels[0].name
    assert not any(BETWEEN in level for level in factor.levels)


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_factor_says_where_its_cut_offs_come_from(name: str) -> None:
    assert KNOWN[name].meaning
    assert KNOWN[name].source


def test_of_nested_levels_the_narrowest_is_asked_first() -> None:
    (factor,) = read("tki-duration")
    assert factor.groups.names == ("≥8 years", "5–8 years")
    assert factor.levels == ("<5 years", "5–8 years", "≥8 years")


def test_a_text_compares_those_who_meet_it_with_those_who_do_not() -> None:
    (factor,) = read("nk cells >= 0.2 x10^9/L")
    assert factor.name == "NK cells >= 0.2 x10^9/L at index"
    assert (factor.reference, factor.levels) == ("not met", ("not met", "met"))
    assert (factor.groups.names, factor.groups.rest) == (("met",), "not met")


@pytest.mark.parametrize("text", ["female", "country SE", "age >= 60 or site SE01", "not male"])
def test_a_text_that_names_a_place_or_a_sex_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="names no site, country or sex") as error:
        read(text)
    assert "--factor sex" in error.value.hint


def test_a_misspelt_factor_is_named_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="no factor 'tki-durtion'") as error:
        read("tki-durtion")
    assert "did you mean 'tki-duration'?" in error.value.hint


def test_a_text_that_is_none_is_an_error_of_the_text() -> None:
    with pytest.raises(DefinitionError):
        read("NK cells of some sort")


def test_no_factor_a_factor_twice_or_too_many_are_refused() -> None:
    with pytest.raises(UsageError, match="no factor is named"):
        read()
    with pytest.raises(UsageError, match="named twice"):
        read("age >= 60", "age >= 60 at index")
    with pytest.raises(UsageError, match="combinations"):
        read("drug", "depth", "sokal", "elts", "age", "tki-duration")
