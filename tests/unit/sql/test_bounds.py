"""Every comparison as whole numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tfrq.model import OPERATORS, Comparison, Duration, Point
from tfrq.sql.bounds import UNLIMITED, date_bounds, length_bounds, number_bounds

MEANINGS = {
    ">=": lambda one, low, high: one >= low,
    ">": lambda one, low, high: one > low,
    "<=": lambda one, low, high: one <= low,
    "<": lambda one, low, high: one < low,
    "=": lambda one, low, high: one == low,
    "between": lambda one, low, high: low <= one <= high,
}


@pytest.mark.parametrize("operator", OPERATORS)
def test_bounds_are_the_comparison(operator: str) -> None:
    low, high = Decimal(3), Decimal(6)
    upper = high if operator == "between" else None
    least, most = number_bounds(Comparison(operator, low, upper))
    for one in range(12):
        assert (least <= one <= most) == MEANINGS[operator](one, low, high)


@pytest.mark.parametrize("operator", OPERATORS)
def test_bounds_on_lengths_are_in_days(operator: str) -> None:
    low, high = Duration(Decimal(2), "years"), Duration(Decimal(3), "years")
    upper = high if operator == "between" else None
    least, most = length_bounds(Comparison(operator, low, upper))
    for days in (729, 730, 731, 1094, 1095, 1096):
        assert (least <= days <= most) == MEANINGS[operator](days, 730, 1095)


@pytest.mark.parametrize(
    ("operator", "least", "most"),
    [
        (">=", 365, UNLIMITED),
        (">", 730, UNLIMITED),
        ("<=", -UNLIMITED, 729),
        ("<", -UNLIMITED, 364),
        ("=", 365, 729),
    ],
)
def test_a_year_stands_for_all_its_days(operator: str, least: int, most: int) -> None:
    assert date_bounds(Comparison(operator, Point("1971"))) == (least, most)


def test_a_range_runs_from_its_first_day_to_its_last() -> None:
    assert date_bounds(Comparison("between", Point("1970"), Point("1971"))) == (0, 729)
    mixed = Comparison("between", Point("1969-12-31"), Point("1970"))
    assert date_bounds(mixed) == (-1, 364)
