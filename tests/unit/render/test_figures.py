"""Figures of survival: what is in them, that nothing overlaps, and the same bytes each time."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.render.pictures import outside, overlapping, texts
from tests.unit.render.survivals import (
    LANDMARK,
    OUTCOME,
    RATE,
    curve,
    log_rank,
    several,
    steps,
    survival,
)
from tfrq.errors import UsageError
from tfrq.render import figures

COMPETING = replace(
    OUTCOME, text="loss of MMR competing restart", competing=True, landmark=LANDMARK
)
LONG = tuple(
    replace(one, released=curve(f"{'BE+' * 12}{number}", steps(100)).released)
    for number, one in enumerate(several(8))
)
RESULTS = {
    "one": survival(published=[RATE]),
    "hundred thousands": survival([curve("", steps(234_567))]),
    "two": survival(several(2), axis="country", tests=[log_rank(2)], synthetic=False),
    "five": survival(several(5), axis="country", tests=[log_rank(5)] * 2, published=[RATE]),
    "eight": survival(several(8), axis="country", tests=[log_rank(8)]),
    "long labels": survival(LONG, axis="country"),
    "competing": survival(several(3, competing=True), axis="country", outcome=COMPETING),
    "exact": survival(several(2), axis="country", exact=True),
    "no steps": survival([curve("", (), followed=None)]),
    "nothing": survival([]),
}
cases = pytest.mark.parametrize("name", RESULTS)


@cases
def test_no_text_lies_on_another_or_leaves_the_page(name):
    figure = figures.figure(RESULTS[name])
    assert overlapping(figure) == []
    assert outside(figure) == []


def test_a_figure_is_as_wide_as_one_or_two_columns_of_a_journal():
    widths = {
        name: round(figures.figure(RESULTS[name]).get_size_inches()[0] * 25.4)
        for name in ("one", "two", "eight", "long labels")
    }
    assert widths == {"one": 85, "two": 85, "eight": 175, "long labels": 175}
    assert round(figures.figure(RESULTS["one"], 120).get_size_inches()[0] * 25.4) == 120


def test_what_a_figure_says():
    said = texts(figures.figure(RESULTS["five"]))
    for words in ("Event-free (%)", "Months from the index", "At risk", "Log-rank: p < 0.001"):
        assert words in said
    for words in ("◇ published (euro-ski)", "SYNTHETIC DATA", "definition deep 0123456789ab"):
        assert words in said
    assert "Endpoint: loss of MMR." in said
    assert "NOT FOR RELEASE" not in said


def test_warnings_are_there_where_they_have_to_be():
    assert "NOT FOR RELEASE · SYNTHETIC DATA" in texts(figures.figure(RESULTS["exact"]))
    assert "SYNTHETIC" not in texts(figures.figure(RESULTS["two"]))
    assert "no curve that can be shown" in texts(figures.figure(RESULTS["no steps"]))


def lines_of(result):
    """The steps of a figure, and its dotted lines: months and shares of each."""
    axes = figures.figure(result).axes[0]
    lines = [line for line in axes.lines if len(line.get_xdata()) > 1]
    steps = [line for line in lines if line.get_drawstyle() == "steps-post"]
    dotted = [line for line in lines if line not in steps]
    return steps, [(list(line.get_xdata()), list(line.get_ydata())) for line in dotted]


def test_short_steps_are_those_of_the_result_and_long_ones_are_dotted():
    result = RESULTS["two"]
    drawn, dotted = lines_of(result)
    shares = [[point.share.value for point in one.points] for one in result.curves]
    for line, own in zip(drawn, shares, strict=True):
        assert list(line.get_xdata()) == [0, 1, 2, 3, 6]
        assert list(line.get_ydata()) == [100.0, *own[:4]]
    assert len({(line.get_color(), str(line.get_linestyle())) for line in drawn}) == 2
    spans = [[6, 12], [12, 24], [24, 60]]
    assert dotted == [
        (span, own[3 + place : 5 + place]) for own in shares for place, span in enumerate(spans)
    ]
    said = " ".join(texts(figures.figure(result)).split())
    assert "Dotted: how a curve runs inside a step of over 3 months is not known." in said


def test_no_band_is_drawn_in_a_long_step():
    axes = figures.figure(RESULTS["two"]).axes[0]
    bands = [one.get_paths()[0].get_extents().x1 for one in axes.collections if one.get_fill()]
    assert [end for end in bands if end > 6] == []


def test_exact_curves_are_steps_however_long():
    _, dotted = lines_of(RESULTS["exact"])
    assert dotted == []
    assert "otted" not in texts(figures.figure(RESULTS["exact"]))


def test_a_curve_without_steps_has_no_line_and_no_key():
    result = survival([*several(2), curve("NO", (), followed=30)], axis="country")
    figure = figures.figure(result)
    said = texts(figure)
    assert "No step can be told of: NO." in said
    assert "30" not in said.split()
    assert [text.get_text() for text in figure.texts].count("NO") == 0


def test_what_the_groups_are_and_which_of_them_are_compared():
    result = survival(several(3), axis="NK cells >= 0.2 x10^9/L", tests=[log_rank(2)])
    said = texts(figures.figure(result))
    assert "At risk by NK cells >= 0.2 x10^9/L" in said
    assert "Log-rank: p < 0.001 of DK+FI, SE" in said


def test_limits_of_published_rates_are_named_where_there_are_some():
    assert "with 95 % limits" in texts(figures.figure(RESULTS["one"]))
    bare = replace(RATE, low=None, high=None)
    assert "with 95 % limits" not in texts(figures.figure(survival(published=[bare])))


def test_numbers_at_risk_are_under_their_ticks():
    figure = figures.figure(RESULTS["one"])
    figure.draw_without_rendering()
    axes = figure.axes[0]
    placed = {text.get_text(): text.get_position()[0] for text in figure.texts}
    result = RESULTS["one"]
    for month, number in ((0, 250), (24, result.curves[0].at[1].at_risk)):
        pixel = axes.transData.transform((month, 0))[0]
        shown = figure.transFigure.transform((placed[str(number)], 0))[0]
        assert shown == pytest.approx(pixel, abs=1)


def test_a_dollar_is_a_dollar():
    result = survival([curve("$x_1$", steps(100))], axis="group")
    content = figures.write(figures.figure(result), "svg").decode()
    assert "$x_1$" in content


def test_svg_has_text_and_pdf_has_fonts():
    figure = figures.figure(RESULTS["two"])
    svg = figures.write(figure, "svg").decode()
    assert ">At risk by country<" in svg
    assert "dc:date" not in svg
    pdf = figures.write(figure, "pdf")
    assert b"/FontFile2" in pdf
    assert b"/Type3" not in pdf
    assert b"CreationDate" not in pdf
    assert figures.write(figure, "png").startswith(b"\x89PNG")


def test_the_bytes_are_the_same_in_every_process():
    code = (
        "import hashlib, sys\n"
        "from tests.unit.render.survivals import several, survival\n"
        "from tfrq.render import figures\n"
        "for form in ('svg', 'pdf', 'png'):\n"
        "    made = figures.figure(survival(several(2), axis='country'))\n"
        "    print(hashlib.sha256(figures.write(made, form)).hexdigest())\n"
    )
    top = Path(__file__).parents[3]
    ran = subprocess.run([sys.executable, "-c", code], cwd=top, capture_output=True, text=True)
    made = figures.figure(survival(several(2), axis="country"))
    here = [hashlib.sha256(figures.write(made, form)).hexdigest() for form in ("svg", "pdf", "png")]
    assert ran.stdout.split() == here, ran.stderr


def test_a_figure_leaves_settings_as_they_were_and_opens_no_window():
    code = (
        "import sys, matplotlib\n"
        "before = matplotlib.rcParams.copy()\n"
        "from tests.unit.render.survivals import survival\n"
        "from tfrq.render import figures\n"
        "figures.write(figures.figure(survival()), 'svg')\n"
        "assert matplotlib.rcParams.copy() == before\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    top = Path(__file__).parents[3]
    ran = subprocess.run([sys.executable, "-c", code], cwd=top, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_without_matplotlib_there_is_a_hint(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match="matplotlib") as caught:
        figures.figure(RESULTS["one"])
    assert caught.value.hint == "pip install 'tfrq[figures]'"
