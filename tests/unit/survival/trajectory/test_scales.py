"""The fixed scales: whole, in order, and cut where the words say."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from tfrq import vocabulary
from tfrq.disclosure.bands import Range, Scale
from tfrq.survival.trajectory import scales
from tfrq.survival.trajectory.time_bands import BANDS, days

MARKERS = [(marker, unit) for marker, units in vocabulary.MARKERS.items() for unit in units]
SCALES = [scales.of_response(), *(scales.of_marker(*one) for one in MARKERS)]


def leaves(part: Range) -> Iterator[int]:
    if not part.halves:
        assert part.first == part.last
        yield part.first
    for half in part.halves:
        yield from leaves(half)


def parts(part: Range) -> Iterator[Range]:
    yield part
    for half in part.halves:
        yield from parts(half)


@pytest.mark.parametrize("scale", SCALES)
def test_a_tree_holds_every_leaf_once_and_in_order(scale: Scale) -> None:
    assert list(leaves(scale.root)) == list(range(len(scale.edges) + 2))
    assert list(scale.edges) == sorted(set(scale.edges))


@pytest.mark.parametrize("scale", SCALES)
def test_the_halves_of_a_range_are_the_range(scale: Scale) -> None:
    for one in parts(scale.root):
        if one.halves:
            left, right = one.halves
            assert (left.first, left.last + 1, right.last) == (one.first, right.first, one.last)


@pytest.mark.parametrize(("marker", "unit"), MARKERS)
def test_the_first_cut_of_a_marker_lies_in_its_usual_range(marker: str, unit: str) -> None:
    scale = scales.of_marker(marker, unit)
    low, high = map(Decimal, scales.USUAL[marker, unit])
    cut = scale.ends(scale.root.halves[0])[1]
    assert cut is not None
    assert low < cut < high


def test_every_level_is_an_edge_that_meets_it() -> None:
    scale = scales.of_response()
    for level in vocabulary.LEVELS:
        below, above = scale.leaf(level.cutoff), scale.leaf(level.cutoff + Decimal("0.0000001"))
        assert (scale.ends(Range(below, below))[1], above - below) == (level.cutoff, 1)


def test_undetectable_is_below_every_value() -> None:
    scale = scales.of_response()
    assert scale.ends(Range(0, 0)) == (0, 0)
    assert scale.leaf(Decimal(0)) < scale.leaf(Decimal("0.0000001"))


def test_bands_of_time_are_mirrored_months_and_leave_no_gap() -> None:
    ends = [(half.start_month, half.end_month) for band in BANDS for half in band.halves]
    assert [end for _, end in ends[:-1]] == [start for start, _ in ends[1:]]
    assert (days(-12), days(0), days(12), days(1)) == (-365, 0, 365, 30)
