"""The tables of lake-layout.md are made from the schema."""

from __future__ import annotations

import pytest

from tfrq.errors import UsageError
from tfrq.lake.layout import BEGIN, END, column_tables, renewed
from tfrq.schema import TABLES


def test_every_column_has_its_row() -> None:
    sections = column_tables().split("### ")[1:]
    assert [section.split("\n")[0] for section in sections] == list(TABLES)
    for section, table in zip(sections, TABLES.values(), strict=True):
        rows = [line for line in section.splitlines() if line.startswith("| `")]
        assert [row.split("`")[1] for row in rows] == [column.name for column in table.columns]


def test_only_the_part_between_the_markers_is_made_anew() -> None:
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert renewed(page) == f"before\n{BEGIN}\n\n{column_tables()}\n{END}\nafter\n"
    assert renewed(renewed(page)) == renewed(page)


def test_a_page_without_markers() -> None:
    with pytest.raises(UsageError, match="has not both"):
        renewed("a page")
