"""Which curves are tested against each other, up to when, and what is said of the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.survival.factor_curves import MAKER, Leaving, curve, times
from tfrq.disclosure import ReleasedCurve, ReleasedTimes
from tfrq.survival.estimates import TestResult
from tfrq.survival.tables import life_table
from tfrq.survival.testing import compared

# Months 6, 12 and 24.
SLOW: Leaving = [(182, 15, 0, 5), (365, 15, 0, 10), (730, 8, 0, 12)]
QUICK: Leaving = [(182, 30, 0, 5), (365, 20, 0, 5), (730, 10, 0, 10)]
SHORT: Leaving = QUICK[:2]
GONE: Leaving = [(182, 30, 0, 10), (365, 40, 0, 20)]


def answer(released: ReleasedTimes) -> tuple[tuple[TestResult, ...], tuple[str, ...]]:
    return compared(
        released, [life_table(one.steps, exact=released.exact) for one in released.curves]
    )


def of(*curves: tuple[str, Leaving], competing: bool = False, exact: bool = False) -> ReleasedTimes:
    made = (curve(strata, 100, leaving) for strata, leaving in curves)
    return times(*made, competing=competing, exact=exact)


@pytest.mark.parametrize("competing", [False, True])
def test_curves_are_compared_up_to_the_end_of_the_first_that_ends(competing: bool) -> None:
    tests, notes = answer(of(("low", SLOW), ("high", SHORT), competing=competing))
    cut, silent = answer(of(("low", SLOW[:2]), ("high", SHORT), competing=competing))
    assert [one.name for one in tests] == ["Gray" if competing else "log-rank"]
    assert tests == cut
    assert notes == ("Compared up to 12 months, where the curve of high ends.",)
    assert silent == ()


def test_what_follows_the_first_end_changes_no_test() -> None:
    """The third curve has ended: the others are not compared without it."""
    later: Leaving = [*SLOW[:2], (730, 40, 0, 0)]
    one, _ = answer(of(("low", SLOW), ("middle", SLOW), ("high", SHORT)))
    other, _ = answer(of(("low", SLOW), ("middle", later), ("high", SHORT)))
    assert one == other


def test_a_curve_in_which_nobody_is_left_does_not_end_the_comparison() -> None:
    tests, notes = answer(of(("low", SLOW), ("high", GONE)))
    shorter, _ = answer(of(("low", SLOW[:2]), ("high", GONE)))
    assert notes == ()
    assert tests[0].statistic == pytest.approx(shorter[0].statistic)
    whole, _ = answer(of(("low", SLOW), ("middle", QUICK), ("high", GONE)))
    part, _ = answer(of(("low", SLOW[:2]), ("middle", SHORT), ("high", GONE)))
    assert whole[0].statistic != pytest.approx(part[0].statistic)


def test_days_of_exact_curves_are_all_compared() -> None:
    slow: Leaving = [(10, 40, 0, 0), (50, 60, 0, 0)]
    tests, notes = answer(of(("low", slow), ("high", GONE), exact=True))
    assert (len(tests), notes) == (1, ())


def test_the_last_step_in_common_may_lie_before_the_end() -> None:
    coarse: Leaving = [(182, 15, 0, 5), (730, 20, 0, 20)]
    _, notes = answer(of(("low", coarse), ("high", SHORT)))
    assert notes == (
        "Compared up to 6 months, the last step in common before the curve of high ends"
        " (12 months).",
    )


def test_curves_that_are_not_compared_are_named_with_the_reason() -> None:
    curves: list[ReleasedCurve] = [
        curve("low", 100, SLOW),
        curve("intermediate", 12),
        curve("high", 100, QUICK),
        curve("other", 0),
        curve("unknown", 30, QUICK),
    ]
    tests, notes = answer(times(*curves))
    assert [(one.name, one.curves) for one in tests] == [("log-rank", ("low", "high"))]
    assert notes == (
        "Not compared: intermediate (too few to show), other (nobody is followed), unknown (the"
        " group is not known).",
    )


def test_a_curve_whose_patients_are_gone_before_the_first_event_is_not_compared() -> None:
    calm: Leaving = [(182, 0, 0, 5), (365, 20, 0, 5)]
    gone: Leaving = [(182, 0, 0, 100)]
    tests, notes = answer(of(("low", calm), ("middle", gone), ("high", calm)))
    assert tests[0].curves == ("low", "high")
    assert notes == ("Not compared: middle (nobody at risk in a step with events).",)


def test_a_trend_follows_the_declared_places_of_known_groups() -> None:
    curves = [("low", SLOW), ("intermediate", SHORT), ("high", QUICK), ("unknown", QUICK)]
    (rank, trend), _ = answer(of(*curves))
    assert rank.curves == trend.curves == ("low", "intermediate", "high")
    assert (rank.degrees, trend.degrees) == (2, 1)
    (_, without), _ = answer(of(*curves[:3]))
    assert without == trend
    (_, turned), _ = answer(of(curves[1], curves[0], curves[2]))
    assert turned.statistic != pytest.approx(trend.statistic)


def test_a_place_without_a_curve_still_counts_in_the_order() -> None:
    near = of(("a", SLOW), ("b", SHORT), ("c", QUICK))
    far = times(*near.curves[:2], curve("between", 9), near.curves[2])
    assert answer(near)[0][1].p != pytest.approx(answer(far)[0][1].p)


def test_a_group_joined_with_the_unknown_is_compared_but_has_no_place() -> None:
    curves = [("a", SLOW), ("b", SHORT), ("c", QUICK), ("d+unknown", SLOW)]
    (rank, trend), _ = answer(of(*curves))
    assert rank.curves == ("a", "b", "c", "d+unknown")
    assert trend.curves == ("a", "b", "c")


def test_two_groups_and_groups_without_an_order_have_no_trend() -> None:
    three = of(("a", SLOW), ("b", SHORT), ("c", QUICK))
    assert [one.name for one in answer(replace(three, maker=MAKER, ordered=False))[0]] == [
        "log-rank"
    ]
    assert len(answer(of(("a", SLOW), ("c", QUICK)))[0]) == 1


def test_without_a_step_in_common_there_is_no_test() -> None:
    early: Leaving = [(182, 15, 0, 5)]
    late: Leaving = [(365, 20, 0, 20)]
    tests, (note,) = answer(of(("low", early), ("high", late)))
    assert tests == ()
    assert "no step in common" in note


def test_why_there_is_no_test_is_said() -> None:
    never: Leaving = [(182, 0, 0, 20)]
    assert "no events" in answer(of(("low", never), ("high", never)))[1][0]
    gone: Leaving = [(182, 0, 0, 100)]
    busy: Leaving = [(182, 0, 0, 9), (365, 20, 0, 9)]
    assert "at risk" in answer(of(("low", gone), ("high", busy)))[1][0]
    assert "fewer than two" in answer(times(curve("low", 100, SLOW), curve("high", 9)))[1][0]
    assert answer(of(("low", SLOW))) == ((), ())
