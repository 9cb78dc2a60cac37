"""The tables of lake-layout.md, made from the schema.

To write them into the page again: `python -m tfrq.lake.layout lake-layout.md`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tfrq.errors import UsageError
from tfrq.schema import TABLES, Column, Table, day_column

BEGIN = "<!-- tables: made from tfrq/schema.py, do not edit -->"
END = "<!-- end of tables -->"


def column_tables() -> str:
    """Every table of the schema with its columns and rules, in Markdown."""
    return "\n".join(_section(table) for table in TABLES.values())


def renewed(page: str) -> str:
    """The page with the text between its two markers made anew."""
    before, found, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (found and ended):
        raise UsageError(f"the page has not both `{BEGIN}` and `{END}`")
    return f"{before}{BEGIN}\n\n{column_tables()}\n{END}{after}"


def _section(table: Table) -> str:
    lines = [f"### {table.name}", "", table.meaning, "", _order(table), ""]
    lines += ["| column | type | unit | missing | meaning |", "|---|---|---|---|---|"]
    lines += [_row(column) for column in table.columns]
    if table.rules:
        lines += ["", "Rules: " + "; ".join(rule.meaning for rule in table.rules) + "."]
    return "\n".join(lines) + "\n"


def _order(table: Table) -> str:
    key = f"No two rows of a lake share {_names(table.key)}. " if table.key else ""
    days = [f"{date.name} as `{day_column(date.name)}`" for date in table.dates]
    views = f" Views add {', '.join(days)}." if days else ""
    return f"{key}Sorted by {_names(table.sort)}.{views}"


def _names(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _row(column: Column) -> str:
    meaning = column.meaning
    if column.allowed:
        meaning += f" ({_names(column.allowed)})"
    if column.minimum:
        meaning += f"; at least {column.minimum}"
    missing = "may be" if column.nullable else "never"
    return f"| `{column.name}` | {column.type} | {column.unit} | {missing} | {meaning} |"


if __name__ == "__main__":
    path = Path(*sys.argv[1:] or ["lake-layout.md"])
    path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
