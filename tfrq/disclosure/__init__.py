"""What may leave: a result goes in, a `Released` comes out, and nothing else makes one.

The rule is docs/release-rule.md and docs/release-guard.md, in blocks.py for blocks of strata and
in tables.py for whole counts; here are its front door, the rows and the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce

from tfrq.disclosure.blocks import Block, join
from tfrq.disclosure.curves import ReleasedCurve, ReleasedTimes, release_times
from tfrq.disclosure.released import MAKER, Released, check_exact
from tfrq.disclosure.tables import (
    WITHOUT_INDEX,
    Answers,
    answers_of,
    check,
    decided_by_text,
    grouped,
    leaf_of,
    without_population,
)
from tfrq.disclosure.words import NOT_FOR_RELEASE, TAKEN_ALONE, joined_note, without_patients
from tfrq.results import Count, Provenance

__all__ = [
    "Answers",
    "Released",
    "ReleasedCount",
    "ReleasedCurve",
    "ReleasedRow",
    "ReleasedTimes",
    "release",
    "release_times",
]


@dataclass(frozen=True)
class ReleasedRow(Released):
    """One block of strata ("DK+FI+NO"), or the total. None is hidden.

    `population` = met + not met + not assessable. `share`: met / population in per cent, one
    decimal; None where met is hidden or the population is 0.
    """

    label: str
    population: int | None
    met: int | None
    not_met: int | None
    not_assessable: int | None
    share: Decimal | None


@dataclass(frozen=True)
class ReleasedCount(Released):
    """A count that may leave, taken alone; with `not_for_release` the exact one, which may not.

    `rows`: one per block that the lake has patients in, in the tree's order; none without an
    axis. `total`: their sum.
    `answers`: the step of `release` that applied. `notes`: plain words, without patient numbers.
    """

    axis: str
    unit: str
    rows: tuple[ReleasedRow, ...]
    total: ReleasedRow
    answers: Answers
    notes: tuple[str, ...]
    not_for_release: bool
    provenance: Provenance


def release(count: Count, *, exact: bool = False) -> ReleasedCount:
    """What may leave of `count`, or all of it with `exact`.

    Raises PolicyError where exact numbers are asked for and the lake's policy refuses them.
    Source: docs/release-rule.md, docs/release-guard.md.
    """
    check(count)
    if exact:
        return _exact(count)
    answers, blocks = grouped(count)
    notes = _notes(count, answers, any(len(block.strata) > 1 for block in blocks))
    return _released(count, answers, blocks, notes)


def _exact(count: Count) -> ReleasedCount:
    check_exact(count.provenance.policy)
    leaves = {stratum.name: stratum for stratum in count.strata}
    strata = (leaf_of(count, leaves[name], Answers.ALL) for name in count.tree.leaves())
    notes = (NOT_FOR_RELEASE, *without_patients(count))
    return _released(count, Answers.ALL, tuple(strata), notes, not_for_release=True)


def _released(
    count: Count,
    answers: Answers,
    blocks: tuple[Block, ...],
    notes: tuple[str, ...],
    *,
    not_for_release: bool = False,
) -> ReleasedCount:
    # Strata without a patient in the lake stay in the tree; printed they would only be noise.
    # So would be a row of those without the index beside the years of the index.
    nobody = without_population(count)
    printed = [block for block in blocks if block.total and not nobody.issuperset(block.strata)]
    rows = [_row(block.label, block, answers, count) for block in printed]
    return ReleasedCount(
        maker=MAKER,
        axis=count.axis,
        unit=count.unit,
        rows=tuple(rows) if count.axis else (),
        total=_row("total", reduce(join, blocks), answers, count) if blocks else _hidden("total"),
        answers=answers,
        notes=notes,
        not_for_release=not_for_release,
        provenance=count.provenance,
    )


def _row(label: str, block: Block, step: Answers, count: Count) -> ReleasedRow:
    shown = dict(zip(answers_of(count, step), block.numbers, strict=True))
    shown.pop(WITHOUT_INDEX, None)
    population, met = sum(shown.values()), shown.get(("met",))
    return ReleasedRow(
        maker=MAKER,
        label=label,
        population=population,
        met=met,
        not_met=shown.get(("not_met",)),
        not_assessable=shown.get(("not_assessable",)),
        share=_share(met, population),
    )


def _hidden(label: str) -> ReleasedRow:
    return ReleasedRow(MAKER, label, None, None, None, None, None)


def _share(met: int | None, population: int) -> Decimal | None:
    if met is None or population == 0:
        return None
    return (Decimal(100 * met) / population).quantize(Decimal("0.1"), ROUND_HALF_UP)


_ATTEMPTS = "The numbers are attempts; whether they are small is judged on distinct patients."
_BY_TEXT = {
    "met": ("Everybody in this lake who is judged meets the definition, by its text alone.",),
    "not_met": ("Nobody in this lake can meet the definition, by its text alone.",),
}
_WITHHELD = {
    Answers.MET_AND_THE_REST: "Not met and not assessable are shown as one number",
    Answers.INDEX_ONLY: "Only how many have the index is shown",
    Answers.NOTHING: "No number is shown",
}


def _notes(count: Count, answers: Answers, joined: bool) -> tuple[str, ...]:
    """Plain words that say no more than the rows do: they follow from what is printed."""
    notes = [_ATTEMPTS] if count.unit == "attempts" else []
    if count.axis and joined:
        notes.append(joined_note(count))
    if answers in _WITHHELD:
        notes.append(
            f"{_WITHHELD[answers]}: more would show, or let a reader work out, a group of fewer"
            f" than {count.provenance.policy.min_cell} patients."
        )
    notes.extend(_BY_TEXT.get(decided_by_text(count), ()))
    return (*notes, *without_patients(count), TAKEN_ALONE)
