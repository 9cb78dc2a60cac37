"""Cohort and endpoint → exact times (semantics §8); disclosure decides what leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tfrq import cohort, language, sql
from tfrq import lake as lakes
from tfrq.cohort import axes
from tfrq.errors import Fault
from tfrq.lake import Lake
from tfrq.model import Definition, Duration, Levels, TimeToEvent
from tfrq.results import Count, Day, Outcome, Times
from tfrq.survival import groups


def times(
    lake: Lake,
    definition: Definition,
    outcome: TimeToEvent,
    *,
    axis: str = "",
    levels: Sequence[Levels] = (),
    landmark: Duration | None = None,
    ordered: bool = False,
    name: str = "",
) -> Times:
    """Who left the curve on which day, and why, in each stratum of an axis of counts, or of groups
    by levels (several: of every combination), or of the whole cohort.

    Raises UsageError for an unknown axis, DataError for a damaged or inconsistent lake.
    """
    if axis in axes.AXES:
        axes.check(definition, axis)
    days = landmark.days if landmark else 0
    # A count of everybody is guarded by sites, so its strata are sites.
    of = axis or ("" if levels else "site")
    query = sql.compile_times(definition, outcome, axis=of, levels=levels, landmark=days)
    rows = _by_part(lakes.records(lake, query.sql, query.tables))
    people = cohort.tabulated(
        lake,
        definition,
        axis or ("group" if levels else ""),
        rows["people"],
        groups.tree(levels) if levels else axes.tree(lake, axis) if axis in axes.AXES else None,
        rows["strata"],
        name=name,
        followed=True,
    )
    if levels:
        people = replace(people, strata=tuple(map(groups.known_of, people.strata)))
    return Times(
        people=people,
        days=_days(people, rows["days"]),
        outcome=told(outcome, days),
        ordered=ordered,
    )


def told(outcome: TimeToEvent, landmark: int) -> Outcome:
    """What was waited for, in words."""
    return Outcome(
        text=language.canonical_endpoint(outcome),
        conventions=language.endpoint_conventions(outcome),
        competing=bool(outcome.competing),
        origin="restart" if outcome.from_restart else "index",
        landmark=landmark,
    )


def _by_part(rows: axes.Rows) -> dict[str, list[Mapping[str, Any]]]:
    """The parts of the query's answer: people by site and sex, by stratum, and days."""
    parts: dict[str, list[Mapping[str, Any]]] = {"people": [], "strata": [], "days": []}
    for row in rows:
        parts[row["part"]].append(row)
    return parts


def _days(people: Count, rows: axes.Rows) -> tuple[tuple[Day, ...], ...]:
    """The days of each stratum, in the order of the count's."""
    days: dict[str, list[Day]] = {stratum.name: [] for stratum in people.strata}
    for row in rows:
        if row["stratum"] not in days:
            raise Fault(f"there are times in '{row['stratum']}', which is no stratum")
        numbers = (row["events"], row["competing"], row["censored"])
        days[row["stratum"]].append(Day(row["day"], *map(int, numbers)))
    return tuple(tuple(of) for of in days.values())
