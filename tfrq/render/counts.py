"""A released count as a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tfrq.render.sheet import HIDDEN, Cell, Column, Sheet

if TYPE_CHECKING:
    from tfrq.disclosure import ReleasedCount, ReleasedRow
    from tfrq.results import Provenance

NOT_FOR_RELEASE = "NOT FOR RELEASE"
SHARE = "share = met / population, not assessable included"
EVERYBODY = "all"  # the root of the trees of age, drug and the like
NUMBERS = (
    Column("population", "population", "number"),
    Column("met", "met", "number"),
    Column("not_met", "not met", "number"),
    Column("not_assessable", "not assessable", "number"),
    Column("share", "share %", "percent"),
)


def count(released: ReleasedCount) -> Sheet:
    """One row per block of strata, then the total. Without an axis the total alone."""
    axis = (Column(released.axis.replace("-", "_"), released.axis),) if released.axis else ()
    return Sheet(
        result="count",
        columns=(*axis, *NUMBERS),
        rows=tuple(_row(row, bool(axis)) for row in (*released.rows, released.total)),
        head=_head(released),
        caption=caption(released.provenance, SHARE, *_joined(released), *_hidden(released)),
        marking=NOT_FOR_RELEASE if released.not_for_release else "",
        last_is_total=bool(axis),
    )


def _joined(released: ReleasedCount) -> tuple[str, ...]:
    """What the row `all` is, where every stratum of an axis had to be joined."""
    is_joined = any(row.label == EVERYBODY for row in released.rows)
    return (f"{EVERYBODY} = every stratum of {released.axis} in one row",) if is_joined else ()


def _hidden(released: ReleasedCount) -> tuple[str, ...]:
    """What a hidden number means, where there is one."""
    rows = (*released.rows, released.total)
    if all(None not in (row.population, row.met, row.not_met, row.not_assessable) for row in rows):
        return ()
    least = released.provenance.policy.min_cell
    return (f"* = not shown, as it could tell of a group of fewer than {least} patients",)


def caption(provenance: Provenance, *more: str) -> tuple[str, ...]:
    """Where a result comes from in one line, and in another the conventions that took part and
    whatever else has to be known to read it."""
    parts = (
        "SYNTHETIC data" if provenance.synthetic else "",
        f"release {provenance.release}",
        f"data cut {provenance.data_cut or 'none'}",
        f"index {provenance.index}" if provenance.index else "no index",
        f"definition {provenance.definition_name} {provenance.definition_hash}".replace("  ", " "),
    )
    conventions = "; ".join(words.rstrip(".") for words in (*provenance.conventions, *more))
    return tuple(line for line in (" · ".join(part for part in parts if part), conventions) if line)


def _row(row: ReleasedRow, labelled: bool) -> tuple[Cell, ...]:
    numbers = (row.population, row.met, row.not_met, row.not_assessable)
    shown: list[Cell] = [HIDDEN if number is None else number for number in numbers]
    # A share of nobody is no number, but nothing is hidden by leaving it out.
    share: Cell = HIDDEN if row.share is None and row.met is None else row.share
    return (*((row.label,) if labelled else ()), *shown, share)


def _head(released: ReleasedCount) -> dict[str, Any]:
    return {
        "not_for_release": released.not_for_release,
        "unit": released.unit,
        "provenance": provenance_head(released.provenance),
        "notes": list(released.notes),
    }


def provenance_head(provenance: Provenance) -> dict[str, Any]:
    """Where a result comes from, as JSON and Parquet carry it."""
    policy = provenance.policy
    return {
        "tfrq_version": provenance.tfrq_version,
        "release": provenance.release,
        "synthetic": provenance.synthetic,
        "data_cut": provenance.data_cut,
        "index": provenance.index,
        "definition_name": provenance.definition_name,
        "definition_hash": provenance.definition_hash,
        "canonical": provenance.canonical,
        "conventions": list(provenance.conventions),
        "policy": {
            "min_cell": policy.min_cell,
            "members": policy.members,
            "exact": policy.exact,
        },
    }
