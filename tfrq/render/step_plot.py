"""Step curves on a screen, with the numbers at risk under them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tfrq.render.formats import Style
from tfrq.render.plot import Axis, Canvas, letter, painted
from tfrq.render.sheet import Drawing
from tfrq.render.terminal import shown
from tfrq.render.traces import Corner, Trace
from tfrq.render.wrapping import wrapped

WIDTH = 80  # columns, where nobody says
WIDEST, NARROWEST = 120, 40
ROWS = 17  # one for each end, so that 25, 50 and 75 % stand in the middle of a row
SAMPLE = 6  # columns of a line in the legend
PUBLISHED, PUBLISHED_ASCII = "×", "#"


@dataclass(frozen=True)
class StepPlot(Drawing):
    """Curves in per cent over months. `groups`: what they are told apart by, "" for one curve.
    `rates`: published ones, as points of month and per cent."""

    traces: tuple[Trace, ...]
    last: float
    months: str
    groups: str
    rates: tuple[tuple[float, float], ...] = ()

    def lines(self, style: Style) -> Sequence[str]:
        """The plot, its axis, the legend, and the numbers at risk under the ticks."""
        axis, margin = self._layout(style)
        return [
            *self._plot(axis, margin, style),
            *self._months(axis, margin, style),
            *(self._legend(style) if self.groups or self.rates else ()),
            "",
            "at risk",
            *self._at_risk(axis, margin, style),
        ]

    def _layout(self, style: Style) -> tuple[Axis, int]:
        """Room for the numbers under the first and the last tick, and for letters at the end."""
        widest = max((len(_number(trace.at_risk(0))) for trace in self.traces), default=1)
        width = min(max(style.width or WIDTH, NARROWEST), WIDEST)
        margin = max(5, widest // 2 + 3)
        right = max(len(self.traces) + 1 if self.groups else 0, widest // 2 + 1)
        columns = width - margin - min(right, 10)
        return Axis(0, self.last, columns, max(widest, 3)), margin

    def _plot(self, axis: Axis, margin: int, style: Style) -> Iterator[str]:
        canvas = self._canvas(axis, style)
        edges = "|+" if style.ascii else "│┤"
        for row, line in enumerate(canvas.lines(style.color)):
            share, between = divmod(100 * (ROWS - 1 - row), ROWS - 1)
            is_tick = not between and share % 25 == 0
            label = f"{share:>{margin - 2}} " if is_tick else " " * (margin - 1)
            yield f"{label}{edges[is_tick]}{line}"

    def _canvas(self, axis: Axis, style: Style) -> Canvas:
        canvas = Canvas(axis.columns, ROWS, style.ascii)
        for line, trace in enumerate(self.traces):
            for before, after in pairwise(trace.corners):
                if not after.told:
                    canvas.dots(_point(before, axis), _point(after, axis), line)
        for line, trace in enumerate(self.traces):
            for run in trace.runs:
                canvas.steps([_point(corner, axis) for corner in run], line)
        for month, percent in self.rates:
            row = canvas.down(1 - percent / 100) // canvas.high
            canvas.put(axis.column(month), row, PUBLISHED_ASCII if style.ascii else PUBLISHED)
        if self.groups:
            self._letters(canvas, axis)
        return canvas

    def _letters(self, canvas: Canvas, axis: Axis) -> None:
        """Each right of the end of its curve, or of the letters that stand there."""
        for line, trace in enumerate(self.traces):
            x, y = _point(trace.corners[-1], axis)
            column = canvas.across(x) // canvas.wide + 1
            row = canvas.down(y) // canvas.high
            while not canvas.is_free(column, row):
                column += 1
            canvas.put(column, row, letter(line), line)

    def _months(self, axis: Axis, margin: int, style: Style) -> Iterator[str]:
        corner = "+" if style.ascii else "└"
        yield " " * (margin - 1) + corner + axis.rule(style.ascii)
        yield axis.under([str(month) for month in axis.ticks], margin)
        yield " " * margin + shown(self.months, style)

    def _legend(self, style: Style) -> Iterator[str]:
        yield ""
        if self.groups:
            yield shown(self.groups, style)
        for line, trace in enumerate(self.traces if self.groups else ()):
            sample = Canvas(SAMPLE, 1, style.ascii)
            sample.steps([(0, 0), (1, 0)], line)
            drawn = next(sample.lines(style.color))
            label = wrapped(shown(trace.label, style), (style.width or WIDTH) - SAMPLE - 3, "+")
            # Blanks are stripped from the end of dashes.
            gap = " " * (SAMPLE + 1 - sample.drawn_columns)
            yield f"{painted(letter(line), line, style.color)} {drawn}{gap}{label[0]}"
            yield from (" " * (SAMPLE + 3) + more for more in label[1:])
        if self.rates:
            yield f"{PUBLISHED_ASCII if style.ascii else PUBLISHED} published"

    def _at_risk(self, axis: Axis, margin: int, style: Style) -> Iterator[str]:
        for line, trace in enumerate(self.traces):
            numbers = [_number(trace.at_risk(month)) for month in axis.ticks]
            row = axis.under([shown(number, style) for number in numbers], margin)
            yield painted(letter(line), line, style.color) + row[1:] if self.groups else row


def _point(corner: Corner, axis: Axis) -> tuple[float, float]:
    return axis.share(corner.month), 1 - corner.share / 100


def _number(value: object) -> str:
    if value is None:
        return "–"
    return "*" if not isinstance(value, int | str) else str(value)
