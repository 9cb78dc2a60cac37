"""Tables for people, drawn by rich into text."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tfrq.printable import harmless
from tfrq.render.ascii import to_ascii
from tfrq.render.formats import Style
from tfrq.render.sheet import HIDDEN, Cell, Sheet

# Lines under the headings and above the total, and nothing but space between columns.
RULES = Box("    \n    \n ── \n    \n ── \n    \n    \n    \n")
GAP = 2  # spaces between columns
NARROWEST_TEXT = 12
UNLIMITED = 100_000  # columns: wider than any result, so that nothing is wrapped


def table(sheet: Sheet, style: Style) -> str:
    """The marking, the rows or their prose, and the caption under them."""
    sheet = _for_screens(sheet)
    console = _console(sheet, style)
    if sheet.marking:
        _print(console, sheet.marking, "bold red", style)
        console.print()
    if sheet.prose:
        _prose(console, sheet, style)
    elif sheet.columns:
        console.print(_table(sheet, style))
    if sheet.caption:
        console.print()
    for line in sheet.caption:
        _print(console, _broken(line, " · ", style.width or UNLIMITED), "dim", style)
    drawn = console.file.getvalue()  # type: ignore[attr-defined]
    return _without_line_ends(drawn.replace("─", "-") if style.ascii else drawn)


def _for_screens(sheet: Sheet) -> Sheet:
    """With the columns alone that a screen has room for."""
    if not sheet.on_screen:
        return sheet
    places = [place for place, one in enumerate(sheet.columns) if one.name in sheet.on_screen]
    rows = tuple(tuple(row[place] for place in places) for row in sheet.rows)
    return replace(sheet, columns=tuple(sheet.columns[place] for place in places), rows=rows)


def _console(sheet: Sheet, style: Style) -> Console:
    # A number is never cut: on a screen too narrow for them, the terminal wraps the line.
    width = UNLIMITED if style.width is None else max(style.width, _needed(sheet))
    return Console(
        file=io.StringIO(),
        width=width,
        force_terminal=style.color,
        color_system="standard" if style.color else None,
        no_color=not style.color,
        legacy_windows=False,
        emoji=False,
        markup=False,
        highlight=False,
    )


def _print(console: Console, line: str, look: str, style: Style) -> None:
    text = Text(_shown(line, style), style=look)
    console.print(text, soft_wrap=style.width is None, width=style.width)


def _prose(console: Console, sheet: Sheet, style: Style) -> None:
    """The lines of prose; what stands before a tab is a label that the rest is hung on."""
    for line in sheet.prose:
        label, tab, words = line.partition("\t")
        if sheet.whole_lines or not tab:
            console.print(Text(_shown(line, style)), soft_wrap=sheet.whole_lines, width=style.width)
        else:
            hung = Table.grid(padding=(0, 1, 0, 0))
            hung.add_column(no_wrap=True)
            hung.add_row(Text(_shown(label, style)), Text(_shown(words, style)))
            console.print(hung, width=style.width)


def _table(sheet: Sheet, style: Style) -> Table:
    drawn = Table(
        box=RULES, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold"
    )
    for column in sheet.columns:
        is_text = column.kind == "text"
        drawn.add_column(
            column.heading,
            justify="left" if is_text else "right",
            no_wrap=not is_text,
            overflow="fold",
        )
    width = _label_width(sheet, style)
    for row in sheet.rows:
        is_total = sheet.last_is_total and row is sheet.rows[-1]
        if is_total:
            drawn.add_section()
        cells = [Text(_shown(_cell(cell), style)) for cell in row]
        if sheet.last_is_total and width:
            cells[0] = Text(_broken(cells[0].plain, "+", width))
        drawn.add_row(*cells, style="bold" if is_total else "")
    return drawn


def _cell(cell: Cell) -> str:
    if cell is HIDDEN:
        return "*"
    if cell is None:
        return "–"
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _shown(text: str, style: Style) -> str:
    return to_ascii(harmless(text)) if style.ascii else harmless(text)


def _widths(sheet: Sheet) -> list[int]:
    """Widest cell of every column that is not text; 0 for text, which can wrap."""
    return [
        0
        if column.kind == "text"
        else max(cell_len(text) for text in (column.heading, *map(_cell, cells)))
        for column, cells in zip(sheet.columns, _by_column(sheet), strict=True)
    ]


def _by_column(sheet: Sheet) -> list[tuple[Cell, ...]]:
    return [tuple(row[place] for row in sheet.rows) for place in range(len(sheet.columns))]


def _needed(sheet: Sheet) -> int:
    return sum((width or NARROWEST_TEXT) + GAP for width in _widths(sheet))


def _label_width(sheet: Sheet, style: Style) -> int:
    """What is left of the screen for the names of strata; 0 where that has no limit."""
    if style.width is None:
        return 0
    numbers = sum(width + GAP for width in _widths(sheet) if width)
    return max(NARROWEST_TEXT, style.width - numbers)


def _broken(text: str, separator: str, width: int) -> str:
    """The text in lines of at most `width`, broken after separators only."""
    first, *others = text.split(separator)
    lines = [first]
    for part in others:
        if cell_len(lines[-1] + separator + part) + len(separator.rstrip()) > width:
            lines[-1] += separator.rstrip()
            lines.append(part)
        else:
            lines[-1] += separator + part
    return "\n".join(lines)


def _without_line_ends(drawn: str) -> str:
    """Without the spaces that fill lines up: they would stay in whatever is pasted."""
    return "".join(line.rstrip() + "\n" for line in drawn.splitlines())
