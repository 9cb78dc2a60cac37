"""Definition and endpoint → the query of who left a curve when (docs/survival.md)."""

from __future__ import annotations

from collections.abc import Sequence

from tfrq.errors import DefinitionError, Fault
from tfrq.model import Definition, Levels, TimeToEvent
from tfrq.sql.following import follow, group, joins
from tfrq.sql.query import Compiler, Query
from tfrq.sql.render import SQL, fragment, joined, name, render
from tfrq.sql.strata import NOT_FOLLOWED, STRATUM, UNKNOWN

BETWEEN = " | "  # the levels of several groups in the name of a stratum


def compile_times(
    definition: Definition,
    outcome: TimeToEvent,
    *,
    axis: str = "",
    levels: Sequence[Levels] = (),
    landmark: int = 0,
) -> Query:
    """Who is followed and who left on which day after the origin: by an axis of counts, by groups,
    or ("", none) everybody in one stratum named "". One statement, whose rows are told apart by
    the column `part`; each has the columns of all, and those that are not its own are 0 or "".

    - people: per site and sex, the columns of template count_by. *Met* are the followed, *not met*
      those left out, *not assessable* everybody else with an index.
    - strata: the same per stratum, as template count_strata; none where the axis is "" or a place
      or the sex, of which `people` tell.
    - days: stratum, day, events, competing, censored; the days of a stratum ascending.

    `landmark`: the day after the origin up to which whoever has left is left out, and from which
    the others' times are counted; 0 is none. Raises DefinitionError where the definition has no
    index. Attempts have a curve for each number of attempt, so that none holds anybody twice:
    `each TFR attempt` is a Fault here.
    """
    compiler, groups = _compiled(definition, outcome, levels, landmark)
    index = definition.index
    if index is not None and index.kind == "each TFR attempt":
        raise Fault("there is a curve for each number of attempt, and none for all of them")
    if axis and levels:
        raise Fault("curves differ in an axis or in groups, not in both")
    _divide(compiler, axis, groups)
    on_curve, rows = name("on_curve"), [fragment("times_people"), fragment("times_days")]
    compiler.after[name("people")] = render("count_by", answers=on_curve)
    # Groups are of those on the curve; all others are in a stratum of their own.
    unknown = NOT_FOLLOWED if levels else UNKNOWN
    compiler.after[name("days")] = render("days", unknown=unknown)
    if groups or axis in STRATUM:
        compiler.after[name("strata")] = render("count_strata", answers=on_curve, unknown=unknown)
        rows.append(fragment("times_strata"))
    return compiler.query(render("times", parts=joined("\nUNION ALL\n", rows)))


def compile_subjects(
    definition: Definition,
    outcome: TimeToEvent,
    *,
    levels: Sequence[Levels] = (),
    landmark: int = 0,
) -> Query:
    """One row per subject of the cohort, in order of patients: patient_id, index_day, origin_day
    (NULL where there is no restart to count from), state (event, competing, censored, left out),
    time (days from the origin, or the landmark; NULL where left out), and level_1 … of `levels`.

    Raises DefinitionError where the definition has no index.
    """
    compiler, groups = _compiled(definition, outcome, levels, landmark)
    columns = [fragment("level_column", level=one, column=one) for one in groups]
    return compiler.query(render("subjects", columns=joined("", columns), joins=joins(groups)))


def _compiled(
    definition: Definition, outcome: TimeToEvent, levels: Sequence[Levels], landmark: int
) -> tuple[Compiler, list[SQL]]:
    """A query with the CTEs `on_curve` and those of the groups."""
    if definition.index is None:
        raise DefinitionError(
            "the definition has no index, so that there is no day to count times from",
            hint="give it one, such as 'first TFR attempt'",
        )
    also = (*outcome.every, *(one for each in levels for one in each.criteria))
    compiler = Compiler(definition, also)
    follow(compiler, outcome, landmark)
    return compiler, [group(compiler, each, place) for place, each in enumerate(levels, start=1)]


def _divide(compiler: Compiler, axis: str, groups: Sequence[SQL]) -> None:
    """The CTE `stratum`: in which curve each patient is."""
    if axis in STRATUM:
        STRATUM[axis](compiler.pieces)
    else:
        compiler.after[name("stratum")] = _stratum(axis, groups)


def _stratum(axis: str, groups: Sequence[SQL]) -> SQL:
    if groups:
        names = [fragment("evidence", criterion=one, part=name("level")) for one in groups]
        between = fragment("between_levels", between=BETWEEN)
        return render("stratum_levels", names=joined(between, names), joins=joins(groups))
    return render("stratum_place", place=name(axis)) if axis else render("stratum_all")
