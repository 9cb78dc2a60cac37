"""Released curves by the levels of factors → a Cox model, or words on why there is none."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tfrq.disclosure import ReleasedTimes
from tfrq.survival import cox
from tfrq.survival.curve import NORMAL
from tfrq.survival.factors.blocks import Level, label, subjects
from tfrq.survival.factors.design import Column, Design, design
from tfrq.survival.factors.reading import Factor
from tfrq.survival.factors.results import REFERENCE, CoxModel, HazardRatio, ModelTest
from tfrq.survival.factors.wording import words

NO_PATIENTS = "no patients"
NOT_TOGETHER = "no patients whose every factor is known"
NO_CURVE = "too few to show"
NOT_TOLD = "not told"
ONE_LEVEL = "nothing to compare with"
NO_EVENTS = "not estimable: no events"
NO_EVENTS_IN_REFERENCE = "not estimable: no events in the reference"
COLLINEAR = "not estimable: collinear"
NOT_CONVERGED = "not estimable: no convergence"
SEPARATION = "not estimable: complete separation"
_PROBLEMS = {
    COLLINEAR: "the factors say the same of these patients: no model can tell them apart",
    NOT_CONVERGED: "the model does not converge: no ratio fits these curves best",
}


@dataclass(frozen=True)
class _Answer:
    """The fit of a design, or the words on why there is none. `rows` went into it."""

    columns: tuple[Column, ...]
    problem: str
    rows: cox.Subjects | None = None
    fit: cox.CoxFit | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every coefficient is a number, so that the model can be tested."""
        return self.fit is not None and bool(self.fit.estimable.all())


def cox_model(
    released: ReleasedTimes, factors: Sequence[Factor], among: Sequence[Factor]
) -> CoxModel:
    """The model of these factors, each level against the reference; `released` has a stratum for
    each combination of the levels of all `among` (and of the strata of the model, behind them).

    Whatever cannot be estimated is said in words in its place. Efron's ties; limits and p values
    are Wald's. Raises UsageError without statsmodels.
    """
    names = tuple(one.name for one in factors)
    made = design(released, factors, among)
    answer = _answer(made)
    known = made.known if made.is_told else ()
    problem = (f"{', '.join(names)}: {_PROBLEMS[answer.problem]}.",) if answer.problem else ()
    return CoxModel(
        factors=names,
        ratios=tuple(_ratios(made, answer, exact=released.exact)),
        subjects=sum(block.subjects for block in known) if known else None,
        events=sum(block.events for block in known) if known else None,
        missing=_missing(made),
        tests=tuple(_tests(answer)),
        proportional=tuple(_proportional(made, answer)),
        words=(*words(made), *problem),
        released=released,
    )


def _answer(design: Design) -> _Answer:
    columns = tuple(design.columns()) if design.is_told else ()
    if not columns:
        return _Answer((), "")
    fitted = design.fitted()
    covariates = np.array(
        [[float(block.levels[one.place] == one.level) for one in columns] for block in fitted]
    )
    rows = subjects(fitted, covariates)
    if cox.dependent(rows):
        return _Answer(columns, COLLINEAR, rows)
    fit = cox.fit(rows)
    return _Answer(columns, "" if fit else NOT_CONVERGED, rows, fit)


def _ratios(design: Design, answer: _Answer, *, exact: bool) -> Iterator[HazardRatio]:
    """Of each factor the levels in order, those that are not in the model among them."""
    for place, factor in enumerate(design.factors):
        known = design.levels[place]
        absent = [one for one in _absent(design, place, factor) if one not in known]
        for level in sorted((*known, *absent), key=lambda one: factor.levels.index(one[0])):
            reference = label(known[0]) if known else factor.reference
            blank = HazardRatio(factor.name, label(level), reference, None, None)
            if level in known:
                yield _estimated(blank, Column(place, level), design, answer)
            else:
                yield _not_in_model(blank, design, Column(place, level), exact=exact)


def _absent(design: Design, place: int, factor: Factor) -> list[Level]:
    """The levels that blocks tell apart, known or not, and each by itself that none does."""
    apart = {block.levels[place] for block in design.every if block.levels[place]}
    named = {name for level in apart for name in level}
    return [*apart, *((name,) for name in factor.levels if name not in named)]


def _not_in_model(
    blank: HazardRatio, design: Design, column: Column, *, exact: bool
) -> HazardRatio:
    """Why a level is not in the model. Exact curves hide nobody, and so their absence tells."""
    own = [one for one in design.every if not one.members[column.place].isdisjoint(column.level)]
    nobody = all(block.curve.followed == 0 for block in own)
    if nobody and (own or exact):
        return replace(blank, subjects=0, events=0, words=NO_PATIENTS)
    if exact:
        return replace(blank, subjects=0, events=0, words=NOT_TOGETHER)
    together = all(one.is_complete for one in own if one.subjects) and bool(own)
    subjects = sum(block.subjects for block in own) if together else None
    return replace(blank, subjects=subjects, words=NO_CURVE)


def _estimated(blank: HazardRatio, column: Column, design: Design, answer: _Answer) -> HazardRatio:
    own = design.of(column.place, column.level)
    blank = replace(blank, subjects=sum(one.subjects for one in own))
    if not design.is_told:
        return replace(blank, words=NOT_TOLD)
    blank = replace(blank, events=sum(one.events for one in own))
    words = _why_none(column, design)
    if words or answer.fit is None:
        return replace(blank, words=words or answer.problem)
    place = answer.columns.index(column)
    if not answer.fit.estimable[place]:
        return replace(blank, words=SEPARATION)
    value, error = float(answer.fit.coefficients[place]), float(answer.fit.errors[place])
    low, ratio, high = (math.exp(value + shift * NORMAL * error) for shift in (-1, 0, 1))
    p = math.erfc(abs(value / error) / math.sqrt(2))
    return replace(blank, ratio=ratio, low=low, high=high, p=p)


def _why_none(column: Column, design: Design) -> str:
    """Why a level has no ratio, as far as that is plain before anything is fitted."""
    first, *others = design.levels[column.place]
    if not others:
        return ONE_LEVEL
    if column.level == first:
        return REFERENCE
    if not design.events(column.place, column.level):
        return NO_EVENTS
    return "" if design.events(column.place, first) else NO_EVENTS_IN_REFERENCE


def _tests(answer: _Answer) -> Iterator[ModelTest]:
    if answer.fit is not None and answer.is_whole:
        for name in ("likelihood_ratio", "wald", "score"):
            found = getattr(answer.fit, name)
            words = {"wald": "Wald"}.get(name, name.replace("_", " "))
            yield ModelTest(words, found.statistic, found.degrees, found.p)


def _proportional(design: Design, answer: _Answer) -> Iterator[ModelTest]:
    if answer.fit is None or answer.rows is None or not answer.is_whole:
        return
    of = [
        [n for n, one in enumerate(answer.columns) if one.place == place]
        for place in range(len(design.factors))
    ]
    named = [
        (one.name, columns) for one, columns in zip(design.factors, of, strict=True) if columns
    ]
    found = cox.proportional_hazards(answer.rows, answer.fit, [columns for _, columns in named])
    for name, test in zip((*(name for name, _ in named), ""), found, strict=True):
        if test is not None:
            words = "proportional hazards"
            yield ModelTest(words, test.statistic, test.degrees, test.p, name)


def _missing(design: Design) -> int | None:
    """How many of the followed are not in the model, or would not be if it were told."""
    left = [block.curve.followed for block in design.every if block not in design.known]
    return None if None in left or not design.every else sum(number or 0 for number in left)
