"""Values over time on a screen and in files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.disclosure.test_bands import BOTH, Question, asked, people
from tests.unit.render.pictures import texts
from tfrq.disclosure.bands import release_bands
from tfrq.render import Style, render, trajectories
from tfrq.survival.trajectory import TrajectoryEstimate, estimate

LEFT, RIGHT = BOTH.halves
VALUES = {
    ("event", LEFT): {"0": 15, "0.5": 20, "5": 5, "50": 20},
    ("event", RIGHT): {"0": 10, "0.5": 10},
    ("event", BOTH): {"0": 20, "0.5": 30, "5": 5, "50": 20},
    ("free", LEFT): {"5": 4},
    ("free", BOTH): {"5": 4},
}


def found(marker: str = "NK cells") -> TrajectoryEstimate:
    trajectory = asked(people(event=100, free=30), VALUES)
    question = Question(marker, "x10^9/L", outcome="death", horizon="1 year")
    return estimate(release_bands(replace(trajectory, question=question)))


def text(form: str, marker: str = "NK cells") -> str:
    content = render(trajectories.trajectory(found(marker)), form, Style())
    assert isinstance(content, str)
    return content


def test_a_file_has_the_range_of_a_median_and_a_star_for_hidden_numbers_alone() -> None:
    names = "group,start_month,end_month,number,lower_quartile,median,upper_quartile"
    assert text("csv").splitlines() == [
        f"{names},median_low,median_high",
        "event,-6,-3,60,0,,,0,1",
        "event,-3,0,20,0,0,,0,0",
        "free,-6,0,*,*,*,*,*,*",
    ]


def test_a_quartile_that_is_a_bound_is_an_arrow_and_a_group_without_a_median_has_no_key() -> None:
    pytest.importorskip("matplotlib")
    said = texts(trajectories.figure(found()))
    assert "An open arrow: the quartile lies there or beyond" in said
    assert "No median can be told of: free." in said
    assert "↑ ↓ = the quartile lies there or beyond" in " ".join(text("table").split())
    drawn = text("table").splitlines()
    assert any("↑" in line for line in drawn[:18])
    assert "B free" not in drawn


@pytest.mark.parametrize(("marker", "zero"), [("NK cells", " 0 "), ("BCR::ABL1", "undetectable")])
def test_a_screen_says_the_range_in_place_of_a_value_that_is_not_known(
    marker: str, zero: str
) -> None:
    shown = text("table", marker)
    row = next(line for line in shown.splitlines() if line.split()[:3] == ["event", "-6", "-3"])
    assert zero in row
    assert "≤ 1" in row
    assert "≥ 10" in row


def test_the_caption_says_the_event_and_the_groups() -> None:
    words = " ".join(text("table").split())
    assert "event: death within 1 year" in words
    assert "event: 100 patients; free: 30 patients" in words
    assert "* = not shown" in words
