"""A release is published whole or not at all, and never with what `check` would report."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from tests.unit.lake.small_lake import (
    CREATED,
    EVENT,
    LAB,
    PATIENT,
    SITE,
    TEST,
    TREATMENT,
    by_table,
    first_release,
    make_folder,
    site_tables,
    table,
)
from tfrq.errors import DataError, LockedError, UsageError
from tfrq.lake import Lake, Publication, Release, check, open_lake, publish, run
from tfrq.lake.findings import content_problems
from tfrq.lake.lock import locked
from tfrq.lake.running import sandbox
from tfrq.schema import TABLES

# The files of a table that only FI01 has rows of.
RESTING = [("FI01", 1), ("SE01", 0)]


def everything(root: Path) -> set[Path]:
    return {path.relative_to(root) for path in root.rglob("*") if path.is_file()}


def patients(root: Path, release: str | None = None) -> list[tuple[Any, ...]]:
    sql = "SELECT site, patient_id FROM patients ORDER BY ALL"
    return run(open_lake(root, release), sql, ["patients"])[1]


def test_the_first_release(root: Path) -> None:
    lake = open_lake(root)
    assert lake.release.name == "2024-01"
    assert lake.release.parent is None
    assert lake.release.created == "2024-01-31T12:00:00Z"
    assert lake.release.data_cuts == {"SE01": date(2023, 12, 31), "FI01": date(2023, 12, 31)}
    assert lake.release.mapping_versions == {"SE01": "1", "FI01": "4"}
    assert patients(root) == [("FI01", 3), ("SE01", 1), ("SE01", 2)]
    assert check(lake) == []


def test_nothing_is_left_beside_the_release(root: Path) -> None:
    listed = {file.path for files in open_lake(root).release.tables.values() for file in files}
    others = {path.as_posix() for path in everything(root)} - listed
    assert others == {"lake.toml", "CURRENT", "releases/2024-01.json"}


def test_a_replaced_site_vanishes_and_others_are_carried_over(root: Path) -> None:
    only_two = {name: rows for name, rows in site_tables("SE01", [5]).items() if name != "labs"}
    publish(root, by_table(SE01=only_two), release="2024-02", mapping_versions={"SE01": "2"})
    lake = open_lake(root)
    assert lake.release.parent == "2024-01"
    assert patients(root) == [("FI01", 3), ("SE01", 5)]
    assert patients(root, "2024-01") == [("FI01", 3), ("SE01", 1), ("SE01", 2)]
    assert [(file.site, file.rows) for file in lake.release.tables["labs"]] == RESTING
    assert lake.release.mapping_versions == {"SE01": "2", "FI01": "4"}
    assert (
        lake.release.tables["molecular"][0]
        == (open_lake(root, "2024-01").release.tables["molecular"][0])
    )
    assert check(lake) == []


def test_a_replaced_site_keeps_no_mapping_version(root: Path) -> None:
    publish(root, by_table(SE01=site_tables("SE01", [5])), release="b")
    assert open_lake(root).release.mapping_versions == {"FI01": "4"}


def test_the_row_of_a_site_changes_without_its_data(root: Path) -> None:
    later = SITE | {"data_cut_date": date(2024, 6, 30)}
    publish(root, {"sites": {"SE01": table("sites", "SE01", [later])}}, release="b")
    assert open_lake(root).release.data_cuts["SE01"] == date(2024, 6, 30)
    assert len(patients(root)) == 3


def test_the_same_rows_in_any_order_are_the_same_file(tmp_path: Path) -> None:
    tests = [
        {"patient_id": number, "method": method} | TEST
        for number in (2, 1)
        for method in ("dPCR", "RT-qPCR")
    ]
    files = []
    for name, rows in (("a", tests), ("b", tests[::-1])):
        tables = first_release()
        tables["molecular"]["SE01"] = table("molecular", "SE01", rows)
        publish(make_folder(tmp_path / name), tables, release="r")
        files.append(open_lake(tmp_path / name).release.tables["molecular"])
    assert files[0] == files[1]


def test_a_table_without_rows_has_an_empty_file(root: Path) -> None:
    """That a site has none would tell how many of its few patients have a record there."""
    tables = by_table(SE01=site_tables("SE01", [1]))
    tables["labs"]["SE01"] = tables["labs"]["SE01"].slice(0, 0)
    publish(root, tables, release="b")
    lake = open_lake(root)
    assert [(file.site, file.rows) for file in lake.release.tables["labs"]] == RESTING
    assert run(lake, "SELECT count(*) FROM labs WHERE site = 'SE01'", ["labs"])[1] == [(0,)]
    assert check(lake) == []


def test_every_site_with_patients_has_a_file_of_each_table(tmp_path: Path) -> None:
    root = make_folder(tmp_path)
    publish(root, {"sites": first_release()["sites"]} | just_patients(1, 2), release="a")
    lake = open_lake(root)
    for name, files in lake.release.tables.items():
        expected = ["FI01", "FI02", "SE01"] if name == "sites" else ["SE01"]
        assert [file.site for file in files] == expected
        assert run(lake, f"FROM {name}", [name])[1] or name not in ("sites", "patients")
    assert check(lake) == []


def test_a_lake_from_before_is_in_order_and_filled_up(root: Path) -> None:
    """Its releases have no files without rows."""
    manifest = root / "releases" / "2024-01.json"
    told = json.loads(manifest.read_text())
    old = [file["path"] for file in told["tables"]["labs"] if file["site"] == "SE01"]
    told["tables"]["labs"] = [file for file in told["tables"]["labs"] if file["path"] not in old]
    manifest.write_text(json.dumps(told))
    for path in old:
        (root / path).unlink()
    assert check(open_lake(root)) == []
    publish(root, {}, release="b")
    assert [(file.site, file.rows) for file in open_lake(root).release.tables["labs"]] == RESTING


def test_a_dry_run_changes_nothing(root: Path) -> None:
    before = everything(root)
    would_be = publish(root, by_table(SE01=site_tables("SE01", [9])), release="b", dry_run=True)
    assert would_be.release.parent == "2024-01"
    assert everything(root) == before
    assert open_lake(root).release.name == "2024-01"


def test_an_error_of_the_caller_publishes_nothing(root: Path) -> None:
    before = everything(root)

    def interrupted() -> None:
        with Publication(root, "b") as publication:
            publication.add("patients", "SE01", site_tables("SE01", [9])["patients"])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert everything(root) == before


def published_with(root: Path, review: Any, done: Any, *, dry_run: bool = False) -> None:
    with Publication(root, "b", review=review, done=done, dry_run=dry_run) as publication:
        publication.add("patients", "SE01", site_tables("SE01", [1, 7])["patients"])


@pytest.mark.parametrize("dry_run", [False, True])
def test_the_new_release_is_shown_before_it_is_in_force(root: Path, dry_run: bool) -> None:
    told: list[object] = []

    def review(before: Lake | None, after: Lake) -> None:
        assert before is not None
        sql = "SELECT patient_id FROM patients ORDER BY patient_id"
        for lake in (before, after):
            told.append((lake.release.name, run(lake, sql, ["patients"])[1]))
        told.append(open_lake(root).release.name)

    def done(release: Release) -> None:
        with pytest.raises(LockedError):
            publish(root, {}, release="c")
        told.append((open_lake(root).release.name, release.name))

    published_with(root, review, done, dry_run=dry_run)
    shown = [("2024-01", [(1,), (2,), (3,)]), ("b", [(1,), (3,), (7,)]), "2024-01"]
    assert told == (shown if dry_run else [*shown, ("b", "b")])


def test_the_first_release_is_shown_beside_none(tmp_path: Path) -> None:
    told: list[Lake | None] = []
    root = make_folder(tmp_path)
    with Publication(root, "a", review=lambda before, after: told.append(before)) as publication:
        for name, sites in first_release().items():
            for site, rows in sites.items():
                publication.add(name, site, rows)
    assert told == [None]


def test_what_a_review_raises_publishes_nothing(root: Path) -> None:
    before = everything(root)

    def review(before: Lake | None, after: Lake) -> None:
        raise DataError("the site has half its patients")

    with pytest.raises(DataError, match="half its patients"):
        published_with(root, review, None)
    assert everything(root) == before


def test_rows_out_of_order_in_a_file_are_found(root: Path) -> None:
    lake = open_lake(root)
    (file,) = [file for file in lake.release.tables["labs"] if file.site == "SE01"]
    rows = site_tables("SE01", [2, 1])["labs"]
    late = pyarrow.concat_tables([rows.slice(0, 1)] * 3 + [rows.slice(1)])
    for turned, expected in (
        (late, ["not sorted by patient_id, sample_date"]),
        (rows.take([1, 0]), []),
    ):
        pyarrow.parquet.write_table(turned, lake.path(file), store_schema=False)
        with sandbox([str(lake.path(file))]) as connection:
            found = content_problems(connection, str(lake.path(file)), TABLES["labs"], "SE", "SE01")
            assert found == expected
            assert connection.execute("SELECT 1").fetchall() == [(1,)]


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "ä"])
def test_names_that_are_no_release_names(root: Path, name: str) -> None:
    with pytest.raises(UsageError, match="no name for a release"):
        publish(root, {}, release=name)


def test_a_release_is_never_published_again(root: Path) -> None:
    publish(root, {}, release="b")
    for name in ("2024-01", "b"):
        with pytest.raises(UsageError, match="already"):
            publish(root, {}, release=name)


def test_a_folder_without_lake_toml_is_no_lake(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no lake\.toml"):
        publish(tmp_path, {}, release="a")


def test_one_writer_at_a_time(root: Path) -> None:
    with locked(root), pytest.raises(LockedError, match=f"process {os.getpid()}"):
        publish(root, {}, release="b")
    publish(root, {}, release="b")


def test_a_lock_that_a_crash_left_locks_nothing(root: Path) -> None:
    (root / ".lock").write_text("1\n")
    publish(root, {}, release="b")
    assert not (root / ".lock").exists()


def refused(root: Path, message: str, tables: dict[str, dict[str, pyarrow.Table]]) -> None:
    before = everything(root)
    with pytest.raises(DataError, match=message):
        publish(root, tables, release="b")
    assert everything(root) == before
    assert open_lake(root).release.name == "2024-01"


@pytest.mark.parametrize(
    ("name", "rows", "message"),
    [
        ("patients", [PATIENT | {"sex": "f"}], "sex is not one of female, male"),
        ("patients", [PATIENT | {"transcripts": ["b3a2"]}], "transcripts is not one of"),
        ("patients", [PATIENT | {"transcripts": [None]}], "an element without a value"),
        ("patients", [PATIENT | {"platelets": Decimal("0.00")}], "platelets is below 0.01"),
        ("patients", [PATIENT, PATIENT], "patients that are more than once in SE01"),
        ("patients", [PATIENT | {"patient_id": 3}], "in FI01 and again in SE01"),
        ("patients", [PATIENT | {"site": "SE02"}], "site is not SE01, as the folder says"),
        ("treatments", [TREATMENT | {"stop_date": TREATMENT["start_date"]}], "at least one day"),
        ("molecular", [TEST | {"test_date": None}], "test_date is missing"),
        ("molecular", [TEST, TEST | {"patient_id": 77}], "no row in patients of SE01"),
        ("molecular", [TEST | {"operator": None}], "operator is given exactly where value is"),
        ("events", [EVENT, EVENT], "more than one last contact"),
        ("events", [EVENT | {"event": "mutation"}], "a mutation event without a mutation"),
        ("sites", [SITE | {"data_cut_date": None}], "has patients and no data cut"),
        ("sites", [SITE | {"country": "FI"}], "in SE by lake.toml, in FI by the table sites"),
        ("labs", [LAB | {"unit": "g/L"}], "unit is none that the marker is reported in"),
        ("labs", [LAB | {"value": Decimal(-1)}], "value is below 0"),
    ],
)  # fmt: skip
def test_what_is_refused(root: Path, name: str, rows: list[dict[str, Any]], message: str) -> None:
    numbered = [{"patient_id": 1} | row if name != "sites" else row for row in rows]
    refused(root, message, by_table(SE01=site_tables("SE01", [1], **{name: numbered})))


def test_columns_that_are_not_the_schemas(root: Path) -> None:
    tests = site_tables("SE01", [1])["molecular"]
    refused(root, "columns of molecular are", {"molecular": {"SE01": tests.drop(["value"])}})
    as_float = tests.set_column(4, "value", tests["value"].cast(pyarrow.float64()))
    refused(root, "molecular.value is double, not decimal", {"molecular": {"SE01": as_float}})


def test_a_site_that_the_tree_does_not_name(root: Path) -> None:
    toml = root / "lake.toml"
    toml.write_text(toml.read_text().replace('"SE01"', '"SE09"'))
    refused(root, "the tree of lake.toml does not name it", {})


def test_records_that_stay_when_their_patient_goes(root: Path) -> None:
    tables = site_tables("SE01", [1, 2])
    tables["patients"] = tables["patients"].slice(0, 1)
    refused(root, "molecular of SE01: patients with records here", by_table(SE01=tables))


def test_a_site_code_is_no_path(root: Path) -> None:
    with pytest.raises(DataError, match="no site code"), Publication(root, "b") as publication:
        publication.add("patients", "../x", site_tables("SE01", [1])["patients"])


def test_a_folder_that_cannot_be_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="No space left"):
        publish(root, by_table(SE01=site_tables("SE01", [9])), release="b")
    monkeypatch.undo()
    assert open_lake(root).release.name == "2024-01"


def test_a_refused_piece_that_the_caller_overlooks(root: Path) -> None:
    tables = site_tables("SE01", [1], labs=[{"patient_id": 1} | LAB | {"unit": "g/L"}])

    def overlooking() -> None:
        with Publication(root, "b") as publication:
            for name, rows in tables.items():
                with contextlib.suppress(DataError):
                    publication.add(name, "SE01", rows)

    with pytest.raises(DataError, match="because of labs of SE01"):
        overlooking()
    assert open_lake(root).release.name == "2024-01"


def test_a_site_is_added_once(root: Path) -> None:
    patients_of_site = site_tables("SE01", [1])["patients"]

    def twice() -> None:
        with Publication(root, "b") as publication:
            publication.add("patients", "SE01", patients_of_site)
            publication.add("patients", "SE01", patients_of_site)

    with pytest.raises(DataError, match="added already"):
        twice()


def test_a_damaged_file_is_not_carried_over_but_can_be_replaced(root: Path) -> None:
    lake = open_lake(root)
    path = lake.path(lake.release.tables["labs"][1])
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    refused(root, "labs of SE01: the bytes are not those", {})
    publish(root, first_release(), release="b")
    assert check(open_lake(root)) == []


class Crash(BaseException):
    """The machine stops here."""


# Everything that publication does to the disk, apart from writing to its staging folder.
STEPS = [(os, "replace"), (os, "fsync"), (Path, "mkdir"), (Path, "unlink"), (shutil, "rmtree")]


def crash_at(step: int | None, patch: pytest.MonkeyPatch) -> list[str]:
    """Let every disk operation from number `step` on fail, clearing up included."""
    done: list[str] = []

    def counted(name: str, operation: Callable[..., Any]) -> Callable[..., Any]:
        def act(*arguments: Any, **options: Any) -> Any:
            if step is not None and len(done) >= step:
                raise Crash
            done.append(name)
            return operation(*arguments, **options)

        return act

    for owner, name in STEPS:
        patch.setattr(owner, name, counted(name, getattr(owner, name)))
    return done


def just_patients(*patient_ids: int) -> dict[str, dict[str, pyarrow.Table]]:
    return {"patients": {"SE01": site_tables("SE01", list(patient_ids))["patients"]}}


def test_a_crash_at_any_step_leaves_one_release_or_the_other(tmp_path: Path) -> None:
    old = make_folder(tmp_path / "old")
    tables = {"sites": first_release()["sites"]} | just_patients(1, 2)
    publish(old, tables, release="a", created=CREATED)
    whole = Path(shutil.copytree(old, tmp_path / "whole"))
    with pytest.MonkeyPatch.context() as patch:
        steps = crash_at(None, patch)
        publish(whole, just_patients(1, 7), release="b", created=CREATED)
    seen = set()
    for step in range(len(steps)):
        root = Path(shutil.copytree(old, tmp_path / f"crash-{step}"))
        with pytest.MonkeyPatch.context() as patch:
            crash_at(step, patch)
            with pytest.raises(Crash):
                publish(root, just_patients(1, 7), release="b", created=CREATED)
        in_force = open_lake(root).release.name
        seen.add(in_force)
        assert patients(root) == [("SE01", 1), ("SE01", 7 if in_force == "b" else 2)]
        if in_force == "a":
            publish(root, just_patients(1, 7), release="b", created=CREATED)
        assert open_lake(root).release == open_lake(whole).release
    assert seen == {"a", "b"}


def test_other_data_under_the_name_that_a_crash_left(root: Path) -> None:
    publish(root, {}, release="b", created=CREATED)
    (root / "CURRENT").write_text("2024-01\n")
    with pytest.raises(UsageError, match="published with other data"):
        publish(root, just_patients(1, 7), release="b")
    publish(root, {}, release="b")
    assert open_lake(root).release.name == "b"


def test_what_a_crash_left_is_reported(root: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        crash_at(2, patch)
        with pytest.raises(Crash):
            publish(root, just_patients(1, 7), release="b")
    assert [(finding.severity, finding.file) for finding in check(open_lake(root))] == [
        ("warning", f".staging/{name}-SE01.parquet") for name in sorted(TABLES) if name != "sites"
    ]
