"""`tfrq site` and `tfrq lake init`: the project board on the command line."""

import csv
import io
import json

import pyarrow.parquet
import pytest

from tests.cli.terminal import on_a_terminal
from tests.cli.test_completion import completed
from tests.cli.test_start import heavy
from tests.transcript import ROOT
from tfrq.ingest import board
from tfrq.ingest.board import history
from tfrq.vocabulary import SITE_STATUSES

SAMPLE = ("--lake", str(ROOT / "sample-lake"))
TOTALS = "8 of 23 sites finalised, 16 countries, 2,320 cases available, about 1,900 still to come"


@pytest.fixture
def started(run, place):
    """A lake of two sites, without a release."""
    run("lake", "init", "mine", "--name", "my registry")
    run("site", "add", "SE01", "--country", "SE", "--region", "Nordic", "--lake", "mine")
    run("site", "add", "DE01", "--country", "DE", "--region", "W", "--expected", "90", *MINE)
    return place / "mine"


MINE = ("--lake", "mine")


def test_the_board_of_the_sample_lake(run):
    done = run("site", "list", *SAMPLE)
    assert (done.code, done.err) == (0, "")
    assert TOTALS in done.out.splitlines()
    assert "SYNTHETIC data" in done.out
    shown = [line[:16].strip() for line in done.out.splitlines()[2:25]]
    assert shown == sorted(shown, key=SITE_STATUSES.index)


def test_the_board_fits_a_terminal(shell):
    for columns in (80, 70, 60):
        code, seen = on_a_terminal(shell, f"tfrq site list --no-color --lake {SAMPLE[1]}", columns)
        assert code == 0
        lines = seen.splitlines()
        assert max(map(len, lines)) <= columns
        assert len([line for line in lines if line.startswith(SITE_STATUSES)]) == 23
        assert ("country" in lines[0]) == (columns == 80)
        assert ("uploaded" in lines[0]) == (columns > 60)


def test_the_formats_agree(run, place):
    found = json.loads(run("site", "list", "--format", "json", *SAMPLE).out)
    assert found["result"] == "sites"
    assert found["totals"] == {
        "sites": 23,
        "finalised": 8,
        "countries": 16,
        "available": 2320,
        "to_come": 1900,
        "sites_without_number": 0,
    }
    assert sum(found["phases"].values()) == 23
    done = run("site", "list", "--format", "csv", *SAMPLE)
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert TOTALS in done.err
    assert [row["site"] for row in rows] == [row["site"] for row in found["rows"]]
    run("site", "list", "-o", "board.parquet", *SAMPLE)
    table = pyarrow.parquet.read_table(place / "board.parquet")
    assert table.column("available").to_pylist() == [row["available"] for row in found["rows"]]
    assert [str(row["days_since_change"] or "") for row in found["rows"]] == [
        row["days_since_change"] for row in rows
    ]


def test_a_lake_from_its_first_day(run, started):
    done = run("site", "list", *MINE)
    assert (done.code, done.err) == (0, "")
    assert "no release yet" in done.out
    assert "about 90 still to come (1 site announced no number)" in done.out
    assert run("site", "show", "SE01", *MINE).code == 0
    assert run("count", "deep", *MINE).code == 4


def test_a_lake_without_sites(run):
    assert run("lake", "init", "mine", "--name", "x").code == 0
    done = run("site", "list", *MINE)
    assert (done.code, "none still to come" in done.out) == (0, True)
    assert "tfrq site add" in done.err
    assert run("lake", "init", "mine", "--name", "x").code == 2
    assert run("lake", "init", "other").code == 2


def test_dry_runs_write_nothing(run, started, place):
    before = {path: path.read_bytes() for path in started.rglob("*") if path.is_file()}
    done = run("site", "add", "SE02", "--country", "SE", "--dry-run", *MINE)
    assert done.out == (started / "lake.toml").read_text().replace('"SE01"', '"SE01", "SE02"')
    assert "dry run" in done.err
    done = run("site", "advance", "SE01", "mapping", "--reason", "x", "--dry-run", *MINE)
    assert (done.code, done.out) == (0, "")
    assert "dry run: SE01: set to mapping: x" in done.err
    done = run("lake", "init", "other", "--name", "x", "--synthetic", "--dry-run")
    assert "synthetic = true" in done.out
    assert not (place / "other").exists()
    assert before == {path: path.read_bytes() for path in started.rglob("*") if path.is_file()}


def test_the_history_of_a_site(run, started):
    board.record(started, "SE01", board.Uploaded(2), board.Tried(1000, 125, False))
    run("site", "advance", "SE01", "on-hold", "--reason", "a \x1b[31mred\nreason", *MINE)
    done = run("site", "show", "SE01", *MINE)
    assert "\x1b" not in done.out
    assert "uploaded 2 files" in done.out
    assert "tried: refused, 12 % of rows rejected" in done.out
    assert "set to on hold: a [31mred reason" in done.out
    found = json.loads(run("site", "show", "SE01", "--format", "json", *MINE).out)
    assert (found["result"], found["phase"]) == ("site", "on hold")
    facts = ["added", "uploaded", "tried", "advanced"]
    assert [row["fact"] for row in found["rows"]] == facts
    assert [row["days"] for row in found["rows"]] == [None, 0, 0, 0]
    done = run("site", "show", "SE01", "--format", "csv", *MINE)
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert (rows[1]["files"], rows[2]["rejected_percent"]) == ("2", "12")


def test_no_number_of_rows_is_shown(run, started):
    """6 patients and 7 rows would say that one patient has a test."""
    board.record(started, "SE01", board.Tried(8_765, 4_321, False), board.Tried(4_999, 4_321, True))
    for command in (("list",), ("show", "SE01")):
        for form in ("table", "csv", "json"):
            done = run("site", *command, "--format", form, "--min-cell", "50", *MINE)
            assert done.code == 0
            shown = done.out + done.err
            assert not [number for number in ("8765", "4321", "4999") if number in shown]
            assert not [number for number in ("8,765", "4,321", "4,999") if number in shown]
    rows = json.loads(run("site", "list", "--format", "json", *MINE).out)["rows"]
    assert {row["site"]: row["rejected_percent"] for row in rows} == {"SE01": "86", "DE01": None}
    done = run("site", "show", "SE01", "--min-cell", "50", "--format", "csv", *MINE)
    shares = [row["rejected_percent"] for row in csv.DictReader(io.StringIO(done.out))]
    assert shares == ["", "49", "*"]


def test_a_long_reason_fits_a_terminal(shell, run, started):
    words = " ".join(f"word{number}" for number in range(72))[:500].strip()
    run("site", "advance", "SE01", "on-hold", "--reason", words, *MINE)
    code, seen = on_a_terminal(shell, "tfrq site show SE01 --no-color --lake mine", 80)
    assert code == 0
    assert max(map(len, seen.splitlines())) <= 80
    assert words in " ".join(seen.split())


def test_a_site_without_a_history(run):
    done = run("site", "show", "SE02", *SAMPLE)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("no history")
    assert "0 available of 100 expected" in done.out


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (("show", "SE1"), "the lake has no site SE1", "did you mean 'SE01'?"),
        (("advance", "SE1", "mapping", "--reason", "x"), "no site SE1", "did you mean 'SE01'?"),
        (("advance", "SE01", "finalising"), "a reason is missing", "--reason"),
        (("advance", "SE01", "finalizing", "--reason", "x"), "no phase", "'finalising'"),
        (("advance", "SE01", "--reason", "x"), "nothing is to change", "--expected"),
        (("add", "SE01", "--country", "SE"), "has site SE01 already", "site show SE01"),
        (("add", "SE02", "--country", "DE", "--region", "Nordic"), "DE is in region W", "--region"),
        (("add", "SE02", "--country", "Sweden"), "no ISO 3166-1", "SE?"),
        (("shwo", "SE01"), "no such command", "'show'"),
    ],
)
def test_what_is_wrong_is_said(run, started, arguments, message, hint):
    done = run("site", *arguments, *MINE)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert hint in done.err


def test_where_there_is_no_lake(run, place):
    (place / "sample-lake").unlink()
    for arguments in (("list",), ("add", "SE01", "--country", "SE", "--region", "Nordic")):
        done = run("site", *arguments)
        assert (done.code, "no lake is named" in done.err) == (2, True)
        assert run("site", *arguments, "--lake", "nowhere").code == 2


def test_a_damaged_history_is_named(run, started):
    (started / "board" / "SE01.jsonl").write_text("{\x1b\n")
    done = run("site", "list", *MINE)
    assert done.code == 4
    assert "SE01.jsonl is damaged in line 1" in done.err
    assert "\x1b" not in done.err


def test_another_writer(run, started, monkeypatch):
    from tfrq.lake.lock import locked

    monkeypatch.setattr(history, "PATIENCE", 0.0)
    with locked(started):
        assert run("site", "advance", "SE01", "mapping", "--reason", "x", *MINE).code == 75
        assert run("site", "add", "SE02", "--country", "SE", *MINE).code == 75
        assert run("site", "list", *MINE).code == 0


def test_completion(shell, started):
    assert completed(shell, "tfrq --lake mine site show S", 5) == ["SE01"]
    assert completed(shell, "tfrq --lake mine site advance SE01 map", 6) == ["mapping"]
    assert completed(shell, "tfrq site show X", 3) == []


def test_help_imports_nothing_heavy(place):
    assert heavy(place, "site", "list", "--help") == set()
    assert heavy(place, "lake", "init", "--help") == set()


def test_nothing_is_ingested_of_a_site_on_hold(run, started):
    run("site", "advance", "SE01", "on-hold", "--reason", "ethics", *MINE)
    files = ("--mapping", "m.toml", "--key-file", "se01.key", "export.csv")
    done = run("lake", "ingest", "SE01", *files, *MINE)
    assert done.code == 2
    assert "SE01 is on hold: ethics" in done.err
    assert "tfrq site advance SE01 mapping --reason" in done.err
