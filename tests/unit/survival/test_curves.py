"""What follows from released curves, by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.render.released import PROVENANCE
from tests.unit.render.survivals import EARLY, day_of, steps
from tfrq.disclosure import ReleasedCurve, ReleasedTimes
from tfrq.disclosure.released import MAKER
from tfrq.results import Outcome, Step
from tfrq.survival import estimated

MONTHS = tuple(map(Decimal, (6, 12, 24, 36, 60)))
WAITED = Outcome("loss of MMR", (), competing=False)


def released(*curves: tuple[str, tuple[Step, ...]], outcome: Outcome = WAITED, **more):
    every = tuple(
        ReleasedCurve(MAKER, label, (label,), found[0].at_risk, None, found)
        for label, found in curves
    )
    values = {"ordered": False, "exact": False, "notes": (), "not_for_release": False} | more
    return ReleasedTimes(MAKER, "group", every, outcome, provenance=PROVENANCE, **values)


def test_a_curve_at_a_month_is_that_at_the_end_of_a_step():
    (curve,) = estimated(released(("all", steps(250))), MONTHS).curves
    left = (245 / 250) * (233 / 245) * (203 / 233) * (143 / 203)
    at = {one.month: one for one in curve.at}
    assert at[6].share.value == pytest.approx(100 * left)
    assert (at[6].at_risk, at[6].events) == (138, 107)
    assert at[36].share is None
    assert at[36].between == (at[60].share.value, at[24].share.value)


def test_after_the_end_of_a_curve_nothing_is_known():
    (curve,) = estimated(released(("all", steps(250, EARLY[:5]))), MONTHS).curves
    at = {one.month: one for one in curve.at}
    assert at[12].share is not None
    assert (at[24].share, at[24].between, at[24].at_risk) == (None, None, None)


def test_shares_rise_where_a_response_is_regained():
    again = Outcome("regained MMR", (), competing=False, origin="restart")
    (rising,) = estimated(released(("all", steps(250)), outcome=again), MONTHS).curves
    (falling,) = estimated(released(("all", steps(250))), MONTHS).curves
    for one, other in zip(rising.points, falling.points, strict=True):
        assert one.share.value == pytest.approx(100 - other.share.value)
        assert one.share.low == pytest.approx(100 - other.share.high)
    assert rising.median == falling.median


def test_the_median_lies_in_a_step():
    (curve,) = estimated(released(("all", steps(250))), MONTHS).curves
    assert curve.median_step == (6, 12)
    assert curve.median.value == pytest.approx(day_of(12) / 30.4375)


def test_a_mean_is_told_only_where_steps_tell_it_to_a_month():
    long = steps(250, ((24, 150, 0), (60, 20, 20)))
    (curve,) = estimated(released(("all", long)), MONTHS).curves
    assert curve.restricted_mean is None
    (curve,) = estimated(released(("all", steps(250))), MONTHS).curves
    assert curve.restricted_mean is not None
    assert curve.mean_until == 12


def test_whose_group_is_not_known_is_in_no_test():
    curves = [(name, steps(250)) for name in ("low", "high", "unknown")]
    result = estimated(released(*curves), MONTHS)
    (test,) = result.tests
    assert (test.name, test.degrees, test.curves) == ("log-rank", 1, ("low", "high"))
    assert any("unknown" in note for note in result.notes)


def test_a_trend_is_of_three_groups_at_least():
    curves = [(name, steps(250)) for name in ("low", "intermediate", "high")]
    names = [one.name for one in estimated(released(*curves, ordered=True), MONTHS).tests]
    assert names == ["log-rank", "log-rank for trend"]
    names = [one.name for one in estimated(released(*curves[:2], ordered=True), MONTHS).tests]
    assert names == ["log-rank"]


def test_curves_that_share_patients_are_not_tested():
    curves = [(name, steps(250)) for name in ("first attempt", "second attempt")]
    result = estimated(released(*curves), MONTHS, independent=False)
    assert result.tests == ()
    assert result.notes
