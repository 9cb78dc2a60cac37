"""Lines of text, and widths of columns."""

from hypothesis import given
from hypothesis import strategies as st

from tfrq.render.wrapping import cut, shrunk, width_of, wrapped

WORDS = st.text(alphabet="ab é漢 +", max_size=60)


@given(WORDS, st.integers(4, 30))
def test_no_line_is_too_long_and_no_word_is_lost(text, width):
    lines = wrapped(text.strip(), width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join(" ".join(lines).split()) == "".join(text.split())


@given(WORDS, st.integers(4, 30))
def test_what_is_cut_says_so(text, width):
    shown = cut(text, width, "…")
    assert width_of(shown) <= width
    assert shown == text or shown.endswith("…")


def test_the_first_indent_is_that_of_every_line():
    assert wrapped("  one two", 6) == ["  one", "  two"]


def test_strata_break_between_strata():
    assert wrapped("SE01+DE01+FI01", 10, "+") == ["SE01+DE01+", "FI01"]


def test_the_widest_column_gives_way():
    assert shrunk([10, 30, 5], [10, 10, 5], 30) == [10, 15, 5]
    assert shrunk([10, 30], [10, 25], 20) == [10, 25]
