"""Reads a mapping file (docs/mapping.md) strictly: what the page does not say is an error."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tfrq.errors import DefinitionError
from tfrq.ingest.mapping.entry import PAGE, Entry
from tfrq.ingest.mapping.factors import conversion_factors
from tfrq.ingest.mapping.files import source_files
from tfrq.ingest.mapping.limits import severities, thresholds
from tfrq.ingest.mapping.model import SiteMapping
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


def read_mapping(path: Path) -> SiteMapping:
    """Read and check a mapping file. Raises DefinitionError, whose message names the file, the
    entry and the key, and says what is expected."""
    try:
        # Editors of Windows put a byte order mark first, which TOML does not know.
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise DefinitionError(
            f"the mapping {path} cannot be read: {problem}", hint="it is a TOML file in UTF-8"
        ) from None
    return parse_mapping(text, path.name)


def parse_mapping(text: str, name: str) -> SiteMapping:
    """Read and check the text of a mapping; `name` stands for it in messages."""
    top = Entry(_toml(text, name), one_line(name))
    top.only(_KEYS)
    site, version = top.text("site"), one_line(top.text("version"))
    if not SITE_CODE.fullmatch(site):
        raise top.refuse(
            f"'site' is {site!r}, which is no site code",
            "it is made of capitals, digits and _, a letter first: SE01",
        )
    files = source_files(top)
    data_cut = _data_cut(top)
    tables = table_mappings(top, {file.name: file for file in files}, data_cut)
    return SiteMapping(
        site=site,
        version=version,
        data_cut=data_cut,
        files=files,
        tables=tables,
        conversion_factors=conversion_factors(top, tables),
        date_shift_days=top.whole("date_shift_days", 0, 0, _LONGEST_SHIFT),
        thresholds=thresholds(top),
        severities=severities(top),
    )


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as problem:
        raise DefinitionError(f"{name} is no TOML: {problem}", hint=PAGE) from None
    except RecursionError:
        raise DefinitionError(f"{name} is too deeply nested", hint=PAGE) from None


def _data_cut(top: Entry) -> date:
    day = top.day("data_cut")
    if day is None:
        raise top.refuse("'data_cut' is missing", "the last day that the export covers")
    if day < _FIRST_DAY:
        raise top.refuse(f"'data_cut' is {day}, before 1900", "the last day of the export")
    return day
