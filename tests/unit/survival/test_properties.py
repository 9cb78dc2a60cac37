"""What has to hold of any patients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference import groups, table_of
from tfrq.survival.aalen_johansen import aalen_johansen
from tfrq.survival.alignment import aligned
from tfrq.survival.distributions import ChiSquare, chi_square_tail
from tfrq.survival.gray import gray
from tfrq.survival.kaplan_meier import kaplan_meier
from tfrq.survival.log_rank import log_rank, log_rank_trend
from tfrq.survival.quantiles import median, restricted_mean
from tfrq.survival.tables import LifeTable

Patients = Sequence[tuple[int, int]]
patient = st.tuples(st.integers(1, 12), st.sampled_from([0, 1, 1, 2]))
people = st.lists(patient, min_size=1, max_size=30)
several = st.lists(people, min_size=2, max_size=4)


def same(one: object, other: object) -> None:
    np.testing.assert_allclose(one, other, rtol=1e-7, atol=1e-9)


def same_test(one: ChiSquare | None, other: ChiSquare | None) -> None:
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one.degrees == other.degrees
        assert one.statistic == pytest.approx(other.statistic, rel=1e-6, abs=1e-9)


@given(people)
def test_without_competing_events_one_is_the_complement_of_the_other(rows: Patients) -> None:
    table = table_of((time, int(status == 1)) for time, status in rows)
    same(aalen_johansen(table).share, 1 - kaplan_meier(table).share)


@given(people)
def test_everybody_has_the_event_or_what_competes_or_neither(rows: Patients) -> None:
    table = table_of(rows)
    other = replace(table, events=table.competing, competing=table.events)
    either = replace(table, events=table.events + table.competing, competing=0 * table.events)
    shares = [aalen_johansen(table).share, aalen_johansen(other).share, kaplan_meier(either).share]
    same(np.sum(shares, axis=0), np.ones(table.ends.size))


@given(people)
def test_limits_enclose_the_share(rows: Patients) -> None:
    for curve in (kaplan_meier(table_of(rows)), aalen_johansen(table_of(rows))):
        known = ~np.isnan(curve.low)
        assert np.all(curve.low[known] <= curve.share[known])
        assert np.all(curve.share[known] <= curve.high[known])
        assert np.all(((curve.share > 1e-9) & (curve.share < 1 - 1e-9)) == known)


@given(several)
def test_the_order_of_groups_does_not_matter(rows: list[Patients]) -> None:
    tables = [table_of(one) for one in rows]
    scores = [float(place) for place in range(len(tables))]
    turned, back = tables[1:] + tables[:1], scores[1:] + scores[:1]
    same_test(log_rank(tables), log_rank(turned))
    same_test(gray(tables), gray(turned))
    same_test(log_rank_trend(tables, scores), log_rank_trend(turned, back))


def cut(table: LifeTable, day: float) -> LifeTable:
    """The table with a boundary more in each of its steps, at `day` after its beginning, and all
    who leave after it."""
    starts = np.sort(np.append(table.starts, np.minimum(table.starts + day, table.ends)))
    ends = np.append(starts[1:], table.ends[-1])
    columns = (table.events, table.competing, table.censored)
    late = [np.column_stack([0 * one, one]).ravel() for one in columns]
    keep = ends > starts
    kept = [one[keep] for one in (starts, ends, np.repeat(table.at_risk, 2), *late)]
    return LifeTable(*kept[:3], *kept[3:], exact=table.exact)


@given(several, st.booleans())
def test_a_step_more_in_which_nobody_leaves_changes_nothing(
    rows: list[Patients], exact: bool
) -> None:
    tables = [replace(table_of(one), exact=exact) for one in rows]
    finer = [cut(table, 0.5) for table in tables]
    for table, fine in zip(tables, finer, strict=True):
        assert fine.ends.size > table.ends.size
        for estimate in (kaplan_meier, aalen_johansen):
            at_ends = np.isin(fine.ends, table.ends)
            same(estimate(fine).share[at_ends], estimate(table).share)
            same(estimate(fine).low[at_ends], estimate(table).low)
        assert median(kaplan_meier(fine)) == median(kaplan_meier(table))
        until = float(table.ends[-1])
        one, other = (restricted_mean(each, until, spread=False) for each in (table, fine))
        assert one is not None
        assert other is not None
        same([one.value, one.standard_error], [other.value, other.standard_error])
    if exact:
        same_test(log_rank(tables), log_rank(finer))
        same_test(gray(tables), gray(finer))


@given(several)
def test_aligned_days_add_up_to_everybody(rows: list[Patients]) -> None:
    lines = aligned([table_of(one) for one in rows])
    whole = table_of(patient for one in rows for patient in one)
    for name in ("at_risk", "events", "competing", "censored"):
        same(np.sum([getattr(line, name) for line in lines], axis=0), getattr(whole, name))
    assert all(list(line.ends) == list(whole.ends) for line in lines)


@given(several)
def test_aligned_steps_are_aligned(rows: list[Patients]) -> None:
    lines = aligned([replace(table_of(one), exact=False) for one in rows])
    again = aligned(lines)
    for one, other in zip(lines, again, strict=True):
        for name in ("starts", "ends", "at_risk", "events", "competing", "censored"):
            same(getattr(one, name), getattr(other, name))


@given(people, st.integers(2, 4))
def test_groups_that_are_alike_do_not_differ(rows: Patients, number: int) -> None:
    for test in (log_rank, gray):
        found = test([table_of(rows)] * number)
        assert found is None or found.statistic == pytest.approx(0, abs=1e-9)


@given(people, people)
def test_a_trend_over_two_groups_is_their_log_rank_test(one: Patients, other: Patients) -> None:
    tables = [table_of(one), table_of(other)]
    same_test(log_rank_trend(tables, [3, 7.5]), log_rank(tables))
    assert log_rank_trend(tables, [3, 3]) is None


def test_groups_that_are_merged_are_one() -> None:
    """Of three groups two are merged: a degree less, and they cannot differ more than the three."""
    first, *others = aligned(list(groups("months").values()))
    names = ("at_risk", "events", "competing", "censored")
    sums = [sum(getattr(one, name) for one in others) for name in names]
    merged = LifeTable(first.starts, first.ends, *sums, exact=True)
    apart, together = log_rank([first, *others]), log_rank([first, merged])
    assert apart is not None
    assert together is not None
    assert (apart.degrees, together.degrees) == (2, 1)
    assert together.statistic <= apart.statistic


def test_no_number_where_the_formula_of_gray_gives_no_variance() -> None:
    """The share of all groups together comes to 1 before the last event, and to more."""
    reaches_one = ([(23, 1), (196, 1)], [(353, 1)], [(17, 0), (335, 1)])
    assert gray([table_of(rows) for rows in reaches_one]) is None
    beyond = (
        [(200, 1)] * 2,
        [(100, 0), (100, 1)] + [(200, 1)] * 3,
        [(100, 1)] * 2 + [(200, 1)],
        [(100, 1)] * 3 + [(200, 1), (300, 1)],
    )
    assert gray([table_of(rows) for rows in beyond]) is None


def test_a_tail_begins_at_one_and_ends_at_zero() -> None:
    for degrees in range(1, 20):
        tails = [chi_square_tail(x, degrees) for x in (-1, 0, 1, 2, 10, 100, 1000, 1e6)]
        assert tails[:2] == [1, 1]
        assert tails[-1] == 0
        assert all(one > other for one, other in pairwise(tails[1:]))
