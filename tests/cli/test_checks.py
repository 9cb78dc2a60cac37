"""Exit codes for scripts: `cohort check`, `--fail-on`, and `cohort phrases`."""

import csv
import io
import json

import pytest

WARNED = 'criteria = ["female", "female"]\n'
IMPOSSIBLE = 'criteria = ["female", "male"]\n'


@pytest.mark.parametrize(
    ("content", "arguments", "code"),
    [
        ("", (), 0),
        ("", ("--fail-on", "warning"), 0),
        (WARNED, (), 0),
        (WARNED, ("--fail-on", "warning"), 1),
        (IMPOSSIBLE, (), 2),
        ('criteria = ["MR4 evr"]\n', ("--fail-on", "warning"), 2),
    ],
)
def test_check_exits_as_documented(run, place, content, arguments, code):
    if content:
        (place / "queries" / "odd.toml").write_text(content)
    assert run("cohort", "check", "--all", *arguments).code == code
    assert run("cohort", "check", *arguments).code == code
    assert run("cohort", "check", "deep", *arguments).code == 0


def test_check_without_a_lake_looks_at_the_text_alone(run, place):
    (place / "sample-lake").unlink()
    (place / "queries" / "odd.toml").write_text('criteria = ["country AU"]\n')
    assert run("cohort", "check", "odd", "--fail-on", "warning").code == 0


def test_check_of_a_name_that_is_not_there(run):
    done = run("cohort", "check", "deap")
    assert done.code == 2
    assert "did you mean 'deep'" in done.err


@pytest.mark.parametrize(("text", "code"), [("female, male", 1), ("MR4 ever", 0)])
def test_count_fails_on_empty(run, text, code):
    at_attempt = ("--index", "first TFR attempt")
    assert run("count", text, *at_attempt, "--fail-on", "empty").code == code
    assert run("count", text, *at_attempt).code == 0


def test_a_hidden_number_exits_as_any_other(run):
    most = ("--sort", "criterion_1_days", "--descending", "--limit", "1", "--format", "json")
    longest = json.loads(run("table", "TKI >= 1 day ever", *most).out)["rows"][0]
    few = f"TKI >= {longest['criterion_1_days']} days ever"
    exact = json.loads(run("count", few, "--exact", "--format", "json").out)
    shown = run("count", few, "--fail-on", "empty", "--format", "json")
    assert 0 < exact["rows"][-1]["met"] < 5
    assert json.loads(shown.out)["rows"][-1]["met"] is None
    assert shown.code == 0


def test_phrases_are_found_by_a_word(run):
    every, some = run("cohort", "phrases"), run("cohort", "phrases", "nilotinib")
    assert every.code == some.code == 0
    assert "nilotinib" in some.out
    assert len(some.out) < len(every.out) / 5
    rows = list(csv.DictReader(io.StringIO(run("cohort", "phrases", "--format", "csv").out)))
    assert {"SE", "MR4.5", "Tregs"} <= {row["phrase"] for row in rows}
    assert run("cohort", "phrases", "zzz").code == 2
    assert run("--ascii", "cohort", "phrases").out.isascii()


def test_the_axes_of_the_command_are_those_of_the_api():
    from tfrq import cohort
    from tfrq.cli.count import AXES

    assert AXES == cohort.AXES
