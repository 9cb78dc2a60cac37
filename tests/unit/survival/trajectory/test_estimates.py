"""Quartiles from released ranges, and from exact values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.disclosure.test_bands import BOTH, asked, people
from tfrq.disclosure.bands import release_bands
from tfrq.survival.trajectory import BandEstimate, estimate

LEFT, RIGHT = BOTH.halves


def first(values: dict[str, int], *, exact: bool = False) -> BandEstimate:
    """The estimate of the first band of a group of 100."""
    trajectory = asked(people(event=100), {("event", LEFT): values})
    return estimate(release_bands(trajectory, exact=exact)).bands[0]


def test_a_quartile_lies_in_its_range_at_its_part_on_a_logarithmic_scale() -> None:
    found = first({"2": 8, "5": 12})
    assert found.median is not None
    assert found.median.value == Decimal("3.16")
    assert (found.median.low, found.median.high) == (1, 10)


def test_undetectable_is_0_and_interpolated_nowhere() -> None:
    found = first({"0": 15, "5": 15})
    assert found.lower is not None
    assert found.lower.value == 0
    assert found.median is not None
    assert found.median.value == 0


def test_of_a_range_with_undetectable_no_value_is_told() -> None:
    found = first({"0": 3, "0.5": 20, "5": 20})
    assert found.lower is not None
    assert (found.lower.value, found.lower.low, found.lower.high) == (None, 0, 1)


def test_of_a_range_without_an_end_no_value_is_told() -> None:
    found = first({"5": 10, "50": 20})
    assert found.median is not None
    assert (found.median.value, found.median.low, found.median.high) == (None, 10, None)


@pytest.mark.parametrize(
    ("values", "median"),
    [
        ({"1": 1, "2": 1, "7": 1}, "2"),
        ({"1": 1, "2": 1}, "1.5"),
        ({"0": 1, "2": 1}, "0"),
        ({"0": 1, "2": 1, "3": 1, "4": 1}, "2.5"),
    ],
)
def test_the_median_of_exact_values_is_theirs(values: dict[str, int], median: str) -> None:
    found = first(values, exact=True).median
    assert found is not None
    assert found.value == Decimal(median)


def test_nobody_has_no_quartile() -> None:
    found = first({})
    assert (found.lower, found.median, found.upper) == (None, None, None)
    assert found.released.number == 0
