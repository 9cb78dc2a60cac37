"""The header: every column has one name of its own. What is said of a header names positions only:
where the file has none, or `header_row` is wrong, its names are the data of a patient."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tfrq.errors import DataError


def tidy_name(text: str) -> str:
    """Stripped, with runs of spaces made one, as every cell is."""
    return " ".join(text.split())


def checked(path: Path, names: Sequence[str]) -> list[str]:
    """Tidy names. Raises DataError where one is empty or stands twice."""
    tidy = [tidy_name(name) for name in names]
    if empty := [str(at) for at, name in enumerate(tidy, 1) if not name]:
        raise DataError(
            f"{path.name}: {_columns(empty)} of {len(tidy):,} has no name in the header",
            hint="name it in the file, or give 'header_row' (and 'delimiter') in the mapping",
        )
    times = Counter(tidy)
    if twice := [str(at) for at, name in enumerate(tidy, 1) if times[name] > 1]:
        raise DataError(
            f"{path.name}: {_columns(twice)} of {len(tidy):,} has no name of its own",
            hint="rename one of them in the file, since nobody can tell which one is meant; or "
            "give 'header_row' in the mapping",
        )
    return tidy


def _columns(numbers: list[str]) -> str:
    return f"column {_some(numbers)}"


def _some(items: list[str]) -> str:
    shown = ", ".join(items[:5])
    return shown if len(items) <= 5 else f"{shown} and {len(items) - 5:,} more"
