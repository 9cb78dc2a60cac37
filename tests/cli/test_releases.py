"""`tfrq lake releases` and `tfrq lake diff`, as they are typed."""

import csv
import io
import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

import tfrq
from tests.cli.test_completion import completed
from tests.unit.lake.small_lake import (
    CREATED,
    LAKE_TOML,
    PATIENT,
    TEST,
    TREATMENT,
    by_table,
    first_release,
    site_tables,
)
from tfrq.disclosure.differences import RECORDS
from tfrq.lake import publish

MANY = range(100, 160)


def rows_of(ids, value="0.5", **changes):
    return {
        "patients": [{"patient_id": one} | PATIENT | changes for one in ids],
        "treatments": [{"patient_id": one} | TREATMENT for one in ids],
        "molecular": [
            {"patient_id": one, "test_date": date(2019, month, 1)}
            | {key: kept for key, kept in TEST.items() if key != "test_date"}
            | {"value": Decimal(value) if one % 2 else Decimal("0.005")}
            for one in ids
            for month in (1, 2)
        ],
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """SE01 in three releases: 60 patients; 70, the tests a hundredth; two of them gone."""
    root = tmp_path_factory.mktemp("releases") / "lake"
    root.mkdir()
    (root / "lake.toml").write_text(LAKE_TOML)
    tables = first_release()
    for name, rows in site_tables("SE01", [], **rows_of(MANY)).items():
        tables[name]["SE01"] = rows
    publish(root, tables, release="a", mapping_versions={"SE01": "1"}, created=CREATED)
    more = rows_of([*MANY, *range(200, 210)], "0.005", platelets=None)
    for name, rows in (("b", more), ("c", rows_of([*MANY, *range(202, 210)], "0.005"))):
        changed = by_table(SE01=site_tables("SE01", [], **rows))
        publish(root, changed, release=name, mapping_versions={"SE01": name})
    return root


@pytest.fixture
def lake(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "copy"))


def lines(outcome):
    assert outcome.code == 0, outcome.err
    return {row["measure"]: row for row in csv.DictReader(io.StringIO(outcome.out))}


def numbers(line):
    return [line[name] for name in ("before", "after", "added", "changed", "gone")]


def test_every_release(run, lake):
    listed = run("lake", "releases", "--lake", str(lake), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(listed.out)))
    told = [(r["release"], r["parent"], r["in_force"], r["sites"], r["patients"]) for r in rows]
    assert told == [
        ("a", "", "", "2", "61"), ("b", "a", "", "2", "71"), ("c", "b", "yes", "2", "69"),
    ]  # fmt: skip
    assert rows[0]["created"] == "2024-01-31T12:00:00Z"
    assert rows[0]["data_cut"] == "2023-12-31"


def test_a_damaged_manifest_is_named(run, lake):
    (lake / "releases" / "b.json").write_text("{")
    listed = run("lake", "releases", "--lake", str(lake))
    assert listed.code == 0
    assert "release b: the manifest of release b is damaged" in listed.out
    assert max(map(len, listed.out.splitlines())) <= 80
    in_json = json.loads(run("lake", "releases", "--lake", str(lake), "--format", "json").out)
    assert [(row["release"], bool(row["problem"])) for row in in_json["rows"]] == [
        ("a", False), ("c", False), ("b", True),
    ]  # fmt: skip


def test_a_lake_without_a_release(run, tmp_path):
    (tmp_path / "lake.toml").write_text(LAKE_TOML)
    listed = run("lake", "releases", "--lake", str(tmp_path))
    assert (listed.code, listed.out.splitlines()[0]) == (0, "no release yet")


def test_what_changed(run, lake):
    found = run("lake", "diff", "a", "b", "--lake", str(lake), "--format", "csv")
    told = lines(found)
    assert numbers(told["patients"]) == ["60", "70", "10", "60", "0"]
    assert numbers(told["tests"]) == ["120", "140", "20", "60", "0"]
    assert numbers(told["tests per patient"])[:2] == ["2.0", "2.0"]
    # Shares and medians, beside these numbers, could tell of few.
    assert set(told) == {*RECORDS.values(), "tests per patient"}
    assert "Shares and medians are in the exact difference alone" in found.err
    assert {row["site"] for row in told.values()} == {"SE01"}
    assert "unchanged: FI01" in found.err
    assert "mapping: SE01 1 → b" in found.err


def test_few_who_went_are_hidden_and_what_tells_of_them(run, lake):
    told = lines(run("lake", "diff", "--lake", str(lake), "--format", "csv"))
    assert numbers(told["patients"]) == ["70", "68", "*", "*", "*"]
    assert numbers(told["tests"]) == ["*", "*", "*", "*", "*"]
    assert numbers(told["tests per patient"])[:2] == ["*", "*"]
    in_json = json.loads(run("lake", "diff", "--lake", str(lake), "--format", "json").out)
    assert in_json["rows"][0]["gone"] is None
    assert not in_json["not_for_release"]


def test_exact_numbers_where_the_lake_allows_them(run, lake):
    refused = run("lake", "diff", "--exact", "--lake", str(lake))
    assert refused.code == 3
    toml = lake / "lake.toml"
    toml.write_text(toml.read_text().replace("[policy]", '[policy]\nexact = "allow"'))
    exact = run("lake", "diff", "--exact", "--lake", str(lake), "--format", "csv")
    told = lines(exact)
    assert numbers(told["patients"]) == ["70", "68", "0", "68", "2"]
    assert {row["marking"] for row in told.values()} == {"NOT FOR RELEASE"}
    assert run("lake", "diff", "--exact", "--lake", str(lake)).out.startswith("NOT FOR RELEASE")


def test_the_exact_difference_has_the_figures(run, lake):
    toml = lake / "lake.toml"
    toml.write_text(toml.read_text().replace("[policy]", '[policy]\nexact = "allow"'))
    options = ("--exact", "--lake", str(lake), "--format", "csv")
    told = lines(run("lake", "diff", "a", "b", *options))
    assert numbers(told["IS values at or below 0.1 %"])[:2] == ["50.0", "100.0"]
    assert numbers(told["patients without platelets"])[:2] == ["0.0", "100.0"]
    assert numbers(told["median platelets"])[:2] == ["300", ""]
    assert numbers(told["tests per patient"])[:2] == ["2.0", "2.0"]


def test_a_user_may_hide_more(run, lake):
    options = ("--lake", str(lake), "--format", "csv", "--min-cell", "11")
    assert numbers(lines(run("lake", "diff", "a", "b", *options))["patients"])[2] == "*"


def test_releases_of_any_distance_in_any_order(run, lake):
    back = lines(run("lake", "diff", "c", "a", "--lake", str(lake), "--format", "csv"))
    assert numbers(back["patients"]) == ["68", "60", "0", "0", "8"]
    one = run("lake", "diff", "a", "--release", "b", "--lake", str(lake), "--format", "csv")
    assert numbers(lines(one)["patients"])[:2] == ["60", "70"]


def test_nothing_changed(run, lake):
    same = run("lake", "diff", "c", "c", "--lake", str(lake))
    assert same.out.startswith("no record of a patient differs")
    assert "unchanged: FI01, SE01" in same.out
    one = run("lake", "diff", "--site", "FI01", "--lake", str(lake))
    assert "unchanged: FI01\n" in one.out


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (("a", "x"), 2, "no release x"),
        (("--release", "a"), 2, "release a has no parent"),
        (("--site", "SE02"), 2, "site SE02 has no patients"),
    ],
)
def test_what_is_not_there(run, lake, given, code, said):
    refused = run("lake", "diff", *given, "--lake", str(lake))
    assert refused.code == code
    assert said in refused.err
    assert "hint" in refused.err


def test_it_fits_a_terminal_and_a_file(run, lake, tmp_path):
    drawn = run("lake", "diff", "a", "b", "--lake", str(lake), "--ascii")
    assert max(map(len, drawn.out.splitlines())) <= 80
    path = tmp_path / "difference.parquet"
    assert run("lake", "diff", "a", "b", "--lake", str(lake), "-o", str(path)).code == 0
    table = pyarrow.parquet.read_table(path)
    assert table.column("added").to_pylist()[0] == 10


def test_in_python(lake):
    session = tfrq.open(lake)
    assert [one.name for one in session.releases().entries] == ["a", "b", "c"]
    released = session.difference("a", "b", "SE01")
    assert released.lines[0].added == 10
    assert released.mapping_versions == {"SE01": ("1", "b")}


def test_completion_of_releases_and_sites(shell, lake):
    where = f"--lake {lake}"
    assert completed(shell, f"tfrq {where} lake diff ", 5) == ["a", "b", "c"]
    assert completed(shell, f"tfrq {where} lake diff --site S", 6) == ["SE01"]
