"""Bands of time: medians and quartiles on screens and in figures."""

from itertools import pairwise

import pytest

from tests.unit.render.pictures import outside, overlapping, texts
from tests.unit.render.released import PROVENANCE
from tfrq.render import Style, band_figure
from tfrq.render.bands import Band, BandPlot, Values

MONTHS = (-12, -6, 0, 3, 6, 12, 24)
GROUPS = ("still off treatment", "relapsed", "unknown")


def bands(log=False):
    return tuple(
        Band(
            start,
            end,
            group,
            0.0 if log and start < 0 else middle / 2,
            0.0 if log and start < 0 else middle,
            middle * 1.5,
            None if (number, start) == (2, 12) else 120 - 10 * number,
        )
        for number, group in enumerate(GROUPS)
        for start, end in pairwise(MONTHS)
        for middle in [0.01 * (start + 13) * (number + 1) if log else 200.0 * (number + 1)]
    )


def rows_of(lines, sign):
    return [number for number, line in enumerate(lines[1:16]) if sign in line[14:]]


def test_a_plot_for_people():
    plot = BandPlot(
        (Band(0, 6, "all", 10, 20, 30, 50), Band(6, 12, "all", 20, 40, 40, 45)), "NK cells (%)"
    )
    assert (
        "\n".join(plot.lines(Style(50)))
        == """\
NK cells (%)
40 ┤                                A
   │                                │
   │                                │
   │                                │
30 ┤           │                    │
   │           │                    │
   │           │                    │
20 ┤           A                    │
   │           │
   │           │
   │           │
10 ┤           │
   │
   │
 0 ┤
   └┬──────────┬──────────┬─────────┬──────────┬
    0          3          6         9         12
    months from the index

patients
A             50                   45

A all"""
    )


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("width", [80, 120])
def test_it_fits_a_screen(width, log, ascii_only):
    lines = list(BandPlot(bands(log), "µl", log=log).lines(Style(width, ascii=ascii_only)))
    assert max(map(len, lines)) <= width
    assert "".join(lines).isascii() is ascii_only


def test_each_median_is_a_letter_and_a_higher_one_stands_higher():
    lines = list(BandPlot(bands(), "µl").lines(Style(100)))
    plot = lines[1:16]
    for sign in "ABC":
        assert sum(line.count(sign) for line in plot) == len(MONTHS) - 1
    assert rows_of(lines, "C")[0] < rows_of(lines, "B")[0] < rows_of(lines, "A")[0]


def test_the_undetectable_have_a_row_of_their_own():
    lines = list(BandPlot(bands(log=True), "%", log=True).lines(Style(80)))
    row = next(line for line in lines if line.startswith("undetectable"))
    assert row.count("A") == row.count("B") == 2
    asked = BandPlot(bands()[:1], "%", log=True, undetectable=True).lines(Style(80))
    assert any(line.startswith("undetectable") for line in asked)
    assert not any(
        line.startswith("undetectable") for line in BandPlot(bands(), "%").lines(Style())
    )


def test_a_hidden_number_and_a_band_without_a_median():
    lines = list(BandPlot(bands(), "µl").lines(Style(80)))
    assert next(line for line in lines[20:] if line.startswith("C")).endswith("*")
    alone = BandPlot((Band(0, 6, "x", None, None, None, None),), "µl").lines(Style(80))
    assert not any("A" in line for line in alone[1:16])


def test_ticks_are_round_and_hold_all_values():
    values = Values.of(bands(), log=False, undetectable=False)
    assert values.ticks == (0, 500, 1000)
    decades = Values.of(bands(log=True), log=True, undetectable=False)
    assert decades.ticks[0] > 0
    assert decades.down(decades.ticks[-1]) == 0
    assert decades.down(0.0) == 1
    assert decades.down(decades.ticks[0]) < 1


def test_nothing_to_draw():
    assert BandPlot((), "µl").lines(Style(80))
    band_figure.figure((), PROVENANCE, title="µl")


@pytest.mark.parametrize("log", [False, True])
def test_the_figure(log):
    figure = band_figure.figure(bands(log), PROVENANCE, title="NK cells (per µl)", log=log)
    assert overlapping(figure) == []
    assert outside(figure) == []
    said = texts(figure)
    assert ("undetectable" in said) is log
    for words in (*GROUPS, "Patients", "NK cells (per µl)", "SYNTHETIC DATA"):
        assert words in said
    exact = band_figure.figure(bands(), PROVENANCE, title="x", not_for_release=True)
    assert "NOT FOR RELEASE" in texts(exact)


def points(figure):
    """Where medians stand: months by group, of those with one."""
    return [line.get_xdata()[0] for line in figure.axes[0].lines if len(line.get_xdata()) == 1]


def test_points_stay_within_their_band_and_numbers_do_not_collide():
    narrow = [
        Band(start, end, group, 10, 20, 30, 117)
        for group in GROUPS
        for start, end in pairwise((-24, -12, -6, -3, 0, 1, 3, 6, 36))
    ]
    figure = band_figure.figure(narrow, PROVENANCE, title="x")
    assert overlapping(figure) == []
    for month, band in zip(points(figure), narrow, strict=True):
        assert band.start_month < month < band.end_month


def test_an_arrow_in_ascii_and_beyond_the_median():
    bound = Band(0, 6, "all", 20, 20, 30, 50, is_below=True, is_above=True)
    lines = BandPlot((bound,), "x").lines(Style(60, ascii=True))
    text = "\n".join(lines[1:16])
    assert text.index("^") < text.index("A") < text.index("v")
