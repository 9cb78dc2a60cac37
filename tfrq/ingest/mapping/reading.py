"""Reads a mapping file (docs/mapping.md) strictly: what the page does not say is an error."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tfrq.errors import DefinitionError, Span
from tfrq.ingest.mapping.entry import PAGE, Entry
from tfrq.ingest.mapping.factors import conversion_factors
from tfrq.ingest.mapping.files import source_files
from tfrq.ingest.mapping.limits import severities, thresholds
from tfrq.ingest.mapping.model import SiteMapping, TableMapping
from tfrq.ingest.mapping.tables import table_mappings
from tfrq.lake.settings import SITE_CODE
from tfrq.printable import one_line

_KEYS = (
    *("site", "version", "data_cut", "date_shift_days", "files", "tables"),
    *("conversion_factors", "thresholds", "severities"),
)
# Half of the 12 months within which a patient was last seen who is eligible today: a longer shift
# would put too many out of the index `data cut` (docs/mapping.md).
_LONGEST_SHIFT = 182
_FIRST_DAY = date(1900, 1, 1)
# It stands in every release: long enough for any numbering, and no place for a person's number.
_VERSION = re.compile(r"[A-Za-z0-9._-]{1,32}")
_PERSONS_NUMBER = re.compile(r"[0-9]{9}")
_LINE = re.compile(r"line (\d+)")


def read_mapping(path: Path, today: date | None = None) -> SiteMapping:
    """Read and check a mapping file; `today` is asked of the clock where it is not given. Raises
    DefinitionError, whose message names the file, the entry and the key, and says what is
    expected."""
    try:
        # Editors of Windows put a byte order mark first, which TOML does not know.
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise DefinitionError(
            f"the mapping {path} cannot be read: {problem}", hint="it is a TOML file in UTF-8"
        ) from None
    return parse_mapping(text, path.name, today)


def parse_mapping(text: str, name: str, today: date | None = None) -> SiteMapping:
    """The same of the text of a mapping; `name` stands for it in messages."""
    top = Entry(_toml(text, name), one_line(name))
    top.only(_KEYS)
    site, version = top.text("site"), _version(top)
    if not SITE_CODE.fullmatch(site):
        raise top.refuse(
            f"'site' is {site!r}, which is no site code",
            "it is made of capitals, digits and _, a letter first: SE01",
        )
    files = source_files(top)
    data_cut = _data_cut(top, today or datetime.now(UTC).astimezone().date())
    tables = table_mappings(top, {file.name: file for file in files}, data_cut)
    return SiteMapping(
        site=site,
        version=version,
        data_cut=data_cut,
        files=files,
        tables=tables,
        conversion_factors=conversion_factors(top, tables),
        date_shift_days=_shift(top, tables),
        thresholds=thresholds(top),
        severities=severities(top),
    )


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as problem:
        raise _no_toml(text, name, problem) from None
    except RecursionError:
        raise DefinitionError(f"{name} is too deeply nested", hint=PAGE) from None


def _no_toml(text: str, name: str, problem: tomllib.TOMLDecodeError) -> DefinitionError:
    """The error with the line that it is about, which the parser names by its number."""
    found, span = _LINE.search(str(problem)), None
    if found:
        lines = text.splitlines(keepends=True)
        start = sum(map(len, lines[: int(found[1]) - 1]))
        span = Span(start, start + len(text[start:].partition("\n")[0].rstrip()))
    return DefinitionError(
        f"{name} is no TOML: {problem}",
        hint="decimals take a point, dates are 2023-12-31 without quotes, a key stands once",
        span=span,
        source=text,
    )


def _version(top: Entry) -> str:
    version = top.text("version")
    if not _VERSION.fullmatch(version) or _PERSONS_NUMBER.search(version):
        raise top.refuse(
            f"'version' is {version!r}, which is no version",
            "at most 32 letters, digits, '.', '_' and '-', of which no more than 8 digits in a"
            " row: 2026-11",
        )
    return version


def _shift(top: Entry, tables: Iterable[TableMapping]) -> int:
    days = top.whole("date_shift_days", 0, 0, _LONGEST_SHIFT)
    assumed = (one.target for table in tables for one in table.columns if one.assume_day)
    column = next(assumed, None)
    if days and column:
        raise top.refuse(
            f"'date_shift_days' beside 'assume_day' of {column}: the assumed day, moved, would"
            " tell by how much",
            "leave one of the two out",
        )
    return days


def _data_cut(top: Entry, today: date) -> date:
    day = top.day("data_cut")
    if day is None:
        raise top.refuse("'data_cut' is missing", "the last day that the export covers")
    if day < _FIRST_DAY:
        raise top.refuse(f"'data_cut' is {day}, before 1900", "the last day of the export")
    if day > today:
        raise top.refuse(
            f"'data_cut' is {day}, after today ({today})", "the last day that the export covers"
        )
    return day
