"""A synthetic registry in DuckDB, with a plain table for each table of the schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from tfrq import schema
from tfrq.ingest.synth import SAMPLE_PATIENTS, simulate

Loader = Callable[[int, int], duckdb.DuckDBPyConnection]


def whole_tables(patients: int, seed: int) -> dict[str, Any]:
    """Every table of a simulated registry, its pieces put together."""
    pieces: dict[str, list[Any]] = {name: [] for name in schema.TABLES}
    for piece in simulate(patients, seed):
        for name, table in piece.tables.items():
            pieces[name].append(table)
    return {name: pa.concat_tables(tables) for name, tables in pieces.items()}


def load(patients: int, seed: int) -> duckdb.DuckDBPyConnection:
    """A registry in memory."""
    connection = duckdb.connect()
    for name, table in whole_tables(patients, seed).items():
        connection.register("arriving", table)
        connection.execute(f"CREATE TABLE {name} AS FROM arriving")
        connection.unregister("arriving")
    return connection


@pytest.fixture(scope="session")
def registry() -> duckdb.DuckDBPyConnection:
    """A registry of the sample lake's size."""
    return load(SAMPLE_PATIENTS, 1)


@pytest.fixture(scope="session")
def tables_of() -> Callable[[int, int], dict[str, Any]]:
    """Makes the whole tables of a registry."""
    return whole_tables


@pytest.fixture(scope="session")
def loaded() -> Loader:
    """Makes a registry in memory."""
    return load
