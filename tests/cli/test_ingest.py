"""`tfrq lake ingest`: sums, thresholds, releases, keys and refusals on the command line."""

import csv
import json
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.test_start import heavy
from tests.transcript import ROOT
from tfrq.lake import open_lake
from tfrq.lake.lock import locked

MAPPING = """
site = "SE01"
version = "1"
data_cut = 2024-12-31

[[files]]
name = "patients"
match = "patients.csv"

[[files]]
name = "tests"
match = "tests.csv"

[[tables]]
table = "patients"
file = "patients"
[tables.columns]
patient_id = { from = "id" }
sex = { from = "sex", values = { "f" = "female", "m" = "male" } }
birth_year = { from = "born", dates = ["%Y"] }
diagnosis_date = { from = "diagnosed" }

[[tables]]
table = "molecular"
file = "tests"
[tables.columns]
patient_id = { from = "id" }
test_date = { from = "date" }
result = { from = "result", unit = "% IS" }
reference_copies = { from = "copies" }
reference_gene = { value = "ABL1" }

[thresholds]
"unreadable date" = 10.0
"unmapped value" = 10.0
"""
EVENTS = """
[[files]]
name = "events"
match = "events.csv"

[[tables]]
table = "events"
file = "events"
[tables.columns]
patient_id = { from = "id" }
event = { value = "death" }
event_date = { from = "died" }

"""
PATIENTS = [f"P{number},{'fm'[number // 3 % 2]},{1940 + number},2010-01-01" for number in range(60)]
RESULTS = [f"{'0.00' if number % 3 else ''}{number % 9 + 1}" for number in range(60)]
TESTS = [
    f"P{number},{2011 + year}-03-0{1 + number % 9},{RESULTS[number]},40000"
    for number in range(60)
    for year in range(4)
]


@pytest.fixture
def desk(run, place) -> Path:
    """A working folder with a lake, a site, its key, mapping and export."""
    run("lake", "init", "mine", "--name", "registry", "--synthetic")
    run("site", "add", "SE01", "--country", "SE", "--region", "Nordic", "--lake", "mine")
    run("site", "key", "se01.key")
    (place / "m.toml").write_text(MAPPING)
    write(place, PATIENTS, TESTS)
    return place


def write(place: Path, patients: list[str], tests: list[str]) -> None:
    (place / "patients.csv").write_text("\n".join(["id,sex,born,diagnosed", *patients, ""]))
    (place / "tests.csv").write_text("\n".join(["id,date,result,copies", *tests, ""]))


ORDER = (
    "lake",
    "ingest",
    "SE01",
    "--mapping",
    "m.toml",
    "--key-file",
    "se01.key",
    "--lake",
    "mine",
)
FILES = ("patients.csv", "tests.csv")


def test_every_row_is_in_the_lake_or_among_the_rejects(run, desk):
    write(desk, PATIENTS, [*TESTS, "P1,2012-02-31,0.01,40000", "P1,2012-02-28,many,40000"])
    done = run(*ORDER, *FILES, "--format", "json", "--name", "first")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert found["rows"][-1] == {
        "marking": found["rows"][-1]["marking"],
        "file": "total",
        "read": 302,
        "entered": 300,
        "rejected": 2,
        "partly": 0,
    }
    with (desk / "rejects.csv").open(newline="") as file:
        rejects = list(csv.DictReader(file))
    assert [(one["file"], one["row"], one["rule"]) for one in rejects] == [
        ("tests.csv", "242", "unreadable date"),
        ("tests.csv", "243", "unmapped value"),
    ]
    files = open_lake(desk / "mine").release.tables
    assert {name: sum(file.rows for file in files[name]) for name in ("patients", "molecular")} == {
        "patients": 60,
        "molecular": 240,
    }
    assert "NOT FOR RELEASE" in found["rows"][-1]["marking"]


def test_the_report_says_so_in_every_form(run, desk):
    for form in ("table", "csv", "json"):
        done = run(*ORDER, *FILES, "--format", form, "--dry-run")
        assert done.code == 0
        assert "NOT FOR RELEASE" in done.out, form
    run(*ORDER, *FILES, "--dry-run", "-o", "report.json")
    assert stat.S_IMODE((desk / "report.json").stat().st_mode) == 0o600


def test_too_many_rejects_publish_nothing(run, desk):
    tests = [test.replace("2012-", "2012x") for test in TESTS]
    write(desk, PATIENTS, tests)
    done = run(*ORDER, *FILES)
    assert done.code == 4
    assert "too many" in done.out
    assert "not published: 'unreadable date' in 25.0 % of molecular" in done.err
    assert not (desk / "mine" / "CURRENT").exists()
    assert "mapping" in run("site", "list", "--lake", "mine").out


def test_a_threshold_of_the_mapping_is_the_one_that_counts(run, desk):
    mapping = MAPPING + '"patients with rejects" = 100.0\n'  # every one of them has lost a test
    (desk / "m.toml").write_text(mapping.replace("= 10.0", "= 25.0"))
    write(desk, PATIENTS, [test.replace("2012-", "2012x") for test in TESTS])
    assert run(*ORDER, *FILES).code == 0
    (desk / "m.toml").write_text(mapping.replace("= 10.0", "= 24.9"))
    assert run(*ORDER, *FILES).code == 4


def test_a_dry_run_publishes_nothing_and_says_what_it_would(run, desk):
    done = run(*ORDER, *FILES, "--dry-run", "--name", "first")
    assert done.code == 0
    assert "release first (dry run: not published)" in done.out
    assert not (desk / "mine" / "CURRENT").exists()
    assert "finalising" in run("site", "list", "--lake", "mine").out


def test_what_was_published_is_on_the_board_and_can_be_counted(run, desk):
    run(*ORDER, *FILES, "--name", "first")
    board = json.loads(run("site", "list", "--lake", "mine", "--format", "json").out)
    assert (board["rows"][0]["phase"], board["rows"][0]["available"]) == ("finalised", 60)
    counted = json.loads(run("count", "MR4 ever", "--lake", "mine", "--format", "json").out)
    assert counted["rows"][-1]["population"] == 60
    assert run("lake", "check", "--lake", "mine").code == 0


def test_the_same_input_has_the_same_rows_in_whatever_order(run, desk):
    assert run(*ORDER, *FILES, "--name", "first").code == 0
    shuffled = random.Random(1)
    write(desk, *(shuffled.sample(rows, len(rows)) for rows in (PATIENTS, TESTS)))
    done = run(*ORDER, *reversed(FILES), "--name", "second")
    assert "no record differs" in done.out
    first, second = (open_lake(desk / "mine", name).release for name in ("first", "second"))
    assert first.tables == second.tables


def test_the_second_export_is_shown_beside_the_first(run, desk):
    run(*ORDER, *FILES, "--name", "first")
    patients = [*(row.replace(",m,", ",f,") for row in PATIENTS[1:]), "P99,f,1970,2012-05-01"]
    write(desk, patients, TESTS[4:])
    done = run(*ORDER, *FILES, "--name", "second", "--format", "json")
    (changed, *_) = json.loads(done.out)["difference"]["tables"]
    assert changed["added"]["records"] == 1
    assert changed["gone"]["records"] == 1
    assert changed["changed"]["records"] == len([row for row in PATIENTS[1:] if ",m," in row])
    shown = run(*ORDER, *FILES, "--name", "third")
    assert "no record differs" in shown.out


def test_an_export_that_lost_what_the_site_had_is_not_published(run, desk):
    run(*ORDER, *FILES, "--name", "first")
    write(desk, PATIENTS, [test for test in TESTS if ",2012-" not in test])
    done = run(*ORDER, *FILES, "--name", "second")
    assert (done.code, "'records gone' in 25.0 % of molecular" in done.err) == (4, True)
    write(desk, PATIENTS, TESTS)
    (desk / "other.key").write_text((desk / "se01.key").read_text()[::-1])
    (desk / "other.key").chmod(0o600)
    other = [*ORDER]
    other[other.index("se01.key")] = "other.key"
    done = run(*other, *FILES, "--name", "second", "--format", "json")
    assert (done.code, "'patients gone' in 100.0 % of patients" in done.err) == (4, True)
    assert json.loads(done.out)["difference"]["tables"][0]["gone"]["records"] == 60
    (desk / "m.toml").write_text(MAPPING.replace("data_cut = 2024", "data_cut = 2023"))
    done = run(*ORDER, *FILES, "--name", "second")
    assert (done.code, "earlier data cut" in done.err) == (4, True)
    assert open_lake(desk / "mine").release.name == "first"
    assert "mapping" in run("site", "show", "SE01", "--lake", "mine").out


def test_a_table_that_is_gone_altogether_is_missed_however_small(run, desk):
    mapping = MAPPING.replace("[thresholds]", EVENTS + "[thresholds]")
    (desk / "m.toml").write_text(mapping)
    (desk / "events.csv").write_text("id,died\nP1,2020-01-01\nP2,2020-01-01\n")
    assert run(*ORDER, *FILES, "events.csv").code == 0
    (desk / "events.csv").write_text("id,died\nP1,2020-01-01\n")
    assert run(*ORDER, *FILES, "events.csv").code == 0
    (desk / "events.csv").write_text("id,died\n")
    done = run(*ORDER, *FILES, "events.csv")
    assert (done.code, "'records gone' in 100.0 % of events" in done.err) == (4, True)


def test_last_contacts_that_move_with_each_export_are_no_loss(run, desk):
    seen = EVENTS.replace('value = "death"', 'value = "last contact"')
    (desk / "m.toml").write_text(MAPPING.replace("[thresholds]", seen + "[thresholds]"))
    for year in (2022, 2023):
        lines = [f"P{number},{year}-06-0{1 + number % 9}" for number in range(60)]
        (desk / "events.csv").write_text("\n".join(["id,died", *lines, ""]))
        assert run(*ORDER, *FILES, "events.csv").code == 0
    (desk / "events.csv").write_text("\n".join(["id,died", *lines[:50], ""]))
    done = run(*ORDER, *FILES, "events.csv")
    assert (done.code, "'records gone' in 16.7 % of events" in done.err) == (4, True)


def test_days_that_are_assumed_are_not_shifted(run, desk):
    dates = 'from = "diagnosed", dates = ["%Y-%m-%d", "%Y-%m"], assume_day = 15'
    mapping = MAPPING.replace('from = "diagnosed"', dates)
    (desk / "m.toml").write_text(mapping)
    assert run(*ORDER, *FILES).code == 0
    (desk / "m.toml").write_text("date_shift_days = 31" + mapping)
    done = run(*ORDER, *FILES)
    assert (done.code, "'assume_day' of diagnosis_date" in done.err) == (2, True)


def test_a_loss_may_be_allowed(run, desk):
    run(*ORDER, *FILES, "--name", "first")
    write(desk, PATIENTS, [test for test in TESTS if ",2012-" not in test])
    (desk / "m.toml").write_text(MAPPING + '"records gone" = 25.0\n')
    assert run(*ORDER, *FILES, "--name", "second").code == 0


def test_too_many_rejects_are_shown_beside_what_would_change(run, desk):
    run(*ORDER, *FILES, "--name", "first")
    write(desk, PATIENTS, [test.replace("2012-", "2012x") for test in TESTS])
    done = run(*ORDER, *FILES, "--format", "json")
    assert done.code == 4
    tests = json.loads(done.out)["difference"]["tables"][2]
    assert (tests["table"], tests["gone"]["records"]) == ("molecular", 60)


def test_an_earlier_release_can_still_be_counted(run, desk):
    run(*ORDER, *FILES, "--name", "first")
    write(desk, PATIENTS, [test.replace(",0.00", ",") for test in TESTS])
    assert run(*ORDER, *FILES, "--name", "second").code == 0
    asked = ("count", "MR4 ever", "--lake", "mine", "--quiet", "--format", "json")
    then = json.loads(run(*asked, "--release", "first").out)["rows"][-1]
    now = json.loads(run(*asked).out)["rows"][-1]
    assert [(one["met"], one["not_met"]) for one in (then, now)] == [(40, 20), (0, 60)]


def test_raw_values_are_shown_only_where_that_is_asked_for(run, desk):
    write(desk, PATIENTS, [*TESTS, "P1,2012-02-28,confidential,40000"])
    run(*ORDER, *FILES)
    assert "confidential" not in (desk / "rejects.csv").read_text()
    run(*ORDER, *FILES, "--show-values", "--rejects", "shown.csv")
    assert "confidential" in (desk / "shown.csv").read_text()
    assert stat.S_IMODE((desk / "shown.csv").stat().st_mode) == 0o600


def test_nothing_of_the_working_folder_is_left(run, desk):
    run(*ORDER, *FILES)
    left = [path for path in (desk / "mine" / ".ingest").rglob("*") if path.is_file()]
    assert left == []


REFUSED = [
    (("--release", "first"), 2, "--name names the new one"),
    (("--name", "not a name"), 2, "is no name for a release"),
    (("--key-file", "m.toml"), 2, "chmod 600"),
    (("--key-file", "nowhere"), 2, "tfrq site key"),
    (("--mapping", "nowhere"), 2, "nowhere"),
]


@pytest.mark.parametrize(("options", "code", "words"), REFUSED)
def test_what_cannot_be_is_refused(run, desk, options, code, words):
    (desk / "m.toml").chmod(0o644)
    order = [*ORDER]
    if options[0] in order:  # an option may be given once
        order[order.index(options[0]) + 1] = options[1]
        options = ()
    done = run(*order, *FILES, *options)
    assert done.code == code
    assert words in done.err
    assert not (desk / "mine" / "CURRENT").exists()


def test_the_mapping_and_the_files_have_to_be_the_sites_own(run, desk):
    other = run("site", "add", "SE02", "--country", "SE", "--lake", "mine")
    assert other.code == 0
    done = run(*ORDER[:2], "SE02", *ORDER[3:], *FILES)
    assert (done.code, "the mapping of SE01, not of SE02" in done.err) == (2, True)
    done = run(*ORDER[:2], "SE10", *ORDER[3:], *FILES)
    assert (done.code, "did you mean SE0" in done.err) == (2, True)
    done = run(*ORDER, "patients.csv")
    assert (done.code, "no file is given for 'tests'" in done.err) == (2, True)
    (desk / "other.csv").write_text("a\n1\n")
    done = run(*ORDER, *FILES, "other.csv")
    assert (done.code, "no entry for other.csv" in done.err) == (2, True)
    (desk / "again").mkdir()
    (desk / "again" / "tests.csv").write_text("a\n1\n")
    done = run(*ORDER, *FILES, "again/tests.csv")
    assert (done.code, "two files are called tests.csv" in done.err) == (2, True)


@pytest.mark.parametrize("option", ["--rejects", "--warnings"])
@pytest.mark.parametrize("path", ["se01.key", "m.toml", "tests.csv", "mine/CURRENT", "no/a.csv"])
def test_what_is_read_is_never_written_over(run, desk, option, path):
    run(*ORDER, *FILES)
    before = (desk / path).read_bytes() if (desk / path).exists() else b""
    done = run(*ORDER, *FILES, option, path, "--dry-run")
    assert (done.code, option in done.err or "cannot write" in done.err) == (2, True)
    assert before == b"" or (desk / path).read_bytes() == before


def test_rejects_and_warnings_are_two_files(run, desk):
    done = run(*ORDER, *FILES, "--rejects", "a.csv", "--warnings", "./a.csv")
    assert (done.code, "name one file" in done.err) == (2, True)


def test_a_file_without_rows_is_in_the_sum(run, desk):
    write(desk, PATIENTS, [])
    done = run(*ORDER, *FILES, "--format", "json")
    assert {row["file"]: row["read"] for row in json.loads(done.out)["rows"]}["tests.csv"] == 0


def test_rejects_may_go_nowhere(run, desk):
    done = run(*ORDER, *FILES, "--rejects", "/dev/null")
    assert (done.code, done.err.startswith("published")) == (0, True)
    assert not Path("/dev/null").is_file()


def test_what_a_killed_run_left_is_told_and_cleared(run, desk):
    assert run(*ORDER, *FILES).code == 0
    left = desk / "mine" / ".ingest" / "SE02" / "records"
    left.mkdir(parents=True)
    (left / "patients.0").write_bytes(b"rows")
    (desk / ".rejects.csv.tmp").write_text("values")
    checked = run("lake", "check", "--lake", "mine")
    assert (checked.code, "was killed" in checked.out) == (0, True)
    assert run(*ORDER, *FILES).code == 0
    assert not left.exists()
    assert not (desk / ".rejects.csv.tmp").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_run_that_is_told_to_end_leaves_nothing(run, desk, shell, number):
    write(desk, PATIENTS, TESTS * 400)
    process = subprocess.Popen(
        [sys.executable, "-m", "tfrq", *ORDER, *FILES],
        env={"PYTHONPATH": str(ROOT), "HOME": str(desk)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    records = desk / "mine" / ".ingest" / "SE01" / "records"
    while not records.exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(number)
    _, err = process.communicate()
    # Too late for us, the signal ends Python itself.
    assert process.returncode in (0, 4, 130, -number), err
    assert b"Traceback" not in err
    assert not records.exists()
    assert run("lake", "ingest", "--help").code == 0


def test_where_the_report_cannot_go_nothing_is_published(run, desk):
    done = run(*ORDER, *FILES, "-o", "nowhere/report.json")
    assert (done.code, "no such folder" in done.err) == (2, True)
    assert not (desk / "mine" / "CURRENT").exists()


def test_what_a_person_should_look_at_is_said(run, desk):
    (desk / "patients.csv").write_text(
        "\n".join(["id,sex,born,diagnosed,note,empty", *(f"{row},seen," for row in PATIENTS), ""])
    )
    (desk / "tests.csv").write_text((desk / "tests.csv").read_text() + "P1,2012-05-05,many,40000\n")
    done = run(*ORDER, *FILES, "--format", "json")
    found = json.loads(done.out)
    assert found["columns_not_read"] == {"patients.csv": ["note"]}
    assert (found["last_day"], found["data_cut"]) == ("2014-03-09", "2024-12-31")
    assert found["patients_with_rejected_tests"] == 1
    shown = run(*ORDER, *FILES, "--name", "again").out
    for words in ("not read of patients.csv: note", "with rejected tests: 1", "record: 2014-03-09"):
        assert words in shown


def test_with_shifted_dates_the_lakes_data_cut_is_earlier_than_any_shifted_one(run, desk):
    (desk / "m.toml").write_text(
        MAPPING.replace('version = "1"', 'version = "1"\ndate_shift_days = 31')
    )
    assert run(*ORDER, *FILES).code == 0
    shown = json.loads(run("lake", "show", "--lake", "mine", "--format", "json").out)
    assert shown["data_cut"] == "2024-11-30"
    asked = ("count", "followed >= 1 year after index", "--index", "diagnosis", "--lake", "mine")
    counted = json.loads(run(*asked, "--format", "json").out)["rows"][-1]
    assert (counted["population"], counted["met"]) == (60, 60)


def test_a_second_writer_is_told_to_wait(run, desk, monkeypatch):
    monkeypatch.setattr("tfrq.ingest.board.history.PATIENCE", 0)
    with locked(desk / "mine"):
        done = run(*ORDER, *FILES)
    assert done.code == 75
    assert not (desk / "mine" / "CURRENT").exists()
    assert run(*ORDER, *FILES).code == 0


def test_help_loads_nothing_heavy(place):
    assert heavy(place, "lake", "ingest", "--help") == set()
