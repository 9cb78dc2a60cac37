"""Cox regression against R's survival: tests/reference/cox.R made the values."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tfrq.survival import cox
from tfrq.survival.cox import Subjects

REFERENCE = Path(__file__).parents[2] / "reference" / "cox.json"
CASES: dict[str, dict[str, Any]] = json.loads(REFERENCE.read_text())
WITHOUT_EVENTS = CASES.pop("level_without_events")
CLOSE = {"rtol": 0, "atol": 1e-6}
cases = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def of(case: dict[str, Any]) -> Subjects:
    rows = np.array(case["covariates"])
    strata = np.array(case.get("strata", [0] * len(rows)))
    return Subjects(
        np.array(case["time"]),
        np.array(case["event"]) == 1,
        np.arange(len(rows)),
        rows,
        strata.astype(np.int64),
    )


def rows(times: list[float], events: list[int], *columns: list[float]) -> Subjects:
    covariates = np.array(columns, dtype=float).T
    strata = np.zeros(len(times), dtype=np.int64)
    groups = np.arange(len(times))
    return Subjects(np.array(times, dtype=float), np.array(events) == 1, groups, covariates, strata)


@cases
def test_coefficients_and_errors_are_those_of_r(case: dict[str, Any]) -> None:
    fit = cox.fit(of(case))
    assert fit is not None
    assert fit.estimable.all()
    np.testing.assert_allclose(fit.coefficients, case["coefficients"], **CLOSE)
    np.testing.assert_allclose(fit.errors, case["errors"], **CLOSE)


@cases
def test_the_three_tests_of_no_effect_are_those_of_r(case: dict[str, Any]) -> None:
    fit = cox.fit(of(case))
    assert fit is not None
    for name in ("likelihood_ratio", "wald", "score"):
        np.testing.assert_allclose(tuple(getattr(fit, name)), case[name], **CLOSE)


@cases
def test_proportional_hazards_are_tested_as_by_cox_zph(case: dict[str, Any]) -> None:
    subjects = of(case)
    fit = cox.fit(subjects)
    assert fit is not None
    terms = [[int(column) for column in term] for term in case["terms"]]
    found = [one for one in cox.proportional_hazards(subjects, fit, terms) if one is not None]
    np.testing.assert_allclose([one.statistic for one in found], case["zph"], **CLOSE)
    np.testing.assert_allclose([one.degrees for one in found], case["zph_degrees"], **CLOSE)
    np.testing.assert_allclose([one.p for one in found], case["zph_p"], **CLOSE)


def test_without_a_level_without_events_the_others_are_as_r_has_them_with_it() -> None:
    whole = of(WITHOUT_EVENTS)
    kept = whole.covariates[:, 0] == 0
    assert not whole.events[~kept].any()
    groups = np.arange(kept.sum())
    subjects = Subjects(
        whole.times[kept],
        whole.events[kept],
        groups,
        whole.covariates[kept, 1:],
        whole.strata[kept],
    )
    fit = cox.fit(subjects)
    assert fit is not None
    np.testing.assert_allclose(fit.coefficients, WITHOUT_EVENTS["coefficients"], **CLOSE)
    np.testing.assert_allclose(fit.errors, WITHOUT_EVENTS["errors"], **CLOSE)


def test_a_column_that_others_determine_is_dependent() -> None:
    first, second = [0, 1, 0, 1, 0, 1.0], [0, 0, 1, 1, 0, 1.0]
    times, events = [1, 2, 3, 4, 5, 6.0], [1, 1, 1, 1, 0, 0]
    both = [a + b for a, b in zip(first, second, strict=True)]
    assert cox.dependent(rows(times, events, first, second)) == ()
    assert cox.dependent(rows(times, events, first, second, both)) == (2,)
    assert cox.dependent(rows(times, events, first, [1.0] * 6)) == (1,)


@pytest.mark.filterwarnings("error")
def test_under_complete_separation_a_coefficient_is_not_estimable_and_nobody_is_warned() -> None:
    # All of the one group go, and only then the first of the other.
    fit = cox.fit(rows([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 0], [1, 1, 1, 0, 0, 0]))
    assert fit is None or not fit.estimable.any()


@pytest.mark.parametrize(("steps", "tested"), [(1, False), (2, False), (3, True)])
def test_time_tells_too_little_of_events_in_fewer_than_three_steps(
    steps: int, tested: bool
) -> None:
    events = [1, 1, 0, 0, 1, 0, 0, 0]
    times = [step for step in range(1, steps + 1) for _ in events]
    subjects = rows(times, events * steps, [1, 1, 1, 1, 0, 0, 0, 0] * steps)
    fit = cox.fit(subjects)
    assert fit is not None
    found = cox.proportional_hazards(subjects, fit, [[0]])
    assert [one is not None for one in found] == [tested, tested]
