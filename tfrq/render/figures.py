"""Survival curves as a figure for a paper: steps with bands, and the numbers at risk under them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tfrq.printable import harmless
from tfrq.render.counts import caption
from tfrq.render.outcomes import months_from, test_words, what_is_drawn
from tfrq.render.pages import (
    COLORS,
    DASHES,
    DOUBLE,
    EDGE,
    MARKS,
    MIDDLE,
    SINGLE,
    TEXT,
    Ends,
    Page,
    broken,
    drawn,
    ends,
    line_height,
    text_width,
    write,
)
from tfrq.render.plot import Axis
from tfrq.render.sheet import Hidden
from tfrq.render.traces import DOTTED, Corner, Trace, has_long_steps, last_month, traces

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tfrq.survival.estimates import Survival

__all__ = ["figure", "write"]
LEAST_MARGIN, RIGHT = 13.0, 4.0  # mm left and right of the plot
UNDER = 10.0  # mm for the months under it
SAMPLE = 6.0  # mm of a line in the legend
MANY = 3  # curves: with more, a figure is two columns wide
LIGHT = 0.13  # how much a band covers
DOTS = (0, (1.0, 3.0))  # of the line through a long step
NOTHING = "There is no curve that can be shown."


def figure(result: Survival, width: float | None = None) -> Figure:
    """Step curves with 95 % bands, numbers at risk, tests, and published rates as points with
    their limits. `width` in mm: by itself 85 (one column), or 175 where there are many curves or
    their names are long.

    Raises UsageError where matplotlib is not installed.
    """
    return drawn(lambda: _figure(result, width))


@dataclass(frozen=True)
class _Layout:
    """What stands where: the labels of curves in lines, left of their numbers at risk, and
    whatever is above and below all that."""

    width: float
    margin: float
    labels: tuple[list[str], ...]
    heads: list[str]
    named: bool
    ends: Ends

    @property
    def heading(self) -> float:
        """Of the numbers at risk; without names it stands left of them."""
        return len(self.heads) * line_height(TEXT) if self.named or not self.labels else 0.0

    @property
    def plot(self) -> tuple[float, float]:
        """Width and height of the plot, in mm."""
        wide = self.width - self.margin - RIGHT
        return wide, min(0.8 * wide, 75.0)

    @property
    def rows(self) -> list[float]:
        """How high each row of the numbers at risk is."""
        return [len(label) * line_height(TEXT) + 0.4 for label in self.labels]

    @property
    def height(self) -> float:
        below = UNDER + self.heading + sum(self.rows) + 2
        return self.ends.top + self.plot[1] + below + self.ends.bottom


def _figure(result: Survival, width: float | None) -> Figure:
    curves = traces(result)
    layout = _layout(result, curves, width)
    page = layout.ends.page(layout.width, layout.height)
    axes = page.axes(layout.margin, layout.ends.top, *layout.plot)
    _frame(axes, result)
    for line, trace in enumerate(curves):
        _curve(axes, trace, line)
    for rate in result.published:
        _rate(axes, rate.month, rate.percent, (rate.low, rate.high))
    if not curves:
        axes.text(0.5, 0.5, NOTHING, ha="center", va="center", transform=axes.transAxes, wrap=True)
    axis = _axis(result, curves, layout.plot[0])
    axes.set_xticks(axis.ticks)
    _at_risk(page, layout, curves, axis)
    return page.figure


def _layout(result: Survival, curves: Sequence[Trace], width: float | None) -> _Layout:
    named = bool(result.released.axis)
    longest = max((text_width(trace.label, TEXT) for trace in curves), default=0) if named else 0
    wide = width or (DOUBLE if len(curves) > MANY or longest > SINGLE / 4 else SINGLE)
    room = min(longest, wide / 4)
    margin = LEAST_MARGIN + max((_width(trace) / 2 for trace in curves), default=0)
    margin = max(margin, room + SAMPLE + 5 + margin - LEAST_MARGIN) if named else margin
    labels = tuple(broken(trace.label, room + 0.1, TEXT) if named else [""] for trace in curves)
    by = f" by {result.released.axis}" if named else ""
    heads = broken(f"At risk{by}", wide - 2 * EDGE, TEXT)
    return _Layout(wide, margin, labels, heads, named, _ends(result, wide))


def _ends(result: Survival, width: float) -> Ends:
    """What stands above the plot, and below everything."""
    return ends(
        width,
        [words[:1].upper() + words[1:] for words in (test_words(t, result) for t in result.tests)],
        [*_foot(result), *caption(result.released.provenance)[:1]],
        result.released.provenance,
        result.released.not_for_release,
    )


def _foot(result: Survival) -> Iterator[str]:
    """What has to be known to read the plot."""
    if result.published:
        names = ", ".join(dict.fromkeys(rate.label for rate in result.published if rate.label))
        limited = any(None not in (rate.low, rate.high) for rate in result.published)
        yield (
            f"◇ published{f' ({names})' if names else ''}{', with 95 % limits' if limited else ''}"
        )
    drawn = traces(result)
    dotted = f" {DOTTED[0].upper()}{DOTTED[1:]}." if has_long_steps(drawn) else ""
    bands = " Bands and bars: 95 % confidence limits." if drawn else ""
    yield f"Endpoint: {result.released.outcome.text}.{bands}{dotted}"
    without = [curve.released.label for curve in result.curves if not curve.points]
    if result.released.axis and without:
        yield f"No step can be told of: {', '.join(without)}."


def _frame(axes: Axes, result: Survival) -> None:
    last = last_month(result)
    axes.set_xlim(-0.01 * last, last * 1.01)
    axes.set_ylim(-1, 101)
    axes.set_yticks([0, 25, 50, 75, 100])
    axes.set_ylabel(what_is_drawn(result.released.outcome))
    words = months_from(result.released.outcome)
    axes.set_xlabel(words[0].upper() + words[1:])
    axes.tick_params(length=2.5)


def _curve(axes: Axes, trace: Trace, line: int) -> None:
    """Steps and their band; through long steps a dotted line alone, with the limits at both of its
    ends; a mark where it is known how far the curve came."""
    color, mark = COLORS[line % len(COLORS)], MARKS[line % len(MARKS)]
    for run in trace.runs:
        if len(run) > 1:
            _run(axes, run, color, DASHES[line % len(DASHES)])
        for corner in dict.fromkeys((run[0], run[-1])):
            if corner.month:
                _limits(axes, corner, color, mark)
    for before, after in pairwise(trace.corners):
        if not after.told:
            ends_at = [before.month, after.month], [before.share, after.share]
            axes.plot(*ends_at, color=color, linestyle=DOTS, linewidth=0.8)


def _run(axes: Axes, run: Sequence[Corner], color: str, dashes: Any) -> None:
    months, shares = [one.month for one in run], [one.share for one in run]
    lows, highs = [one.low for one in run], [one.high for one in run]
    axes.fill_between(months, lows, highs, step="post", color=color, alpha=LIGHT, linewidth=0)
    axes.step(months, shares, where="post", color=color, linestyle=dashes, linewidth=1.0)


def _limits(axes: Axes, corner: Corner, color: str, mark: str) -> None:
    """A mark with its limits: a band has no width there."""
    look: dict[str, Any] = {"color": color, "clip_on": False}
    axes.plot([corner.month], [corner.share], marker=mark, markersize=2.6, **look)
    axes.vlines(corner.month, corner.low, corner.high, alpha=0.45, linewidth=0.7, **look)


def _rate(
    axes: Axes, month: float, percent: float, limits: tuple[float | None, float | None]
) -> None:
    low, high = (percent if one is None else one for one in limits)
    axes.errorbar(
        [month],
        [percent],
        yerr=[[max(percent - low, 0)], [max(high - percent, 0)]],
        fmt="D",
        markersize=3.2,
        markerfacecolor="white",
        color="black",
        elinewidth=0.7,
        capsize=1.8,
        zorder=5,
        clip_on=False,
    )


def _axis(result: Survival, curves: Sequence[Trace], width: float) -> Axis:
    """The ticks: as many as leave room for the numbers at risk under them."""
    widest = max((len(str(trace.at_risk(0))) for trace in curves), default=1)
    return Axis(0, last_month(result), int(width / text_width("0", TEXT)), max(widest, 3))


def _at_risk(page: Page, layout: _Layout, curves: Sequence[Trace], axis: Axis) -> None:
    """The numbers under their ticks, and left of them the line and the name of each curve."""
    down = layout.ends.top + layout.plot[1] + UNDER
    page.lines(EDGE, down, layout.heads, TEXT, fontweight="bold")
    down += layout.heading
    for line, (trace, label) in enumerate(zip(curves, layout.labels, strict=True)):
        color = COLORS[line % len(COLORS)]
        if layout.named:
            look = {"linestyle": DASHES[line % len(DASHES)], "marker": MARKS[line % len(MARKS)]}
            page.sample(EDGE, down + line_height(TEXT) * MIDDLE, SAMPLE, color=color, **look)
            page.lines(EDGE + SAMPLE + 1.5, down, label, TEXT)
        # As the limits of the axis have it: a hundredth of it is empty at both ends.
        for month in axis.ticks:
            x = layout.margin + layout.plot[0] * (0.01 + month / axis.last) / 1.02
            page.text(x, down, _number(trace.at_risk(month)), fontsize=TEXT, ha="center")
        down += layout.rows[line]


def _width(trace: Trace) -> float:
    return text_width(_number(trace.at_risk(0)), TEXT)


def _number(value: int | Hidden | str | None) -> str:
    if value is None:
        return "–"
    return "*" if isinstance(value, Hidden) else harmless(str(value))
