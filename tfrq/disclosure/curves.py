"""Curves that may leave: which strata, and which steps of each. Rule: docs/release-curves.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tfrq.disclosure.released import Released
from tfrq.results import Outcome, Provenance, Step, Times


@dataclass(frozen=True)
class ReleasedCurve(Released):
    """One block of strata ("DK+FI+NO"), or everybody. `strata`: the names of those in it.

    `followed` are the subjects of the curve, `left_out` those of the cohort who are not followed;
    None is hidden. `steps` begin at day 0 and follow one another; after the last one nothing is
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

    `axis`: what the curves differ in, "" for one curve of everybody. `unit`: patients (by attempt,
    too: each patient has one attempt of a number). `exact`: whether steps are the days on which
    somebody left; else they end at whole months. `ordered`: whether the curves lie in an order
    that a trend can follow. `notes`: plain words, without patient numbers.
    """

    axis: str
    curves: tuple[ReleasedCurve, ...]
    outcome: Outcome
    ordered: bool
    exact: bool
    notes: tuple[str, ...]
    not_for_release: bool
    provenance: Provenance


def release_times(times: Sequence[Times], axis: str = "", *, exact: bool = False) -> ReleasedTimes:
    """What may leave of the curves by one axis, or all of it with `exact`. `times` is one for the
    strata of an axis, and one for each number of attempt by attempt, which are judged each alone.

    Raises PolicyError where exact curves are asked for and the lake's policy refuses them.
    Source: docs/release-curves.md.
    """
    raise NotImplementedError
