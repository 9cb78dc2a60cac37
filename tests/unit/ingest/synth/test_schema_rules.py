"""Every rule of the schema holds for every row, whatever the seed and the size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest

from tfrq import schema
from tfrq.ingest.synth import simulate
from tfrq.ingest.synth.arrow import arrow_schema

RECORDS = ("treatments", "molecular", "tfr_attempts", "events", "labs")


def violations(table: schema.Table) -> Iterator[tuple[str, str]]:
    """What no row may be, as a name and a condition in SQL."""
    for column in table.columns:
        if not column.nullable:
            yield f"{column.name} missing", f"{column.name} IS NULL"
        if column.minimum:
            yield f"{column.name} too small", f"{column.name} < {column.minimum}"
        if column.allowed:
            words = ", ".join(f"'{word}'" for word in column.allowed)
            listed = column.type.endswith("[]")
            inside = f"list_has_all([{words}], {column.name})"
            yield (
                f"{column.name} unknown",
                (f"NOT {inside}" if listed else f"{column.name} NOT IN ({words})"),
            )
    for rule in table.rules:
        yield rule.name, f"NOT ({rule.condition})"


@pytest.fixture(scope="module", params=[(2320, 1), (700, 2), (40, 3), (1, 4)], ids=str)
def lake(
    request: pytest.FixtureRequest, loaded: Callable[[int, int], duckdb.DuckDBPyConnection]
) -> duckdb.DuckDBPyConnection:
    return loaded(*request.param)


def count(lake: duckdb.DuckDBPyConnection, query: str) -> int:
    row = lake.execute(f"SELECT count(*) FROM {query}").fetchone()
    assert row is not None
    return int(row[0])


def test_every_piece_has_exactly_the_columns_of_the_schema() -> None:
    for piece in simulate(300, 5):
        assert set(piece.tables) == set(schema.TABLES)
        for name, table in piece.tables.items():
            table.validate(full=True)
            assert table.schema.equals(arrow_schema(schema.TABLES[name]))


def test_arrow_types_are_what_duckdb_calls_them(registry: duckdb.DuckDBPyConnection) -> None:
    for table in schema.TABLES.values():
        found = registry.execute(f"DESCRIBE {table.name}").fetchall()
        assert [(row[0], row[1]) for row in found] == [(c.name, c.type) for c in table.columns]


def test_no_row_breaks_a_rule(lake: duckdb.DuckDBPyConnection) -> None:
    broken = {
        f"{table.name}: {name}": found
        for table in schema.TABLES.values()
        for name, condition in violations(table)
        if (found := count(lake, f"{table.name} WHERE {condition}"))
    }
    assert broken == {}


def test_keys_are_unique(lake: duckdb.DuckDBPyConnection) -> None:
    for table in schema.TABLES.values():
        if table.key:
            distinct = f"(SELECT DISTINCT {', '.join(table.key)} FROM {table.name})"
            assert count(lake, distinct) == count(lake, table.name), table.name


def test_single_events_happen_once(lake: duckdb.DuckDBPyConnection) -> None:
    for event in schema.SINGLE_EVENTS:
        repeated = f"""(SELECT 1 FROM events WHERE event = '{event}'
            GROUP BY patient_id HAVING count(*) > 1)"""
        assert count(lake, repeated) == 0


def test_every_record_belongs_to_a_patient_of_its_site(lake: duckdb.DuckDBPyConnection) -> None:
    for name in RECORDS:
        assert count(lake, f"{name} ANTI JOIN patients USING (country, site, patient_id)") == 0
    assert count(lake, "patients ANTI JOIN sites USING (country, site)") == 0


def test_tables_come_in_their_order() -> None:
    for piece in simulate(300, 5):
        for name, table in piece.tables.items():
            order = [(key, "ascending") for key in schema.TABLES[name].sort]
            keys = table.select(schema.TABLES[name].sort)
            assert keys.equals(keys.sort_by(order)), name


def dated_after(name: str, limit: str) -> str:
    """Rows of a table with a date after a limit, itself a query of (patient_id, limit_date)."""
    later = " OR ".join(f"{c.name} > limit_date" for c in schema.TABLES[name].dates)
    return f"{name} JOIN ({limit}) USING (patient_id) WHERE {later}"


@pytest.mark.parametrize("name", RECORDS)
def test_nothing_is_dated_after_the_end_of_the_record(
    lake: duckdb.DuckDBPyConnection, name: str
) -> None:
    cut = "SELECT patient_id, data_cut_date AS limit_date FROM patients JOIN sites USING (site)"
    assert count(lake, dated_after(name, cut)) == 0
    for event in schema.SINGLE_EVENTS:
        last = f"SELECT patient_id, event_date AS limit_date FROM events WHERE event = '{event}'"
        assert count(lake, dated_after(name, last)) == 0


def test_the_same_numbers_make_the_same_registry(
    tables_of: Callable[[int, int], dict[str, Any]],
) -> None:
    first, again, other = tables_of(400, 7), tables_of(400, 7), tables_of(400, 8)
    for name in schema.TABLES:
        assert first[name].equals(again[name]), name
        assert name == "sites" or not first[name].equals(other[name]), name
