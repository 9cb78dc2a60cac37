"""Hazard ratios and the like on a log scale: one row each, for screens and for print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import log10
from typing import TYPE_CHECKING

from tfrq.render.formats import Style
from tfrq.render.pages import DOUBLE, EDGE, TEXT, Page, broken, drawn, ends, line_height, text_width
from tfrq.render.plot import column_at
from tfrq.render.sheet import Drawing
from tfrq.render.terminal import shown
from tfrq.render.wrapping import cut, width_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tfrq.results import Provenance

WIDTH, NARROWEST, WIDEST = 80, 72, 120  # columns
LEAST_PLOT = 20  # columns
# Of the limits, the estimate, the line at 1, what is beyond either end, and a tick.
SIGNS = {False: ("─", "■", "│", "◄", "►", "┬"), True: ("-", "o", "|", "<", ">", "+")}
# Ratios that ticks may stand at, and how far the axis goes at most: beyond it arrows say so.
TICKS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
FURTHEST = 20.0
ROW = 1.25  # lines of text that a row of a figure is high
HEADING = "ratio (95 % limits)"


@dataclass(frozen=True)
class ForestRow:
    """A ratio with its 95 % limits. `estimate` is None for a heading or a reference group, which
    have a label and a note alone; limits are None where there are none. `note`: words or numbers
    that stand beside it (patients, events, p)."""

    label: str
    estimate: float | None
    low: float | None
    high: float | None
    note: str = ""

    @property
    def text(self) -> str:
        """The ratio in figures."""
        if self.estimate is None:
            return ""
        if self.low is None or self.high is None:
            return _figures(self.estimate)
        return f"{_figures(self.estimate)} ({_figures(self.low)}–{_figures(self.high)})"


def _figures(ratio: float) -> str:
    """With as many decimals as say something."""
    decimals = 3 if ratio < 0.095 else 2 if ratio < 99.5 else 0
    return f"{ratio:.{decimals}f}"


@dataclass(frozen=True)
class ForestPlot(Drawing):
    """Rows on a screen, one line each, with a line at 1. `heading` stands over the ratios, `note`
    over the notes, `better` and `worse` under the axis left and right of 1."""

    rows: tuple[ForestRow, ...]
    heading: str = HEADING
    note: str = ""
    better: str = ""
    worse: str = ""

    def lines(self, style: Style) -> Sequence[str]:
        """Label, plot, ratio and note of each row, then the axis."""
        room = min(max(style.width or WIDTH, NARROWEST), WIDEST)
        texts = [[shown(one, style) for one in (row.text, row.note)] for row in self.rows]
        heads = [shown(one, style) for one in (self.heading, self.note)]
        widths = [max(map(width_of, column)) for column in zip(heads, *texts, strict=True)]
        columns = self._columns(room, widths, style)
        label = room - columns - sum(widths) - 5 - bool(widths[1])
        label = min(label, max((width_of(shown(row.label, style)) for row in self.rows), default=0))
        scale = _Scale.of(self.rows, columns)
        found = [_line("", label, " " * columns, heads, widths)]
        for row, numbers in zip(self.rows, texts, strict=True):
            name = cut(shown(row.label, style), label, shown("…", style))
            found.append(_line(name, label, scale.drawn(row, style), numbers, widths))
        return [*found, *self._axis(label, scale, style)]

    def _columns(self, room: int, widths: Sequence[int], style: Style) -> int:
        """Of the plot: what labels and numbers leave, of which labels give way first."""
        longest = max((width_of(shown(row.label, style)) for row in self.rows), default=0)
        left = room - sum(widths) - 5 - bool(widths[1])
        return max(LEAST_PLOT, left - longest, left // 2)

    def _axis(self, label: int, scale: _Scale, style: Style) -> Iterator[str]:
        line, tick = SIGNS[style.ascii][0], SIGNS[style.ascii][5]
        margin = " " * (label + 2)
        places = scale.places
        yield margin + "".join(tick if n in places else line for n in range(scale.columns))
        written = ""
        for place, text in sorted(places.items()):
            start = max(len(margin) + place - len(text) // 2, 0)
            written = f"{written:<{start}}{text}"
        yield written
        if self.better or self.worse:
            left, right = (shown(words, style) for words in (self.better, self.worse))
            one = len(margin) + scale.column(1.0)
            yield f"{left:>{max(one - 2, 0)}}{' ' * 5}{right}".rstrip()


@dataclass(frozen=True)
class _Scale:
    """Ratios from `low` to `high` on a log scale across so many columns."""

    low: float
    high: float
    columns: int

    @classmethod
    def of(cls, rows: Sequence[ForestRow], columns: int) -> _Scale:
        """Round ratios around all limits and 1, as far as the axis may go."""
        values = [
            min(max(value, 1 / FURTHEST), FURTHEST)
            for row in rows
            for value in (row.estimate, row.low, row.high)
            if value is not None
        ]
        low = max((tick for tick in TICKS if tick <= min([*values, 0.5])), default=TICKS[0])
        high = min((tick for tick in TICKS if tick >= max([*values, 2])), default=TICKS[-1])
        return cls(low, high, columns)

    @property
    def ticks(self) -> list[float]:
        """The round ratios in it."""
        return [tick for tick in TICKS if self.low <= tick <= self.high]

    @property
    def places(self) -> dict[int, str]:
        """Columns and texts of the ticks that there is room for: 1, the ends, then the others."""
        found: dict[int, str] = {}
        for tick in dict.fromkeys((1, self.low, self.high, *self.ticks)):
            place = self.column(tick)
            if all(abs(place - other) > 4 for other in found):
                found[place] = f"{tick:g}"
        return found

    def column(self, ratio: float) -> int:
        ratio = min(max(ratio, self.low), self.high)
        share = log10(ratio / self.low) / log10(self.high / self.low)
        return column_at(share, self.columns, 1)

    def drawn(self, row: ForestRow, style: Style) -> str:
        """The limits as a line, the estimate on it, and what lies beyond the axis as an arrow."""
        line, estimate, one, less, more, _ = SIGNS[style.ascii]
        signs = [" "] * self.columns
        signs[self.column(1.0)] = one
        if row.estimate is None:
            return "".join(signs)
        if row.low is not None and row.high is not None:
            first, last = self.column(row.low), self.column(row.high)
            signs[first : last + 1] = line * (last - first + 1)
            signs[first] = less if row.low < self.low else signs[first]
            signs[last] = more if row.high > self.high else signs[last]
        beyond = less if row.estimate < self.low else more if row.estimate > self.high else ""
        signs[self.column(row.estimate)] = beyond or estimate
        return "".join(signs)


def _line(label: str, width: int, plot: str, numbers: Sequence[str], widths: Sequence[int]) -> str:
    ratio, note = numbers
    ratio = " " * (widths[0] - width_of(ratio)) + ratio
    return f"{label}{' ' * (width - width_of(label))}  {plot}   {ratio}  {note}".rstrip()


def figure(
    rows: Sequence[ForestRow],
    provenance: Provenance,
    *,
    not_for_release: bool = False,
    heading: str = HEADING,
    note: str = "",
    better: str = "",
    worse: str = "",
    foot: Sequence[str] = (),
) -> Figure:
    """The same rows as a figure, two columns of a journal wide. `foot`: lines under it, before
    those of the provenance. Raises UsageError where matplotlib is not installed."""
    plot = ForestPlot(tuple(rows), heading, note, better, worse)
    return drawn(partial(_figure, plot, provenance, not_for_release, tuple(foot)))


def _figure(
    plot: ForestPlot, provenance: Provenance, not_for_release: bool, foot: tuple[str, ...]
) -> Figure:
    from tfrq.render.counts import caption

    around = ends(DOUBLE, (), (*foot, *caption(provenance)[:1]), provenance, not_for_release)
    labels = [broken(row.label, DOUBLE / 3, TEXT) for row in plot.rows]
    heights = [line_height(TEXT) * (len(label) + ROW - 1) for label in labels]
    top = around.top + line_height(TEXT)
    page = around.page(DOUBLE, top + sum(heights) + 12 + around.bottom)
    right = [
        1.1 * max(text_width(one, TEXT) for one in texts)
        for texts in (
            (plot.heading, *(row.text for row in plot.rows)),
            (plot.note, *(row.note for row in plot.rows)),
        )
    ]
    left = max((text_width(line, TEXT) for label in labels for line in label), default=0.0)
    places = (DOUBLE - EDGE - right[1] - right[0] - 4, DOUBLE - EDGE - right[1])
    axes = page.axes(EDGE + left + 4, top, places[0] - left - EDGE - 8, max(sum(heights), 1.0))
    _rows(axes, plot, heights)
    _words(page, plot, labels, heights, top, places)
    return page.figure


def _rows(axes: Axes, plot: ForestPlot, heights: Sequence[float]) -> None:
    """The ratios, in a plot whose height is in mm, so that rows stand beside their words."""
    scale = _Scale.of(plot.rows, 1)
    axes.set_xscale("log")
    axes.set_xlim(scale.low, scale.high)
    axes.set_ylim(max(sum(heights), 1.0), 0)
    axes.axvline(1.0, color="black", linewidth=0.6)
    axes.set_xticks(scale.ticks, [f"{tick:g}" for tick in scale.ticks])
    axes.tick_params(which="minor", bottom=False, labelbottom=False)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    under = {"xytext": (0, -18), "textcoords": "offset points", "va": "top"}
    for words, side in ((f"{plot.better}   ", "right"), (f"   {plot.worse}", "left")):
        axes.annotate(words, (1.0, max(sum(heights), 1.0)), ha=side, **under)
    down = 0.0
    for row, height in zip(plot.rows, heights, strict=True):
        _row(axes, row, down + line_height(TEXT) * ROW / 2, scale)
        down += height


def _row(axes: Axes, row: ForestRow, y: float, scale: _Scale) -> None:
    if row.estimate is None:
        return
    if row.low is not None and row.high is not None:
        low, high = max(row.low, scale.low), min(row.high, scale.high)
        axes.plot([low, high], [y, y], color="black", linewidth=0.8, solid_capstyle="butt")
        for limit, edge, marker in ((row.low, low, "<"), (row.high, high, ">")):
            if limit != edge:
                axes.plot([edge], [y], marker, color="black", markersize=3, clip_on=False)
    if scale.low <= row.estimate <= scale.high:
        axes.plot([row.estimate], [y], "s", color="black", markersize=3.5)


def _words(
    page: Page,
    plot: ForestPlot,
    labels: Sequence[Sequence[str]],
    heights: Sequence[float],
    top: float,
    places: tuple[float, float],
) -> None:
    """The labels left of the plot, ratios and notes right of it."""
    for x, words in zip(places, (plot.heading, plot.note), strict=True):
        page.text(x, top - line_height(TEXT), words, fontsize=TEXT, fontweight="bold")
    down = top + line_height(TEXT) * (ROW - 1) / 2
    for row, label, height in zip(plot.rows, labels, heights, strict=True):
        look = "bold" if row.estimate is None and not row.note else "normal"
        page.lines(EDGE, down, label, TEXT, fontweight=look)
        for x, words in zip(places, (row.text, row.note), strict=True):
            page.text(x, down, words, fontsize=TEXT)
        down += height
