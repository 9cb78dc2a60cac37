"""`tfrq table`: rows of patients."""

import csv
import io
import json
import re

import duckdb
import pytest

from tests.cli.terminal import on_a_terminal


def records(outcome):
    return list(csv.DictReader(io.StringIO(outcome.out)))


def test_the_members_are_as_many_as_were_counted(run):
    counted = json.loads(run("count", "deep", "--exact", "--format", "json").out)["rows"][-1]
    for answer, key in (
        ("met", "met"),
        ("not-met", "not_met"),
        ("not-assessable", "not_assessable"),
    ):
        rows = records(run("table", "deep", "--answer", answer, "--format", "csv"))
        assert len(rows) == counted[key] > 0
        assert {row["answer"] for row in rows} == {answer.replace("-", " ")}
        assert len({row["patient"] for row in rows}) == len(rows)


def test_every_format_marks_patients(run, tmp_path):
    csv_row = records(run("table", "deep", "--limit", "1", "--format", "csv"))[0]
    content = json.loads(run("table", "deep", "--limit", "1", "--format", "json").out)
    file = tmp_path / "members.parquet"
    assert run("table", "deep", "--limit", "1", "-o", str(file)).code == 0
    with duckdb.connect() as connection:
        row = connection.execute(f"SELECT marking, index_date FROM '{file}'").fetchone()
    screen = run("table", "deep", "--limit", "1").out
    assert "PATIENT-LEVEL" in csv_row["marking"]
    assert content["patient_level"] is True
    assert "PATIENT-LEVEL" in row[0]
    assert row[1].isoformat() == csv_row["index_date"] == content["rows"][0]["index_date"]
    assert screen.startswith("PATIENT-LEVEL")
    assert csv_row["patient"] in screen


def test_a_lake_may_refuse_lists_of_patients(run, place, lake):
    settings = (lake / "lake.toml").read_text()
    closed = place / "closed"
    closed.mkdir()
    for path in lake.iterdir():
        if path.name != "lake.toml":
            (closed / path.name).symlink_to(path)
    (closed / "lake.toml").write_text(settings.replace('members = "allow"', 'members = "refuse"'))
    done = run("table", "deep", "--lake", str(closed))
    assert (done.code, done.out) == (3, "")
    assert "refuses lists of patients" in done.err


@pytest.mark.parametrize(("text", "code"), [("female and male", 1), ("female", 0)])
def test_fail_on_empty(run, text, code):
    assert run("table", text, "--fail-on", "empty").code == code
    assert run("table", text).code == 0


MANY = 'criteria = ["MR4 ever", "MMR ever", "female or male", "TKI >= 1 day"]\n'


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
@pytest.mark.parametrize("name", ["deep", "many"])
def test_what_the_screen_shows_fits_and_says_what_it_leaves_out(shell, place, name, columns):
    (place / "queries" / "many.toml").write_text(MANY)
    command = f"tfrq table {name} --limit 5 --no-color"
    seen = on_a_terminal(shell, command, columns)[1]
    assert max(map(len, seen.splitlines())) <= columns
    every = {"deep": 12, "many": 40}[name]
    assert re.search(r"^shown: 5 of \d+ met$", seen, re.M)
    assert re.search(rf"^\d+ of {every} columns", seen, re.M)


def test_a_pipe_gets_every_column_that_holds_something(run):
    rows = records(run("table", "deep", "--limit", "5", "--format", "csv"))
    full = [name for name in rows[0] if name != "marking" and any(row[name] for row in rows)]
    heading = run("table", "deep", "--limit", "5").out.splitlines()[2]
    assert len(re.split("  +", heading)) == len(full)


def test_the_caption_says_how_many_there_are_in_all(run):
    every = len(records(run("table", "deep", "--format", "csv")))
    assert f"\nshown: 2 of {every} met\n" in run("table", "deep", "--limit", "2").out
    assert f"\nall {every} met\n" in run("table", "deep", "--limit", str(every)).out
    assert f"\nall {every} met\n" in run("table", "deep").out
    nobody = run("table", "female and male")
    assert nobody.out.count("nobody: no patient is met") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--descending",), "descending needs a column to sort by"),
        (("--columns", ""), "members have no column ''"),
        (("--columns", "site,patient,site"), "column 'site' is named twice"),
    ],
)
def test_what_cannot_be_meant_is_refused(run, arguments, message):
    done = run("table", "deep", *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "hint: " in done.err


@pytest.mark.parametrize("suffix", ["csv", "json", "parquet", "txt"])
def test_a_file_of_patients_is_for_its_owner_alone(run, place, suffix):
    run("table", "deep", "-o", f"members.{suffix}")
    run("count", "deep", "-o", f"counts.{suffix}")
    assert (place / f"members.{suffix}").stat().st_mode & 0o777 == 0o600
    (place / "plain").touch()
    usual = (place / "plain").stat().st_mode
    assert (place / f"counts.{suffix}").stat().st_mode == usual
