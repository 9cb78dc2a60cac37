"""Definition and marker → the queries of values over bands of time around the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tfrq.errors import DefinitionError
from tfrq.model import Definition, Endpoint, Node, Response
from tfrq.model.times import AFTER_INDEX, TimeToEvent
from tfrq.sql.following import follow
from tfrq.sql.pieces import Pieces
from tfrq.sql.query import Compiler, Query
from tfrq.sql.render import SQL, name, render, rows
from tfrq.sql.strata import UNKNOWN

# Whoever asks for this wants the tests after the index read; whether it happened is not asked.
_LATER_TESTS = Endpoint("loss", Response("MR3"), AFTER_INDEX)


@dataclass(frozen=True)
class Measure:
    """What is measured: a marker in a unit of the lake; without one, BCR::ABL1."""

    marker: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Groups:
    """How it went on by `horizon`, in days from the origin of `outcome`; and what the groups are
    called: with the event by then, followed longer without it, neither is known, and `outside`
    for everybody who is not in the cohort."""

    outcome: TimeToEvent
    horizon: int
    event: str
    event_free: str
    not_known: str
    outside: str


@dataclass(frozen=True)
class DayBand:
    """A band of days from the index: `after` is the last day before it, `to` its last one."""

    number: int
    after: int
    to: int


@dataclass(frozen=True)
class TrajectoryQuery:
    """The statements of a question of values over time. `people`: the rows of template count_by.
    `strata`: those of count_strata by group, None where there are no groups. `values`: stratum (""
    without groups), band, total, results, patients: how many patients of the cohort have a value
    of total / results in that band."""

    people: Query
    strata: Query | None
    values: Query


def compile_trajectory(
    definition: Definition,
    measure: Measure,
    bands: Sequence[DayBand],
    groups: Groups | None = None,
) -> TrajectoryQuery:
    """One value of each patient of the cohort and each band: of the day nearest to the middle of
    the band, the earlier of two; the mean of that day, of BCR::ABL1 the highest (0: undetectable).

    Only values within the observation and, after the index, up to the first restart. Raises
    DefinitionError where the definition has no index, or one for each attempt.
    """
    _check(definition)
    later: tuple[Node, ...] = () if measure.marker else (_LATER_TESTS,)
    compiler = Compiler(definition, (*(groups.outcome.every if groups else ()), *later))
    values = _values(compiler.pieces, measure)
    days = tuple((band.number, band.after, band.to) for band in bands)
    nearest = compiler.pieces.add("trajectory_nearest", values=values, bands=rows(days))
    chosen = compiler.pieces.add("trajectory_day", nearest=nearest)
    compiler.after[name("stratum")] = _stratum(compiler, groups)
    answers = name("answer")
    return TrajectoryQuery(
        compiler.query(render("count_by", answers=answers)),
        compiler.query(render("count_strata", answers=answers, unknown=UNKNOWN))
        if groups
        else None,
        compiler.query(render("trajectory", days=chosen)),
    )


def _values(pieces: Pieces, measure: Measure) -> SQL:
    restart = pieces.restart(AFTER_INDEX)
    until = pieces.add("trajectory_until", restart=restart)
    if measure.marker:
        marker, unit = measure.marker, measure.unit
        return pieces.add("trajectory_marker", until=until, marker=marker, unit=unit)
    pieces.test()
    return pieces.add("trajectory_response", until=until)


def _stratum(compiler: Compiler, groups: Groups | None) -> SQL:
    if groups is None:
        return render("stratum_all")
    return render(
        "trajectory_group",
        followed=follow(compiler, groups.outcome, 0),
        horizon=groups.horizon,
        event=groups.event,
        event_free=groups.event_free,
        not_known=groups.not_known,
        outside=groups.outside,
    )


def _check(definition: Definition) -> None:
    index = definition.index
    if index is None:
        raise DefinitionError(
            "the definition has no index, so that there is no day to look around",
            hint="give it one, such as 'first TFR attempt'",
        )
    if index.kind == "each TFR attempt":
        raise DefinitionError(
            "values around each attempt of a patient would count the patient more than once",
            hint='take one attempt of each, as in --index "first TFR attempt"',
        )
