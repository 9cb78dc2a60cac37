"""Tables for people: text in columns, wrapped at words where a screen is too narrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from tfrq.printable import harmless
from tfrq.render.ascii import to_ascii
from tfrq.render.carets import Excerpt, spaced
from tfrq.render.formats import Style
from tfrq.render.sheet import HIDDEN, Cell, Column, Drawing, Sheet
from tfrq.render.wrapping import UNLIMITED, cut, shrunk, width_of, wrapped

INDENT = "    "  # of an excerpt
NARROWEST = 40  # columns that an excerpt is cut for
GAP = "  "  # between columns
LONGEST_WORD = 24  # columns: longer words of a text column may be broken, numbers never
DIM, BOLD, WARNING = "2", "1", "1;31"  # ANSI


def table(sheet: Sheet, style: Style) -> str:
    """The marking, the rows or their prose, and the caption under them."""
    grid = _Grid(sheet.on_screen or sheet, style)
    while grid.sheet.narrower and grid.full_width > grid.room:
        grid = _Grid(grid.sheet.narrower, style)
    sheet = grid.sheet
    lines = [*_marking(sheet, style)]
    lines += _prose(sheet, style) if sheet.prose else grid.lines() if sheet.columns else ()
    for below in sheet.below:
        lines += ["", *table(below, style).splitlines()]
    lines += _caption(sheet, style)
    return "".join(line + "\n" for line in lines)


def _marking(sheet: Sheet, style: Style) -> Iterator[str]:
    if sheet.marking:
        yield from _painted(wrapped(shown(sheet.marking, style), _room(style)), WARNING, style)
        yield ""


def _caption(sheet: Sheet, style: Style) -> Iterator[str]:
    if sheet.caption:
        yield ""
    for line in sheet.caption:
        separator = shown(" · ", style)
        for part in wrapped(shown(line, style), _room(style), separator, fold=False):
            yield from _painted(wrapped(part, _room(style)), DIM, style)


def _prose(sheet: Sheet, style: Style) -> Iterator[str]:
    """The lines of prose; what stands before a tab is a label that the rest is hung on."""
    room = UNLIMITED if sheet.whole_lines else _room(style)
    for line in sheet.prose:
        if isinstance(line, Excerpt):
            yield from _excerpt(line, style)
            continue
        if isinstance(line, Drawing):
            yield from line.lines(style)
            continue
        label, tab, words = line.partition("\t")
        margin = f"{shown(label, style)} " if tab else ""
        text = shown(words if tab else line, style)
        first, *others = wrapped(text, max(room - width_of(margin), LONGEST_WORD))
        yield f"{margin}{first}".rstrip()
        for other in others:
            yield " " * width_of(margin) + other


def _excerpt(excerpt: Excerpt, style: Style) -> Iterator[str]:
    def clean(text: str) -> str:
        return shown(spaced(text), style)

    room = max(_room(style), NARROWEST) - len(INDENT)
    line, carets = excerpt.lines(room, clean, shown("…", style))
    yield INDENT + line
    yield from _painted([INDENT + carets], WARNING, style)


@dataclass(frozen=True)
class _Grid:
    """The rows of a sheet as texts, and how they lie on a screen."""

    sheet: Sheet
    style: Style

    @property
    def room(self) -> int:
        return _room(self.style)

    @cached_property
    def texts(self) -> list[list[str]]:
        """The headings, then the rows."""
        headings = [shown(column.heading, self.style) for column in self.sheet.columns]
        rows = [[shown(_cell(cell), self.style) for cell in row] for row in self.sheet.rows]
        return [headings, *rows]

    @cached_property
    def full_widths(self) -> list[int]:
        return [max(map(width_of, texts)) for texts in zip(*self.texts, strict=True)]

    @property
    def full_width(self) -> int:
        """What the rows need if nothing is wrapped."""
        return sum(self.full_widths) + len(GAP) * (len(self.full_widths) - 1)

    @cached_property
    def widths(self) -> list[int]:
        """The columns as wide as they can be: nobody sees what is cut from a number."""
        gaps = len(GAP) * (len(self.full_widths) - 1)
        if self.full_width <= self.room:
            return self.full_widths
        return shrunk(self.full_widths, list(map(self._least, self._places())), self.room - gaps)

    def _places(self) -> range:
        return range(len(self.sheet.columns))

    def _least(self, place: int) -> int:
        """The longest word of a column, or its longest number."""
        heading, *cells = (row[place] for row in self.texts)
        words = heading.split()
        if self.sheet.columns[place].kind != "text":
            return max(map(width_of, (*words, *cells)))
        words += [word for cell in cells for word in cell.split(self._separator(place))]
        return min(LONGEST_WORD, max(map(width_of, words), default=0))

    def _separator(self, place: int) -> str:
        # Blocks of strata are broken between strata.
        return "+" if self.sheet.last_is_total and place == 0 else " "

    def lines(self) -> Iterator[str]:
        """Headings, rule, rows, and the total under a rule of its own."""
        headings, *rows = self.texts
        rule = ("-" if self.style.ascii else "─") * (sum(self.widths) + len(GAP) * len(self.widths))
        rule = rule[: -len(GAP)]
        yield from _painted(self._row(headings), BOLD, self.style)
        yield rule
        total = [rows.pop()] if self.sheet.last_is_total else []
        for row in rows:
            yield from self._row(row)
        if total and rows:
            yield rule
        for row in total:
            yield from _painted(self._row(row), BOLD, self.style)

    def _row(self, row: Sequence[str]) -> list[str]:
        cells = [self._in_lines(place, text) for place, text in enumerate(row)]
        height = max(map(len, cells))
        padded = [[*lines, *[""] * (height - len(lines))] for lines in cells]
        return [self._line(line) for line in zip(*padded, strict=True)]

    def _in_lines(self, place: int, text: str) -> list[str]:
        width = self.widths[place]
        if width_of(text) <= width and "\n" not in text:
            return [text]
        if self.sheet.columns[place].name == self.sheet.cut:
            return [cut(text, width, shown("…", self.style))]
        return wrapped(text, width, self._separator(place))

    def _line(self, line: Sequence[str]) -> str:
        columns = zip(line, self.widths, self.sheet.columns, strict=True)
        return GAP.join(_aligned(*one) for one in columns).rstrip()


def _aligned(text: str, width: int, column: Column) -> str:
    space = " " * (width - width_of(text))
    return text + space if column.kind == "text" else space + text


def _painted(lines: Sequence[str], look: str, style: Style) -> list[str]:
    return [f"\x1b[{look}m{line}\x1b[0m" if style.color else line for line in lines]


def _cell(cell: Cell) -> str:
    if cell is HIDDEN:
        return "*"
    if cell is None:
        return "–"
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def shown(text: str, style: Style) -> str:
    """The text as a screen of this style may have it."""
    return to_ascii(harmless(text)) if style.ascii else harmless(text)


def _room(style: Style) -> int:
    return UNLIMITED if style.width is None else style.width
