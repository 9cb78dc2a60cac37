"""The tables and lines that stand under curves on a screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfrq.render.plot import letter
from tfrq.render.sheet import HIDDEN, Cell, Column, Sheet
from tfrq.render.traces import SHORT, month_of
from tfrq.render.wrapping import cut

if TYPE_CHECKING:
    from tfrq.results import Outcome
    from tfrq.survival.estimates import (
        AtMonth,
        CurveEstimate,
        Limited,
        PublishedRate,
        Survival,
        TestResult,
    )

LONGEST_LABEL = 16  # columns
NOT_REACHED = "not reached"


def below(result: Survival) -> tuple[Sheet, ...]:
    """Estimates at the months asked for, then one row per curve, then the tests."""
    shown = any(curve.points for curve in result.curves)
    sheets = (
        _estimates(result) if shown or result.published else None,
        _curves(result) if result.curves else None,
        _tests(result) if result.tests else None,
    )
    return tuple(sheet for sheet in sheets if sheet and (sheet.rows or sheet.prose))


def p_text(p: float) -> str:
    """As journals print it."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def test_line(test: TestResult) -> str:
    """A test in a line."""
    word = "degree" if test.degrees == 1 else "degrees"
    return (
        f"{test.name}: {p_text(test.p)}"
        f" (chi-square {test.statistic:.2f}, {test.degrees} {word} of freedom)"
    )


def _named(result: Survival, number: int, again: bool = False) -> tuple[str, ...]:
    """What a curve is called in a table: its letter, and once its label; the plot has it whole."""
    if not result.released.axis:
        return ()
    label = "" if again else cut(result.curves[number].released.label, LONGEST_LABEL, "…")
    return (f"{letter(number)} {label}".rstrip(),)


def limited(value: Limited | None, decimals: int = 1) -> str:
    """An estimate and its limits in brackets, where there are some."""
    if value is None:
        return "–"
    text = f"{value.value:.{decimals}f}"
    if value.low is None and value.high is None:
        return text
    low, high = ("…" if one is None else f"{one:.{decimals}f}" for one in (value.low, value.high))
    return f"{text} ({low}–{high})"


def rates_of(result: Survival, number: int, month: float) -> list[PublishedRate]:
    """What is published of a curve at a month: of the one that is called as the rate is, or of the
    only one."""
    label = result.curves[number].released.label
    alone = len(result.curves) == 1
    return [
        rate for rate in result.published if rate.month == month and (alone or rate.label == label)
    ]


def _estimates(result: Survival) -> Sheet:
    outcome = result.released.outcome
    beside = any(
        rates_of(result, number, one.month)
        for number, curve in enumerate(result.curves)
        for one in curve.at
    )
    columns = (
        *((Column("curve", result.released.axis),) if result.released.axis else ()),
        Column("month", "month", "number"),
        Column("at_risk", "at risk", "number"),
        Column("events", "events so far", "number"),
        Column("share", f"{_word(outcome)} % (95 % limits)", "measure"),
        *((Column("published", "published %", "measure"),) if beside else ()),
    )
    rows = tuple(
        _estimate(result, number, one, beside)
        for number, curve in enumerate(result.curves)
        for one in curve.at
        if curve.points
    )
    return Sheet("survival", columns, rows, caption=(*_unknown(result), *_apart(result)))


def _word(outcome: Outcome) -> str:
    return "cumulative incidence" if outcome.competing else "event-free"


def _estimate(result: Survival, number: int, one: AtMonth, beside: bool) -> tuple[Cell, ...]:
    rates = "; ".join(map(_rate, rates_of(result, number, one.month)))
    return (
        *_named(result, number, again=one is not result.curves[number].at[0]),
        f"{one.month:g}",
        one.at_risk,
        one.events,
        limited(one.share),
        *((rates or None,) if beside else ()),
    )


def _rate(rate: PublishedRate) -> str:
    text = f"{rate.percent:g}"
    if rate.low is None or rate.high is None:
        return text
    return f"{text} ({rate.low:g}–{rate.high:g})"


def _unknown(result: Survival) -> Iterator[str]:
    """Why there is no estimate at a month: a line for each inside of a step, and one for all of
    those after the end of a curve."""
    for curve in result.curves:
        of = f" of {curve.released.label}" if result.released.axis else ""
        for one in curve.at:
            if one.between is not None:
                yield _inside(result, curve, one, of)
        after = [f"{one.month:g}" for one in curve.at if one.share is None and not one.between]
        if after and curve.points:
            end = month_of(curve.points[-1].step.end, result.released.exact)
            yield f"The curve{of} ends at {end:.4g} months, before {', '.join(after)}"


def _inside(result: Survival, curve: CurveEstimate, one: AtMonth, of: str) -> str:
    assert one.between is not None
    spans = ((month_of(p.step.start, False), month_of(p.step.end, False)) for p in curve.points)
    start, end = next((span for span in spans if span[0] < one.month < span[1]), (0, 0))
    low, high = sorted(one.between)
    return (
        f"{one.month:g} months lies inside the step {start:g}–{end:g}{of}:"
        f" between {low:.1f} and {high:.1f} %"
    )


def _apart(result: Survival) -> Iterator[str]:
    """The published rates, in words: those in no row of the table with their numbers, and what
    has to be known of each."""
    placed = [
        rate
        for number, curve in enumerate(result.curves)
        for one in curve.at
        if curve.points
        for rate in rates_of(result, number, one.month)
    ]
    notes: dict[tuple[str, str], list[str]] = {}
    for rate in result.published:
        when = f"{rate.month:.4g}"
        if rate not in placed:
            yield f"published{_of(rate)}: {_rate(rate)} % at {when} months"
        if rate.note:
            notes.setdefault((_of(rate), rate.note), []).append(when)
    for (of, note), months in notes.items():
        yield f"published{of} at {', '.join(months)} months: {note}"


def _of(rate: PublishedRate) -> str:
    return f" of {rate.label}" if rate.label else ""


def _curves(result: Survival) -> Sheet:
    outcome = result.released.outcome
    columns = (
        *((Column("curve", result.released.axis),) if result.released.axis else ()),
        Column("followed", "followed", "number"),
        Column("left_out", "left out", "number"),
        Column("events", "events", "number"),
        *(() if outcome.competing else (Column("median", "median (95 % limits)", "measure"),)),
        *((Column("mean", "restricted mean", "measure"),) if _means(result) else ()),
    )
    rows = tuple(_curve(result, number) for number in range(len(result.curves)))
    return Sheet("survival", columns, rows, caption=tuple(_means(result)))


def _means(result: Survival) -> list[str]:
    """Up to when means are restricted: for all curves at once where it is the same."""
    until: dict[float, list[str]] = {}
    for curve in result.curves:
        if curve.restricted_mean is not None and curve.mean_until is not None:
            until.setdefault(curve.mean_until, []).append(curve.released.label)
    return [
        f"restricted mean: months without the event, up to {month:.4g} months"
        + (f" for {', '.join(labels)}" if len(until) > 1 else "")
        for month, labels in sorted(until.items())
    ]


def _curve(result: Survival, number: int) -> tuple[Cell, ...]:
    curve = result.curves[number]
    released = curve.released
    median = _median(curve) if curve.median or not curve.points else NOT_REACHED
    return (
        *_named(result, number),
        HIDDEN if released.followed is None else released.followed,
        HIDDEN if released.left_out is None else released.left_out,
        sum(point.step.events for point in curve.points) if curve.points else None,
        *(() if result.released.outcome.competing else (median,)),
        *((limited(curve.restricted_mean),) if _means(result) else ()),
    )


def _median(curve: CurveEstimate) -> str:
    """With its limits; of a long step its beginning and its end, between which it lies."""
    start, end = curve.median_step or (0.0, 0.0)
    return f"{start:g} to {end:g}" if end - start > SHORT else limited(curve.median)


def _tests(result: Survival) -> Sheet:
    drawn = tuple(curve.released.label for curve in result.curves if curve.points)
    lines = (
        test_line(test) + ("" if test.curves == drawn else f" of {', '.join(test.curves)}")
        for test in result.tests
    )
    return Sheet("survival", (), (), prose=tuple(lines))
