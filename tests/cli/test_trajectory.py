"""`tfrq trajectory`: rows, words, refusals."""

import csv
import io
import itertools
import json

import pytest

from tfrq import api
from tfrq.api.trajectories import Trajectories
from tfrq.cli.root import root
from tfrq.cli.trajectory import trajectory

# About half of those who stopped: both halves are large enough to be told.
STOPPED = ("TKI >= 8 years", "--index", "first TFR attempt")
NAMES = ("group", "start_month", "end_month", "number", "lower_quartile", "median")


@pytest.fixture(autouse=True)
def _hung(monkeypatch):
    monkeypatch.setitem(root.commands, "trajectory", trajectory)
    monkeypatch.setattr(api.Session, "trajectory", Trajectories.trajectory, raising=False)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_row_has_months_numbers_and_quartiles(run):
    found = run("trajectory", *STOPPED, "--marker", "haemoglobin", "--format", "csv")
    assert found.code == 0
    every = rows(found.out)
    assert tuple(every[0]) == (*NAMES, "upper_quartile", "median_low", "median_high")
    assert {row["group"] for row in every} == {"the cohort"}
    told = [row for row in every if row["number"] not in ("*", "0")]
    assert told
    assert all(int(row["number"]) >= 10 for row in told)


def test_bands_follow_one_another(run):
    found = run("trajectory", *STOPPED, "--marker", "BCR::ABL1", "--format", "csv")
    every = rows(found.out)
    ends = [(int(row["start_month"]), int(row["end_month"])) for row in every]
    assert ends[0][0] == -24
    assert ends[-1][1] == 36
    assert all(one[1] == following[0] for one, following in itertools.pairwise(ends))


def test_the_caption_names_marker_unit_and_conventions(run):
    found = run("trajectory", *STOPPED, "--marker", "nk CELLS", "--unit", "cells/uL")
    assert found.code == 0
    words = " ".join(found.out.split())
    assert "NK cells in cells/µL" in words
    assert "values end at the restart" in words
    assert "values in % of lymphocytes are left out" in words


def test_undetectable_is_a_word_on_a_screen_and_0_in_a_file(run):
    asked = ("trajectory", *STOPPED, "--marker", "bcr-abl1", "--exact")
    assert "undetectable" in run(*asked).out
    read = json.loads(run(*asked, "--format", "json").out)
    assert read["zero_is_undetectable"] is True
    assert 0 in {row["median"] for row in read["rows"]}


def test_outcomes_are_told_apart_by_an_endpoint_and_its_horizon(run):
    asked = (
        "trajectory",
        *STOPPED,
        "--marker",
        "BCR::ABL1",
        "--endpoint",
        "loss of MMR",
        "--exact",
    )
    read = json.loads(run(*asked, "--horizon", "12 months", "--format", "json").out)
    assert (read["endpoint"], read["horizon"]) == ("loss of MMR", "12 months")
    assert [one["group"] for one in read["groups"]] == ["event", "event-free", "not known"]
    later = json.loads(run(*asked, "--format", "json").out)
    assert later["horizon"] == "24 months"
    events = [one["groups"][0]["patients"] for one in (read, later)]
    assert 0 < events[0] <= events[1]


def test_a_definition_says_its_own_endpoint(run, place):
    text = 'criteria = ["TKI >= 8 years"]\nindex = "first TFR attempt"\nendpoint = "restart"\n'
    (place / "queries" / "stopped.toml").write_text(text)
    asked = ("trajectory", "stopped", "--marker", "NK cells", "--exact", "--format", "json")
    assert json.loads(run(*asked).out)["endpoint"] == "restart"
    read = json.loads(run(*asked, "--endpoint", "death").out)
    assert read["endpoint"] == "death"


def test_a_figure_is_drawn(run, place):
    pytest.importorskip("matplotlib")
    found = run("trajectory", *STOPPED, "--marker", "haemoglobin", "-o", "figure.svg")
    assert found.code == 0
    assert "haemoglobin" in (place / "figure.svg").read_text()


def test_exact_numbers_are_marked(run):
    found = run("trajectory", *STOPPED, "--marker", "NK cells", "--exact")
    assert found.out.startswith("NOT FOR RELEASE")


def test_exact_numbers_are_refused_where_the_policy_says_so(run, place):
    found = run("--min-cell", "6", "trajectory", *STOPPED, "--marker", "NK cells")
    assert found.code == 0
    lake = (place / "sample-lake" / "lake.toml").resolve()
    text = lake.read_text()
    lake.write_text(text.replace('exact = "allow"', 'exact = "refuse"'))
    try:
        found = run("trajectory", *STOPPED, "--marker", "NK cells", "--exact")
    finally:
        lake.write_text(text)
    assert found.code == 3


@pytest.mark.parametrize(
    ("options", "problem", "hint"),
    [
        (("--marker", "NK cell"), "'NK cell' is no marker", "did you mean 'NK cells'?"),
        (("--marker", "zzz"), "'zzz' is no marker", "markers are NK cells"),
        (("--marker", "NK cells", "--unit", "cels/uL"), "is no unit", "did you mean 'cells/"),
        (("--marker", "NK cells", "--unit", "g/L"), "cannot be converted", "x10^9/L or %"),
        (("--marker", "BCR::ABL1", "--unit", "g/L"), "cannot be converted", "% IS"),
        (("--marker", "NK cells", "--horizon", "0 days"), "at least a day", "24 months"),
    ],
)
def test_what_is_not_known_is_said_with_a_hint(run, options, problem, hint):
    found = run("trajectory", *STOPPED, *options)
    assert found.code == 2
    assert problem in found.err
    assert hint in found.err


@pytest.mark.parametrize("index", ["", "each TFR attempt"])
def test_one_day_of_each_patient_is_needed(run, index):
    asked = ("TKI >= 8 years", *(("--index", index) if index else ()))
    found = run("trajectory", *asked, "--marker", "NK cells")
    assert found.code == 2
    assert '--index "first TFR attempt"' in found.err
