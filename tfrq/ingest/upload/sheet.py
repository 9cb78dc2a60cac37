"""The cells of one Excel sheet, row by row, with what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from tfrq.errors import DataError
from tfrq.ingest.upload import archive
from tfrq.ingest.upload.archive import Attributes
from tfrq.ingest.upload.wording import Style, Unclear
from tfrq.ingest.upload.workbook import Sheet, Workbook, unescaped, whole_number

_PLAIN = Style()
Found = TypeVar("Found", str, Style)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
NOT_SAVED = "a formula whose value was not saved: open the file in Excel and save it"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


@dataclass
class Row:
    """`cells` and `wrong` (why a cell has no value) by number of the column, the first is 1.
    Cells without a text are in neither."""

    number: int
    cells: dict[int, str] = field(default_factory=dict)
    wrong: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Range:
    """A rectangle of cells; rows and columns count from 1, the last ones are included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first, last = column_letters(self.left), column_letters(self.right)
        return f"{first}{self.top}:{last}{self.bottom}"


@lru_cache(maxsize=LAST_COLUMN)
def column_number(letters: str) -> int:
    """A is 1, AA is 27; 0 for what names no column of Excel."""
    number = 0
    for letter in letters:
        number = number * 26 + _LETTERS.find(letter) + 1
        if letter not in _LETTERS or number > LAST_COLUMN:
            return 0
    return number


def column_letters(number: int) -> str:
    """The name that Excel shows for a column."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def rows(book: Workbook, sheet: Sheet) -> Iterator[Row]:
    """Rows that hold anything, in their order. Raises DataError where the sheet is damaged."""
    cells = _Cells(book)
    walk = archive.walk(
        book.packed,
        book.path,
        sheet.part,
        start=cells.start,
        end=cells.end,
        text=cells.text,
        limit=archive.UNPACKED_LIMIT,
    )
    for _ in walk:
        cells.check_size()
        yield from cells.done
        cells.done.clear()


def merged(book: Workbook, sheet: Sheet) -> list[Range]:
    """Merged cells. They stand behind all others, so that the sheet is read for them first, by a
    search that is a good deal faster than to parse it."""
    found: list[Range] = []
    before = b""
    with archive.opened_part(book.packed, book.path, sheet.part, archive.UNPACKED_LIMIT) as part:
        while piece := part.read(1 << 20):
            text = before + piece
            end = 0
            for one in _MERGED.finditer(text):
                left, top, right, bottom = (item.decode() for item in one.groups())
                found.append(
                    Range(int(top), column_number(left), int(bottom), column_number(right))
                )
                end = one.end()
            # A tag may be cut in two; one is much shorter than this.
            before = text[max(end, len(text) - 200) :]
    return found


class _Cells:
    """Puts cells together from tags and texts (ECMA-376, 18.3.1.4)."""

    def __init__(self, book: Workbook) -> None:
        self.done: list[Row] = []
        self._book = book
        self._texts = book.texts()
        self._styles = book.styles()
        self._row = Row(0)
        self._column = 0
        self._cell: Attributes = {}
        self._pieces: list[str] = []
        self._taking = self._in_reading = self._has_formula = self._has_value = False

    def start(self, tag: str, given: Attributes) -> None:
        if tag == "c":
            self._open_cell(given)
        elif tag == "v" or (tag == "t" and not self._in_reading):
            self._taking = self._has_value = True
        elif tag == "f":
            self._has_formula = True
        elif tag == "rPh":
            self._in_reading = True
        elif tag == "row":
            self._open_row(given)

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._taking = False
        elif tag == "c":
            self._close_cell()
        elif tag == "rPh":
            self._in_reading = False
        elif tag == "row" and (self._row.cells or self._row.wrong):
            self.done.append(self._row)

    def text(self, piece: str) -> None:
        if self._taking:
            self._pieces.append(piece)

    def check_size(self) -> None:
        if sum(map(len, self._pieces)) > archive.TOKEN_LIMIT:
            raise archive.damaged(self._book.path, f"row {self._row.number:,} has no end")

    def _open_row(self, given: Attributes) -> None:
        number = whole_number(given["r"]) if "r" in given else self._row.number + 1
        if not self._row.number < number <= LAST_ROW:
            raise archive.damaged(
                self._book.path, f"row {number:,} does not follow row {self._row.number:,}"
            )
        self._row, self._column = Row(number), 0

    def _open_cell(self, given: Attributes) -> None:
        letters = given.get("r", "").rstrip("0123456789")
        self._column = column_number(letters) if letters else self._column + 1
        if not 1 <= self._column <= LAST_COLUMN:
            raise archive.damaged(self._book.path, f"row {self._row.number:,} is too wide")
        self._cell, self._pieces = given, []
        self._has_formula = self._has_value = False

    def _close_cell(self) -> None:
        stored = "".join(self._pieces)
        row, column = self._row, self._column
        if self._has_formula and self._not_saved(stored):
            row.wrong[column] = NOT_SAVED
        elif self._cell.get("t") == "e":
            row.wrong[column] = f"the error {stored}"
        elif stored:
            self._keep(stored)

    def _keep(self, stored: str) -> None:
        style = self._style()
        try:
            value = self._value(stored, style)
        except Unclear:
            code = style.wording.code if style.wording else ""
            self._row.wrong[self._column] = (
                f"a value that its number format ({code[:80]}) shows as something else"
            )
            return
        if value.strip():
            self._row.cells[self._column] = value

    def _not_saved(self, stored: str) -> bool:
        """Whether a formula has no value. A program that leaves formulas to Excel writes none,
        or 0, which must not be read as a result of 0. The text "" is a value."""
        if not stored:
            return self._cell.get("t") != "str" or not self._has_value
        return self._book.recalculated and stored == "0"

    def _style(self) -> Style:
        named = self._cell.get("s")
        return self._at(self._styles, named) if named else _PLAIN

    def _value(self, stored: str, style: Style) -> str:
        kind = self._cell.get("t", "n")
        if kind == "s":
            return style.of_text(self._at(self._texts, stored))
        if kind == "n":
            try:
                return style.of_number(stored, self._book.first_day_1904)
            except ValueError:
                raise self._broken("no number") from None
        if kind == "b":
            return "true" if stored == "1" else "false"
        if kind == "d":
            return stored.rstrip("Z").replace("T", " ").removesuffix(" 00:00:00")
        return style.of_text(unescaped(stored))

    def _at(self, items: list[Found], index: str) -> Found:
        # Python would count what is below 0 from the end.
        at = whole_number(index)
        if 0 <= at < len(items):
            return items[at]
        raise self._broken("a text or a style that is not there")

    def _broken(self, by: str) -> DataError:
        where = f"{column_letters(self._column)}{self._row.number}"
        return archive.damaged(self._book.path, f"cell {where} has {by}")
