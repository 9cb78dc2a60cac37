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
NOTHING = "No ratio can be told."


@dataclass(frozen=True)
class ForestRow:
    """A ratio with its 95 % limits. `estimate` is None for a heading or a reference group, which
    have a label and a note alone; limits are None where there are none. `note`: words that stand
    beside a ratio (its p), or in its place."""

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
    """Rows on a screen, one line each, with a line at 1. `better` and `worse` stand under the axis
    left and right of 1."""

    rows: tuple[ForestRow, ...]
    better: str = ""
    worse: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return all(row.estimate is None for row in self.rows)

    def lines(self, style: Style) -> Sequence[str]:
        """Label, plot, ratio and note of each row, then the axis."""
        if self.is_empty:
            return [NOTHING]
        labels = [shown(row.label, style) for row in self.rows]
        numbers = _numbers(self.rows, style)
        room = min(max(style.width or WIDTH, NARROWEST), WIDEST) - max(map(width_of, numbers)) - 5
        # Labels have what they need before the plot has more than its least.
        label = min(max(map(width_of, labels)), room - LEAST_PLOT)
        scale = Scale.of(self.rows, room - label)
        heading = f"{' ' * (label + scale.columns + 5)}{numbers[0]}"
        rows = (
            f"{_padded(cut(name, label, shown('…', style)), label)}"
            f"  {scale.drawn(row, style)}   {text}".rstrip()
            for name, row, text in zip(labels, self.rows, numbers[1:], strict=True)
        )
        return [heading, *rows, *self._axis(label, scale, style)]

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


def _numbers(rows: Sequence[ForestRow], style: Style) -> list[str]:
    """What stands right of the plot: the heading, ratios and their notes in two columns, and notes
    in place of a ratio across both."""
    heading = shown(HEADING, style)
    texts = [shown(row.text, style) for row in rows]
    notes = [shown(row.note, style) for row in rows]
    width = max(map(width_of, (heading, *texts)))
    return [
        " " * (width - width_of(heading)) + heading,
        *(
            f"{' ' * (width - width_of(text))}{text}  {note}".rstrip() if text else note
            for text, note in zip(texts, notes, strict=True)
        ),
    ]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))
