"""What can happen to a site: one class per kind of fact.

A fact names no person: nobody's name, no user, no folder of a machine. One that cannot be is a
DataError.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tfrq.errors import DataError
from tfrq.vocabulary import SITE_STATUSES

LONGEST_REASON = 500  # characters


@dataclass(frozen=True)
class Added:
    """The site joined: `expected` is the number of patients that it announced, if it did."""

    kind: ClassVar[str] = "added"
    country: str
    region: str
    expected: int | None = None

    def __post_init__(self) -> None:
        _text(self.country, "country")
        _text(self.region, "region")
        _whole(self.expected, "expected", optional=True)


@dataclass(frozen=True)
class Found:
    """The site was there before its history began: its row of `sites` in that release."""

    kind: ClassVar[str] = "found"
    release: str
    phase: str
    expected: int | None = None

    def __post_init__(self) -> None:
        _text(self.release, "release")
        _phase(self.phase)
        _whole(self.expected, "expected", optional=True)


@dataclass(frozen=True)
class ExpectedChanged:
    """The site announced another number of patients."""

    kind: ClassVar[str] = "expected changed"
    expected: int
    reason: str

    def __post_init__(self) -> None:
        _whole(self.expected, "expected")
        _text(self.reason, "reason")


@dataclass(frozen=True)
class Uploaded:
    """An export came in: the number of its files. Their names may name a patient, and the hash of
    a small file can be guessed: neither is kept."""

    kind: ClassVar[str] = "uploaded"
    files: int

    def __post_init__(self) -> None:
        _whole(self.files, "files")
        if not self.files:
            raise DataError("an upload has no files")


@dataclass(frozen=True)
class Drafted:
    """A mapping was drafted."""

    kind: ClassVar[str] = "drafted"


@dataclass(frozen=True)
class Tried:
    """A dry run: rows read and rejected, and whether the site could have been published."""

    kind: ClassVar[str] = "tried"
    rows_read: int
    rows_rejected: int
    publishable: bool

    def __post_init__(self) -> None:
        _rows(self.rows_read, self.rows_rejected)
        if not isinstance(self.publishable, bool):
            raise DataError("publishable is not true or false")


@dataclass(frozen=True)
class Published:
    """The site's data are in a release; rows are None where only the manifest tells of it."""

    kind: ClassVar[str] = "published"
    release: str
    patients: int
    rows_read: int | None = None
    rows_rejected: int | None = None

    def __post_init__(self) -> None:
        _text(self.release, "release")
        _whole(self.patients, "patients")
        if (self.rows_read, self.rows_rejected) != (None, None):
            _rows(self.rows_read, self.rows_rejected)


@dataclass(frozen=True)
class Advanced:
    """A person set the phase, for a reason."""

    kind: ClassVar[str] = "advanced"
    phase: str
    reason: str

    def __post_init__(self) -> None:
        _phase(self.phase)
        _text(self.reason, "reason")


Fact = Added | Found | ExpectedChanged | Uploaded | Drafted | Tried | Published | Advanced
KINDS: dict[str, type[Fact]] = {
    kind.kind: kind
    for kind in (Added, Found, ExpectedChanged, Uploaded, Drafted, Tried, Published, Advanced)
}


@dataclass(frozen=True)
class Entry:
    """A fact and when it was recorded, in UTC."""

    at: datetime
    fact: Fact


def _text(value: object, name: str) -> None:
    if not isinstance(value, str) or not value.strip():
        raise DataError(f"{name} is no text")


def _phase(value: object) -> None:
    if value not in SITE_STATUSES:
        raise DataError(f"phase is none of {', '.join(SITE_STATUSES)}")


def _whole(value: object, name: str, *, optional: bool = False) -> None:
    if optional and value is None:
        return
    if type(value) is not int or value < 0:
        raise DataError(f"{name} is no whole number")


def _rows(read: object, rejected: object) -> None:
    _whole(read, "rows_read")
    _whole(rejected, "rows_rejected")
    if isinstance(read, int) and isinstance(rejected, int) and rejected > read:
        raise DataError("more rows are rejected than were read")
