"""Lines drawn with characters: braille (2 by 4 dots a cell), or ASCII where nothing else is safe.

Ours, as the libraries that are kept (plotext, plotille, uniplot) tell lines apart by colour alone,
draw no steps, and have no ASCII that could be read; what is needed of them is on this page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import floor

BRAILLE = 0x2800
# The bit of each dot of a cell, by its row and then its column.
BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
# Dots drawn and left out in turn, for one line after the other: told apart without colour.
# None is of single dots, which are for what is not known.
DASHES = ((1,), (4, 2), (2, 2), (6, 2, 2, 2), (2, 4), (10, 4), (4, 4), (8, 2, 2, 2, 2, 2))
SIGNS = "-=~+:%@&"  # the same in ASCII, a sign for each
DOT = "."
COLORS = ("36", "33", "35", "32", "94", "31", "37", "96")  # ANSI
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
Points = Sequence[tuple[float, float]]


def letter(number: int) -> str:
    """What a line is called; after the alphabet it begins again."""
    return LETTERS[number % len(LETTERS)]


def painted(text: str, line: int | None, color: bool) -> str:
    """The text in the colour of a line, where colours are wanted."""
    if not color or line is None or text.isspace():
        return text
    return f"\x1b[{COLORS[line % len(COLORS)]}m{text}\x1b[0m"


def column_at(share: float, columns: int, dots: int) -> int:
    """The dot at this share of the width, with so many dots (1 or 2) a cell; both are of one
    cell, so that ticks stand under what they mark."""
    return floor(share * (2 * columns - 1) + 0.5) * dots // 2


@dataclass
class Canvas:
    """So many columns and rows of cells. Places are in dots from the top left: `wide` and `high`
    of them make a cell."""

    columns: int
    rows: int
    ascii: bool = False
    _dots: dict[tuple[int, int], int] = field(default_factory=dict)  # bits of a cell
    _signs: dict[tuple[int, int], str] = field(default_factory=dict)  # lines in ASCII
    _texts: dict[tuple[int, int], str] = field(default_factory=dict)
    _inks: dict[tuple[int, int], int] = field(default_factory=dict)  # the line that was drawn last

    @property
    def wide(self) -> int:
        return 1 if self.ascii else 2

    @property
    def high(self) -> int:
        return 1 if self.ascii else 4

    def across(self, share: float) -> int:
        """The dot at this share of the width."""
        return column_at(share, self.columns, self.wide)

    def down(self, share: float) -> int:
        """The dot at this share of the height, from the middle of the first row to that of the
        last, so that ticks stand in the middle of rows."""
        return floor(share * (self.rows - 1) * self.high + self.high / 2)

    def steps(self, points: Points, line: int) -> None:
        """Steps through points (shares of width and height, ascending): level, then up or down.
        One alone is a dot."""
        dots = [(self.across(x), self.down(y)) for x, y in points]
        if len(dots) == 1:
            self._dot(*dots[0], line, SIGNS[line % len(SIGNS)])
        for (left, before), (right, after) in pairwise(dots):
            for x in range(left, right + 1):
                if self.ascii or _is_drawn(x, line):
                    self._dot(x, before, line, SIGNS[line % len(SIGNS)])
            for y in range(min(before, after), max(before, after) + 1) if before != after else ():
                self._dot(right, y, line, "|")

    def dots(self, start: tuple[float, float], end: tuple[float, float], line: int) -> None:
        """Single dots along a straight line, in every other column of dots, between its ends."""
        (left, before), (right, after) = ((self.across(x), self.down(y)) for x, y in (start, end))
        for x in range(left + 2, right, 2):
            y = floor(before + (x - left) / (right - left) * (after - before) + 0.5)
            self._dot(x, y, line, DOT)

    def put(self, column: int, row: int, text: str, line: int | None = None) -> None:
        """A character over whatever is drawn in its cell."""
        self._texts[column, row] = text
        if line is None:
            self._inks.pop((column, row), None)
        else:
            self._inks[column, row] = line

    def is_free(self, column: int, row: int) -> bool:
        """Whether no character stands there."""
        return (column, row) not in self._texts

    def _dot(self, x: int, y: int, line: int, sign: str) -> None:
        cell = (x // self.wide, y // self.high)
        if self.ascii:
            self._signs[cell] = sign
        else:
            self._dots[cell] = self._dots.get(cell, 0) | BITS[y % 4][x % 2]
        self._inks[cell] = line

    @property
    def drawn_columns(self) -> int:
        """From the first to the last column that anything is drawn in."""
        drawn = (*self._dots, *self._signs, *self._texts)
        return max((column + 1 for column, _ in drawn), default=0)

    def lines(self, color: bool) -> Iterator[str]:
        """The rows, with what lies right of the last column."""
        columns = range(self.drawn_columns)
        for row in range(self.rows):
            cells = ((column, row) for column in columns)
            text = "".join(painted(self._sign(cell), self._inks.get(cell), color) for cell in cells)
            yield text.rstrip()

    def _sign(self, cell: tuple[int, int]) -> str:
        if cell in self._texts:
            return self._texts[cell]
        if cell in self._signs:
            return self._signs[cell]
        return chr(BRAILLE + self._dots[cell]) if cell in self._dots else " "


def _is_drawn(x: int, line: int) -> bool:
    """Whether the dashes of a line have a dot in this column: they begin where the plot does."""
    dashes = DASHES[line % len(DASHES)]
    place = x % sum(dashes)
    for number, length in enumerate(dashes):
        if place < length:
            return number % 2 == 0
        place -= length
    return True


@dataclass(frozen=True)
class Axis:
    """Months across `columns` cells: which are marked, and in which column."""

    first: float
    last: float
    columns: int
    widest: int  # characters of what stands under a tick

    def share(self, month: float) -> float:
        return (month - self.first) / (self.last - self.first)

    def column(self, month: float) -> int:
        return column_at(self.share(month), self.columns, 1)

    @property
    def ticks(self) -> list[int]:
        """Round months, as many as there is room for."""
        every = next(filter(self._has_room, (1, 3, 6, 12, 24, 36, 60, 120)), 240)
        start = -floor(-self.first / every)
        return [n * every for n in range(start, floor(self.last / every) + 1)]

    def _has_room(self, every: int) -> bool:
        return every / (self.last - self.first) * (self.columns - 1) >= self.widest + 2

    def rule(self, ascii_only: bool) -> str:
        """The line of the axis with its ticks."""
        line, tick = ("-", "+") if ascii_only else ("─", "┬")
        marked = set(map(self.column, self.ticks))
        return "".join(tick if place in marked else line for place in range(self.columns))

    def under(self, texts: Sequence[str], margin: int) -> str:
        """Texts under the ticks, centred, after a margin that the first may reach into."""
        written = ""
        for month, text in zip(self.ticks, texts, strict=True):
            start = max(margin + self.column(month) - len(text) // 2, 0)
            written = f"{written:<{start}}{text}"
        return written.rstrip()
