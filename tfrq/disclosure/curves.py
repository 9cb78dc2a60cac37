"""Curves that may leave: which strata, and which steps of each. Rule: docs/release-curves.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import starmap

from tfrq.disclosure.attempts import tells_apart
from tfrq.disclosure.blocks import Block
from tfrq.disclosure.borne import told_steps
from tfrq.disclosure.curve_words import exact_notes, notes_of
from tfrq.disclosure.days import check_days, day_steps
from tfrq.disclosure.months import course
from tfrq.disclosure.released import MAKER, Released, check_exact
from tfrq.disclosure.tables import (
    Answers,
    answers_of,
    are_groups,
    grouped,
    without_followed,
    without_population,
)
from tfrq.results import Count, Day, Outcome, Provenance, Step, Times


@dataclass(frozen=True)
class ReleasedCurve(Released):
    """One block of strata ("DK+FI+NO"), or everybody. `strata`: the names of those in it.

    `followed` are the subjects of the curve, `left_out` those of the cohort who are not followed;
    None is hidden, or not told of groups of the followed. `steps` begin at day 0 and follow one
    another; after the last one nothing is
    told but how many are still at risk then. There may be none.
    """

    label: str
    strata: tuple[str, ...]
    followed: int | None
    left_out: int | None
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class ReleasedTimes(Released):
    """Curves that may leave, taken alone; with `not_for_release` the exact ones, which may not.

    `axis`: what the curves differ in, "" for one curve of everybody. `exact`: whether steps are the
    days on which somebody left; else they end at whole months. `ordered`: whether the curves lie
    in an order that a trend can follow. `notes`: plain words, without patient numbers.
    `of_followed`: whether the curves are of groups of the followed, so that nobody is left out of
    any of them.
    """

    axis: str
    curves: tuple[ReleasedCurve, ...]
    outcome: Outcome
    ordered: bool
    exact: bool
    notes: tuple[str, ...]
    not_for_release: bool
    provenance: Provenance
    of_followed: bool = False


def release_times(times: Sequence[Times], axis: str = "", *, exact: bool = False) -> ReleasedTimes:
    """What may leave of the curves by one axis, or all of it with `exact`. `times` is one for the
    strata of an axis, and one for each number of attempt by attempt, which are judged each alone.

    Raises PolicyError where exact curves are asked for and the lake's policy refuses them.
    Source: docs/release-curves.md.
    """
    for one in times:
        check_days(one)
    provenance = times[0].people.provenance
    if exact:
        check_exact(provenance.policy)
    curves = _curves(times, axis, exact)
    return ReleasedTimes(
        maker=MAKER,
        axis=axis,
        curves=curves,
        outcome=times[0].outcome,
        ordered=all(one.ordered for one in times),
        exact=exact,
        notes=exact_notes(times) if exact else notes_of(times, curves),
        not_for_release=exact,
        provenance=provenance,
        of_followed=are_groups(times[0].people),
    )


def _curves(times: Sequence[Times], axis: str, exact: bool) -> tuple[ReleasedCurve, ...]:
    of_one = _exact if exact else _released
    if axis != ATTEMPT:
        return tuple(curve for one in times for curve in of_one(one))
    alone = (of_one(replace(one, people=replace(one.people, axis=""))) for one in times)
    named = [
        replace(curve, maker=MAKER, label=label)
        for label, (curve,) in zip(_ATTEMPTS, alone, strict=False)
    ]
    return tuple(named) if exact else _told_apart(named, times[0].people.provenance.policy.min_cell)


def _told_apart(curves: Sequence[ReleasedCurve], min_cell: int) -> tuple[ReleasedCurve, ...]:
    """The curves of the attempts, a later one hidden where it gives away who had no more than an
    earlier one that is told."""
    told: list[ReleasedCurve] = []
    for curve in curves:
        kept = all(tells_apart(earlier, curve, min_cell - 1) for earlier in told)
        told.append(curve if kept else _hidden(curve.label))
    return tuple(told)


ATTEMPT = "attempt"
EVERYBODY = "everybody"
_ATTEMPTS = ("first attempt", "second attempt", "third attempt")


def _hidden(label: str) -> ReleasedCurve:
    return ReleasedCurve(MAKER, label, (), None, None, ())


def _released(times: Times) -> tuple[ReleasedCurve, ...]:
    count = times.people
    answers, blocks = grouped(count)
    if answers not in (Answers.ALL, Answers.MET_AND_THE_REST):
        return () if count.axis else (_hidden(EVERYBODY),)
    t = count.provenance.policy.min_cell - 1
    printed = _printed(times, blocks)
    courses = [course(_days(times, block.strata), t) for block in printed]
    steps = told_steps(count, answers, printed, courses)
    return tuple(starmap(partial(_curve, times, answers), zip(printed, steps, strict=True)))


def _printed(times: Times, blocks: Sequence[Block]) -> list[Block]:
    """Everybody; or the strata with patients, of those who have an index."""
    nobody = _nobody(times.people)
    if not times.people.axis:
        return list(blocks)
    return [block for block in blocks if block.total and not nobody.issuperset(block.strata)]


def _nobody(count: Count) -> set[str]:
    return without_population(count) | without_followed(count)


def _curve(times: Times, answers: Answers, block: Block, steps: tuple[Step, ...]) -> ReleasedCurve:
    shown = dict(zip(answers_of(times.people, answers), block.numbers, strict=True))
    return ReleasedCurve(
        maker=MAKER,
        label=block.label if times.people.axis else EVERYBODY,
        strata=block.strata if times.people.axis else (),
        followed=shown[("met",)],
        left_out=None if are_groups(times.people) else shown.get(("not_met",)),
        steps=steps,
    )


def _days(times: Times, strata: Sequence[str]) -> list[tuple[Day, ...]]:
    """The days of some strata; of everybody without an axis."""
    if not times.people.axis:
        return list(times.days)
    names = [stratum.name for stratum in times.people.strata]
    return [times.days[names.index(name)] for name in strata]


def _exact(times: Times) -> tuple[ReleasedCurve, ...]:
    """Every stratum with patients apart, in the tree's order; without an axis, everybody."""
    strata = {stratum.name: stratum for stratum in times.people.strata}
    if not times.people.axis:
        return (_exact_curve(times, EVERYBODY, tuple(strata)),)
    nobody = _nobody(times.people)
    order = (strata[name] for name in times.people.tree.leaves() if name not in nobody)
    return tuple(_exact_curve(times, one.name, (one.name,)) for one in order if one.lake_patients)


def _exact_curve(times: Times, label: str, strata: tuple[str, ...]) -> ReleasedCurve:
    rows = [one.rows for one in times.people.strata if one.name in strata]
    followed = sum(one.met for one in rows)
    return ReleasedCurve(
        maker=MAKER,
        label=label,
        strata=strata if times.people.axis else (),
        followed=followed,
        left_out=None if are_groups(times.people) else sum(one.not_met for one in rows),
        steps=tuple(day_steps(followed, _days(times, strata))),
    )
