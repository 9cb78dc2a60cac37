"""A release (data freeze): the manifest that lists every file of a lake at one moment."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from tfrq.errors import DataError
from tfrq.schema import SCHEMA_VERSION, TABLES

RELEASE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PATH = re.compile(
    r"(?P<table>[a-z_]+)/country=(?P<country>[A-Z]{2})/site=(?P<site>[A-Z][A-Z0-9_]*)"
    r"/[0-9a-f]+\.parquet"
)
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class File:
    """One Parquet file. `path` is relative to the lake, with `/`; `sha256` is of its bytes,
    `rows_sha256` of its rows (rows.py), whatever wrote them."""

    path: str
    site: str
    sha256: str
    rows_sha256: str
    rows: int
    bytes: int

    def __post_init__(self) -> None:
        inside = _PATH.fullmatch(self.path)
        if inside is None:
            raise DataError(_bad_path(self.path))
        if inside["site"] != self.site:
            raise DataError(f"{self.path} is listed as a file of site {self.site}")
        if not (_SHA256.fullmatch(self.sha256) and _SHA256.fullmatch(self.rows_sha256)):
            raise DataError(f"{self.path} is listed without a SHA-256")
        if not all(type(number) is int and number >= 0 for number in (self.rows, self.bytes)):
            raise DataError(f"{self.path} is listed without its numbers of rows and bytes")

    @property
    def country(self) -> str:
        """The country, as the path says."""
        return self.path.split("/")[1].removeprefix("country=")


@dataclass(frozen=True)
class Release:
    """A manifest. `created` is UTC in ISO form; `parent` the release it was made from;
    `tables` has every table of the schema, in its order, files by site; `data_cuts` is
    site → last day that its data cover; `derived` lists tables that can be rebuilt."""

    name: str
    created: str
    parent: str | None
    tables: Mapping[str, tuple[File, ...]]
    data_cuts: Mapping[str, date]
    mapping_versions: Mapping[str, str]
    derived: Mapping[str, Any]

    @property
    def data_cut(self) -> date | None:
        """The latest data cut of its sites; None without data."""
        return max(self.data_cuts.values(), default=None)

    def text(self) -> str:
        """The manifest as it is written."""
        content = {
            "schema_version": SCHEMA_VERSION,
            "release": self.name,
            "created": self.created,
            "parent": self.parent,
            "data_cuts": {site: day.isoformat() for site, day in sorted(self.data_cuts.items())},
            "mapping_versions": dict(sorted(self.mapping_versions.items())),
            "tables": {
                table: [asdict(file) for file in files] for table, files in self.tables.items()
            },
            "derived": dict(self.derived),
        }
        return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def parse_release(text: str, name: str) -> Release:
    """The release that a manifest's text describes; a DataError says what is wrong with it."""
    try:
        content = json.loads(text)
        version = content["schema_version"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DataError(
            f"the manifest of release {name} is damaged", hint="restore it from a backup"
        ) from None
    if not isinstance(version, str):
        raise DataError(
            f"the manifest of release {name} is damaged: its schema_version is no text",
            hint=f'"schema_version": "{SCHEMA_VERSION}" has quotes around the number',
        )
    if version != SCHEMA_VERSION:
        raise DataError(
            f"release {name} has schema version {version}, this tfrq reads {SCHEMA_VERSION}",
            hint="use the version of tfrq that wrote it, or publish the sites again",
        )
    try:
        return _release(content, name)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise DataError(
            f"the manifest of release {name} is damaged: {problem!r}",
            hint="restore it from a backup",
        ) from None
    except DataError as problem:
        raise DataError(f"the manifest of release {name} is damaged: {problem.message}") from None


def _release(content: Mapping[str, Any], name: str) -> Release:
    if content["release"] != name:
        raise DataError(f"it is the manifest of release {content['release']}")
    parent, listed = content["parent"], content["tables"]
    if not (parent is None or isinstance(parent, str)):
        raise DataError("its parent is no name")
    for table in listed:
        if table not in TABLES:
            raise DataError(f"it lists an unknown table {table!r}")
    return Release(
        name,
        str(content["created"]),
        parent,
        {table: _files(table, listed.get(table, [])) for table in TABLES},
        {site: date.fromisoformat(day) for site, day in content["data_cuts"].items()},
        dict(content["mapping_versions"]),
        dict(content["derived"]),
    )


def _files(table: str, entries: list[dict[str, Any]]) -> tuple[File, ...]:
    files = tuple(File(**entry) for entry in entries)
    for file in files:
        if not file.path.startswith(f"{table}/"):
            raise DataError(f"{file.path} is listed as a file of {table}")
    # Read twice, a file's patients would count twice.
    if len({file.path for file in files}) < len(files):
        raise DataError(f"{table} lists a file twice")
    return files


def _bad_path(path: object) -> str:
    pure = PurePosixPath(str(path))
    if pure.is_absolute() or ".." in pure.parts:
        return f"the path {str(path)!r} leaves the lake"
    return f"the path {str(path)!r} is not TABLE/country=XX/site=CODE/HASH.parquet"
