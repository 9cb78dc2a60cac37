"""What an export holds: its expected.toml."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

EXPORTS = Path(__file__).parents[1] / "exports"
SITES = tuple(sorted(path.parent.name for path in EXPORTS.glob("*/expected.toml")))
Broken = Counter[tuple[str, int, str]]


@dataclass(frozen=True)
class Single:
    """One record of the lake, and the row that it comes from."""

    table: str
    file: str
    row: int
    values: dict[str, Any]

    def matches(self, record: dict[str, Any]) -> bool:
        """Whether the record has these values; others do not matter."""
        return all(plain(record[name]) == value for name, value in self.values.items())


@dataclass(frozen=True)
class Asked:
    """A definition, and how many patients it is met by, not met by, and not assessable for."""

    definition: str
    met: int
    not_met: int
    not_assessable: int


@dataclass(frozen=True)
class Expected:
    """`rows` by file; `records` by table; `rejects` and `warnings`: file, row, rule → how often."""

    site: str
    country: str
    rows: dict[str, int]
    records: dict[str, int]
    rejects: Broken
    warnings: Broken
    singles: tuple[Single, ...]
    counts: tuple[Asked, ...]


def expected(site: str) -> Expected:
    """What is told of an export."""
    told = tomllib.loads((EXPORTS / site / "expected.toml").read_text())
    return Expected(
        site=told["site"],
        country=told["country"],
        rows=told["rows"],
        records=told["records"],
        rejects=_broken(told["rejects"]),
        warnings=_broken(told.get("warnings", [])),
        singles=tuple(_single(one) for one in told["records_of"]),
        counts=tuple(Asked(**one) for one in told["counts"]),
    )


def _broken(entries: list[dict[str, Any]]) -> Broken:
    return Counter(
        (entry["file"], int(row), rule)
        for entry in entries
        for row, rules in entry["rows"].items()
        for rule in ([rules] if isinstance(rules, str) else rules)
    )


def _single(entry: dict[str, Any]) -> Single:
    types = dict.fromkeys(entry.get("missing", ()))
    values = {name: plain(value) for name, value in (entry["values"] | types).items()}
    return Single(entry["table"], entry["file"], entry["row"], values)


def plain(value: Any) -> Any:
    """A value as it is compared: numbers are texts, whatever their places; sets are sorted."""
    if isinstance(value, str | Decimal):
        return _number(str(value))
    if isinstance(value, list | tuple):
        return sorted(value)
    return value if value is None or isinstance(value, bool | int | date) else str(value)


def _number(text: str) -> str:
    try:
        return f"{Decimal(text).normalize():f}"
    except ArithmeticError:
        return text


def folder_of(site: str) -> Path:
    """Where the export is."""
    return EXPORTS / site
