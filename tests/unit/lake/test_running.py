"""Queries: what they may reach, what they import, and how damage is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.unit.lake.small_lake import make_lake
from tfrq.errors import DataError, Fault, UsageError
from tfrq.lake import Lake, connect, open_lake, run
from tfrq.lake.running import damage_named
from tfrq.lake.views import literal


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM '{root}/lake.toml'",
        "SELECT * FROM read_text('{root}/CURRENT')",
        "COPY (SELECT 1) TO '{root}/out.csv'",
        "ATTACH '{root}/other.db'",
        "LOAD httpfs",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET threads = 1",
        "SELECT * FROM root",
    ],
)
def test_a_connection_reaches_the_files_of_the_lake_only(root: Path, sql: str) -> None:
    with (
        connect(open_lake(root), ["patients"]) as connection,
        pytest.raises(duckdb.Error, match=r"disabled|locked|not exist|Cannot access"),
    ):
        connection.execute(sql.format(root=root))


def test_a_query_that_is_wrong_is_a_fault_of_tfrq(root: Path) -> None:
    with pytest.raises(Fault, match="DuckDB refused a query"):
        run(open_lake(root), "SELECT nothing FROM patients", ["patients"])


def overwrite(lake: Lake, table: str, start: int, end: int | None) -> Path:
    """Zeros in place of some bytes of a table's first file; its length stays."""
    path = lake.path(lake.release.tables[table][0])
    content = bytearray(path.read_bytes())
    content[start:end] = bytes(len(content[start:end]))
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("start", "end"), [(-8, None), (4, 200), (0, None)])
def test_a_damaged_file_is_named(root: Path, start: int, end: int | None) -> None:
    path = overwrite(open_lake(root), "molecular", start, end)
    with pytest.raises(DataError, match="is damaged") as caught:
        run(open_lake(root), "SELECT * FROM molecular", ["patients", "molecular"])
    assert str(path) in caught.value.message


CHANGES = {
    "* EXCLUDE (value)": "column value is missing, not DECIMAL(12,7)",
    "* REPLACE (CAST(value AS DOUBLE) AS value)": "column value is DOUBLE, not DECIMAL(12,7)",
    "* REPLACE (CAST(test_date AS VARCHAR) AS test_date)": "column test_date is VARCHAR, not DATE",
    "*, 1 AS more": "too many, or in another order",
}


@pytest.mark.parametrize("columns", CHANGES)
def test_a_file_with_other_columns_is_named(tmp_path: Path, columns: str) -> None:
    lake = make_lake(tmp_path / "odd [lake]")
    file = lake.release.tables["molecular"][0]
    path = lake.path(file)
    duckdb.sql(
        f"COPY (SELECT {columns} FROM read_parquet({literal(str(path))!r}))"
        f" TO '{tmp_path}/other.parquet'"
    )
    (tmp_path / "other.parquet").replace(path)
    manifest = lake.root / "releases" / f"{lake.release.name}.json"
    content = json.loads(manifest.read_text())
    content["tables"]["molecular"][0]["bytes"] = path.stat().st_size
    manifest.write_text(json.dumps(content))
    changed = open_lake(lake.root)
    with pytest.raises(DataError) as caught:
        run(changed, "SELECT count(*) FROM molecular", ["molecular"])
    assert caught.value.message.startswith(f"{path}: ")
    assert CHANGES[columns] in caught.value.message
    assert run(changed, "SELECT count(*) FROM patients", ["patients"])


def test_a_query_imports_no_other_library(root: Path) -> None:
    script = (
        "import sys, pathlib, tfrq.lake as lake\n"
        "assert 'duckdb' not in sys.modules\n"
        f"opened = lake.open_lake(pathlib.Path({str(root)!r}))\n"
        "print(lake.run(opened, 'SELECT patient_id, diagnosis_date FROM patients', ['patients']))\n"
        "print(*{'pyarrow', 'pandas', 'polars', 'numpy'} & set(sys.modules), 'imported')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[1:] == ["imported"]


@pytest.mark.parametrize(
    "problem", [duckdb.InterruptException("Interrupted!"), RuntimeError("Query interrupted")]
)
def test_ctrl_c_during_a_query(root: Path, problem: Exception) -> None:
    with pytest.raises(KeyboardInterrupt), damage_named(open_lake(root), None):
        raise problem


def test_too_little_memory_is_told(root: Path) -> None:
    with (
        pytest.raises(UsageError, match="more memory"),
        damage_named(open_lake(root), None),
    ):
        raise duckdb.OutOfMemoryException("could not allocate block")
