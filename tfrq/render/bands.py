"""Medians and quartiles over bands of time, by group: as lines of a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10

from tfrq.render.formats import Style
from tfrq.render.plot import Axis, Canvas, letter, painted
from tfrq.render.sheet import Drawing
from tfrq.render.terminal import shown

WIDTH, NARROWEST, WIDEST = 80, 40, 120  # columns
ROWS = 15
UNDETECTABLE = "undetectable"
TICKS = 4  # on a linear scale, about
HIDDEN = "*"
ARROWS = {False: ("↑", "↓"), True: ("^", "v")}  # a quartile that is known as a bound only


@dataclass(frozen=True)
class Band:
    """A group's values from `start_month` to `end_month`: quartiles `low` and `high`, median
    `middle`, of `number` patients. None: not shown, or there is none. Zero (or less) on a log
    scale means undetectable. `is_below`, `is_above`: the lower quartile is somewhere at `low` or
    below, the upper one somewhere at `high` or above; no more is told."""

    start_month: float
    end_month: float
    group: str
    low: float | None
    middle: float | None
    high: float | None
    number: int | None
    is_below: bool = False
    is_above: bool = False

    @property
    def month(self) -> float:
        """Its middle."""
        return (self.start_month + self.end_month) / 2


@dataclass(frozen=True)
class Values:
    """The axis of values: round ticks around all of them, on a linear scale from 0 or a log scale.
    With `undetectable` a place of its own is under the least tick."""

    ticks: tuple[float, ...]
    log: bool
    undetectable: bool

    @classmethod
    def of(cls, bands: Sequence[Band], *, log: bool, undetectable: bool) -> Values:
        """The axis for these."""
        values = [one for band in bands for one in (band.low, band.middle, band.high)]
        known = [one for one in values if one is not None and (one > 0 or not log)]
        ticks = _decades(known) if log else _round(known)
        below = any(one is not None and one <= 0 for one in values)
        return cls(ticks, log, log and (undetectable or below))

    def share(self, value: float) -> float:
        """From 0 at the top tick to 1 at the last; more where it is undetectable."""
        if self.log and value <= 0:
            return 1.0 + self.step
        low, high = self.ticks[0], self.ticks[-1]
        if self.log:
            low, high, value = log10(low), log10(high), log10(min(max(value, low), high))
        return (high - value) / (high - low)

    @property
    def step(self) -> float:
        """How far below the last tick the undetectable stand, as a share of the others."""
        return 0.15 if self.undetectable else 0.0

    def down(self, value: float) -> float:
        """The share of the whole height at which a value stands, from the top."""
        return self.share(value) / (1.0 + self.step)


def _decades(values: Sequence[float]) -> tuple[float, ...]:
    first = floor(log10(min(values, default=0.1)))
    last = -floor(-log10(max(values, default=1.0)))
    return tuple(10.0**power for power in range(first, max(last, first + 1) + 1))


def _round(values: Sequence[float]) -> tuple[float, ...]:
    """Multiples of 1, 2 or 5 times a power of ten from 0 (or below) to above all values."""
    low, high = min([0.0, *values]), max([*values, _top(values)])
    power = 10.0 ** floor(log10((high - low) / TICKS))
    step = next(n * power for n in (1, 2, 5, 10) if (high - low) / (n * power) <= TICKS)
    first, last = floor(low / step), -floor(-high / step)
    return tuple(round(number * step, 10) for number in range(first, last + 1))


def _top(values: Sequence[float]) -> float:
    """A top for the axis where all values are 0."""
    return 0.0 if any(values) else 1.0


@dataclass(frozen=True)
class BandPlot(Drawing):
    """On a screen: the letter of a group at its median, a line from quartile to quartile, and the
    numbers of patients under the bands. `title`: the marker and its unit; `months`: what the axis
    of months is called."""

    bands: tuple[Band, ...]
    title: str
    months: str = "months from the index"
    log: bool = False
    undetectable: bool = False

    def lines(self, style: Style) -> Sequence[str]:
        """The plot, its axis, the legend and the numbers."""
        values = Values.of(self.bands, log=self.log, undetectable=self.undetectable)
        labels = self._labels(values)
        margin = max(map(len, labels.values()), default=0) + 2
        widest = max((len(number_of(band)) for band in self.bands), default=1)
        width = min(max(style.width or WIDTH, NARROWEST), WIDEST)
        first, last = span_of(self.bands)
        axis = Axis(first, last, width - margin - 2, max(widest, 4))
        return [
            shown(self.title, style),
            *self._plot(values, labels, axis, margin, style),
            " " * (margin - 1) + ("+" if style.ascii else "└") + axis.rule(style.ascii),
            axis.under([f"{month:g}" for month in axis.ticks], margin),
            " " * margin + shown(self.months, style),
            *self._numbers(axis, margin, style),
        ]

    def _labels(self, values: Values) -> dict[int, str]:
        """The ticks by their row."""
        canvas = Canvas(1, ROWS)
        found = {_row(canvas, values, tick): f"{tick:g}" for tick in values.ticks}
        return {**found, **({ROWS - 1: UNDETECTABLE} if values.undetectable else {})}

    def _plot(
        self, values: Values, labels: dict[int, str], axis: Axis, margin: int, style: Style
    ) -> Iterator[str]:
        canvas = Canvas(axis.columns, ROWS, style.ascii)
        names = groups(self.bands)
        for band in self.bands:
            if band.middle is not None:
                _mark(canvas, values, band, names.index(band.group), axis, len(names))
        edge, tick = "|+" if style.ascii else "│┤"
        for row, line in enumerate(canvas.lines(style.color)):
            label = labels.get(row, "")
            yield f"{label:>{margin - 2}} {tick if label else edge}{line}"

    def _numbers(self, axis: Axis, margin: int, style: Style) -> Iterator[str]:
        """A line per group: its letter, how many in each band, and below what letters mean."""
        names = groups(self.bands)
        yield from ("", "patients")
        for line, name in enumerate(names):
            written = letter(line)
            for band in (one for one in self.bands if one.group == name):
                text = number_of(band)
                start = max(margin + axis.column(band.month) - len(text) // 2, len(written) + 1)
                written = f"{written:<{start}}{text}"
            yield painted(letter(line), line, style.color) + written[1:]
        yield ""
        for line, name in enumerate(names):
            yield f"{painted(letter(line), line, style.color)} {shown(name, style)}".rstrip()


def groups(bands: Sequence[Band]) -> list[str]:
    """The names of the groups that have something to draw, in order."""
    return list(dict.fromkeys(band.group for band in bands if band.middle is not None))


def span_of(bands: Sequence[Band]) -> tuple[float, float]:
    """The first and the last month."""
    first = min((band.start_month for band in bands), default=0.0)
    last = max((band.end_month for band in bands), default=12.0)
    return first, max(last, first + 1)


def _row(canvas: Canvas, values: Values, value: float) -> int:
    return canvas.down(values.down(value)) // canvas.high


def _mark(canvas: Canvas, values: Values, band: Band, line: int, axis: Axis, number: int) -> None:
    """Groups stand side by side around the middle of their band."""
    assert band.middle is not None
    beside = 2 * line - (number - 1)
    column = min(max(axis.column(band.month) + beside, 0), axis.columns - 1)
    middle = _row(canvas, values, band.middle)
    ends_at = [
        middle if one is None else _row(canvas, values, one) for one in (band.high, band.low)
    ]
    for row in range(ends_at[0], ends_at[1] + 1):
        canvas.put(column, row, "|" if canvas.ascii else "│", line)
    up, down = ARROWS[canvas.ascii]
    if band.is_above:
        canvas.put(column, max(min(ends_at[0], middle - 1), 0), up, line)
    if band.is_below:
        canvas.put(column, min(max(ends_at[1], middle + 1), ROWS - 1), down, line)
    canvas.put(column, middle, letter(line), line)


def number_of(band: Band) -> str:
    """How many patients, as it is shown."""
    return HIDDEN if band.number is None else str(band.number)
