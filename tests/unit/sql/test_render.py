"""Values become literals, and nothing else becomes SQL."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import jinja2
import pytest

from tfrq.errors import Fault
from tfrq.sql import render as rendering
from tfrq.sql.render import SQL, fragment, joined, literal, name, render, rows

HOSTILE = (
    "'",
    "''",
    "\\'",
    "'; DROP TABLE patients; --",
    "{{ 7 * 7 }}{% raw %}",
    "/* */ -- ",
    "Ærø–Åland ½ 中 😀 \u202e",
    "a\nb\tc",
    "$$%s?:x",
    "",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_comes_back_as_it_went_in(text: str) -> None:
    assert duckdb.connect().execute(f"SELECT {literal(text)}").fetchone() == (text,)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_template_quotes_text_wherever_it_prints_it(text: str) -> None:
    wanted = "'" + text.replace("'", "''") + "'"
    assert f"= {wanted} AS" in render("sex", sex=text)
    assert f"IN ({wanted}, 'x')" in render("country", countries=(text, "x"))


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (Decimal("0.0032"), "0.0032"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.10"), "0.10"),
        (-5, "-5"),
        (True, "TRUE"),
        (False, "FALSE"),
        ((1, "a", Decimal("2.5")), "1, 'a', 2.5"),
    ],
)
def test_numbers_are_exact(number: Any, written: str) -> None:
    assert literal(number) == written


def test_a_decimal_is_one_to_duckdb_too() -> None:
    written = literal(Decimal("0.0032"))
    found = duckdb.connect().execute(f"SELECT {written} = 0.0032::DECIMAL(12,7)").fetchone()
    assert found == (True,)


@pytest.mark.parametrize(
    "value",
    [
        0.0032,
        float("nan"),
        Decimal("NaN"),
        Decimal("Infinity"),
        None,
        b"ab",
        {"a": 1},
        {1},
        object,
        (),
        [],
        (1, 0.5),
        range(3),
    ],
    ids=lambda value: type(value).__name__ if type(value) is object else repr(value),
)
def test_what_is_no_known_value_is_a_fault(value: Any) -> None:
    with pytest.raises(Fault):
        literal(value)
    with pytest.raises(Fault):
        render("sex", sex=value)


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises((Fault, jinja2.UndefinedError)):
        render("sex")


def test_sql_joined_to_text_is_text() -> None:
    text = SQL("subject") + "; DROP TABLE patients"
    assert not isinstance(text, SQL)
    assert literal(text) == "'subject; DROP TABLE patients'"
    assert joined(", ", [SQL("a"), "b' OR TRUE"]) == "a, 'b'' OR TRUE'"  # type: ignore[list-item]


def test_rows_of_values() -> None:
    assert rows((("MR4", Decimal("0.01")), ("O'x", 1))) == "('MR4', 0.01), ('O''x', 1)"


@pytest.mark.parametrize("text", ["a b", "a;", '"a"', "1a", "é", "A", "a-b", "", "ａ"])
def test_only_plain_words_are_identifiers(text: str) -> None:
    with pytest.raises(Fault):
        name(text)


def test_an_identifier_is_made_of_words_and_numbers() -> None:
    assert name("run_in", 12) == "run_in_12"
    assert isinstance(name("a"), SQL)


def test_a_fragment_leaves_its_comment_out() -> None:
    assert fragment("negation", item=SQL("criterion_1.holds")) == "NOT (criterion_1.holds)"
    assert render("negation", item=SQL("x")).startswith("-- ")


def test_values_are_not_escaped_for_html() -> None:
    assert rendering.literal("<&>") == "'<&>'"
