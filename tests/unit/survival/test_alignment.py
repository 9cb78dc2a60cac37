"""Steps that curves have in common."""

from __future__ import annotations

from collections.abc import Sequence

from tfrq.results import Step
from tfrq.survival.alignment import aligned, compared, until_first_end
from tfrq.survival.tables import LifeTable, life_table


def table(at_risk: int, *rows: Sequence[int], exact: bool = False) -> LifeTable:
    """Steps written as (end, events, competing, censored)."""
    steps, start = [], 0
    for end, *left in rows:
        steps.append(Step(start, end, at_risk, *left))
        start, at_risk = end, at_risk - sum(left)
    return life_table(steps, exact=exact)


def rows(one: LifeTable) -> list[tuple[int, ...]]:
    """(start, end, at risk, events, competing, censored) of each step."""
    columns = (one.starts, one.ends, one.at_risk, one.events, one.competing, one.censored)
    return [tuple(int(value) for value in row) for row in zip(*columns, strict=True)]


def test_boundaries_are_those_of_every_table() -> None:
    fine = table(100, (30, 5, 1, 0), (60, 6, 0, 7), (90, 8, 2, 9))
    coarse = table(80, (30, 7, 0, 6), (90, 9, 5, 0))
    one, other = aligned([fine, coarse])
    assert rows(one) == [(0, 30, 100, 5, 1, 0), (30, 90, 94, 14, 2, 16)]
    assert rows(other) == [(0, 30, 80, 7, 0, 6), (30, 90, 67, 9, 5, 0)]


def test_a_table_that_has_ended_is_censored_at_its_last_common_boundary() -> None:
    short = table(100, (30, 5, 0, 0), (60, 6, 0, 0))
    long = table(80, (30, 7, 0, 0), (90, 9, 0, 0), (120, 5, 0, 0))
    one, other = aligned([short, long])
    assert rows(one) == [(0, 30, 100, 5, 0, 0), (30, 90, 0, 0, 0, 0), (90, 120, 0, 0, 0, 0)]
    assert [row[:3] for row in rows(other)] == [(0, 30, 80), (30, 90, 73), (90, 120, 64)]


def test_a_table_in_which_nobody_is_left_says_so_for_ever() -> None:
    done = table(11, (30, 5, 0, 0), (60, 6, 0, 0))
    long = table(80, (30, 7, 0, 0), (90, 9, 0, 0), (120, 5, 0, 0))
    one, _ = aligned([done, long])
    assert rows(one) == [(0, 30, 11, 5, 0, 0), (30, 90, 6, 6, 0, 0), (90, 120, 0, 0, 0, 0)]


def test_a_step_in_which_nobody_leaves_can_be_cut() -> None:
    quiet = table(50, (30, 5, 0, 0), (90, 0, 0, 0))
    busy = table(80, (30, 7, 0, 0), (60, 9, 0, 0), (90, 5, 0, 0))
    one, other = aligned([quiet, busy])
    assert rows(one) == [(0, 30, 50, 5, 0, 0), (30, 60, 45, 0, 0, 0), (60, 90, 45, 0, 0, 0)]
    assert rows(other) == rows(busy)


def test_exact_tables_are_aligned_on_every_day() -> None:
    one = table(3, (4, 1, 0, 0), (9, 1, 1, 0), exact=True)
    other = table(2, (5, 0, 0, 1), (12, 1, 0, 0), exact=True)
    first, second = aligned([one, other])
    assert list(first.ends) == [4, 5, 9, 12]
    assert list(first.at_risk) == [3, 2, 2, 0]
    assert list(first.events) == [1, 0, 1, 0]
    assert list(second.at_risk) == [2, 2, 1, 1]
    assert list(second.censored) == [0, 1, 0, 0]


def test_no_boundary_in_common() -> None:
    one, other = table(50, (30, 5, 0, 0), (60, 5, 0, 0)), table(50, (40, 5, 0, 0), (70, 5, 0, 0))
    first, second = aligned([one, other])
    # On day 70 the first has ended, and nothing was known in common before.
    assert rows(first) == [(0, 70, 0, 0, 0, 0)]
    assert rows(second) == [(0, 70, 50, 10, 0, 0)]
    assert compared([one, other]) == {}


def test_what_cannot_be_compared_is_left_out() -> None:
    empty, gone = table(9), table(9, (2, 0, 0, 9))
    busy, calm = table(80, (2, 0, 0, 3), (9, 6, 0, 7)), table(40, (2, 0, 0, 1), (9, 0, 0, 8))
    assert list(compared([empty, busy, gone, calm])) == [1, 3]
    assert compared([busy, empty]) == {}
    assert compared([calm, calm]) == {}
    assert compared([]) == {}
    assert aligned([]) == ()


def test_tables_are_cut_where_the_first_of_them_ends() -> None:
    short = table(100, (30, 5, 0, 0), (60, 6, 0, 0))
    long = table(80, (30, 7, 0, 0), (60, 9, 0, 0), (120, 5, 0, 0))
    one, other = until_first_end([short, long])
    assert rows(one) == rows(short)
    assert rows(other) == rows(long)[:2]


def test_an_end_that_is_no_step_in_common_cuts_before_it() -> None:
    short = table(100, (30, 5, 0, 0), (60, 6, 0, 0))
    coarse = table(80, (30, 7, 0, 0), (90, 9, 0, 0))
    assert [list(one.ends) for one in until_first_end([short, coarse])] == [[30], [30]]
    assert [one.ends.size for one in until_first_end([table(9, (50, 5, 0, 0)), coarse])] == [0, 0]


def test_a_table_in_which_nobody_is_left_does_not_cut_the_others() -> None:
    done = table(11, (30, 5, 0, 0), (60, 6, 0, 0))
    long = table(80, (30, 7, 0, 0), (60, 9, 0, 0), (120, 5, 0, 0))
    one, other = until_first_end([done, long])
    assert [row[2] for row in rows(one)] == [11, 6, 0]
    assert rows(other) == rows(long)
    assert until_first_end([]) == ()
