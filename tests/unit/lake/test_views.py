"""Views: the columns of the schema and a number for every date, whatever the path is called."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.unit.lake.small_lake import by_table, site_tables
from tfrq import schema
from tfrq.errors import UsageError
from tfrq.lake import connect, files, open_lake, publish, run, view_statements


def columns_of(root: Path, table: str) -> list[tuple[str, str]]:
    with connect(open_lake(root), [table]) as connection:
        described = connection.execute(f"DESCRIBE {table}").fetchall()
    return [(name, kind) for name, kind, *_ in described]


def expected(table: schema.Table) -> list[tuple[str, str]]:
    twins = [(schema.day_column(column.name), "INTEGER") for column in table.dates]
    return [(column.name, column.type) for column in table.columns] + twins


@pytest.mark.parametrize("table", schema.TABLES.values(), ids=lambda table: table.name)
def test_every_view_has_the_columns_of_the_schema(root: Path, table: schema.Table) -> None:
    assert columns_of(root, table.name) == expected(table)


def test_a_table_without_files_is_an_empty_typed_view(root: Path) -> None:
    tables = by_table(SE01=site_tables("SE01", [1]), FI01=site_tables("FI01", [3]))
    del tables["labs"]
    publish(root, tables, release="b")
    assert columns_of(root, "labs") == expected(schema.LABS)
    assert run(open_lake(root), "SELECT * FROM labs", ["labs"])[1] == []


def test_days_count_from_1970(root: Path) -> None:
    sql = "SELECT DISTINCT test_date, test_day FROM molecular"
    names, rows = run(open_lake(root), sql, ["molecular"])
    assert names == ("test_date", "test_day")
    assert rows == [(date(2019, 6, 1), (date(2019, 6, 1) - date(1970, 1, 1)).days)]


def test_only_the_tables_that_are_named(root: Path) -> None:
    lake = open_lake(root)
    assert len(view_statements(lake)) == len(schema.TABLES)
    (statement,) = view_statements(lake, ["labs"])
    assert statement.startswith("CREATE OR REPLACE VIEW labs AS")
    assert "patients/" not in statement


def test_statements_run_in_any_duckdb(root: Path) -> None:
    script = ";\n".join([*view_statements(open_lake(root)), "SELECT count(*) FROM patients"])
    assert duckdb.connect().execute(script).fetchall() == [(3,)]


def test_a_path_with_quotes_and_wildcards(root: Path, tmp_path: Path) -> None:
    strange = Path(shutil.copytree(root, tmp_path / 'it\'s [a] "lake"; -- *?'))
    shutil.copytree(root, tmp_path / 'it\'s a "lake"; -- xy')
    assert run(open_lake(strange), "SELECT count(*) FROM patients")[1] == [(3,)]


def test_a_view_reads_no_superseded_file(root: Path) -> None:
    publish(root, by_table(SE01=site_tables("SE01", [5])), release="b")
    query = "SELECT patient_id FROM patients ORDER BY patient_id"
    assert run(open_lake(root), query)[1] == [(3,), (5,)]
    assert run(open_lake(root, "2024-01"), query)[1] == [(1,), (2,), (3,)]


def test_the_files_of_a_table(root: Path) -> None:
    lake = open_lake(root)
    assert [file.site for file in files(lake, "molecular")] == ["FI01", "SE01"]
    assert all(lake.path(file).is_file() for file in files(lake, "molecular"))
    with pytest.raises(UsageError, match="no table moleculr") as caught:
        files(lake, "moleculr")
    assert caught.value.hint.startswith("did you mean 'molecular'? tables: sites, patients")
