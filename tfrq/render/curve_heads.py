"""What JSON and Parquet carry of curves beside their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tfrq.render.counts import provenance_head
from tfrq.render.numbers import p_digits
from tfrq.render.outcomes import share_column, test_words
from tfrq.render.traces import end_of, is_long
from tfrq.survival.months import in_months

if TYPE_CHECKING:
    from tfrq.results import Outcome
    from tfrq.survival.estimates import AtMonth, CurveEstimate, Limited, Survival, TestResult

DECIMALS = 6  # of estimates: as far as they are the same on every machine


def head(result: Survival) -> dict[str, Any]:
    """Where it comes from, what was waited for, and every estimate, in per cent and months."""
    released = result.released
    return {
        "not_for_release": released.not_for_release,
        "provenance": provenance_head(released.provenance),
        "outcome": _outcome(released.outcome),
        "axis": released.axis,
        "ordered": released.ordered,
        "exact": released.exact,
        "curves": [_curve(curve, result) for curve in result.curves],
        "tests": [_test(test, result) for test in result.tests],
        "published": [
            {
                "month": _rounded(rate.month),
                "percent": _rounded(rate.percent),
                "low": _rounded(rate.low),
                "high": _rounded(rate.high),
                "label": rate.label,
                "note": rate.note,
            }
            for rate in result.published
        ],
        "notes": [*released.notes, *result.notes],
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "endpoint": outcome.text,
        "conventions": list(outcome.conventions),
        "competing": outcome.competing,
        "origin": outcome.origin,
        "landmark_days": outcome.landmark,
        "landmark_months": round(in_months(outcome.landmark), 2),
    }


def _curve(curve: CurveEstimate, result: Survival) -> dict[str, Any]:
    released = curve.released
    steps = [point.step for point in curve.points]
    return {
        "label": released.label,
        "strata": list(released.strata),
        "followed": released.followed,
        "left_out": released.left_out,
        "end_month": round(end_of(curve, result.released.exact), 2) if steps else None,
        "at_risk_at_end": steps[-1].remaining if steps else None,
        "events": curve.events,
        "estimates": [_at(one, result) for one in curve.at],
        "median": _median(curve),
        "median_between": curve.median_step and [_rounded(month) for month in curve.median_step],
        "restricted_mean": None
        if curve.restricted_mean is None
        else {**(_months(curve.restricted_mean) or {}), "until": _rounded(curve.mean_until)},
    }


def _median(curve: CurveEstimate) -> dict[str, Any] | None:
    """Without a month where it lies in a long step, and so without limits."""
    if is_long(curve.median_step):
        return {"months": None, "low": None, "high": None}
    return _months(curve.median)


def _at(one: AtMonth, result: Survival) -> dict[str, Any]:
    name, share = share_column(result.released.outcome), one.share
    return {
        "month": _rounded(one.month),
        name: None if share is None else _rounded(share.value),
        "low": None if share is None else _rounded(share.low),
        "high": None if share is None else _rounded(share.high),
        "at_risk": one.at_risk,
        "events": one.events,
        "between": None if one.between is None else [_rounded(share) for share in one.between],
    }


def _months(value: Limited | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {
        "months": _rounded(value.value),
        "low": _rounded(value.low),
        "high": _rounded(value.high),
    }


def _test(test: TestResult, result: Survival) -> dict[str, Any]:
    return {
        "name": test.name,
        "statistic": _rounded(test.statistic),
        "degrees": test.degrees,
        "p": p_digits(test.p),
        "curves": list(test.curves),
        "words": test_words(test, result),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)
