"""The releases of a lake, and the difference of two, as sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tfrq.render.counts import NOT_FOR_RELEASE
from tfrq.render.sheet import HIDDEN, Cell, Column, Sheet

if TYPE_CHECKING:
    from tfrq.disclosure.differences import ReleasedDifference, ReleasedLine
    from tfrq.lake import Releases

RELEASES = (
    Column("release", "release"),
    Column("in_force", "in force"),
    Column("created", "created"),
    Column("parent", "parent"),
    Column("data_cut", "data cut", "date"),
    Column("sites", "sites", "number"),
    Column("patients", "patients", "number"),
    Column("problem", "problem"),
)
DIFFERENCE = (
    Column("site", "site"),
    Column("table", "table"),
    Column("measure", "measure"),
    Column("unit", "unit"),
    Column("before", "before", "measure"),
    Column("after", "after", "measure"),
    Column("added", "added", "number"),
    Column("changed", "changed", "number"),
    Column("gone", "gone", "number"),
)
ON_SCREEN = ("site", "measure", "before", "after", "added", "changed", "gone")


def releases(listed: Releases) -> Sheet:
    """One row per release; on a screen those whose manifest is damaged under the others."""
    rows = tuple(
        (
            one.name,
            "yes" if one.in_force else "",
            one.created,
            one.parent or "",
            one.data_cut,
            one.sites,
            one.patients,
            one.problem,
        )
        for one in listed.entries
    )
    damaged = tuple(f"release {one.name}: {one.problem}" for one in listed.entries if one.problem)
    caption = (_lake(listed.lake, listed.synthetic), *damaged)
    sheet = Sheet(
        "releases",
        RELEASES,
        rows,
        head={"lake": listed.lake, "synthetic": listed.synthetic},
        caption=caption,
        prose=() if rows else ("no release yet",),
    )
    names = [column.name for column in RELEASES if column.name != "problem"]
    on_screen = sheet.only(names)
    # The day is enough for people, and the time would make the table too wide.
    days = tuple((*row[:2], str(row[2])[:10], *row[3:]) for row in on_screen.rows)
    return replace(sheet, on_screen=replace(on_screen, rows=days))


def difference(released: ReleasedDifference) -> Sheet:
    """One row per table and figure of each site that differs."""
    sheet = Sheet(
        "difference",
        DIFFERENCE,
        tuple(_row(line) for line in released.lines),
        head=_head(released),
        caption=tuple(_caption(released)),
        marking=NOT_FOR_RELEASE if released.not_for_release else "",
    )
    drawn = tuple(_row(line, line.site if first else "") for line, first in _with_first(released))
    # A figure has nothing added, changed or gone: nothing is drawn there.
    worded = tuple(
        (row[0], _worded(row[2], row[3]), *row[4:6], *("" if n is None else n for n in row[6:]))
        for row in drawn
    )
    nothing = () if drawn else ("no record of a patient differs",)
    on_screen = replace(sheet.only(ON_SCREEN), rows=worded, prose=nothing)
    return replace(sheet, on_screen=on_screen)


def _with_first(released: ReleasedDifference) -> Iterator[tuple[ReleasedLine, bool]]:
    """Each line, and whether it is the first of its site."""
    site = ""
    for line in released.lines:
        yield line, line.site != site
        site = line.site


def _worded(measure: Cell, unit: Cell) -> str:
    said = unit in ("", "year") or str(measure).endswith(str(unit))
    return str(measure) if said else f"{measure}, {unit}"


def _row(line: ReleasedLine, site: str | None = None) -> tuple[Cell, ...]:
    numbers = {
        "before": line.before,
        "after": line.after,
        "added": line.added,
        "changed": line.changed,
        "gone": line.gone,
    }
    shown = (HIDDEN if name in line.hidden else value for name, value in numbers.items())
    return (line.site if site is None else site, line.table, line.measure, line.unit, *shown)


def _caption(released: ReleasedDifference) -> Iterator[str]:
    lake = _lake(released.lake, released.synthetic)
    yield f"{lake} · release {released.before} → {released.after}"
    if released.unchanged:
        yield f"unchanged: {', '.join(released.unchanged)}"
    cuts = _moves({site: map(str, pair) for site, pair in released.data_cuts.items()})
    if cuts:
        yield f"data cut: {cuts}"
    mappings = _moves(released.mapping_versions)
    if mappings:
        yield f"mapping: {mappings}"


def _moves(pairs: Mapping[str, Iterable[str]]) -> str:
    told = (
        (site, *(side if side not in ("", "None") else "none" for side in pair))
        for site, pair in pairs.items()
    )
    return ", ".join(f"{site} {before} → {after}" for site, before, after in told)


def _head(released: ReleasedDifference) -> dict[str, Any]:
    policy = released.policy
    return {
        "not_for_release": released.not_for_release,
        "lake": released.lake,
        "synthetic": released.synthetic,
        "before": released.before,
        "after": released.after,
        "unchanged": list(released.unchanged),
        "data_cuts": {
            site: [day.isoformat() if day else None for day in pair]
            for site, pair in released.data_cuts.items()
        },
        "mapping_versions": {site: list(pair) for site, pair in released.mapping_versions.items()},
        "policy": {"min_cell": policy.min_cell, "members": policy.members, "exact": policy.exact},
        "notes": list(released.notes),
    }


def _lake(name: str, synthetic: bool) -> str:
    return f"SYNTHETIC data · lake {name}" if synthetic else f"lake {name}"
