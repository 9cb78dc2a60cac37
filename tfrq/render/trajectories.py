"""Values of a marker over time as a sheet, and as bands to draw."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tfrq.render.bands import Band, BandPlot
from tfrq.render.counts import NOT_FOR_RELEASE, caption, provenance_head
from tfrq.render.sheet import HIDDEN, Cell, Column, Sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from tfrq.survival.trajectory import BandEstimate, Quartile, TrajectoryEstimate

COLUMNS = (
    Column("group", "group"),
    Column("start_month", "from month", "number"),
    Column("end_month", "to month", "number"),
    Column("number", "patients", "number"),
    Column("lower_quartile", "lower quartile", "measure"),
    Column("median", "median", "measure"),
    Column("upper_quartile", "upper quartile", "measure"),
    Column("median_low", "median from", "measure"),
    Column("median_high", "median to", "measure"),
)
ON_SCREEN = (*COLUMNS[:4], *(Column(one.name, one.heading) for one in COLUMNS[4:7]))
UNDETECTABLE = "undetectable"
NOT_TOLD = "not told"
_DIGITS = 3  # of the ends of a range on a screen


def trajectory(estimate: TrajectoryEstimate) -> Sheet:
    """One row per group and band. On a screen the bands drawn, and under them a table of those that
    anybody has a value in; there a range stands in place of a quartile of which no more is known.
    A file has no value then, and of every median the range that it lies in."""
    released = estimate.released
    marking = NOT_FOR_RELEASE if released.not_for_release else ""
    origin = caption(released.provenance, *_words(estimate))
    return Sheet(
        result="trajectory",
        columns=COLUMNS,
        rows=tuple(_row(band) for band in estimate.bands),
        head=_head(estimate),
        caption=origin,
        marking=marking,
        on_screen=Sheet(
            "trajectory",
            (),
            (),
            marking=marking,
            prose=_drawn(estimate),
            below=(_table(estimate),),
            caption=origin,
        ),
    )


def figure(estimate: TrajectoryEstimate) -> Figure:
    """Medians and quartiles as a figure for a paper. Raises UsageError where matplotlib is not
    installed."""
    from tfrq.render import band_figure

    released = estimate.released
    question = released.question
    foot = (f"Event: {question.outcome} within {question.horizon}.",) if question.outcome else ()
    return band_figure.figure(
        _bands(estimate),
        released.provenance,
        title=_title(estimate),
        log=_is_response(estimate),
        undetectable=_is_response(estimate),
        not_for_release=released.not_for_release,
        foot=foot,
    )


def _drawn(estimate: TrajectoryEstimate) -> tuple[str | BandPlot, ...]:
    bands = _bands(estimate)
    if all(band.middle is None for band in bands):
        return (_title(estimate), "", "There is no median that can be shown.")
    is_response = _is_response(estimate)
    return (BandPlot(bands, _title(estimate), log=is_response, undetectable=is_response),)


def _title(estimate: TrajectoryEstimate) -> str:
    question = estimate.released.question
    return f"{question.marker}, {question.unit}"


def _bands(estimate: TrajectoryEstimate) -> tuple[Band, ...]:
    """What is drawn: bands that anybody has a value in, as far as they are told."""
    return tuple(_drawable(one) for one in estimate.bands if one.released.number != 0)


def _drawable(band: BandEstimate) -> Band:
    of = band.released
    lower, middle, upper = _quartiles(band)
    low, is_below = _end(lower, lower.high if lower else None)
    high, is_above = _end(upper, upper.low if upper else None)
    values = (low, _end(middle, None)[0], high)
    months = (of.start_month, of.end_month)
    return Band(*months, of.group, *values, of.number, is_below, is_above)


def _end(found: Quartile | None, bound: Decimal | None) -> tuple[float | None, bool]:
    """A quartile, or where there is no more the bound that it lies beyond."""
    if found is not None and found.value is not None:
        return float(found.value), False
    return (None, False) if bound is None else (float(bound), True)


def _table(estimate: TrajectoryEstimate) -> Sheet:
    is_response = _is_response(estimate)
    told = (band for band in estimate.bands if band.released.number != 0)
    return Sheet("trajectory", ON_SCREEN, tuple(_shown(band, is_response) for band in told))


def _row(band: BandEstimate) -> tuple[Cell, ...]:
    quartiles = (_cell(one, band) for one in _quartiles(band))
    found = band.median
    hidden = HIDDEN if band.released.number is None else None
    between = (hidden, hidden) if found is None else (found.low, found.high)
    return (*_whose(band), *quartiles, *between)


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
    return found.value


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
        return NOT_TOLD if found.low == 0 else f"≥ {_plain(found.low)}"
    return f"{_plain(found.low)}–{_plain(found.high)}" if found.low else f"≤ {_plain(found.high)}"


def _plain(value: Decimal) -> str:
    """At most three digits that count, without an exponent."""
    rounded = round(value, _DIGITS - 1 - value.adjusted()) if value else value
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _is_response(estimate: TrajectoryEstimate) -> bool:
    """Whether it is BCR::ABL1, whose 0 is undetectable, on a logarithmic scale."""
    from tfrq.survival.trajectory import RESPONSE

    return estimate.released.question.marker == RESPONSE


def _words(estimate: TrajectoryEstimate) -> Iterator[str]:
    """What has to be known to read the numbers."""
    question = estimate.released.question
    yield f"{question.marker} in {question.unit}"
    if any(band.released.number == 0 for band in estimate.bands):
        yield "a band that nobody has a value in has no row on a screen"
    yield "months from the index, which is in the band that ends at 0"
    if question.outcome:
        yield f"event: {question.outcome} within {question.horizon}"
    yield from (f"{one.name}: {one.number} patients" for one in estimate.released.groups)
    if any(band.is_below or band.is_above for band in _bands(estimate) if band.middle is not None):
        yield "↑ ↓ = the quartile lies there or beyond"
    least = estimate.released.provenance.policy.min_cell
    if any(band.released.number is None for band in estimate.bands):
        yield f"* = not shown, as it could tell of a group of fewer than {least} patients"
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
        "zero_is_undetectable": _is_response(estimate),
        "provenance": provenance_head(released.provenance),
        "notes": list(released.notes),
    }
