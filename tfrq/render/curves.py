"""Released curves and what is estimated of them, as a sheet: the whole curve in rows, and on a
screen a plot, estimates at the months that were asked for, and tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tfrq.render.counts import NOT_FOR_RELEASE, caption
from tfrq.render.curve_heads import head
from tfrq.render.curve_tables import below, tells_left_out
from tfrq.render.numbers import places
from tfrq.render.outcomes import months_from, share_column, title, what_is_drawn
from tfrq.render.sheet import Cell, Column, Sheet
from tfrq.render.step_plot import StepPlot
from tfrq.render.traces import DOTTED, has_long_steps, last_month, month_of, traces

if TYPE_CHECKING:
    from tfrq.survival.estimates import Point, Survival

MONTHS = (
    Column("start_month", "from month", "measure"),
    Column("end_month", "to month", "measure"),
)
DAYS = (Column("start_day", "from day", "number"), Column("end_day", "to day", "number"))
NUMBERS = (Column("at_risk", "at risk", "number"), Column("events", "events", "number"))
COMPETING = Column("competing", "competing", "number")
CENSORED = Column("censored", "censored", "number")
LIMITS = (Column("low", "low", "measure"), Column("high", "high", "measure"))
DRAWN_AT_ITS_END = "what happened within a step is drawn at its end"


def survival(result: Survival) -> Sheet:
    """One row per step of each curve; on a screen the curves drawn, and tables under them."""
    released = result.released
    marking = NOT_FOR_RELEASE if released.not_for_release else ""
    origin = caption(released.provenance, *released.outcome.conventions, *_signs(result))
    columns = _columns(result)
    return Sheet(
        result="survival",
        columns=columns,
        rows=_rows(result),
        head=head(result),
        caption=origin,
        marking=marking,
        on_screen=Sheet(
            "survival",
            (),
            (),
            marking=marking,
            prose=(title(released.outcome), *_plot(result)),
            below=below(result),
            caption=origin,
        ),
    )


def axis_column(axis: str) -> tuple[Column, ...]:
    """The column that says which curve a row is of; a criterion's text makes no name of one."""
    name = re.sub("[ -]", "_", axis)
    fixed = (*MONTHS, *DAYS, *NUMBERS, COMPETING, CENSORED, *LIMITS)
    is_name = re.fullmatch("[a-z][a-z0-9_]{0,30}", name) and name not in {
        column.name for column in fixed
    }
    return (Column(name if is_name else "group", axis),) if axis else ()


def _columns(result: Survival) -> tuple[Column, ...]:
    competing = result.released.outcome.competing
    name = share_column(result.released.outcome)
    return (
        *axis_column(result.released.axis),
        *MONTHS,
        *(DAYS if result.released.exact else ()),
        *NUMBERS,
        *((COMPETING,) if competing else ()),
        CENSORED,
        Column(name, what_is_drawn(result.released.outcome), "measure"),
        *LIMITS,
    )


def _rows(result: Survival) -> tuple[tuple[Cell, ...], ...]:
    named = (lambda label: (label,)) if result.released.axis else (lambda label: ())
    return tuple(
        (*named(curve.released.label), *_row(point, result))
        for curve in result.curves
        for point in curve.points
    )


def _row(point: Point, result: Survival) -> tuple[Cell, ...]:
    step, exact = point.step, result.released.exact
    return (
        *(places(month_of(day, exact), 2) for day in (step.start, step.end)),
        *((step.start, step.end) if exact else ()),
        step.at_risk,
        step.events,
        *((step.competing,) if result.released.outcome.competing else ()),
        step.censored,
        *(places(one, 2) for one in (point.share.value, point.share.low, point.share.high)),
    )


def _plot(result: Survival) -> tuple[StepPlot | str, ...]:
    drawn = traces(result)
    if not drawn:
        return ("", "There is no curve that can be shown.")
    rates = tuple((rate.month, rate.percent) for rate in result.published)
    months = months_from(result.released.outcome)
    return "", StepPlot(drawn, last_month(result), months, result.released.axis, rates)


def _signs(result: Survival) -> tuple[str, ...]:
    """What the drawing and its signs mean, where they are there."""
    released, drawn = result.released, traces(result)
    hidden = any(
        one.followed is None or (one.left_out is None and tells_left_out(result))
        for one in released.curves
    )
    least = released.provenance.policy.min_cell
    return (
        *((DRAWN_AT_ITS_END,) if drawn and not released.exact else ()),
        *((DOTTED,) if has_long_steps(drawn) else ()),
        *(
            (f"* = not shown, as it could tell of a group of fewer than {least} patients",)
            if hidden
            else ()
        ),
    )
