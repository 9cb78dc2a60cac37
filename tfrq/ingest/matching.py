"""Which file of an upload is which file of the mapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from tfrq.errors import UsageError
from tfrq.ingest.mapping.model import SiteMapping, SourceFile


def matched(mapping: SiteMapping, given: Iterable[Path]) -> list[tuple[SourceFile, Path]]:
    """Every file of the upload with the entry of [[files]] it is read by; a folder stands for
    the files in it that the mapping names.

    UsageError for a file that no entry or more than one names, for an entry without a file, and
    for two files of one name: rejects go by names."""
    pairs = [pair for path in given for pair in _pairs(mapping, path)]
    names = [path.name for _, path in pairs]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"two files are called {name}", hint="rejects name files: rename one")
    for entry in mapping.files:
        if entry not in [source for source, _ in pairs]:
            raise UsageError(
                f"no file is given for '{entry.name}' of the mapping ({entry.match})",
                hint="a site is published whole: give all of its files",
            )
    return pairs


def _pairs(mapping: SiteMapping, path: Path) -> Iterator[tuple[SourceFile, Path]]:
    if path.is_dir():
        for inside in sorted(path.iterdir()):
            if inside.is_file() and _entries(mapping, inside):
                yield _entry(mapping, inside), inside
    elif path.is_file():
        yield _entry(mapping, path), path
    else:
        raise UsageError(f"there is no file {path}")


def _entry(mapping: SiteMapping, path: Path) -> SourceFile:
    entries = _entries(mapping, path)
    if not entries:
        known = ", ".join(entry.match for entry in mapping.files)
        raise UsageError(f"the mapping has no entry for {path.name}", hint=f"it reads {known}")
    if len(entries) > 1:
        both = " and ".join(f"'{entry.name}'" for entry in entries[:2])
        raise UsageError(f"{path.name} is {both} of the mapping", hint="make 'match' narrower")
    return entries[0]


def _entries(mapping: SiteMapping, path: Path) -> list[SourceFile]:
    name = path.name.lower()
    return [entry for entry in mapping.files if fnmatchcase(name, entry.match.lower())]
