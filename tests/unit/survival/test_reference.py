"""Every estimator and test against R (tests/reference)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tests.reference import CASES, everybody, groups, scores, values
from tfrq.survival.aalen_johansen import aalen_johansen
from tfrq.survival.distributions import ChiSquare, chi_square_tail
from tfrq.survival.gray import gray
from tfrq.survival.kaplan_meier import kaplan_meier
from tfrq.survival.log_rank import log_rank, log_rank_trend
from tfrq.survival.quantiles import median, restricted_mean
from tfrq.survival.tables import LifeTable

REFERENCE = values()["cases"]
cases = pytest.mark.parametrize("case", CASES)


def curves_of(case: str) -> Iterator[tuple[LifeTable, Any]]:
    """Each table of a case, beside what R says of it."""
    yield everybody(case), REFERENCE[case]["everybody"]
    for name, expected in REFERENCE[case]["groups"].items():
        yield groups(case)[name], expected


def column(value: Any) -> np.ndarray:
    """A column of reference values; R's NA is nan, and one value stands without brackets."""
    return np.array([np.nan if one is None else one for one in np.atleast_1d(value)], dtype=float)


def same(ours: Any, expected: Any, tolerance: float = 1e-10) -> None:
    np.testing.assert_allclose(ours, column(expected), rtol=tolerance, atol=tolerance)


def test_every_case_has_its_values() -> None:
    assert sorted(REFERENCE) == CASES


@cases
def test_kaplan_meier(case: str) -> None:
    for table, expected in curves_of(case):
        curve, survival = kaplan_meier(table), expected["survival"]
        for name in ("share", "standard_error", "low", "high"):
            same(getattr(curve, name), survival[name])
        same(curve.ends, survival["time"])
        same(table.at_risk, survival["at_risk"])


@cases
def test_aalen_johansen(case: str) -> None:
    for table, expected in curves_of(case):
        curve, incidence = aalen_johansen(table), expected["incidence"]
        if incidence is None:
            assert not curve.share.any()
            continue
        same(curve.share, incidence["share"])
        same(curve.share, incidence["several_states"])
        same(curve.standard_error**2, incidence["variance"])
        same(curve.low, incidence["low"], 1e-8)
        same(curve.high, incidence["high"], 1e-8)


@cases
def test_median(case: str) -> None:
    for table, expected in curves_of(case):
        found = median(kaplan_meier(table))
        ours = [found.value, found.low, found.high] if found else [None] * 3
        assert ours == expected["survival"]["median"]


@cases
def test_restricted_mean(case: str) -> None:
    for table, expected in curves_of(case):
        for until, value, standard_error in expected["survival"]["restricted_means"]:
            found = restricted_mean(table, until, spread=False)
            assert found is not None
            same([found.value, found.standard_error], [value, standard_error])


def agrees(ours: ChiSquare | None, expected: Any) -> None:
    if expected is None or ours is None:
        assert ours is None
        assert expected is None
        return
    same(ours.statistic, expected["statistic"], 1e-9)
    if "p" in expected:
        assert ours.degrees == expected["degrees"]
        assert ours.p == pytest.approx(expected["p"], rel=1e-8)


@cases
def test_log_rank(case: str) -> None:
    agrees(log_rank(list(groups(case).values())), REFERENCE[case]["tests"]["log_rank"])


@cases
def test_log_rank_trend(case: str) -> None:
    found = log_rank_trend(list(groups(case).values()), scores(case))
    agrees(found, REFERENCE[case]["tests"]["trend"])
    exact = REFERENCE[case]["tests"]["exact_trend"]
    if exact is not None:
        agrees(found, exact)


@cases
def test_gray(case: str) -> None:
    agrees(gray(list(groups(case).values())), REFERENCE[case]["tests"]["gray"])


def test_chi_square_tail() -> None:
    tails = values()["chi_square_tails"]
    ours = [chi_square_tail(x, int(degrees)) for x, degrees, _ in tails]
    np.testing.assert_allclose(ours, [tail for *_, tail in tails], rtol=1e-12)


def test_the_values_hold_what_they_should() -> None:
    """The cases that matter are among them, each with an answer of R."""
    tests = [REFERENCE[case]["tests"] for case in CASES]
    assert {test["gray"]["degrees"] for test in tests if test["gray"]} >= {1, 2, 3, 4}
    assert {test["log_rank"]["degrees"] for test in tests if test["log_rank"]} >= {1, 2, 3, 4}
    assert min(tail for *_, tail in values()["chi_square_tails"]) < 1e-280
    halves = REFERENCE["half_to_the_end"]["everybody"]["survival"]
    assert halves["median"] != halves["printed_median"]
