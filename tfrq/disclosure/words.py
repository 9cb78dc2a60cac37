"""What is said of every released result. Words follow from what is printed, and tell no number."""

from __future__ import annotations

from tfrq.results import Count

NOT_FOR_RELEASE = "NOT FOR RELEASE: exact numbers, small ones among them."
TAKEN_ALONE = (
    "Fit for release taken alone; beside another axis, a nested definition or another release of"
    " the lake it may tell more."
)


def joined_note(count: Count) -> str:
    """Why strata are printed together."""
    floor = f"at least {count.provenance.policy.min_cell} patients"
    return f"Strata are joined until every number is 0 or stands for {floor}."


def without_patients(count: Count) -> tuple[str, ...]:
    """Which strata the lake has no patients in, where every reader knows it."""
    empty = [stratum.name for stratum in count.strata if not stratum.lake_patients]
    if not count.axis or not count.public_totals or not empty:
        return ()
    return (f"No patients in the lake from: {', '.join(empty)}.",)
