"""Medians and quartiles over bands of time as a figure for a paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from tfrq.render.bands import UNDETECTABLE, Band, BandPlot, Values, groups, number_of, span_of
from tfrq.render.counts import caption
from tfrq.render.pages import (
    COLORS,
    DASHES,
    DOUBLE,
    EDGE,
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

PLOT = 65.0  # mm, the height of the plot


def figure(
    bands: Sequence[Band],
    provenance: Provenance,
    *,
    title: str,
    months: str = "Months from the index",
    log: bool = False,
    undetectable: bool = False,
    not_for_release: bool = False,
    foot: Sequence[str] = (),
) -> Figure:
    """The same as a figure, two columns of a journal wide: medians joined by lines, quartiles as
    bars, the numbers of patients under them. `foot`: lines under it, before those of the
    provenance. Raises UsageError where matplotlib is not installed."""
    plot = BandPlot(tuple(bands), title, months, log, undetectable)
    return drawn(partial(_figure, plot, provenance, not_for_release, tuple(foot)))


def _figure(
    plot: BandPlot, provenance: Provenance, not_for_release: bool, foot: tuple[str, ...]
) -> Figure:
    names = groups(plot.bands)
    lines = ("Medians and quartiles.", *foot, *caption(provenance)[:1])
    around = ends(DOUBLE, (), lines, provenance, not_for_release)
    longest = max((text_width(name, TEXT) for name in names), default=0.0)
    room = min(longest, DOUBLE / 4)
    labels = [broken(name, room + 0.1, TEXT) for name in names]
    rows = [len(label) * line_height(TEXT) + 0.4 for label in labels]
    height = around.top + PLOT + 10 + line_height(TEXT) + sum(rows) + 2 + around.bottom
    page = around.page(DOUBLE, height)
    margin = max(room + 12, 25.0)
    axes = page.axes(margin, around.top, DOUBLE - margin - 4, PLOT)
    _frame(axes, plot)
    for line, name in enumerate(names):
        _group(axes, plot, name, line)
    _numbers(page, plot, labels, rows, (margin, around.top + PLOT + 10))
    return page.figure


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
    first, last = span_of(plot.bands)
    beside = (line - (count - 1) / 2) * (last - first) / 120
    bands = [band for band in plot.bands if band.group == name]
    for before, after in pairwise(bands):
        if before.middle is not None and after.middle is not None:
            months = [before.month + beside, after.month + beside]
            shares = [values.down(before.middle), values.down(after.middle)]
            axes.plot(months, shares, color=color, linestyle=dashes, linewidth=0.9)
    for band in bands:
        if band.middle is None:
            continue
        low, high = (band.middle if one is None else one for one in (band.low, band.high))
        x = band.month + beside
        axes.vlines(x, values.down(high), values.down(low), color=color, linewidth=0.8)
        axes.plot([x], [values.down(band.middle)], "o", color=color, markersize=3)


def _numbers(
    page: Page,
    plot: BandPlot,
    labels: Sequence[Sequence[str]],
    rows: Sequence[float],
    corner: tuple[float, float],
) -> None:
    """The numbers under their bands, and left of them the line and the name of each group."""
    margin, down = corner
    first, last = span_of(plot.bands)
    page.text(EDGE, down, "Patients", fontsize=TEXT, fontweight="bold")
    down += line_height(TEXT)
    for line, name in enumerate(groups(plot.bands)):
        look = {"color": COLORS[line % len(COLORS)], "linestyle": DASHES[line % len(DASHES)]}
        page.sample(EDGE, down + line_height(TEXT) * MIDDLE, 6, **look)
        page.lines(EDGE + 7.5, down, labels[line], TEXT)
        for band in (one for one in plot.bands if one.group == name):
            x = margin + (DOUBLE - margin - 4) * (band.month - first) / (last - first)
            page.text(x, down, number_of(band), fontsize=TEXT, ha="center")
        down += rows[line]
