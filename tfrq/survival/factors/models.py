"""Released curves by the levels of factors → a Cox model, or words on why there is none."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tfrq.disclosure import ReleasedTimes
from tfrq.survival import cox
from tfrq.survival.factors.blocks import Block, Level, blocks, label, subjects
from tfrq.survival.factors.reading import Factor
from tfrq.survival.factors.results import REFERENCE, CoxModel, HazardRatio, ModelTest

NO_PATIENTS = "no patients"
NO_CURVE = "no curve can be told"
ONE_LEVEL = "nothing to compare with"
NO_EVENTS = "not estimable: no events"
NO_EVENTS_IN_REFERENCE = "not estimable: no events in the reference"
COLLINEAR = "not estimable: collinear"
NOT_CONVERGED = "not estimable: no convergence"
SEPARATION = "not estimable: complete separation"
_Z = 1.959963984540054  # the 97.5th percentile of the normal distribution


@dataclass(frozen=True)
class Column:
    """An indicator of the model: of a level, of the factor in that place."""

    place: int
    level: Level


@dataclass(frozen=True)
class _Design:
    """What a model is made of. `levels`: of each factor the levels that have a curve, in order,
    the reference first where it has one."""

    factors: tuple[Factor, ...]
    known: tuple[Block, ...]
    levels: tuple[tuple[Level, ...], ...]

    def of(self, place: int, level: Level) -> list[Block]:
        """The blocks of a level."""
        return [block for block in self.known if block.levels[place] == level]

    def events(self, place: int, level: Level) -> int:
        """How many events a level has."""
        return sum(block.events for block in self.of(place, level))

    def with_events(self, place: int) -> list[Level]:
        """The levels that have an event; without one a ratio runs to 0 or to infinity."""
        return [level for level in self.levels[place] if self.events(place, level)]

    def columns(self) -> list[Column]:
        """One for each level with events but the first of its factor."""
        places = range(len(self.factors))
        return [Column(place, one) for place in places for one in self.with_events(place)[1:]]

    def fitted(self) -> list[Block]:
        """The blocks in the risk sets: a level without events leaves them, which is what the
        model comes to as the ratio of that level goes to 0."""
        kept = [self.with_events(place) for place in range(len(self.factors))]
        return [
            block
            for block in self.known
            if all(own in levels for own, levels in zip(block.levels, kept, strict=True))
        ]


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
    every = blocks(released, factors, among)
    known = tuple(block for block in every if block.is_known)
    levels = tuple(_ordered(known, place, one) for place, one in enumerate(factors))
    design = _Design(tuple(factors), known, levels)
    answer = _answer(design)
    return CoxModel(
        factors=tuple(one.name for one in factors),
        ratios=tuple(_ratios(every, design, answer)),
        subjects=sum(block.subjects for block in known),
        events=sum(block.events for block in known),
        missing=_missing(every, factors),
        tests=tuple(_tests(answer)),
        proportional=tuple(_proportional(design, answer)),
        words=tuple(_words(every, design, answer)),
        released=released,
    )


def _ordered(known: Sequence[Block], place: int, factor: Factor) -> tuple[Level, ...]:
    """The levels that have a curve: the one with the reference, then in the factor's order."""
    order = (*factor.levels, factor.groups.unknown)
    found = {block.levels[place] for block in known}
    return tuple(sorted(found, key=lambda level: order.index(level[0])))


def _answer(design: _Design) -> _Answer:
    columns = tuple(design.columns())
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


def _ratios(every: Sequence[Block], design: _Design, answer: _Answer) -> Iterator[HazardRatio]:
    """Of each factor the levels in order, those without a curve among them."""
    for place, factor in enumerate(design.factors):
        told = design.levels[place]
        absent = [(name,) for name in factor.levels if not any(name in level for level in told)]
        order = (*factor.levels, factor.groups.unknown)
        for level in sorted((*told, *absent), key=lambda level: order.index(level[0])):
            reference = label(told[0]) if told else factor.reference
            blank = HazardRatio(factor.name, label(level), reference, None, None)
            if level in told:
                yield _estimated(blank, Column(place, level), design, answer)
            elif _is_empty(every, place, label(level)):
                yield replace(blank, subjects=0, events=0, words=NO_PATIENTS)
            else:
                yield replace(blank, words=NO_CURVE)


def _is_empty(every: Sequence[Block], place: int, name: str) -> bool:
    """Whether it is told that nobody of a level is followed."""
    own = [block.curve for block in every if name in block.members[place]]
    return bool(own) and all(curve.followed == 0 for curve in own)


def _estimated(blank: HazardRatio, column: Column, design: _Design, answer: _Answer) -> HazardRatio:
    own = design.of(column.place, column.level)
    numbers = sum(one.subjects for one in own), sum(one.events for one in own)
    blank = replace(blank, subjects=numbers[0], events=numbers[1])
    words = _why_none(column, design)
    if words or answer.fit is None:
        return replace(blank, words=words or answer.problem)
    place = answer.columns.index(column)
    if not answer.fit.estimable[place]:
        return replace(blank, words=SEPARATION)
    value, error = float(answer.fit.coefficients[place]), float(answer.fit.errors[place])
    low, ratio, high = (math.exp(value + shift * _Z * error) for shift in (-1, 0, 1))
    p = math.erfc(abs(value / error) / math.sqrt(2))
    return replace(blank, ratio=ratio, low=low, high=high, p=p)


def _why_none(column: Column, design: _Design) -> str:
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


def _proportional(design: _Design, answer: _Answer) -> Iterator[ModelTest]:
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


def _missing(every: Sequence[Block], factors: Sequence[Factor]) -> int | None:
    """Of one factor those who are not assessable, of several those who are not in the model."""
    unknown = factors[0].groups.unknown
    if len(factors) > 1:
        left = [block.curve.followed for block in every if not block.is_known]
    elif any(unknown in (own := block.members[0]) and len(own) > 1 for block in every):
        return None
    else:
        left = [block.curve.followed for block in every if block.members[0] == {unknown}]
    return None if None in left else sum(number or 0 for number in left)


_WORDS = {
    COLLINEAR: "the factors say the same of these patients: no model can tell them apart",
    NOT_CONVERGED: "the model does not converge: no ratio fits these curves best",
}


def _words(every: Sequence[Block], design: _Design, answer: _Answer) -> Iterator[str]:
    names = ", ".join(one.name for one in design.factors)
    if not sum(block.events for block in design.known):
        yield f"{names}: no event is told, so nothing can be estimated."
    if answer.problem:
        yield f"{names}: {_WORDS[answer.problem]}."
    for factor, levels in zip(design.factors, design.levels, strict=True):
        if levels and factor.reference not in levels[0]:
            yield (
                f"{factor.name}: '{factor.reference}' has no curve; the others are compared with"
                f" '{label(levels[0])}'."
            )
    if any(not all(block.levels) and len(block.curve.strata) > 1 for block in every):
        yield f"{names}: patients of joined strata whose level is not told are not in the model."
