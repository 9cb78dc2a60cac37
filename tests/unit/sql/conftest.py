"""A lake with nothing in it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tfrq import schema


@pytest.fixture
def empty_lake() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every view of a lake, typed, without a row."""
    connection = duckdb.connect(config={"threads": "1"})
    for table in schema.TABLES.values():
        columns = [(column.name, column.type) for column in table.columns]
        columns += [(schema.day_column(column.name), "INTEGER") for column in table.dates]
        declared = ", ".join(f"{name} {kind}" for name, kind in columns)
        connection.execute(f"CREATE TABLE {table.name} ({declared})")
    yield connection
    connection.close()
