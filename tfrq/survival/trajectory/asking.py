"""Definition + lake → exact values over time; disclosure decides what leaves."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from tfrq import lake as lakes
from tfrq.cohort.counting import tabulated
from tfrq.disclosure.bands import OUTSIDE, Question, Scale, TimeBand, Trajectory, Values
from tfrq.lake import Lake
from tfrq.language.spelling import duration_text, unit_text
from tfrq.model import Definition, Duration
from tfrq.model.times import TimeToEvent
from tfrq.results import Count, Node
from tfrq.sql import compile_recorded
from tfrq.sql.trajectories import DayBand, Groups, Measure, TrajectoryQuery, compile_trajectory
from tfrq.survival.indexes import check_one_index
from tfrq.survival.trajectory import scales, time_bands
from tfrq.survival.trajectory.asked import Asked

EVENT, EVENT_FREE, NOT_KNOWN = "event", "event-free", "not known"
AXIS = "outcome"
# The declared comb of the groups: a rare outcome joins the other one, then who is not known.
_KNOWN = Node(f"{EVENT} or {EVENT_FREE}", (Node(EVENT), Node(EVENT_FREE)))
_COHORT = Node("any outcome", (_KNOWN, Node(NOT_KNOWN)))
TREE = Node("all", (_COHORT, Node(OUTSIDE)))


def trajectory(
    lake: Lake,
    definition: Definition,
    asked: Asked,
    outcome: TimeToEvent | None = None,
    horizon: Duration = time_bands.HORIZON,
    *,
    words: str = "",
    name: str = "",
) -> Trajectory:
    """The values of a marker in each band around the index, by outcome where there is one (`words`
    is its canonical text), else of the whole cohort.

    Raises UsageError where the definition has no index or one for each attempt, DataError for a
    damaged lake.
    """
    check_one_index(definition)
    groups = None
    if outcome is not None:
        groups = Groups(outcome, horizon.days, EVENT, EVENT_FREE, NOT_KNOWN, OUTSIDE)
    bands = tuple(time_bands.every())
    measure = Measure() if asked.is_response else Measure(asked.marker, asked.lake_unit)
    query = compile_trajectory(definition, measure, _day_bands(bands), groups)
    conventions = (*_conventions(asked, groups is not None), *_elsewhere(lake, asked))
    until = duration_text(horizon) if groups else ""
    return Trajectory(
        Question(asked.marker, unit_text(asked.unit), asked.factor, words, until, conventions),
        people=_people(lake, definition, query, name),
        scale=_scale(asked),
        bands=time_bands.BANDS,
        values=_values(lake, query, bands),
    )


def _scale(asked: Asked) -> Scale:
    if asked.is_response:
        return scales.of_response()
    return scales.of_marker(asked.marker, asked.lake_unit)


def _day_bands(bands: tuple[TimeBand, ...]) -> tuple[DayBand, ...]:
    return tuple(
        DayBand(number, time_bands.days(band.start_month), time_bands.days(band.end_month))
        for number, band in enumerate(bands)
    )


def _people(lake: Lake, definition: Definition, query: TrajectoryQuery, name: str) -> Count:
    of_sites = lakes.records(lake, query.people.sql, query.people.tables)
    if query.strata is None:
        return tabulated(lake, definition, "", of_sites, None, (), name=name)
    of_groups = lakes.records(lake, query.strata.sql, query.strata.tables)
    return tabulated(lake, definition, AXIS, of_sites, TREE, of_groups, name=name)


def _values(
    lake: Lake, query: TrajectoryQuery, bands: tuple[TimeBand, ...]
) -> dict[tuple[str, TimeBand], Values]:
    found: dict[tuple[str, TimeBand], dict[Decimal, int]] = defaultdict(dict)
    for row in lakes.records(lake, query.values.sql, query.values.tables):
        value, counted = _mean(row), found[row["stratum"], bands[row["band"]]]
        counted[value] = counted.get(value, 0) + row["patients"]
    return {key: tuple(sorted(counted.items())) for key, counted in found.items()}


def _mean(row: dict[str, Any]) -> Decimal:
    return Decimal(row["total"]) / int(row["results"])


def _conventions(asked: Asked, grouped: bool) -> tuple[str, ...]:
    of_day = "the highest, detected before undetected" if asked.is_response else "the mean"
    words = [
        "one value per patient and band, of the day nearest to the middle of the band; of several"
        f" of that day {of_day}",
        "values end at the restart after the index: under treatment they say nothing of remission",
    ]
    if asked.is_response:
        words.append("a bound (<0.0032) stands at its number; local scales are not used")
    if grouped:
        words.append("not known: left out, censored or another event by then")
    return tuple(words)


def _elsewhere(lake: Lake, asked: Asked) -> tuple[str, ...]:
    """That the lake has values of a marker that cannot be converted; not how many."""
    if asked.is_response:
        return ()
    query = compile_recorded("marker")
    recorded = lakes.run(lake, query.sql, query.tables)[1]
    units = sorted(unit for marker, unit in recorded if marker == asked.marker)
    if asked.lake_unit not in units:
        return (f"{asked.marker} is recorded nowhere in {unit_text(asked.unit)}",)
    others = [unit_text(unit) for unit in units if unit != asked.lake_unit]
    return (f"values in {' and '.join(others)} are left out",) if others else ()
