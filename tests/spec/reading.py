"""Reads the Markdown files of this folder: a title, a meaning, and cases.

A case is a heading, a list of settings, tables of records, and a table of answers. The settings are
`index`, `option`, `named` (`name: text` of a definition that `in name` means) and `definition`
(several definitions give the same answers), or `refused` and `hint` where it is an error. The first
heading of a table of records is the table's name in tfrq/schema.py, the others are its columns; the
first cell of a row names the patients that have such a record (`A`, `A, B`, `all`), or the site in
the table `sites`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent
SETTINGS = ("index", "option", "named", "definition", "refused", "hint")
ANSWERS = ("met", "not met", "not assessable", "not in the population")
_SETTING = re.compile(r"- (\w+): `(.+)`")
_RULE = re.compile(r"\|(-+\|)+")


@dataclass(frozen=True)
class Records:
    """One pipe table: its column names, the first naming the table, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def table(self) -> str:
        """The table of the lake that the rows belong to."""
        return self.columns[0]


@dataclass(frozen=True)
class Answer:
    """What one patient is expected to get; `index` is an ISO date, or "" where none is shown."""

    patient: str
    answer: str
    why: str
    index: str = ""


@dataclass
class Case:
    """One heading with all that stands under it."""

    file: str
    title: str
    settings: dict[str, list[str]] = field(default_factory=dict)
    tables: list[Records] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)

    @property
    def records(self) -> list[Records]:
        """The tables of records."""
        return [table for table in self.tables if table.table != "patient"]

    @property
    def answers(self) -> list[Answer]:
        """The last table, row by row."""
        return [
            Answer(**dict(zip(table.columns, row, strict=True)))
            for table in self.tables
            if table.table == "patient"
            for row in table.rows
        ]

    def one(self, setting: str) -> str:
        """The value of a setting that stands at most once; "" where it does not stand."""
        values = self.settings.get(setting, [""])
        assert len(values) == 1, f"{self.file}: {self.title}: more than one '{setting}'"
        return values[0]


@dataclass
class Page:
    """One file: `name` as the file's, `meaning` the text under the title."""

    name: str
    title: str
    meaning: str
    cases: list[Case]


def pages() -> list[Page]:
    """Every page of this folder, by name."""
    return [read(path) for path in sorted(FOLDER.glob("*.md"))]


def read(path: Path) -> Page:
    """One file."""
    head, *sections = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    title, _, meaning = head.partition("\n")
    assert title.startswith("# "), f"{path.name} begins with a title"
    cases = [_case(path.stem, section) for section in sections]
    return Page(path.stem, title.removeprefix("# "), meaning.strip(), cases)


def _case(file: str, section: str) -> Case:
    title, _, body = section.partition("\n")
    case = Case(file, title.strip())
    for block in re.split(r"\n\s*\n", body.strip()):
        lines = block.splitlines()
        if block.startswith("|"):
            case.tables.append(_table(lines))
        elif block.startswith("- "):
            _settings(case, lines)
        else:
            case.prose.append(block)
    return case


def _settings(case: Case, lines: list[str]) -> None:
    for line in lines:
        match = _SETTING.fullmatch(line)
        assert match, f"{case.file}: {case.title}: cannot read '{line}'"
        case.settings.setdefault(match[1], []).append(match[2])


def _table(lines: list[str]) -> Records:
    assert _RULE.fullmatch(lines[1]), f"no rule under {lines[0]}"
    columns, *rows = [_cells(line) for line in (lines[0], *lines[2:])]
    assert all(len(row) == len(columns) for row in rows), f"uneven rows under {lines[0]}"
    return Records(columns, tuple(rows))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
