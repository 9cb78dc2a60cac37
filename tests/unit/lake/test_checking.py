"""`check` finds every kind of damage, in words that name no patient."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from tests.unit.lake.small_lake import (
    ATTEMPT,
    EVENT,
    LAB,
    PATIENT,
    SITE,
    TEST,
    TREATMENT,
    by_table,
    site_tables,
    table,
    waiting,
)
from tfrq.lake import Finding, check, open_lake, open_unchecked, publish, run
from tfrq.lake.rows import rows_of
from tfrq.lake.running import sandbox, sha256
from tfrq.schema import TABLES


def replace_file(
    root: Path, name: str, rows: pyarrow.Table, *, site: str = "SE01", honest: bool = True
) -> None:
    """Put other rows into a site's file of a table, written by hand; an honest manifest lists
    what is there."""
    manifest_path = root / "releases" / "2024-01.json"
    manifest = json.loads(manifest_path.read_text())
    (entry,) = [file for file in manifest["tables"][name] if file["site"] == site]
    path = root / entry["path"]
    pyarrow.parquet.write_table(rows, path, compression="snappy", row_group_size=1)
    entry |= {"bytes": path.stat().st_size, "sha256": sha256(path)}
    if honest and rows.column_names == [column.name for column in TABLES[name].columns]:
        with sandbox([str(path)]) as connection:
            entry["rows"], entry["rows_sha256"] = rows_of(connection, str(path), TABLES[name])
    manifest_path.write_text(json.dumps(manifest))


def found(root: Path) -> list[tuple[str, str, str, str]]:
    return [
        (finding.severity, finding.table, finding.site, finding.message)
        for finding in check(open_lake(root))
    ]


def test_a_sound_lake(root: Path) -> None:
    assert check(open_lake(root)) == []


def test_bytes_that_changed(root: Path) -> None:
    lake = open_lake(root)
    file = lake.release.tables["labs"][1]
    path = lake.path(file)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    message = "the bytes are not those that were published"
    assert check(lake) == [Finding("error", "labs", "SE01", file.path, message)]


def test_a_file_that_went_missing_after_opening(root: Path) -> None:
    lake = open_lake(root)
    lake.path(lake.release.tables["labs"][1]).unlink()
    assert [finding.message for finding in check(lake)] == ["the file is missing"]


def test_files_that_are_missing_cut_short_or_unreadable(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = open_unchecked(root)
    cut, gone, *_ = lake.release.tables["molecular"]
    lake.path(cut).write_bytes(b"PAR1")
    lake.path(gone).unlink()

    def refused(path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tfrq.lake.running.sha256", refused)
    messages = {finding.file: finding.message for finding in check(open_unchecked(root))}
    assert messages.keys() == {
        file.path for files in lake.release.tables.values() for file in files
    }
    assert messages[cut.path].startswith("the file has another size")
    assert messages.pop(gone.path) == "the file is missing"
    assert "the file cannot be read: Permission denied" in messages.values()


def test_every_unreadable_manifest_is_named(root: Path) -> None:
    for name in ("2020-01", "2020-02"):
        (root / "releases" / f"{name}.json").write_text("{")
    files = [finding.file for finding in check(open_lake(root))]
    assert files == ["releases/2020-01.json", "releases/2020-02.json"]


def test_a_file_that_is_no_parquet(root: Path) -> None:
    lake = open_lake(root)
    path = lake.path(lake.release.tables["labs"][1])
    replace_file(root, "labs", table("labs", "SE01", []))
    manifest = json.loads((root / "releases" / "2024-01.json").read_text())
    path.write_bytes(b"no parquet")
    manifest["tables"]["labs"][1] |= {"bytes": path.stat().st_size, "sha256": sha256(path)}
    (root / "releases" / "2024-01.json").write_text(json.dumps(manifest))
    (finding,) = check(open_lake(root))
    assert finding.message.startswith("DuckDB cannot read it")


def test_the_same_rows_from_another_writer_are_the_same(root: Path) -> None:
    before = (root / "releases" / "2024-01.json").read_text()
    replace_file(root, "molecular", site_tables("SE01", [1, 2])["molecular"], honest=False)
    assert (root / "releases" / "2024-01.json").read_text() != before
    assert check(open_lake(root)) == []


def test_rows_that_are_not_those_of_the_manifest(root: Path) -> None:
    changed = [{"patient_id": 1} | TEST, {"patient_id": 2} | TEST | {"method": "dPCR"}]
    replace_file(root, "molecular", table("molecular", "SE01", changed), honest=False)
    assert found(root) == [
        ("error", "molecular", "SE01", "the rows are not those that were published")
    ]
    replace_file(root, "molecular", table("molecular", "SE01", changed[:1]), honest=False)
    assert found(root) == [
        ("error", "molecular", "SE01", "the file has another number of rows than the manifest says")
    ]


def test_rows_in_another_order(root: Path) -> None:
    replace_file(root, "molecular", site_tables("SE01", [2, 1])["molecular"])
    assert found(root) == [("error", "molecular", "SE01", "not sorted by patient_id, test_date")]


def test_columns_that_are_not_the_schemas(root: Path) -> None:
    tests = site_tables("SE01", [1, 2])["molecular"]
    cases = {
        "column value is DOUBLE, not DECIMAL(12,7)": tests.set_column(
            4, "value", tests["value"].cast(pyarrow.float64())
        ),
        "column method is missing, not VARCHAR": tests.drop(["method"]),
        "another order than the schema's": tests.select(tests.column_names[::-1]),
        "too many": tests.append_column("more", tests["site"]),
    }
    for message, rows in cases.items():
        replace_file(root, "molecular", rows)
        ((severity, _, _, told),) = found(root)
        assert severity == "error"
        assert message in told


@pytest.mark.parametrize(
    ("name", "rows", "message"),
    [
        ("patients", [PATIENT | {"phase": "early"}], "phase is not one of"),
        ("patients", [PATIENT | {"country": "FI"}], "country is not SE, as the folder says"),
        ("treatments", [TREATMENT | {"drug": None}] * 2, "drug is missing"),
        ("treatments", [TREATMENT | {"line_number": None}], "line_number is given for every TKI"),
        ("events", [EVENT | {"event": "death"}] * 2, "patients with more than one death"),
        ("tfr_attempts", [ATTEMPT] * 2, "(patient_id, attempt_number) that are more than once in"),
        ("labs", [LAB | {"unit": "g/L"}], "unit is none that the marker is reported in"),
        ("sites", [SITE | {"data_cut_date": date(2023, 1, 1)}], "data cuts of the manifest and of"),
    ],
)
def test_rows_that_break_a_rule(
    root: Path, name: str, rows: list[dict[str, Any]], message: str
) -> None:
    numbered = [{"patient_id": 1} | row if name != "sites" else row for row in rows]
    replace_file(root, name, table(name, "SE01", numbered))
    errors = [told for severity, _, _, told in found(root) if severity == "error"]
    assert any(message in told for told in errors)


def test_a_patient_of_two_sites_is_neither_named_nor_counted(root: Path) -> None:
    number = 4_611_686_018_427_387_905
    for site, patient_ids in (("FI01", [number]), ("SE01", [1, number])):
        for name, rows in site_tables(site, patient_ids).items():
            replace_file(root, name, rows, site=site)
    findings = check(open_lake(root))
    assert findings == [
        Finding("error", "patients", "FI01", "", "patients that are in FI01 and again in SE01"),
        Finding(
            "error",
            "tfr_attempts",
            "FI01",
            "",
            "values of (patient_id, attempt_number) that are in FI01 and again in SE01",
        ),
    ]
    assert not any(str(number) in str(finding) for finding in findings)


def test_a_site_that_lake_toml_does_not_know(root: Path) -> None:
    toml = root / "lake.toml"
    toml.write_text(toml.read_text().replace('sites = ["SE01"]', 'sites = ["SE02"]'))
    assert found(root) == [
        ("error", "sites", "SE01", "has patients, and the tree of lake.toml does not name it"),
    ]


def test_a_site_may_be_in_the_tree_before_the_table_sites_has_it(root: Path) -> None:
    toml = root / "lake.toml"
    toml.write_text(toml.read_text().replace('sites = ["SE01"]', 'sites = ["SE01", "SE02"]'))
    assert check(open_lake(root)) == []


def test_a_site_without_patients_need_not_be_in_the_tree(root: Path) -> None:
    toml = root / "lake.toml"
    toml.write_text(toml.read_text().replace(', "FI02"', ""))
    assert check(open_lake(root)) == []


DOUBTS = [
    ("patients", PATIENT | {"diagnosis_date": date(1959, 12, 31)}, "diagnosis_date before the"),
    ("patients", PATIENT | {"diagnosis_date": date(2010, 2, 2)}, "diagnosed after their first TKI"),
    ("molecular", TEST | {"test_date": date(2024, 1, 1)}, "test_date after the site's data cut"),
    ("treatments", TREATMENT | {"stop_date": None}, "on whose first day a TKI is being taken"),
    ("treatments", TREATMENT | {"stop_date": date(2020, 1, 2)}, "first day a TKI is being taken"),
]


@pytest.mark.parametrize(("name", "row", "message"), DOUBTS)
def test_what_is_implausible_is_published_and_reported(
    root: Path, name: str, row: dict[str, Any], message: str
) -> None:
    tables = site_tables("SE01", [1], **{name: [{"patient_id": 1} | row]})
    published = publish(root, by_table(SE01=tables), release="b")
    (finding,) = published.warnings
    assert (finding.severity, finding.site) == ("warning", "SE01")
    assert message in finding.message
    # Beside the name of a site of one patient it would say that it is this one.
    assert check(open_lake(root)) == [replace(finding, site="")]
    settings = root / "lake.toml"
    settings.write_text(settings.read_text().replace("[policy]", "[policy]\nmin_cell = 1"))
    assert check(open_lake(root)) == [finding]
    assert not any(sign.isdigit() for sign in finding.message)


def test_a_doubt_that_a_small_site_shares_is_told_of_no_site(root: Path) -> None:
    """Named beside the other one, the site that is left out would be known."""
    doubtful = TEST | {"test_date": date(2024, 1, 1)}
    large = site_tables("SE01", range(1, 7), molecular=[{"patient_id": 1} | doubtful])
    small = site_tables("FI01", [11], molecular=[{"patient_id": 11} | doubtful])
    warnings = publish(root, by_table(SE01=large, FI01=small), release="b").warnings
    assert {finding.site for finding in warnings} == {"SE01", "FI01"}
    (finding,) = check(open_lake(root))
    assert finding.site == ""
    assert "after the site's data cut" in finding.message


NEARLY = [
    ("patients", PATIENT | {"diagnosis_date": date(1960, 1, 1)}),
    ("patients", PATIENT | {"diagnosis_date": date(2010, 2, 1)}),
    ("molecular", TEST | {"test_date": date(2023, 12, 31)}),
    ("treatments", TREATMENT | {"drug": "interferon", "line_number": None, "stop_date": None}),
]


@pytest.mark.parametrize(("name", "row"), NEARLY)
def test_what_is_just_plausible(root: Path, name: str, row: dict[str, Any]) -> None:
    tables = site_tables("SE01", [1], **{name: [{"patient_id": 1} | row]})
    assert publish(root, by_table(SE01=tables), release="b").warnings == ()


def test_a_file_that_no_release_lists(root: Path) -> None:
    stray = root / "labs" / "country=SE" / "site=SE01" / "00.parquet"
    stray.write_bytes(b"")
    (finding,) = check(open_lake(root))
    assert (finding.severity, finding.file) == ("warning", "labs/country=SE/site=SE01/00.parquet")


def test_files_of_older_releases_are_no_strays(root: Path) -> None:
    publish(root, by_table(SE01=site_tables("SE01", [5]), FI02=waiting("FI02")), release="b")
    assert check(open_lake(root)) == []
    assert check(open_lake(root, "2024-01")) == []
    assert run(open_lake(root, "2024-01"), "SELECT count(*) FROM patients")[1] == [(3,)]
