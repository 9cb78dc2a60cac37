"""Files of one shape (pcr_2023.csv, pcr_2024.csv) are one file to a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import takewhile

from tfrq.ingest.profile.model import File
from tfrq.ingest.profile.series import together

_LEAST_ALIKE = 3  # letters that the names begin with


def merged(files: Sequence[File]) -> list[tuple[File, str]]:
    """The files with the pattern of names that each stands for; those of one shape as one."""
    groups: dict[object, list[File]] = {}
    for file in files:
        groups.setdefault(_shape(file), []).append(file)
    found = []
    for group in groups.values():
        others = [file.name for file in files if file not in group]
        pattern = _pattern([file.name for file in group])
        if len(group) == 1 or not pattern or any(fnmatchcase(name, pattern) for name in others):
            found += [(file, file.name) for file in group]
        else:
            found.append((_together(group), pattern))
    return found


def _shape(file: File) -> object:
    return file.kind, file.layout, file.decimal, tuple(column.name for column in file.columns)


def _pattern(names: list[str]) -> str:
    """What the names have in common, "" where they begin differently."""
    before = _beginning(names).rstrip("0123456789")
    after = _beginning([name[len(before) :][::-1] for name in names])[::-1]
    return f"{before}*{after}" if len(before) >= _LEAST_ALIKE else ""


def _beginning(texts: list[str]) -> str:
    """The letters that all begin with."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False))
    return "".join(letters[0] for letters in alike)


def _together(group: Sequence[File]) -> File:
    columns = zip(*(file.columns for file in group), strict=True)
    return replace(
        group[0],
        name=", ".join(file.name for file in group),
        rows=sum(file.rows for file in group),
        columns=tuple(together(alike[0].name, alike) for alike in columns),
    )
