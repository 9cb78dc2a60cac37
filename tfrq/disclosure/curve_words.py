"""What is said of released curves, in plain words that tell no number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tfrq.disclosure.tables import are_groups
from tfrq.disclosure.words import NOT_FOR_RELEASE, TAKEN_ALONE, joined_note, without_patients
from tfrq.results import Times

if TYPE_CHECKING:
    from tfrq.disclosure.curves import ReleasedCurve


def exact_notes(times: Sequence[Times]) -> tuple[str, ...]:
    return (NOT_FOR_RELEASE, *without_patients(times[0].people))


def notes_of(times: Sequence[Times], curves: Sequence[ReleasedCurve]) -> tuple[str, ...]:
    """Plain words that say no more than the curves do: they follow from what is told."""
    count = times[0].people
    few = f"a group of fewer than {count.provenance.policy.min_cell} patients"
    told = [curve for curve in curves if curve.followed is not None]
    notes = [joined_note(count)] if any(len(curve.strata) > 1 for curve in curves) else []
    if len(told) < len(curves) or not curves:
        hidden = ", ".join(curve.label for curve in curves if curve.followed is None)
        notes.append(f"{_of(hidden)}: any could let a reader work out {few}.")
    if are_groups(count):
        notes.append("Groups are of those followed; how many are left out is told without groups.")
    elif any(curve.left_out is None for curve in told):
        notes.append(f"How many are left out is not shown: it could let a reader work out {few}.")
    notes.extend(_ends(told, count.provenance.policy.min_cell))
    return (*notes, *without_patients(count), TAKEN_ALONE)


def _of(labels: str) -> str:
    return f"No number is shown of {labels}" if labels else "No number is shown"


def _ends(told: Sequence[ReleasedCurve], min_cell: int) -> Iterator[str]:
    """How steps are made, and why curves end before the last one has left."""
    if any(curve.steps for curve in told):
        yield (
            "Steps are whole months, joined until each holds 0 or at least"
            f" {min_cell} patients of each kind: with the event, with what competes with it,"
            " censored."
        )
    if any(
        curve.followed and not (curve.steps and not curve.steps[-1].remaining) for curve in told
    ):
        yield (
            f"A curve ends where fewer than {2 * min_cell} would be at risk, or where no further"
            " step can be told; nothing is shown of those still at risk then."
        )
    without = [curve.label for curve in told if curve.followed and not curve.steps]
    if without:
        yield f"No step can be told of: {', '.join(without)}."
