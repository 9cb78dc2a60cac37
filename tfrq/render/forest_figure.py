"""Hazard ratios and the like as a figure for a paper: one row each, on a log scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from tfrq.render.counts import caption
from tfrq.render.forest import HEADING, NOTHING, ForestPlot, ForestRow, Scale
from tfrq.render.pages import (
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

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tfrq.results import Provenance

ROW = 1.25  # lines of text that a row is high


def figure(
    rows: Sequence[ForestRow],
    provenance: Provenance,
    *,
    not_for_release: bool = False,
    better: str = "",
    worse: str = "",
    foot: Sequence[str] = (),
) -> Figure:
    """The same rows as a figure, two columns of a journal wide. `foot`: lines under it, before
    those of the provenance. Raises UsageError where matplotlib is not installed."""
    plot = ForestPlot(tuple(rows), better, worse)
    return drawn(partial(_figure, plot, provenance, not_for_release, tuple(foot)))


def _figure(
    plot: ForestPlot, provenance: Provenance, not_for_release: bool, foot: tuple[str, ...]
) -> Figure:
    around = ends(DOUBLE, (), (*foot, *caption(provenance)[:1]), provenance, not_for_release)
    labels = [broken(row.label, DOUBLE / 3, TEXT) for row in plot.rows]
    heights = [line_height(TEXT) * (len(label) + ROW - 1) for label in labels]
    top = around.top + line_height(TEXT)
    page = around.page(DOUBLE, top + sum(heights) + 12 + around.bottom)
    right = _widths(plot.rows)
    left = max((text_width(line, TEXT) for label in labels for line in label), default=0.0)
    places = (DOUBLE - EDGE - right[1] - right[0] - 4, DOUBLE - EDGE - right[1])
    if plot.is_empty:
        page.text(EDGE + left + 4, top - line_height(TEXT), NOTHING, fontsize=TEXT)
    else:
        _rows(
            page.axes(EDGE + left + 4, top, places[0] - left - EDGE - 8, sum(heights)),
            plot,
            heights,
        )
    _words(page, plot, labels, heights, top, places)
    return page.figure


def _widths(rows: Sequence[ForestRow]) -> tuple[float, float]:
    """Of the ratios and of the notes beside them, in mm; together no less than notes alone."""

    def widest(texts: Iterable[str]) -> float:
        return 1.1 * max((text_width(text, TEXT) for text in texts), default=0.0)

    ratios = widest([HEADING, *(row.text for row in rows)])
    beside = widest(row.note for row in rows if row.text)
    alone = widest(row.note for row in rows if not row.text)
    return ratios, max(beside, alone - ratios)


def _rows(axes: Axes, plot: ForestPlot, heights: Sequence[float]) -> None:
    """The ratios, in a plot whose height is in mm, so that rows stand beside their words."""
    scale = Scale.of(plot.rows, 1)
    axes.set_xscale("log")
    axes.set_xlim(scale.low, scale.high)
    axes.set_ylim(sum(heights), 0)
    axes.axvline(1.0, color="black", linewidth=0.6)
    axes.set_xticks(scale.ticks, [f"{tick:g}" for tick in scale.ticks])
    axes.tick_params(which="minor", bottom=False, labelbottom=False)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    under: dict[str, Any] = {"xytext": (0, -18), "textcoords": "offset points", "va": "top"}
    for words, side in ((f"{plot.better}   ", "right"), (f"   {plot.worse}", "left")):
        axes.annotate(words, (1.0, sum(heights)), ha=side, **under)
    down = 0.0
    for row, height in zip(plot.rows, heights, strict=True):
        _row(axes, row, down + line_height(TEXT) * ((ROW - 1) / 2 + MIDDLE), scale)
        down += height


def _row(axes: Axes, row: ForestRow, y: float, scale: Scale) -> None:
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
    if not plot.is_empty:
        page.text(places[0], top - line_height(TEXT), HEADING, fontsize=TEXT, fontweight="bold")
    down = top + line_height(TEXT) * (ROW - 1) / 2
    for row, label, height in zip(plot.rows, labels, heights, strict=True):
        look = "bold" if row.estimate is None and not row.note else "normal"
        page.lines(EDGE, down, label, TEXT, fontweight=look)
        for x, words in zip(
            places, (row.text, row.note) if row.text else (row.note, ""), strict=True
        ):
            page.text(x, down, words, fontsize=TEXT)
        down += height
