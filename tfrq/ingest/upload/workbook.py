"""An Excel workbook (.xlsx) without its cells: sheets, texts, and what formats show numbers as."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tfrq.errors import DataError, nearest
from tfrq.ingest.upload import archive
from tfrq.ingest.upload.archive import Attributes
from tfrq.ingest.upload.wording import Style, style_of

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TRUE = ("1", "true", "on")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Sheet:
    """One sheet of cells (no chart). `part` is its place in the archive."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Workbook:
    """`recalculated`: the program that wrote it leaves it to Excel to calculate formulas."""

    path: Path
    packed: zipfile.ZipFile
    sheets: tuple[Sheet, ...]
    first_day_1904: bool
    recalculated: bool

    def sheet(self, name: str) -> Sheet:
        """The sheet of a name; for "" the first that is not hidden."""
        if not name:
            return next((one for one in self.sheets if not one.hidden), self.sheets[0])
        for one in self.sheets:
            if one.name == name:
                return one
        names = [one.name for one in self.sheets]
        near = nearest(name, names)
        # The others are not named: some sites have a sheet for each patient.
        raise DataError(
            f"{self.path.name} has no sheet '{name}'",
            hint=f"did you mean '{near}'?"
            if near
            else f"it has {len(names):,}: check 'sheet' in the mapping",
        )

    def texts(self) -> list[str]:
        """The texts that cells refer to by number."""
        part = self._part("sharedStrings")
        return _texts(self.packed, self.path, part) if part else []

    def styles(self) -> list[Style]:
        """How cells show what they hold, by the number that they name."""
        part = self._part("styles")
        return _styles(archive.elements(self.packed, self.path, part)) if part else [Style()]

    def _part(self, kind: str) -> str:
        targets = _relations(self.packed, self.path).values()
        return next((part for part, of in targets if of.endswith(f"/{kind}")), "")


@contextmanager
def opened(path: Path) -> Iterator[Workbook]:
    with archive.opened(path) as packed:
        parts = _relations(packed, path)
        tags = archive.elements(packed, path, _WORKBOOK)
        sheets = tuple(_sheets(tags, parts))
        if not sheets:
            raise DataError(f"{path.name} has no sheet of cells", hint="ask the site for CSV")
        of_book = {tag: given for tag, given in tags if tag in ("workbookPr", "calcPr")}
        yield Workbook(
            path,
            packed,
            sheets,
            of_book.get("workbookPr", {}).get("date1904") in _TRUE,
            of_book.get("calcPr", {}).get("fullCalcOnLoad") in _TRUE,
        )


def _sheets(
    tags: list[tuple[str, Attributes]], parts: dict[str, tuple[str, str]]
) -> Iterator[Sheet]:
    for tag, given in tags:
        part, kind = parts.get(given.get("id", ""), ("", ""))
        if tag == "sheet" and kind.endswith("/worksheet"):
            hidden = given.get("state", "visible") != "visible"
            yield Sheet(given.get("name", ""), part, hidden)


def _relations(packed: zipfile.ZipFile, path: Path) -> dict[str, tuple[str, str]]:
    """Id → part of the archive, and kind of relation."""
    found = {}
    for tag, given in archive.elements(packed, path, _RELATIONS):
        if tag == "Relationship" and given.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/xl", given.get("Target", "")))
            found[given.get("Id", "")] = (target.lstrip("/"), given.get("Type", ""))
    return found


def _styles(tags: list[tuple[str, Attributes]]) -> list[Style]:
    codes = {
        given.get("numFmtId"): given.get("formatCode") for tag, given in tags if tag == "numFmt"
    }
    styles, within = [], ""
    for tag, given in tags:
        if tag in ("cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            within = tag
        elif tag == "xf" and within == "cellXfs":
            number = given.get("numFmtId", "0")
            styles.append(style_of(whole_number(number), codes.get(number)))
    return styles or [Style()]


def whole_number(text: str) -> int:
    """-1 for what is none, or longer than any number of a row, a text or a format."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def unescaped(text: str) -> str:
    """Characters that XML cannot hold are written _x000D_."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


class _SharedTexts:
    """Collects the texts of the shared strings; pieces in several fonts are one text, and
    readings beside Japanese characters (rPh) no part of it."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._in_text = self._in_reading = False

    def start(self, tag: str, _: Attributes) -> None:
        if tag == "t":
            self._in_text = not self._in_reading
        elif tag == "rPh":
            self._in_reading = True
        elif tag == "si":
            self._pieces = []

    def end(self, tag: str) -> None:
        if tag == "t":
            self._in_text = False
        elif tag == "rPh":
            self._in_reading = False
        elif tag == "si":
            self.found.append(unescaped("".join(self._pieces)))

    def text(self, piece: str) -> None:
        if self._in_text:
            self._pieces.append(piece)


def _texts(packed: zipfile.ZipFile, path: Path, part: str) -> list[str]:
    texts = _SharedTexts()
    walk = archive.walk(packed, path, part, start=texts.start, end=texts.end, text=texts.text)
    for _ in walk:
        pass
    return texts.found
