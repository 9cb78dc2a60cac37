"""`tfrq survival`: streams, files, exit codes."""

import csv
import io
import json
import shutil

import duckdb
import pytest

from tests.transcript import ROOT

LAKE = ("--lake", str(ROOT / "sample-lake"))  # large enough for a curve
ASKED = ("survival", "MR4 at index", "--index", "first TFR attempt", *LAKE, "--endpoint", "MRFS")


def records(outcome):
    return list(csv.DictReader(io.StringIO(outcome.out)))


def test_files_hold_the_whole_curve_and_json_what_is_estimated_of_it(run):
    rows = records(run(*ASKED, "--format", "csv"))
    content = json.loads(run(*ASKED, "--format", "json").out)
    assert len(rows) == len(content["rows"]) > 2
    assert [float(row["event_free"]) for row in rows] == [
        row["event_free"] for row in content["rows"]
    ]
    left = 1.0
    for row in rows:
        left *= 1 - int(row["events"]) / int(row["at_risk"])
        assert float(row["event_free"]) == pytest.approx(100 * left, abs=0.006)
    assert content["outcome"]["endpoint"] == "MRFS"
    assert content["curves"][0]["followed"] == int(rows[0]["at_risk"])


def test_every_printed_number_is_none_or_large(run):
    for by in ("country", "site", "sex", "sokal", "drug", "depth", "MR5 at index", "attempt"):
        outcome = run(*ASKED, "--by", by, "--format", "json")
        assert outcome.code == 0, outcome.err
        content = json.loads(outcome.out)
        for row in content["rows"]:
            numbers = [row[key] for key in ("events", "censored")] + [row.get("competing", 0)]
            assert not set(numbers) & {1, 2, 3, 4}
            assert row["at_risk"] >= 10
        for curve in content["curves"]:
            assert curve["followed"] not in (1, 2, 3, 4)
            assert curve["left_out"] not in (1, 2, 3, 4)


def test_exact_curves_say_that_they_may_not_leave(run, tmp_path):
    outcome = run(*ASKED, "--exact")
    assert "NOT FOR RELEASE" in outcome.out
    file = tmp_path / "curve.parquet"
    assert run(*ASKED, "--exact", "-o", str(file)).code == 0
    with duckdb.connect() as connection:
        marks = connection.execute(f"SELECT DISTINCT marking FROM '{file}'").fetchall()
    assert marks == [("NOT FOR RELEASE",)]
    svg = tmp_path / "curve.svg"
    assert run(*ASKED, "--exact", "-o", str(svg)).code == 0
    assert "NOT FOR RELEASE" in svg.read_text()


def test_a_policy_that_refuses_exact_counts_refuses_exact_curves(run, place, lake, tmp_path):
    strict = tmp_path / "strict"
    shutil.copytree(lake, strict)
    policy = strict / "lake.toml"
    policy.write_text(policy.read_text().replace('exact = "allow"', 'exact = "refuse"'))
    asked = [argument for argument in ASKED if argument not in LAKE]
    outcome = run(*asked, "--exact", "--lake", str(strict))
    assert outcome.code == 3
    assert not outcome.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("deep",), "an endpoint is needed"),
        (("deep", "--endpoint", "loss of"), "error"),
        (("deep", "--endpoint", "MRFS", "--at", "six"), "is no number of months"),
        (("deep", "--endpoint", "MRFS", "--at", "0"), "is no number of months"),
        (("deep", "--endpoint", "MRFS", "--by", "site SE01"), "sites, countries or sexes"),
        (("deep", "--endpoint", "MRFS", "--landmark", "soon"), "error"),
        (("MR4 ever", "--endpoint", "MRFS"), "without an index"),
        (("deep", "deep2", "--endpoint", "MRFS"), "deep2"),
    ],
)
def test_what_cannot_be_asked_is_said(run, arguments, words):
    outcome = run("survival", *arguments)
    assert outcome.code == 2
    assert words in outcome.err
    assert not outcome.out


def test_nobody_and_nothing_are_said_in_words(run):
    of_nobody = ("age < 1 at index", "--index", "first TFR attempt", "--endpoint", "TFS")
    nobody = run("survival", *of_nobody, *LAKE)
    assert nobody.code == 0
    assert "no curve" in nobody.out
    never = run(*ASKED[:-1], "transplant")
    assert never.code == 0
    assert "no curve" in never.out or "100.0" in never.out


def test_several_cohorts_are_a_curve_each(run):
    outcome = run(
        *("survival", "deep", "MR4 at index", "--index", "first TFR attempt", *LAKE),
        *("--endpoint", "MRFS", "--format", "json"),
    )
    labels = [curve["label"] for curve in json.loads(outcome.out)["curves"]]
    assert labels[0].startswith("deep")
    assert not any("none" in label for label in labels)


def test_attempts_have_a_curve_each(run):
    content = json.loads(run(*ASKED, "--by", "attempt", "--format", "json").out)
    assert [curve["label"] for curve in content["curves"]] == [
        "first attempt",
        "second attempt",
        "third attempt",
    ]
    assert content["tests"] == []


def test_exact_groups_hide_nothing(run):
    """Nobody of a group of the followed is left out, so there is no such column to hide."""
    outcome = run(*ASKED, "--by", "depth", "--exact")
    assert outcome.code == 0
    assert "left out" not in outcome.out
    assert "*" not in outcome.out
