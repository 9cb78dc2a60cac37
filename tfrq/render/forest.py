"""Hazard ratios and the like on a log scale: one row each, as lines of a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log10

from tfrq.render.formats import Style
from tfrq.render.plot import column_at
from tfrq.render.sheet import Drawing
from tfrq.render.terminal import shown
from tfrq.render.wrapping import cut, width_of

WIDTH, NARROWEST, WIDEST = 80, 72, 120  # columns
LEAST_PLOT = 20  # columns
# Of the limits, the estimate, the line at 1, what is beyond either end, and a tick.
SIGNS = {False: ("─", "■", "│", "◄", "►", "┬"), True: ("-", "o", "|", "<", ">", "+")}
# Ratios that ticks may stand at, and how far the axis goes at most: beyond it arrows say so.
TICKS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
FURTHEST = 20.0
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
        scale = Scale.of(self.rows, columns)
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

    def _axis(self, label: int, scale: Scale, style: Style) -> Iterator[str]:
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
class Scale:
    """Ratios from `low` to `high` on a log scale across so many columns."""

    low: float
    high: float
    columns: int

    @classmethod
    def of(cls, rows: Sequence[ForestRow], columns: int) -> Scale:
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
