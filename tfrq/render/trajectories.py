"""Values of a marker over time as a sheet, and as bands to draw."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tfrq.render.counts import NOT_FOR_RELEASE, caption, provenance_head
from tfrq.render.sheet import HIDDEN, Cell, Column, Sheet

if TYPE_CHECKING:
    from tfrq.survival.trajectory import BandEstimate, Quartile, TrajectoryEstimate

COLUMNS = (
    Column("group", "group"),
    Column("start_month", "from month", "number"),
    Column("end_month", "to month", "number"),
    Column("number", "patients", "number"),
    Column("lower_quartile", "lower quartile", "measure"),
    Column("median", "median", "measure"),
    Column("upper_quartile", "upper quartile", "measure"),
)
ON_SCREEN = (*COLUMNS[:4], *(Column(one.name, one.heading) for one in COLUMNS[4:]))
UNDETECTABLE = "undetectable"
_DIGITS = 3  # of the ends of a range on a screen


def trajectory(estimate: TrajectoryEstimate) -> Sheet:
    """One row per group and band. In files a quartile that is known to a range only is hidden; on a
    screen the range stands in its place."""
    released = estimate.released
    rows = tuple(_row(band) for band in estimate.bands)
    sheet = Sheet(
        result="trajectory",
        columns=COLUMNS,
        rows=rows,
        head=_head(estimate),
        caption=caption(released.provenance, *_words(estimate)),
        marking=NOT_FOR_RELEASE if released.not_for_release else "",
    )
    is_response = _zero_is_undetectable(estimate)
    shown = tuple(_shown(band, is_response) for band in estimate.bands)
    on_screen = Sheet(
        result=sheet.result,
        columns=ON_SCREEN,
        rows=shown,
        caption=sheet.caption,
        marking=sheet.marking,
    )
    return Sheet(**{**vars(sheet), "on_screen": on_screen})


def _row(band: BandEstimate) -> tuple[Cell, ...]:
    return (*_whose(band), *(_cell(one, band) for one in _quartiles(band)))


def _whose(band: BandEstimate) -> tuple[Cell, ...]:
    number = band.released.number
    months = band.released.start_month, band.released.end_month
    return (band.released.group, *months, HIDDEN if number is None else number)


def _quartiles(band: BandEstimate) -> tuple[Quartile | None, ...]:
    return band.lower, band.median, band.upper


def _cell(found: Quartile | None, band: BandEstimate) -> Cell:
    if found is None:
        # Of nobody there is no quartile, and nothing is hidden by leaving it out.
        return HIDDEN if band.released.number is None else None
    return HIDDEN if found.value is None else found.value


def _shown(band: BandEstimate, is_response: bool) -> tuple[Cell, ...]:
    words = tuple(
        _cell(one, band) if one is None else _text(one, is_response) for one in _quartiles(band)
    )
    return (*_whose(band), *words)


def _text(found: Quartile, is_response: bool) -> str:
    """The value, or the range that it lies in."""
    if found.value is not None:
        return UNDETECTABLE if is_response and found.value == 0 else _plain(found.value)
    if found.high is None:
        return "*" if found.low == 0 else f"≥ {_plain(found.low)}"
    return f"{_plain(found.low)}–{_plain(found.high)}" if found.low else f"≤ {_plain(found.high)}"


def _plain(value: Decimal) -> str:
    """At most three digits that count, without an exponent."""
    rounded = round(value, _DIGITS - 1 - value.adjusted()) if value else value
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _zero_is_undetectable(estimate: TrajectoryEstimate) -> bool:
    from tfrq.survival.trajectory import RESPONSE

    return estimate.released.question.marker == RESPONSE


def _words(estimate: TrajectoryEstimate) -> Iterator[str]:
    """What has to be known to read the numbers."""
    question = estimate.released.question
    yield f"{question.marker} in {question.unit}"
    yield "months from the index, which is in the band that ends at 0"
    if question.outcome:
        yield f"event: {question.outcome} within {question.horizon}"
    yield from (f"{one.name}: {one.number} patients" for one in estimate.released.groups)
    yield from question.conventions


def _head(estimate: TrajectoryEstimate) -> dict[str, Any]:
    released = estimate.released
    return {
        "not_for_release": released.not_for_release,
        "marker": released.question.marker,
        "unit": released.question.unit,
        "endpoint": released.question.outcome,
        "horizon": released.question.horizon,
        "groups": [{"group": one.name, "patients": one.number} for one in released.groups],
        "conventions": list(released.question.conventions),
        "zero_is_undetectable": _zero_is_undetectable(estimate),
        "provenance": provenance_head(released.provenance),
        "notes": list(released.notes),
    }
