"""lake-layout.md says what is true, and its snippets run, on a lake of two releases."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.lake.small_lake import TEST, by_table, make_lake, site_tables
from tfrq.lake import publish, read_settings
from tfrq.lake.layout import renewed
from tfrq.lake.opening import open_lake

PAGE = (Path(__file__).parents[2] / "lake-layout.md").read_text(encoding="utf-8")
FIRST, *SNIPPETS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a `sample-lake` in which SE01 was published twice: of the second release are
    two tests of its patient 5, and one of FI01's patient 3."""
    folder = tmp_path_factory.mktemp("place")
    root = make_lake(folder / "sample-lake").root
    tests = [{"patient_id": 5, "method": method} | TEST for method in ("dPCR", "RT-qPCR")]
    publish(root, by_table(SE01=site_tables("SE01", [5], molecular=tests)), release="2024-02")
    return folder


def run_snippet(library: str, place: Path, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Run the snippet that imports this library, after the one that all begin with."""
    patch.chdir(place)
    (snippet,) = [text for text in SNIPPETS if re.search(rf"(import|from) {library}\b", text)]
    names: dict[str, Any] = {}
    exec(FIRST + snippet, names)
    return names


def test_the_tables_are_those_of_the_schema() -> None:
    assert renewed(PAGE) == PAGE


def test_a_glob_would_be_wrong(place: Path) -> None:
    lake = open_lake(place / "sample-lake")
    listed = {lake.path(file) for file in lake.release.tables["molecular"]}
    assert listed < set((place / "sample-lake" / "molecular").rglob("*.parquet"))


def test_every_snippet_is_tested() -> None:
    assert len(SNIPPETS) == 4


def test_duckdb(place: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    tests = run_snippet("duckdb", place, monkeypatch)["tests"]
    counted = tests.aggregate("site, count(*), count(DISTINCT patient_id)").order("site")
    assert counted.fetchall() == [("FI01", 1, 1), ("SE01", 2, 1)]


def test_polars(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    tests = run_snippet("polars", place, monkeypatch)["tests"].collect()
    assert sorted(tests["patient_id"]) == [3, 5, 5]
    assert {str(value) for value in tests["value"]} == {"0.0032000"}
    assert "SE01" in capsys.readouterr().out


def test_pandas(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    tests = run_snippet("pandas", place, monkeypatch)["tests"]
    assert sorted(tests["patient_id"]) == [3, 5, 5]
    assert {str(value) for value in tests["value"]} == {"0.0032000"}
    assert "SE01" in capsys.readouterr().out


def test_spark(place: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    """Through DuckDB's own copy of the Spark API: pyspark is no dependency. It cannot read a
    list of files, so the snippet joins one table per file, which is right in Spark too."""
    import duckdb.experimental.spark as spark
    import duckdb.experimental.spark.sql as spark_sql

    monkeypatch.setitem(sys.modules, "pyspark", spark)
    monkeypatch.setitem(sys.modules, "pyspark.sql", spark_sql)
    tests = run_snippet("pyspark", place, monkeypatch)["tests"]
    assert sorted(row.patient_id for row in tests.collect()) == [3, 5, 5]


def test_the_manifest_has_the_keys_of_the_page(place: Path) -> None:
    manifest = json.loads((place / "sample-lake" / "releases" / "2024-02.json").read_text())
    told = re.search(r"\| key \| meaning \|\n(.*?)\n\n", PAGE, re.DOTALL)
    assert told
    assert set(manifest) == set(
        re.findall(r"`(\w+)`", re.sub(r"\|[^|]*\|$", "", told[1], flags=re.M))
    )
    file_keys = re.search(r"and of each file: (.*?)\n", PAGE)
    assert file_keys
    (file, *_) = manifest["tables"]["molecular"]
    assert set(file) == set(re.findall(r"`(\w+)`", file_keys[1]))


def test_the_lake_toml_of_the_page(tmp_path: Path) -> None:
    (toml,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "lake.toml").write_text(toml, encoding="utf-8")
    assert read_settings(tmp_path).countries() == {"DK01": "DK", "SE01": "SE", "SE02": "SE"}
