"""The tables and lines that stand under curves on a screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfrq.render.numbers import months_text, p_text
from tfrq.render.outcomes import compared, share_words
from tfrq.render.plot import letter
from tfrq.render.sheet import HIDDEN, Cell, Column, Sheet
from tfrq.render.traces import end_of, is_long
from tfrq.render.wrapping import cut

if TYPE_CHECKING:
    from tfrq.survival.estimates import (
        AtMonth,
        CurveEstimate,
        Limited,
        PublishedRate,
        Survival,
        TestResult,
    )

LONGEST_LABEL = 16  # columns
MEDIAN = "median, months (95 % limits)"
NO_STEP = "no step can be told"
RANGES = "a range: the month lies inside a step, and the curve between its ends"


def below(result: Survival) -> tuple[Sheet, ...]:
    """Estimates at the months asked for, then one row per curve, then the tests."""
    shown = any(curve.points for curve in result.curves)
    sheets = (
        _estimates(result) if shown or result.published else None,
        _curves(result) if result.curves else None,
        _tests(result) if result.tests else None,
    )
    return tuple(sheet for sheet in sheets if sheet and (sheet.rows or sheet.prose))


def tells_left_out(result: Survival) -> bool:
    """Whether it is a question of each curve how many are left out: of groups of the followed it
    is none."""
    return not result.released.of_followed


def test_line(test: TestResult, result: Survival) -> str:
    """A test in a line."""
    word = "degree" if test.degrees == 1 else "degrees"
    return (
        f"{test.name}: {p_text(test.p)}"
        f" (chi-square {test.statistic:.2f}, {test.degrees} {word} of freedom)"
        f"{compared(test, result)}"
    )


def _named(result: Survival, curve: CurveEstimate, again: bool = False) -> tuple[str, ...]:
    """What a curve is called in a table: the letter that it has in the plot, and once its label,
    which the plot has whole."""
    if not result.released.axis:
        return ()
    drawn = [one.released.label for one in result.curves if one.points]
    label = curve.released.label
    sign = letter(drawn.index(label)) if curve.points else " "
    return (f"{sign} {'' if again else cut(label, LONGEST_LABEL, '…')}".rstrip(),)


def limited(value: Limited | None) -> str:
    """An estimate and its limits in brackets, where there are some."""
    if value is None:
        return "–"
    text = f"{value.value:.1f}"
    if value.low is None and value.high is None:
        return text
    low, high = ("…" if one is None else f"{one:.1f}" for one in (value.low, value.high))
    return f"{text} ({low}–{high})"


def rates_of(result: Survival, curve: CurveEstimate, month: float) -> list[PublishedRate]:
    """What is published of a curve at a month: of the one that is called as the rate is, or of the
    only one."""
    alone = len(result.curves) == 1
    return [
        rate
        for rate in result.published
        if rate.month == month and (alone or rate.label == curve.released.label)
    ]


def _at(result: Survival) -> list[tuple[CurveEstimate, AtMonth]]:
    """The rows of estimates: the months that a curve comes to."""
    return [
        (curve, one) for curve in result.curves if curve.points for one in curve.at if _is_told(one)
    ]


def _is_told(one: AtMonth) -> bool:
    return one.share is not None or one.between is not None


def _estimates(result: Survival) -> Sheet:
    at = _at(result)
    beside = any(rates_of(result, curve, one.month) for curve, one in at)
    columns = (
        *((Column("curve", result.released.axis),) if result.released.axis else ()),
        Column("month", "month", "number"),
        Column("at_risk", "at risk", "number"),
        Column("events", "events so far", "number"),
        Column("share", f"{share_words(result.released.outcome)} % (95 % limits)", "measure"),
        *((Column("published", "published %", "measure"),) if beside else ()),
    )
    rows = tuple(
        _estimate(result, curve, one, beside, again=bool(place) and at[place - 1][0] is curve)
        for place, (curve, one) in enumerate(at)
    )
    lines = (
        *((RANGES,) if any(one.share is None for _, one in at) else ()),
        *_ends(result),
        *_apart(result),
    )
    if not rows:
        return Sheet("survival", (), (), prose=lines)
    return Sheet("survival", columns, rows, caption=lines)


def _estimate(
    result: Survival, curve: CurveEstimate, one: AtMonth, beside: bool, *, again: bool
) -> tuple[Cell, ...]:
    rates = "; ".join(map(_rate, rates_of(result, curve, one.month)))
    return (
        *_named(result, curve, again),
        f"{one.month:g}",
        one.at_risk,
        one.events,
        limited(one.share) if one.between is None else _range(one.between),
        *((rates or None,) if beside else ()),
    )


def _range(between: tuple[float, float]) -> str:
    low, high = (f"{share:.1f}".removesuffix(".0") for share in sorted(between))
    return low if low == high else f"{low}–{high}"


def _rate(rate: PublishedRate) -> str:
    text = f"{rate.percent:g}"
    if rate.low is None or rate.high is None:
        return text
    return f"{text} ({rate.low:g}–{rate.high:g})"


def _ends(result: Survival) -> Iterator[str]:
    """Which months have no row, since a curve ends before."""
    for curve in result.curves:
        after = [f"{one.month:g}" for one in curve.at if not _is_told(one)]
        if after and curve.points:
            of = f" of {curve.released.label}" if result.released.axis else ""
            end = months_text(end_of(curve, result.released.exact))
            yield f"The curve{of} ends at {end}, before {', '.join(after)}"


def _apart(result: Survival) -> Iterator[str]:
    """The published rates, in words: those in no row of the table with their numbers, and what
    has to be known of each."""
    placed = [rate for curve, one in _at(result) for rate in rates_of(result, curve, one.month)]
    notes: dict[tuple[str, str], list[PublishedRate]] = {}
    for rate in result.published:
        if rate not in placed:
            yield f"published{_of(rate)}: {_rate(rate)} % at {months_text(rate.month)}"
        if rate.note:
            notes.setdefault((_of(rate), rate.note), []).append(rate)
    for (of, note), rates in notes.items():
        *before, last = (rate.month for rate in rates)
        when = ", ".join((*(f"{month:.4g}" for month in before), months_text(last)))
        yield f"published{of} at {when}: {note}"


def _of(rate: PublishedRate) -> str:
    return f" of {rate.label}" if rate.label else ""


def _curves(result: Survival) -> Sheet:
    outcome = result.released.outcome
    left_out = tells_left_out(result)
    columns = (
        *((Column("curve", result.released.axis),) if result.released.axis else ()),
        Column("followed", "followed", "number"),
        *((Column("left_out", "left out", "number"),) if left_out else ()),
        Column("events", "events by its end" if _ends_early(result) else "events", "number"),
        *(() if outcome.competing else (Column("median", MEDIAN, "measure"),)),
        *((Column("mean", "restricted mean", "measure"),) if _means(result) else ()),
    )
    rows = tuple(_curve(result, curve) for curve in result.curves)
    return Sheet("survival", columns, rows, caption=tuple(_means(result)))


def _ends_early(result: Survival) -> bool:
    """Whether some are still at risk where a curve ends, whose events nobody is told."""
    steps = (curve.points[-1].step for curve in result.curves if curve.points)
    return any(step.remaining for step in steps)


def _means(result: Survival) -> list[str]:
    """Up to when means are restricted: for all curves at once where it is the same."""
    until: dict[float, list[str]] = {}
    for curve in result.curves:
        if curve.restricted_mean is not None and curve.mean_until is not None:
            until.setdefault(curve.mean_until, []).append(curve.released.label)
    return [
        f"restricted mean: months without the event, up to {months_text(month)}"
        + (f" for {', '.join(labels)}" if len(until) > 1 else "")
        for month, labels in sorted(until.items())
    ]


def _curve(result: Survival, curve: CurveEstimate) -> tuple[Cell, ...]:
    released, competing = curve.released, result.released.outcome.competing
    events: Cell = _no_step(curve) if competing and not curve.points else curve.events
    return (
        *_named(result, curve),
        HIDDEN if released.followed is None else released.followed,
        *((_left_out(released.left_out),) if tells_left_out(result) else ()),
        events,
        *(() if competing else (_median(curve, result.released.exact),)),
        *((limited(curve.restricted_mean),) if _means(result) else ()),
    )


def _left_out(number: int | None) -> Cell:
    return HIDDEN if number is None else number


def _no_step(curve: CurveEstimate) -> str | None:
    """What stands in place of the numbers of a curve without steps: of nobody there are none."""
    return None if curve.released.followed == 0 else NO_STEP


def _median(curve: CurveEstimate, exact: bool) -> str | None:
    """With its limits; of a long step its beginning and its end, between which it lies."""
    if not curve.points:
        return _no_step(curve)
    if curve.median is None:
        return f"not reached by {months_text(end_of(curve, exact))}"
    if curve.median_step is not None and is_long(curve.median_step):
        return "in {:g}–{:g}".format(*curve.median_step)
    return limited(curve.median)


def _tests(result: Survival) -> Sheet:
    lines = tuple(test_line(test, result) for test in result.tests)
    return Sheet("survival", (), (), prose=lines)
