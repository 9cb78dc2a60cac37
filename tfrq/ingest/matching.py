"""Which file of an upload is which file of the mapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from tfrq.errors import UsageError
from tfrq.ingest.mapping.model import SiteMapping, SourceFile


@dataclass(frozen=True)
class Part:
    """A file of the upload, or one sheet of it, and the entry of [[files]] it is read by."""

    source: SourceFile
    path: Path

    @property
    def label(self) -> str:
        """What rejects call it: two sheets have rows of the same number."""
        sheet = self.source.layout.sheet
        return f"{self.path.name} [{sheet}]" if sheet else self.path.name


def matched(mapping: SiteMapping, given: Iterable[Path]) -> list[Part]:
    """Every part of the upload; a folder stands for the files in it that the mapping names.

    UsageError for a file that no entry or more than one names (sheets of a workbook apart), for
    an entry without a file, and for two files of one name: rejects go by names."""
    parts = [part for path in given for part in _parts(mapping, path)]
    labels = [part.label for part in parts]
    for label in labels:
        if labels.count(label) > 1:
            raise UsageError(f"two files are called {label}", hint="rejects name files: rename one")
    for entry in mapping.files:
        if entry not in [part.source for part in parts]:
            raise UsageError(
                f"no file is given for '{entry.name}' of the mapping ({entry.match})",
                hint="a site is published whole: give all of its files",
            )
    return parts


def _parts(mapping: SiteMapping, path: Path) -> Iterator[Part]:
    if path.is_dir():
        for inside in sorted(path.iterdir()):
            if inside.is_file() and _entries(mapping, inside):
                yield from _of_file(mapping, inside)
    elif path.is_file():
        yield from _of_file(mapping, path)
    else:
        raise UsageError(f"there is no file {path}")


def _of_file(mapping: SiteMapping, path: Path) -> Iterator[Part]:
    entries = _entries(mapping, path)
    if not entries:
        known = ", ".join(dict.fromkeys(entry.match for entry in mapping.files))
        raise UsageError(f"the mapping has no entry for {path.name}", hint=f"it reads {known}")
    sheets = {entry.layout.sheet for entry in entries}
    if len(entries) > 1 and (len(sheets) < len(entries) or "" in sheets):
        both = " and ".join(f"'{entry.name}'" for entry in entries[:2])
        raise UsageError(f"{path.name} is {both} of the mapping", hint="make 'match' narrower")
    yield from (Part(entry, path) for entry in entries)


def _entries(mapping: SiteMapping, path: Path) -> list[SourceFile]:
    name = path.name.lower()
    return [entry for entry in mapping.files if fnmatchcase(name, entry.match.lower())]


def sources(mapping: SiteMapping, file: SourceFile) -> frozenset[str]:
    """Every column of a file that an entry of the mapping reads."""
    return frozenset(
        name.replace("{visit}", visit)
        for table in mapping.tables
        if table.file == file.name
        for visit in (table.visits or ("",))
        for name in (
            *table.where,
            *(column.source for column in table.columns),
            *(column.unit_source for column in table.columns),
            *(flag for column in table.columns for flag in column.flags),
        )
    )
