"""Cox's proportional hazards regression with Efron's ties, and tests of what it takes for granted.

The coefficients come from statsmodels; likelihood, score and information are computed here from
risk sets, as the tests need them at each event time. They also tell whether the fit is one.
Sources: Cox 1972; Efron 1977; Grambsch and Therneau 1994 in the score form of R's cox.zph.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray

from tfrq.errors import UsageError
from tfrq.survival.distributions import ChiSquare, chi_square_tail
from tfrq.survival.tables import Numbers

Whole = NDArray[np.int64]
# Beyond this a coefficient runs to infinity: no registry could show a ratio of 22,000.
LARGEST = 10.0
LEAST_STEPS = 3  # with events, for a test of proportional hazards
_NO_STEP = 1e-4  # of a coefficient: a fit that Newton would still move by more has not converged


@dataclass(frozen=True, eq=False)
class Subjects:
    """One row per subject: the day or step in which it left, whether by the event, and which of
    the groups it is of. One row per group: its covariates (groups × columns), and the number of
    its stratum of the model."""

    times: Numbers
    events: NDArray[np.bool_]
    groups: Whole
    covariates: Numbers
    strata: Whole

    @cached_property
    def risk_sets(self) -> tuple[_RiskSet, ...]:
        """Of every event time of every stratum."""
        return tuple(_risk_sets(self))


@dataclass(frozen=True, eq=False)
class CoxFit:
    """Coefficients (log hazard ratios) and their covariance; three tests of no effect at all."""

    coefficients: Numbers
    covariance: Numbers
    likelihood_ratio: ChiSquare
    wald: ChiSquare
    score: ChiSquare

    @property
    def errors(self) -> Numbers:
        """Standard errors of the coefficients; not a number where there is none."""
        with np.errstate(invalid="ignore"):
            return cast(Numbers, np.sqrt(np.diag(self.covariance)))

    @property
    def estimable(self) -> NDArray[np.bool_]:
        """Which coefficients do not run to infinity, as they do under separation."""
        return (np.abs(self.coefficients) < LARGEST) & np.isfinite(self.errors)


@dataclass(frozen=True, eq=False)
class _RiskSet:
    """Who is at risk at an event time, and who has the event: numbers per group."""

    time: float
    covariates: Numbers
    at_risk: Numbers
    events: Numbers


@dataclass(frozen=True, eq=False)
class _Moments:
    """The parts of the log partial likelihood, and its derivatives, that one or all times give."""

    likelihood: float
    score: Numbers
    information: Numbers


def fit(subjects: Subjects) -> CoxFit | None:
    """The model of all columns; None where it does not converge (no unique maximum).

    There is at least one event and one column. Raises UsageError without statsmodels.
    """
    sets = subjects.risk_sets
    null = _total(sets, _zeros(subjects))
    start = _statsmodels(subjects)
    found = None if start is None else _polished(sets, start)
    if found is None:
        return None
    best = _total(sets, found)
    covariance: Numbers = np.linalg.inv(best.information).astype(np.float64)
    degrees = len(found)
    return CoxFit(
        found,
        covariance,
        _chi_square(2 * (best.likelihood - null.likelihood), degrees),
        _chi_square(float(found @ best.information @ found), degrees),
        _chi_square(float(null.score @ np.linalg.solve(null.information, null.score)), degrees),
    )


def dependent(subjects: Subjects) -> tuple[int, ...]:
    """The columns that say nothing beyond those before them, among those at risk at some event:
    with them the model has no unique answer."""
    information = _total(subjects.risk_sets, _zeros(subjects)).information
    kept: list[int] = []
    for column in range(len(information)):
        block = information[np.ix_([*kept, column], [*kept, column])]
        scale = np.sqrt(np.maximum(np.diag(block), 0))
        scaled = block / np.outer(*(np.where(scale > 0, scale, 1),) * 2)
        if scale[-1] > 0 and np.linalg.matrix_rank(scaled, tol=1e-9, hermitian=True) == len(block):
            kept.append(column)
    return tuple(column for column in range(len(information)) if column not in kept)


def proportional_hazards(
    subjects: Subjects, fitted: CoxFit, terms: Sequence[Sequence[int]]
) -> tuple[ChiSquare | None, ...]:
    """Score tests of proportional hazards: one for each term (the columns of a factor), then one
    for all columns. As R's cox.zph(transform = "km"); None where time tells too little, as
    events lie in fewer than three steps."""
    sets = subjects.risk_sets
    times = np.array([one.time for one in sets])
    every = [*terms, range(len(fitted.coefficients))]
    if len(np.unique(times)) < LEAST_STEPS:
        return (None,) * len(every)
    counts = np.array([one.events.sum() for one in sets])
    scale = _kaplan_meier_time(subjects, times)
    scale -= np.average(scale, weights=counts)
    score, information = _extended(sets, fitted.coefficients, scale)
    columns = len(fitted.coefficients)
    return tuple(_score_test(score, information, columns, list(term)) for term in every)


def _score_test(
    score: Numbers, information: Numbers, columns: int, term: list[int]
) -> ChiSquare | None:
    kept = [*range(columns), *(columns + column for column in term)]
    block = information[np.ix_(kept, kept)]
    tested = np.concatenate([np.zeros(columns), score[term]])
    own = np.diag(block)[columns:]
    if (own <= 1e-12 * max(np.diag(block).max(), 1e-300)).any():
        return None
    try:
        statistic = float(tested @ np.linalg.solve(block, tested))
    except np.linalg.LinAlgError:
        return None
    return _chi_square(statistic, len(term)) if math.isfinite(statistic) else None


def _extended(
    sets: Sequence[_RiskSet], coefficients: Numbers, scale: Numbers
) -> tuple[Numbers, Numbers]:
    """Score of the columns times `scale`, and the information of columns and such columns."""
    found = [_moments(one, coefficients) for one in sets]
    score = scale @ np.array([one.score for one in found])
    each = np.array([one.information for one in found])
    plain, once, twice = (np.tensordot(scale**power, each, 1) for power in (0, 1, 2))
    return score, np.block([[plain, once], [once, twice]])


def _zeros(subjects: Subjects) -> Numbers:
    return np.zeros(subjects.covariates.shape[1])


def _kaplan_meier_time(subjects: Subjects, times: Numbers) -> Numbers:
    """1 − the Kaplan–Meier estimate of everybody just before each time."""
    distinct, place = np.unique(subjects.times, return_inverse=True)
    left = np.bincount(place, minlength=len(distinct))
    events = np.bincount(place, weights=subjects.events, minlength=len(distinct))
    at_risk = left[::-1].cumsum()[::-1]
    surviving = np.concatenate([[1.0], np.cumprod(1 - events / at_risk)])
    return cast(Numbers, 1 - surviving[np.searchsorted(distinct, times)])


def _risk_sets(subjects: Subjects) -> Iterator[_RiskSet]:
    """What is summed later is summed over groups, of which there are few."""
    for stratum in np.unique(subjects.strata):
        members = np.flatnonzero(subjects.strata == stratum)
        own = np.isin(subjects.groups, members)
        which = np.searchsorted(members, subjects.groups[own])
        times, when = np.unique(subjects.times[own], return_inverse=True)
        shape = (len(times), len(members))
        cell = when * shape[1] + which
        left = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)
        weights = subjects.events[own].astype(np.float64)
        events = np.bincount(cell, weights, minlength=shape[0] * shape[1]).reshape(shape)
        at_risk = left[::-1].cumsum(axis=0)[::-1].astype(np.float64)
        for place in np.flatnonzero(events.sum(axis=1)):
            rows = subjects.covariates[members]
            yield _RiskSet(float(times[place]), rows, at_risk[place], events[place])


def _moments(one: _RiskSet, coefficients: Numbers) -> _Moments:
    """Efron: of d events at a time, the k-th has lost k / d of the weight of all d."""
    middle = np.average(one.covariates, axis=0, weights=one.at_risk)
    centered = one.covariates - middle
    linear = centered @ coefficients
    risk = one.at_risk * np.exp(linear)
    dying = one.events * np.exp(linear)
    deaths = int(one.events.sum())
    lost = np.arange(deaths) / deaths
    weight = risk.sum() - lost * dying.sum()
    means = (np.outer(1 / weight, risk @ centered)) - np.outer(lost / weight, dying @ centered)
    second = (centered.T * risk) @ centered * (1 / weight).sum()
    second -= (centered.T * dying) @ centered * (lost / weight).sum()
    return _Moments(
        float(one.events @ linear - np.log(weight).sum()),
        one.events @ centered - means.sum(axis=0),
        second - means.T @ means,
    )


def _total(sets: Sequence[_RiskSet], coefficients: Numbers) -> _Moments:
    found = [_moments(one, coefficients) for one in sets]
    return _Moments(
        sum(one.likelihood for one in found),
        np.sum([one.score for one in found], axis=0),
        np.sum([one.information for one in found], axis=0),
    )


def _polished(sets: Sequence[_RiskSet], start: Numbers) -> Numbers | None:
    """The fit after a last step of Newton, to the precision of a float; None where that step
    shows that there was no fit. A coefficient that runs to infinity is left where it is."""
    if not np.isfinite(start).all():
        return None
    if (np.abs(start) >= LARGEST).any():
        return start if np.isfinite(_inverse(_total(sets, start).information)).all() else None
    found = start
    for _ in range(3):
        moments = _total(sets, found)
        step = _inverse(moments.information) @ moments.score
        if not (np.abs(step) < _NO_STEP * (1 + np.abs(found))).all():
            return None
        found = found + step
    return found


def _inverse(information: Numbers) -> Numbers:
    try:
        return np.linalg.inv(information).astype(np.float64)
    except np.linalg.LinAlgError:
        return np.full_like(information, np.nan)


def _statsmodels(subjects: Subjects) -> Numbers | None:
    """The coefficients by statsmodels, whose warnings say nothing to a user; None if it fails."""
    try:
        from statsmodels.duration.hazard_regression import (  # type: ignore[import-untyped]
            PHReg,
        )
    except ImportError as error:
        raise UsageError(
            "hazard ratios need statsmodels", hint="pip install 'tfrq[stats]'"
        ) from error
    model = PHReg(
        subjects.times,
        subjects.covariates[subjects.groups],
        status=subjects.events.astype(np.int64),
        strata=subjects.strata[subjects.groups],
        ties="efron",
    )
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return np.asarray(model.fit(disp=0).params, dtype=np.float64)
        except (np.linalg.LinAlgError, ValueError, FloatingPointError):
            return None


def _chi_square(statistic: float, degrees: int) -> ChiSquare:
    return ChiSquare(statistic, degrees, chi_square_tail(statistic, degrees))
