"""Exit codes of the contract, and that no traceback is shown unless it is asked for."""

import json
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.unit.lake.small_lake import make_lake
from tfrq import api, cli


def test_done(run):
    assert run("count", "deep").code == 0


@pytest.mark.parametrize("arguments", [(), ("cohort",), ("lake",)])
def test_a_group_alone_prints_its_help(run, arguments):
    alone, asked = run(*arguments), run(*arguments, "--help")
    assert (alone.code, alone.err) == (0, "")
    assert alone.out.startswith("Usage: tfrq")
    assert alone == asked == run(*arguments, "-h")


def test_refused_by_the_policy(run, tmp_path):
    guarded = str(make_lake(tmp_path / "guarded").root)
    done = run("count", "MR4 ever", "--exact", "--lake", guarded)
    assert (done.code, done.out) == (3, "")
    assert run("count", "MR4 ever", "--min-cell", "2").code == 3


def test_exact_numbers_where_they_are_allowed(run):
    done = run("count", "MR4 ever", "--exact")
    assert done.code == 0
    assert done.out.startswith("NOT FOR RELEASE")


def test_a_damaged_lake(run, lake, tmp_path):
    damaged = tmp_path / "damaged"
    shutil.copytree(lake, damaged)
    file = next((damaged / "molecular").rglob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    checked = run("lake", "check", "--lake", str(damaged))
    assert checked.code == 4
    assert file.name in checked.out
    file.write_bytes(b"short")
    done = run("count", "MR4 ever", "--lake", str(damaged))
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith("error: ")


def test_every_damaged_file_is_named(run, lake, tmp_path):
    damaged = tmp_path / "damaged"
    shutil.copytree(lake, damaged)
    short, gone, other = sorted((damaged / "molecular").rglob("*.parquet"))[:3]
    short.write_bytes(b"short")
    gone.unlink()
    other.write_bytes(other.read_bytes()[:-1] + b"?")
    done = run("lake", "check", "--lake", str(damaged), "--format", "json")
    assert done.code == 4
    found = json.loads(done.out)["rows"]
    assert {row["file"] for row in found if row["severity"] == "error"} == {
        file.relative_to(damaged).as_posix() for file in (short, gone, other)
    }


def test_a_folder_that_is_no_lake(run, place):
    for folder in ("nowhere", "queries"):
        assert run("count", "MR4 ever", "--lake", folder).code == 2
        assert run("lake", "check", "--lake", folder).code == 2
        # It needs no lake.
        assert run("cohort", "list", "--lake", folder).code == 0


NESTED = "[" * 5000


def test_what_is_nested_too_deeply(run, place, lake, tmp_path):
    (place / "queries" / "odd.toml").write_text(f"criteria = {NESTED}")
    assert run("cohort", "show", "odd").code == 2
    assert run("cohort", "list").code == 0
    for name in ("lake.toml", "releases/synthetic-1.json"):
        odd = tmp_path / name.replace("/", "-")
        shutil.copytree(lake, odd)
        (odd / name).write_text(f"lake = {NESTED}" if name == "lake.toml" else NESTED)
        assert run("lake", "show", "--lake", str(odd)).code == 4
    (place / "tfrq.toml").write_text(f"lake = {NESTED}")
    assert run("count", "deep").code == 2


def test_a_schema_version_that_is_a_number(run, lake, tmp_path):
    shutil.copytree(lake, tmp_path / "odd")
    manifest = tmp_path / "odd" / "releases" / "synthetic-1.json"
    manifest.write_text(
        manifest.read_text().replace('"schema_version": "1"', '"schema_version": 1')
    )
    done = run("lake", "show", "--lake", str(tmp_path / "odd"))
    assert done.code == 4
    assert "schema_version is no text" in done.err


def test_a_sound_lake(run, tmp_path):
    sound = make_lake(tmp_path / "sound")
    done = run("lake", "check", "--lake", str(sound.root))
    assert (done.code, done.out) == (0, f"release {sound.release.name}: nothing found\n")


def test_a_fault_is_one_line_unless_debug_is_given(run, monkeypatch):
    def fails(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.setattr(api.Session, "count", fails)
    done = run("count", "deep")
    assert done.code == 70
    assert done.err == (
        "error: a fault of tfrq: ZeroDivisionError: division by zero\n"
        "hint: --debug shows the traceback\n"
    )
    debugged = run("count", "deep", "--debug")
    assert debugged.code == 70
    assert "Traceback" in debugged.err


class InterruptException(Exception):
    """Named as DuckDB's."""


@pytest.mark.parametrize(
    "sign", [KeyboardInterrupt(), RuntimeError("Query interrupted"), InterruptException()]
)
def test_an_interrupt(run, monkeypatch, sign):
    def interrupted(*arguments: object, **options: object) -> None:
        raise sign

    monkeypatch.setattr(api.Session, "count", interrupted)
    done = run("count", "deep")
    assert (done.code, done.out, done.err.strip()) == (130, "", "")


def interrupted(shell, sign, *command):
    """Exit code and stderr of a command that gets Ctrl-C while it works, which a path like `sign`
    tells. A shell that runs these tests in the background has its children ignore the signal, so
    it is restored."""
    process = subprocess.Popen(
        command,
        cwd=shell.folder,
        env=shell.environment,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while process.poll() is None and not list(shell.folder.glob(sign)):
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    return process.returncode, err.strip()


LONG_QUERY = """
import duckdb, pathlib, sys
from tfrq import api, cli
def count(*_, **__):
    pathlib.Path("working").touch()
    duckdb.sql("SELECT count(*) FROM range(100000000000) AS r WHERE r.range % 7 = 3").fetchall()
api.Session.count = count
sys.exit(cli.main(["count", "deep"]))
"""


def test_ctrl_c_during_a_query(shell):
    assert interrupted(shell, "working", sys.executable, "-c", LONG_QUERY) == (130, b"")


NOTEBOOK = """
import pathlib
from tfrq import api, lake
session = api.open("sample-lake")
try:
    pathlib.Path("working").touch()
    lake.run(session.lake, "SELECT count(*) FROM range(100000000000) AS r WHERE r.range % 7 = 3")
except KeyboardInterrupt:
    # The session goes on.
    assert session.count("deep").total.population
    raise SystemExit(7)
"""


def test_ctrl_c_in_a_notebook_ends_the_query_alone(shell):
    assert interrupted(shell, "working", sys.executable, "-c", NOTEBOOK)[0] == 7


def test_ctrl_c_leaves_no_half_of_a_lake(shell):
    command = ("tfrq", "lake", "synth", "--patients", "200000", "--out", "big")
    assert interrupted(shell, "*big*", *command) == (130, b"")
    assert not [path for path in shell.folder.iterdir() if "big" in path.name]


def test_an_interrupt_while_loading(monkeypatch):
    def interrupted(arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("tfrq.cli.running.run", interrupted)
    assert cli.main([]) == 130


def test_a_dry_run_of_a_synthetic_lake_writes_nothing(run, place):
    before = sorted(place.iterdir())
    done = run("lake", "synth", "--patients", "50", "--out", "new", "--dry-run")
    assert done.code == 0
    assert "EURO-SKI" in done.out
    assert sorted(place.iterdir()) == before


def test_a_synthetic_lake_is_not_written_over(run, place):
    (place / "mine").mkdir()
    (place / "mine" / "notes.txt").write_text("mine")
    assert run("lake", "synth", "--patients", "50", "--out", "mine").code == 2
    assert [path.name for path in (place / "mine").iterdir()] == ["notes.txt"]
