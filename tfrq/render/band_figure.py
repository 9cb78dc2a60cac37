"""Medians and quartiles over bands of time as a figure for a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tfrq.render.bands import UNDETECTABLE, Band, BandPlot, Values, groups, number_of, span_of
from tfrq.render.counts import caption
from tfrq.render.pages import (
    COLORS,
    DASHES,
    DOUBLE,
    EDGE,
    MARKS,
    MIDDLE,
    TEXT,
    Page,
    broken,
    drawn,
    ends,
    line_height,
    text_width,
)
from tfrq.render.plot import Axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tfrq.results import Provenance

PLOT, RIGHT = 65.0, 4.0  # mm: the height of the plot, and right of it


def figure(
    bands: Sequence[Band],
    provenance: Provenance,
    *,
    title: str,
    log: bool = False,
    undetectable: bool = False,
    not_for_release: bool = False,
    foot: Sequence[str] = (),
) -> Figure:
    """The same as a figure, two columns of a journal wide: medians joined by lines, quartiles as
    bars, the numbers of patients under them. `foot`: lines under it, before those of the
    provenance. Raises UsageError where matplotlib is not installed."""
    plot = BandPlot(tuple(bands), title, log=log, undetectable=undetectable)
    return drawn(partial(_figure, plot, provenance, not_for_release, tuple(foot)))


def _figure(
    plot: BandPlot, provenance: Provenance, not_for_release: bool, foot: tuple[str, ...]
) -> Figure:
    names = groups(plot.bands)
    lines = (*_foot(plot), *foot, *caption(provenance)[:1])
    around = ends(DOUBLE, (), lines, provenance, not_for_release)
    longest = max((text_width(name, TEXT) for name in names), default=0.0)
    room = min(longest, DOUBLE / 4)
    margin = max(room + 12, 25.0)
    rows = _number_rows(plot, room, margin)
    below = 10 + line_height(TEXT) + sum(row.height for row in rows) + 2
    page = around.page(DOUBLE, around.top + PLOT + below + around.bottom)
    axes = page.axes(margin, around.top, DOUBLE - margin - RIGHT, PLOT)
    _frame(axes, plot)
    for line, name in enumerate(names):
        _group(axes, plot, name, line)
    _numbers(page, rows, around.top + PLOT + 10)
    return page.figure


def _foot(plot: BandPlot) -> Iterator[str]:
    """What is drawn, and what is not."""
    bounds = any(band.is_below or band.is_above for band in plot.bands if band.middle is not None)
    arrows = " An open arrow: the quartile lies there or beyond; no more is told." if bounds else ""
    yield f"Medians and quartiles.{arrows}"
    drawn = groups(plot.bands)
    others = dict.fromkeys(band.group for band in plot.bands if band.group not in drawn)
    if others:
        yield f"No median can be told of: {', '.join(others)}."


@dataclass(frozen=True)
class _Row:
    """A group's name in lines, and its numbers: the mm of their middles from the left, and the line
    that they stand in, so that those of narrow bands do not lie on each other."""

    label: Sequence[str]
    numbers: Sequence[tuple[float, int, str]]

    @property
    def height(self) -> float:
        """In mm."""
        lines = max((len(self.label), *(line + 1 for _, line, _ in self.numbers)))
        return lines * line_height(TEXT) + 0.4


def _number_rows(plot: BandPlot, room: float, margin: float) -> list[_Row]:
    """One row per group."""
    first, last = span_of(plot.bands)
    scale = (DOUBLE - margin - RIGHT) / (last - first)
    found = []
    for name in groups(plot.bands):
        own = [band for band in plot.bands if band.group == name]
        places = [(margin + scale * (band.month - first), number_of(band)) for band in own]
        found.append(_Row(broken(name, room + 0.1, TEXT), _staggered(places)))
    return found


def _staggered(places: Sequence[tuple[float, str]]) -> list[tuple[float, int, str]]:
    """Each in the first line where it touches none, a millimetre apart."""
    ends_at: list[float] = []
    found = []
    for x, text in places:
        half = text_width(text, TEXT) / 2
        free = (line for line, end in enumerate(ends_at) if end + 1 <= x - half)
        line = next(free, len(ends_at))
        ends_at[line : line + 1] = [x + half]
        found.append((x, line, text))
    return found


def _values(plot: BandPlot) -> Values:
    return Values.of(plot.bands, log=plot.log, undetectable=plot.undetectable)


def _frame(axes: Axes, plot: BandPlot) -> None:
    """The axis of values runs from 0 (top) to 1, as on a screen."""
    values = _values(plot)
    first, last = span_of(plot.bands)
    ticks = [(values.down(tick), f"{tick:g}") for tick in values.ticks]
    ticks += [(1.0, UNDETECTABLE)] if values.undetectable else []
    axes.set_yticks([place for place, _ in ticks], [text for _, text in ticks])
    axes.set_ylim(1.02, -0.02)
    axes.set_xlim(first, last)
    axes.set_xticks(Axis(first, last, 80, 4).ticks)
    axes.set_ylabel(plot.title)
    axes.set_xlabel(plot.months[:1].upper() + plot.months[1:])
    if first < 0 < last:
        axes.axvline(0, color="#999999", linewidth=0.5, zorder=0)
    axes.tick_params(length=2.5)


def _group(axes: Axes, plot: BandPlot, name: str, line: int) -> None:
    """The medians of one group, joined where bands follow one another, and its quartiles."""
    values, count = _values(plot), len(groups(plot.bands))
    color, dashes = COLORS[line % len(COLORS)], DASHES[line % len(DASHES)]
    mark = MARKS[line % len(MARKS)]
    first, last = span_of(plot.bands)

    def place(band: Band) -> float:
        # Side by side, and never outside of the band.
        wide = min((band.end_month - band.start_month) / (count + 1), (last - first) / 60)
        return band.month + (line - (count - 1) / 2) * wide

    bands = [band for band in plot.bands if band.group == name]
    for before, after in pairwise(bands):
        if before.middle is not None and after.middle is not None:
            shares = [values.down(before.middle), values.down(after.middle)]
            months = [place(before), place(after)]
            axes.plot(months, shares, color=color, linestyle=dashes, linewidth=0.9)
    for band in bands:
        if band.middle is not None:
            _bar(axes, values, band, place(band), {"color": color, "marker": mark})


def _bar(axes: Axes, values: Values, band: Band, x: float, look: dict[str, Any]) -> None:
    """A median and its quartiles, with an open arrow where one is known as a bound only."""
    assert band.middle is not None
    low, high = (band.middle if one is None else one for one in (band.low, band.high))
    axes.vlines(x, values.down(high), values.down(low), color=look["color"], linewidth=0.8)
    axes.plot([x], [values.down(band.middle)], markersize=3, **look)
    for end, side, is_bound in ((low, 1, band.is_below), (high, -1, band.is_above)):
        if is_bound:
            _arrow(axes, x, values.down(end), side, look["color"])


def _arrow(axes: Axes, x: float, down: float, side: int, color: str) -> None:
    look: dict[str, Any] = {
        "arrowstyle": "->",
        "color": color,
        "linewidth": 0.8,
        "shrinkA": 0,
        "shrinkB": 0,
    }
    look["mutation_scale"] = 7
    axes.annotate("", (x, down + 0.035 * side), (x, down), arrowprops=look, annotation_clip=False)


def _numbers(page: Page, rows: Sequence[_Row], down: float) -> None:
    """The numbers under their bands, and left of them the line and the name of each group."""
    page.text(EDGE, down, "Patients", fontsize=TEXT, fontweight="bold")
    down += line_height(TEXT)
    for line, row in enumerate(rows):
        look = {"color": COLORS[line % len(COLORS)], "linestyle": DASHES[line % len(DASHES)]}
        look["marker"] = MARKS[line % len(MARKS)]
        page.sample(EDGE, down + line_height(TEXT) * MIDDLE, 6, **look)
        page.lines(EDGE + 7.5, down, row.label, TEXT)
        for x, below, text in row.numbers:
            page.text(x, down + below * line_height(TEXT), text, fontsize=TEXT, ha="center")
        down += row.height
