"""stdout is the result and nothing else; formats, files, pipes and terminals."""

import csv
import io
import json
import re
import shutil

import duckdb
import pytest

from tests.cli.terminal import on_a_terminal

TEXT = "MR4 ever"


def test_a_count_is_on_stdout_and_notes_on_stderr(run):
    done = run("count", TEXT, "--by", "country")
    assert done.code == 0
    assert done.out.startswith("country ")
    assert done.out.splitlines()[-2].startswith("SYNTHETIC data · release synthetic-1")
    assert all(line.startswith("note: ") for line in done.err.splitlines())


def test_quiet_leaves_stderr_empty(run):
    for form in ("table", "csv", "json", "parquet"):
        done = run("count", "deep", "--quiet", "--format", form)
        assert (done.code, done.err) == (0, "")
        assert done.out


def test_csv_has_rows_and_says_on_stderr_where_they_come_from(run):
    done = run("count", TEXT, "--by", "sex", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert rows[-1]["sex"] == "total"
    assert "SYNTHETIC data · release synthetic-1" in done.err


def test_options_go_before_or_after_the_command(run, lake):
    after = run("count", TEXT, "--lake", str(lake), "-q", "--format", "json")
    before = run("--lake", str(lake), "-q", "count", TEXT, "--format", "json")
    assert before == after
    inner = run("--lake", "nowhere", "count", TEXT, "-q", "--format", "json", "--lake", str(lake))
    assert inner == after


def test_a_group_takes_them_too(run):
    assert run("cohort", "--queries", "nowhere", "list").out.count("deep") == 0
    assert run("cohort", "list").out.count("deep") == 1


@pytest.mark.parametrize("suffix", ["csv", "json", "parquet", "txt", "CSV"])
def test_a_file_has_the_format_of_its_name(run, place, suffix):
    done = run("count", TEXT, "-o", f"counts.{suffix}")
    assert (done.code, done.out) == (0, "")
    assert f"wrote counts.{suffix}" in done.err
    content = (place / f"counts.{suffix}").read_bytes()
    first = {"csv": b"population,", "json": b"{", "parquet": b"PAR1", "txt": b"population "}
    assert content.startswith(first[suffix.lower()])


def test_the_format_asked_for_beats_the_name(run, place):
    run("count", TEXT, "-o", "counts.csv", "--format", "json")
    assert json.loads((place / "counts.csv").read_text())["result"] == "count"


def test_a_dash_is_stdout(run):
    assert run("count", TEXT, "-o", "-").out == run("count", TEXT).out


def test_a_file_is_the_same_as_stdout(run, place):
    for form in ("csv", "json", "table"):
        run("count", TEXT, "-o", "counts", "--format", form)
        assert (place / "counts").read_text() == run("count", TEXT, "--format", form).out


def test_a_failed_command_leaves_the_file(run, place):
    (place / "counts.csv").write_text("old")
    assert run("count", "imatinb", "-o", "counts.csv").code == 2
    assert (place / "counts.csv").read_text() == "old"


def test_a_link_to_a_file_stays_a_link(run, place):
    (place / "real.csv").write_text("old")
    (place / "link.csv").symlink_to("real.csv")
    run("count", TEXT, "-o", "link.csv")
    assert (place / "link.csv").is_symlink()
    assert (place / "real.csv").read_text().startswith("population")


def test_a_device_is_written_to(run):
    assert run("count", TEXT, "-o", "/dev/null", "--format", "csv").code == 0


def test_parquet_goes_through_a_pipe(shell, place):
    assert shell.run(f'tfrq count "{TEXT}" --format parquet > counts.parquet').returncode == 0
    assert duckdb.read_parquet(str(place / "counts.parquet")).fetchall()


def test_parquet_is_refused_on_a_terminal(shell):
    code, seen = on_a_terminal(shell, f'tfrq count "{TEXT}" --format parquet')
    assert code == 2
    assert "does not belong on a terminal" in seen


def test_colour_on_a_terminal_unless_it_is_not_wanted(shell):
    command = "tfrq count deep --by country"
    assert "\x1b[" in on_a_terminal(shell, command)[1]
    assert "\x1b[" in on_a_terminal(shell, "tfrq count imatinb")[1]
    for unwanted in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b[" not in on_a_terminal(shell, command, **unwanted)[1]
        assert "\x1b[" not in on_a_terminal(shell, "tfrq count imatinb", **unwanted)[1]
    assert "\x1b[" not in on_a_terminal(shell, f"{command} --no-color")[1]


def test_a_table_is_as_wide_as_the_terminal_and_unlimited_in_a_pipe(shell, run):
    _, seen = on_a_terminal(shell, "tfrq count deep --by site --no-color", 70)
    assert max(map(len, seen.splitlines())) <= 70
    assert run("count", "deep", "--by", "site").out.splitlines()[-1].count("; ")


@pytest.mark.parametrize("command", ["tfrq count deep --by site", "tfrq lake views", "tfrq --help"])
def test_a_closed_pipe_ends_quietly(shell, command):
    done = shell.run(f"{command} --quiet | head -1; echo ${{PIPESTATUS[0]}} >&2")
    assert done.stderr == b"0\n"
    done = shell.run(f"{command} --quiet | true; echo ${{PIPESTATUS[0]}} >&2")
    assert done.stderr == b"0\n"


def test_a_full_disk_is_no_traceback(shell):
    done = shell.run('tfrq count "MR4 ever" -q > /dev/full')
    assert done.returncode == 2
    assert done.stderr == b"error: cannot write the result: No space left on device\n"


def test_a_full_disk_under_stderr_changes_no_exit_code(shell):
    done = shell.run('tfrq count "MR4 ever" --by country 2> /dev/full')
    assert done.returncode == 0
    assert done.stdout.startswith(b"country ")
    assert shell.run("tfrq count depe 2> /dev/full").returncode == 2


def test_csv_in_a_file_says_on_stderr_where_its_rows_come_from(run):
    assert "SYNTHETIC data · release synthetic-1" in run("count", TEXT, "-o", "counts.csv").err


def test_nothing_from_a_file_disturbs_a_terminal(run, place, lake):
    title = 'title = "red\\u001b[31m\\nand more"\n'
    (place / "queries" / "deep.toml").write_text(title + 'criteria = ["MR4 ever"]\n')
    odd = place / "odd"
    shutil.copytree(lake, odd)
    settings = (odd / "lake.toml").read_text()
    named = re.sub('^name = ".*?"', 'name = "a\\\\u001b[2J\\\\nb"', settings, count=1, flags=re.M)
    (odd / "lake.toml").write_text(named)
    for form in ("table", "csv", "json"):
        listed = run("cohort", "list", "--format", form)
        assert "red [31m and more" in listed.out
        told = run("lake", "show", "--lake", str(odd), "--format", form)
        assert "a [2J b" in told.out + told.err
        assert "\x1b" not in listed.out + listed.err + told.out + told.err


def test_closed_streams_are_no_traceback(shell):
    assert shell.run('tfrq count "MR4 ever" 2>&-').returncode == 0
    done = shell.run('tfrq count "MR4 ever" >&-')
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: stdout is closed")


def test_an_encoding_without_the_signs_gets_ascii(shell):
    latin = shell.run("PYTHONIOENCODING=latin-1 tfrq count deep --by country")
    assert latin.stdout.isascii()
    assert b"---" in latin.stdout
    assert shell.run("tfrq count deep --by country --ascii").stdout == latin.stdout
    assert not shell.run("tfrq count deep --by country").stdout.isascii()


def test_the_empty_environment_of_cron(shell, lake):
    python = shell.environment["PYTHONPATH"]
    command = f'env -i PYTHONPATH={python} "$(command -v tfrq)" count deep -q --lake {lake}'
    done = shell.run(command)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == shell.run("tfrq count deep -q").stdout


def test_stdin_gives_a_text(shell):
    piped = shell.run(f'echo "{TEXT}" | tfrq count - --format csv')
    assert piped.stdout == shell.run(f'tfrq count "{TEXT}" --format csv').stdout


def test_verbose_says_which_lake_and_definitions_are_used(run):
    told = run("count", TEXT, "--verbose").err.splitlines()
    assert told[0] == "lake: sample-lake"
    assert told[1].startswith("definitions: queries, then ")
    assert "lake:" not in run("count", TEXT).err


@pytest.mark.parametrize("command", ["count", "table"])
def test_verbose_says_what_is_read_and_how_long_it_takes(run, command):
    done = run(command, TEXT, "-v", "--format", "csv")
    assert re.search(r"^release: synthetic-1; tables read: .*molecular", done.err, re.M)
    assert re.search(r"took \d+\.\d\d s$", done.err, re.M)
    assert done.out == run(command, TEXT, "-q", "--format", "csv").out


def test_a_closed_stdin(shell):
    done = shell.run("tfrq count - <&-")
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: stdin is closed")
    assert shell.run("tfrq count deep -q <&-").returncode == 0


@pytest.mark.parametrize("form", ["csv", "json", "parquet", "table"])
def test_a_full_disk_under_any_format(shell, form):
    done = shell.run(f"tfrq table deep -q --format {form} > /dev/full")
    assert done.returncode == 2
    assert done.stderr == b"error: cannot write the result: No space left on device\n"


@pytest.mark.parametrize("target", ["/dev/full", "/nowhere/counts.csv", "queries"])
def test_a_place_that_takes_no_file(shell, target):
    done = shell.run(f"tfrq count deep -q --format csv -o {target}")
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: cannot write ")
    assert b"Traceback" not in done.stderr


def test_a_reader_of_rows_that_has_seen_enough(shell):
    done = shell.run("tfrq table deep -q --format csv | head -1; echo ${PIPESTATUS[0]} >&2")
    assert done.stderr == b"0\n"


def test_an_old_locale_gets_ascii(shell):
    plain = "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 tfrq count deep --by country"
    done = shell.run(plain)
    assert done.returncode == 0
    assert (done.stdout + done.stderr).isascii()
