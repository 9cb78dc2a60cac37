"""Lines of braille and of ASCII: what is drawn is where it should be."""

from __future__ import annotations

from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfrq.render.plot import DASHES, LETTERS, SIGNS, Axis, Canvas, letter, painted

COLUMNS, ROWS = 30, 9
EXACT = 1e-9
shares = st.lists(st.floats(0, 1), min_size=1, max_size=8)


@st.composite
def falling(draw):
    """Corners of a step curve, from the top left on."""
    numbers = draw(shares)
    heights = draw(st.lists(st.floats(0, 1), min_size=len(numbers), max_size=len(numbers)))
    return [(0.0, 0.0), *zip(sorted(numbers), sorted(heights), strict=True)]


def cells(points, ascii_only):
    canvas = Canvas(COLUMNS, ROWS, ascii_only)
    canvas.steps(points, 0)
    return {
        (column, row)
        for row, line in enumerate(canvas.lines(color=False))
        for column, sign in enumerate(line)
        if sign != " "
    }


@given(falling(), st.booleans())
def test_a_falling_curve_is_one_run_of_cells_in_each_column(points, ascii_only):
    drawn = cells(points, ascii_only)
    for column in {column for column, _ in drawn}:
        rows = sorted(row for other, row in drawn if other == column)
        assert rows == list(range(rows[0], rows[-1] + 1))


@given(falling(), st.booleans())
def test_every_corner_is_drawn_within_half_a_cell(points, ascii_only):
    drawn = cells(points, ascii_only)
    for x, y in points:
        column, row = x * (COLUMNS - 0.5), y * (ROWS - 1)
        assert any(
            abs(one + 0.25 - column) <= 0.5 + EXACT and abs(other - row) <= 0.5 + EXACT
            for one, other in drawn
        )


@given(falling(), st.booleans())
def test_nothing_is_drawn_further_than_half_a_cell_from_the_curve(points, ascii_only):
    for column, row in cells(points, ascii_only):
        left, right = ((column + side) / (COLUMNS - 0.5) for side in (-0.25 - EXACT, 0.75 + EXACT))
        before = [y for x, y in points if x <= left][-1:] or [0.0]
        heights = [*before, *(y for x, y in points if left <= x <= right)]
        rows = [floor(y * (ROWS - 1) + 0.5) for y in heights]
        assert min(rows) - EXACT <= row <= max(rows) + EXACT


def test_a_step_in_braille_and_in_ascii():
    expected = {False: ["⠤⠤⢤", "  ⠸⠤⠤"], True: ["--|", "  ---"]}
    for ascii_only, lines in expected.items():
        canvas = Canvas(5, 2, ascii_only)
        canvas.steps([(0, 0), (0.55, 1), (1, 1)], 0)
        assert list(canvas.lines(color=False)) == lines


def test_lines_are_told_apart_without_colour():
    def drawn(line, ascii_only):
        canvas = Canvas(12, 1, ascii_only)
        canvas.steps([(0, 0), (1, 0)], line)
        return next(canvas.lines(color=False))

    for ascii_only in (False, True):
        assert len({drawn(line, ascii_only) for line in range(8)}) == 8
    assert len(DASHES) == len(SIGNS) == 8
    assert not set(SIGNS) & set(LETTERS)


def test_characters_lie_over_lines_and_are_coloured_where_asked_for():
    canvas = Canvas(3, 1)
    canvas.steps([(0, 0), (1, 0)], 1)
    canvas.put(1, 0, "B", 1)
    assert canvas.is_free(0, 0)
    assert not canvas.is_free(1, 0)
    assert next(canvas.lines(color=False))[1] == "B"
    assert painted("B", 1, True) in next(canvas.lines(color=True))
    assert painted("B", None, True) == "B"


def test_letters_begin_again_after_the_alphabets():
    assert [letter(number) for number in (0, 25, 26, 52)] == ["A", "Z", "a", "A"]


@pytest.mark.parametrize(
    ("last", "columns", "ticks"),
    [
        (60, 70, [0, 6, 12, 18, 24, 30, 36, 42, 48, 54, 60]),
        (60, 30, [0, 12, 24, 36, 48, 60]),
        (240, 60, [0, 24, 48, 72, 96, 120, 144, 168, 192, 216, 240]),
        (2, 40, [0, 1, 2]),
    ],
)
def test_ticks_are_round_months_with_room_for_numbers(last, columns, ticks):
    assert Axis(0, last, columns, 3).ticks == ticks


def test_ticks_before_and_after_the_index():
    axis = Axis(-12, 24, 50, 3)
    assert axis.ticks == [-12, -6, 0, 6, 12, 18, 24]


@given(st.integers(1, 600), st.integers(20, 110), st.integers(1, 7))
def test_numbers_under_ticks_do_not_touch(last, columns, widest):
    axis = Axis(0, last, columns, widest)
    numbers = ["9" * widest] * len(axis.ticks)
    assert axis.under(numbers, 5).split() == numbers
    assert axis.rule(True).count("+") == len(axis.ticks)
