"""Forest plots: rows on screens and in figures."""

import pytest

from tests.unit.render.pictures import outside, overlapping, texts
from tests.unit.render.released import PROVENANCE
from tfrq.render import Style, forest_figure
from tfrq.render.forest import ForestPlot, ForestRow, Scale

ROWS = (
    ForestRow("TKI, per year", 0.92, 0.88, 0.97, "p < 0.001"),
    ForestRow("Sokal", None, None, None),
    ForestRow("  low", None, None, None, "reference"),
    ForestRow("  high", 1.9, 1.1, 3.3, "p = 0.021"),
    ForestRow("MR4.5 at least three years before the stop, and then some", 1.2, 0.9, 40.0),
    ForestRow("Never happens", 0.002, 0.0, 0.5, "p = 0.100"),
    ForestRow("No limits", 2.0, None, None, "not estimable"),
)
PLOT = ForestPlot(ROWS, better="fewer events", worse="more events")


def test_rows_of_a_screen():
    assert (
        "\n".join(ForestPlot(ROWS[:4], better="fewer", worse="more").lines(Style(80)))
        == """\
                                                  ratio (95 % limits)
TKI, per year         ─■─                            0.92 (0.88–0.97)  p < 0.001
Sokal                   │
  low                   │                         reference
  high                  │ ───────■────────           1.90 (1.10–3.30)  p = 0.021
               ┬────────┬─────────┬───────────┬
              0.5       1         2           5
                 fewer     more"""
    )


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("width", [80, 100, 120])
def test_rows_fit_a_screen_and_stand_under_each_other(width, ascii_only):
    lines = list(PLOT.lines(Style(width, ascii=ascii_only)))
    assert max(map(len, lines)) <= width
    assert "".join(lines).isascii() is ascii_only
    ones = {line.index("|" if ascii_only else "│") for line in lines[2:4]}
    tick = lines[-2].split().index("1")
    rule = [n for n, sign in enumerate(lines[-3]) if sign in "+┬"]
    assert ones == {rule[tick]}


def test_the_estimate_lies_between_its_limits_and_on_the_side_of_1_it_is_on():
    lines = list(ForestPlot(ROWS[:4]).lines(Style(120)))
    one, line = lines[2].index("│"), lines[4]
    assert one < line.index("─") < line.index("■") < line.rindex("─")
    assert lines[1].index("■") < one


def test_what_lies_beyond_the_axis_is_an_arrow():
    lines = list(PLOT.lines(Style(120)))
    assert "►" in lines[5]
    assert "◄" in lines[6]
    assert "■" not in lines[6]
    assert "<" in PLOT.lines(Style(120, ascii=True))[6]


def test_figures_say_something_however_small():
    assert ROWS[5].text == "0.002 (0.000–0.50)"
    assert ROWS[6].text == "2.00"
    assert ROWS[2].text == ""


def test_an_axis_has_1_in_it():
    for value in (0.3, 5.0):
        scale = Scale.of([ForestRow("", value, value, value)], 40)
        assert scale.low < 1 < scale.high
        assert scale.low <= value <= scale.high
        assert "1" in scale.places.values()


@pytest.mark.parametrize("rows", [(), ROWS[1:3]])
def test_without_a_ratio_there_is_no_axis(rows):
    assert ForestPlot(rows).lines(Style(80)) == ["No ratio can be told."]
    figure = forest_figure.figure(rows, PROVENANCE)
    assert figure.axes == []
    assert "No ratio can be told." in texts(figure)
    assert overlapping(figure) == []


def test_a_label_is_whole_where_there_is_room():
    rows = [ROWS[0], ForestRow("  intermediate or high", None, None, None, "x" * 23)]
    text = "\n".join(ForestPlot(tuple(rows)).lines(Style(80)))
    assert "intermediate or high" in text
    assert "…" not in text


def test_the_figure():
    figure = forest_figure.figure(
        ROWS,
        PROVENANCE,
        better="fewer events",
        worse="more events",
        foot=["Cox model."],
    )
    assert overlapping(figure) == []
    assert outside(figure) == []
    said = texts(figure)
    for words in ("0.92 (0.88–0.97)", "not estimable", "Cox model.", "SYNTHETIC DATA", "Sokal"):
        assert words in said
    exact = forest_figure.figure(ROWS, PROVENANCE, not_for_release=True)
    assert "NOT FOR RELEASE" in texts(exact)
