"""Survival in every format: the rows, the head, and what a screen shows."""

import csv
import io
import json
from dataclasses import replace

import duckdb
import pytest

from tests.unit.render.survivals import (
    COUNTRIES,
    LANDMARK,
    OUTCOME,
    RATE,
    curve,
    log_rank,
    several,
    steps,
    survival,
)
from tfrq.disclosure.released import MAKER
from tfrq.render import Style, curves, render
from tfrq.survival.estimates import Limited

FEW = ((1, 20, 0), (6, 30, 0), (12, 0, 10))
COMPETING = replace(OUTCOME, text="loss of MMR competing restart", competing=True)


def drawn(result, width=80, **style):
    return render(curves.survival(result), "table", Style(width, **style))


def as_csv(result):
    return list(csv.DictReader(io.StringIO(render(curves.survival(result), "csv", Style()))))


def as_json(result):
    return json.loads(render(curves.survival(result), "json", Style()))


def small(**changed):
    made = curve("", steps(100, FEW))
    return survival([replace(made, at=made.at[:1], restricted_mean=None)], **changed)


def test_one_curve_for_people():
    assert (
        drawn(small(), 60)
        == """\
Event-free (%): loss of MMR

100 ┤⠤⠤⠤⠤⢤
    │    ⢸
    │    ⢸
    │    ⠸⢀
 75 ┤      ⠈⠐⠠⢀⢀
    │           ⠈⠐⠠⢀
    │               ⠈⠐⠠⢀
    │                   ⠈⠐⠐⠠⢀
 50 ┤                        ⠈⠐⠠⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤
    │
    │
    │
 25 ┤
    │
    │
    │
  0 ┤
    └┬────────────┬────────────┬────────────┬────────────┬
     0            3            6            9           12
     months from the index

at risk
    100           –           50            –           40

month  at risk  events so far  event-free % (95 % limits)
─────────────────────────────────────────────────────────
    6       50             50            50.0 (40.0–60.0)

followed  left out  events by its end   median, months (95 %
                                                     limits)
────────────────────────────────────────────────────────────
     100        12                 50          19.8 (14.0–…)

SYNTHETIC data · release 2026-01 · data cut 2025-12-31 ·
index first TFR attempt · definition deep 0123456789ab
A gap of at most 12 months continues a response; Years ≥
365.25 days; Censored at the last test for MMR; what
happened within a step is drawn at its end; dotted: how a
curve runs inside a step of over 3 months is not known
"""
    )


def test_several_curves_in_ascii():
    pair = [curve("DK", steps(100, FEW)), curve("FI+SE", steps(150, FEW[:2]))]
    lines = drawn(survival(pair, axis="country"), 60, ascii=True).splitlines()
    assert (
        "\n".join(lines[2:30])
        == """\
100 +====|
    |    |
    |    | .
    |    | . . . . .
 75 +        . .     . . . .
    |            . .         . =B
    |                . .
    |                    . .
 50 +                        . --------------------------A
    |
    |
    |
 25 +
    |
    |
    |
  0 +
    ++------------+------------+-----------+------------+
     0            3            6           9           12
     months from the index

country
A ------ DK
B ====== FI+SE

at risk
A   100           -           50           -           40
B   150           -           100"""
    )


def test_rows_are_the_whole_curve_in_every_format(tmp_path):
    result = survival(several(2), axis="country")
    names = ["country", "start_month", "end_month", "at_risk", "events", "censored"]
    names += ["event_free", "low", "high"]
    read = as_csv(result)
    assert [list(row) for row in read] == [names] * len(read)
    assert len(read) == sum(len(one.points) for one in result.curves)
    assert read[0]["country"] == COUNTRIES[0]
    assert (read[3]["start_month"], read[3]["end_month"]) == ("3.00", "6.00")
    assert read[0]["event_free"] == f"{result.curves[0].points[0].share.value:.2f}"
    path = tmp_path / "curve.parquet"
    path.write_bytes(render(curves.survival(result), "parquet", Style()))
    table = duckdb.read_parquet(str(path))
    assert table.columns == names
    assert [str(row[6])[:5] for row in table.fetchall()] == [row["event_free"] for row in read]


def test_without_an_axis_there_is_no_column_for_it():
    assert next(iter(as_csv(survival())[0])) == "start_month"


@pytest.mark.parametrize(
    ("axis", "name"),
    [("first-line", "first_line"), ("MR4.5 for >= 2 years", "group"), ("events", "group")],
)
def test_the_column_of_an_axis_has_a_plain_name_of_its_own(axis, name):
    assert next(iter(as_csv(survival(several(2), axis=axis))[0])) == name


def test_exact_curves_have_days_and_are_marked():
    result = survival([curve("", steps(100, FEW))], exact=True)
    row = as_csv(result)[1]
    assert (row["start_day"], row["end_day"]) == ("30", "182")
    assert (row["start_month"], row["end_month"]) == ("0.99", "5.98")
    assert row["marking"] == "NOT FOR RELEASE"
    assert drawn(result).startswith("NOT FOR RELEASE\n")
    assert as_json(result)["not_for_release"] is True
    assert "drawn at its end" not in drawn(result)


def test_what_competes_is_a_column_and_the_share_is_of_those_with_the_event():
    result = survival(several(2, competing=True), axis="country", outcome=COMPETING)
    row = as_csv(result)[0]
    assert row["competing"] == "5"
    assert float(row["cumulative_incidence"]) < 5
    text = drawn(result)
    assert text.startswith("Cumulative incidence (%): loss of MMR competing restart\n")
    assert "median" not in text
    assert as_json(result)["curves"][0]["median"] is None


def test_the_head_of_json():
    result = survival(
        several(2), axis="country", tests=[log_rank(2)], published=[RATE], notes=["A word."]
    )
    head = as_json(result)
    assert head["result"] == "survival"
    assert head["outcome"]["endpoint"] == "loss of MMR"
    assert head["provenance"]["definition_hash"] == "0123456789ab"
    assert head["notes"] == ["A word."]
    assert head["tests"][0]["p"] == 0.0004
    assert head["published"][0]["percent"] == 50
    first = head["curves"][0]
    assert (first["followed"], first["left_out"], first["end_month"]) == (260, 12, 60)
    assert first["median"] == {"months": 19.75, "low": 14.0, "high": None}
    assert first["restricted_mean"]["until"] == 24
    end, inside, after = (first["estimates"][place] for place in (0, 2, 3))
    assert end["at_risk"] is not None
    assert end["between"] is None
    assert inside["event_free"] is None
    assert inside["between"] is not None
    assert after["event_free"] is after["between"] is None


def test_a_month_inside_of_a_step_or_after_the_end_is_said_to_be():
    result = survival(several(3), axis="country")
    text = drawn(result)
    low, high = sorted(result.curves[0].at[2].between)
    row = next(line for line in text.splitlines() if line.startswith("A   ") and " 36 " in line)
    assert row.endswith(f"{low:.1f}–{high:.1f}")
    assert "a range: the month lies inside a step, and the curve between its ends" in text
    assert "The curve of DE ends at 24 months, before 36, 120" in text
    rows = [line.split()[:2] for line in text.splitlines()]
    assert ["C", "24"] in rows
    assert ["C", "36"] not in rows
    assert "a range:" not in drawn(small())


def test_a_curve_that_ends_before_the_first_month_asked_for():
    made = curve("", steps(100, [(1, 20, 0)]))
    nothing = [replace(one, share=None, between=None, at_risk=None) for one in made.at]
    text = drawn(survival([replace(made, at=tuple(nothing), median=None)]))
    assert "The curve ends at 1 month, before 6, 24, 36, 120" in text
    assert "events so far" not in text
    assert "events by its end" in text
    assert "not reached by 1 month\n" in text or "not reached by 1 month " in text


def test_events_are_all_where_nobody_is_left_at_risk():
    made = curve("", steps(100, [(1, 20, 0), (3, 0, 80)]))
    assert "events by its end" not in drawn(survival([made]))


def test_a_median_in_a_long_step_is_the_step():
    made = replace(curve("", steps(100, FEW)), median_step=(24.0, 36.0))
    text = drawn(survival([made]), 120)
    assert "in 24–36" in text
    assert "median, months (95 % limits)" in text
    found = as_json(survival([made]))["curves"][0]
    assert found["median"] == {"months": None, "low": None, "high": None}
    assert found["median_between"] == [24, 36]
    short = as_json(survival([replace(made, median_step=(18.0, 20.0))]))["curves"][0]
    assert short["median"]["months"] == 19.75


def test_inside_of_a_long_step_there_are_dots_and_no_line():
    lines = drawn(survival([curve("", steps(100, [(12, 60, 0)]))]), ascii=True).splitlines()
    plot = [line[5:] for line in lines[2:19]]
    assert sum(line.count(".") for line in plot) > 20
    assert not any(sign in line for line in plot for sign in "=|")
    heights = [row for row, line in enumerate(plot) if "." in line]
    assert heights == list(range(heights[0], heights[-1] + 1))
    text = " ".join(drawn(survival()).split())
    assert "dotted: how a curve runs inside a step of over 3 months is not known" in text
    assert "dotted" not in drawn(survival([curve("", steps(100, FEW[:1]))]))


def test_a_curve_without_steps_is_in_the_table_alone():
    made = [curve("NO", (), followed=333), *several(2)]
    lines = drawn(survival(made, axis="country")).splitlines()
    assert [line for line in lines if line.startswith("A ⠤")] == ["A ⠤⠤⠤⠤⠤⠤ DK+FI"]
    (row,) = (line for line in lines if "no step can be told" in line)
    assert row.split()[:2] == ["NO", "333"]
    assert not any("333" in line.split() for line in lines[: lines.index("at risk") + 4])


def test_who_is_left_out_is_no_column_of_groups_of_the_followed():
    made = [
        replace(one, released=replace(one.released, maker=MAKER, left_out=None))
        for one in several(2)
    ]
    result = survival(made, axis="country")
    hidden = "* = not shown"
    assert "left out" in drawn(result)
    assert hidden in " ".join(drawn(result).split())
    groups = replace(result, released=replace(result.released, maker=MAKER, of_followed=True))
    assert "left out" not in drawn(groups)
    assert hidden not in " ".join(drawn(groups).split())


def test_a_regained_response_rises_and_is_called_so():
    regained = replace(OUTCOME, text="regained MMR", origin="restart")
    made = curve("", steps(100, FEW), competing=True)
    result = survival([replace(made, median=Limited(3.0, 2.0, None))], outcome=regained)
    text = drawn(result)
    assert text.startswith("Regained MMR (%)\n")
    assert "with the event % (95 % limits)" in text
    assert "3.0 (2.0–…)" in text
    assert "with_event" in as_csv(result)[0]
    assert "with_event" in as_json(result)["curves"][0]["estimates"][0]
    plot = text.splitlines()[2:19]
    assert "⠤" not in plot[0]
    assert "⠤" in plot[-1]


def test_published_rates_stand_beside_the_estimate_or_by_themselves():
    beside = drawn(survival(published=[RATE]))
    assert "published %" in beside
    assert "50 (46–54)" in beside
    assert "published of euro-ski at 24 months: interim" in beside
    assert "×" in beside
    apart = drawn(survival(several(2), axis="country", published=[RATE]))
    assert "published %" not in apart
    assert "published of euro-ski: 50 (46–54) % at 24 months\n" in apart
    assert "published of euro-ski at 24 months: interim" in apart
    named = several(1)[0]
    named = replace(named, released=replace_label(named.released, "euro-ski"))
    assert "published %" in drawn(survival([named, *several(2)], axis="cohort", published=[RATE]))


def replace_label(released, label):
    return curve(label, released.steps).released


def test_tests_are_a_line_each():
    text = drawn(survival(several(2), axis="country", tests=[log_rank(2)]))
    assert "\nlog-rank: p < 0.001 (chi-square 14.25, 1 degree of freedom)\n" in text
    larger = replace(log_rank(3), p=0.04567)
    text = drawn(survival(several(3), axis="country", tests=[larger]))
    assert "p = 0.046 (chi-square 14.25, 2 degrees of freedom)\n" in text
    result = survival(several(3), axis="country", tests=[log_rank(2)])
    assert "1 degree of freedom) of DK+FI, SE\n" in drawn(result)
    assert as_json(result)["tests"][0]["words"] == "log-rank: p < 0.001 of DK+FI, SE"


def test_letters_stand_at_the_ends_and_in_the_legend():
    lines = drawn(survival(several(8), axis="country")).splitlines()
    plot = lines[2:19]
    for place, label in enumerate(COUNTRIES):
        sign = "ABCDEFGH"[place]
        assert sum(line[5:].count(sign) for line in plot) == 1
        assert any(line.startswith(f"{sign} ") and line.endswith(label) for line in lines)
    ends = {sign: max(line.find(sign) for line in plot) for sign in "ACD"}
    assert ends["A"] > ends["C"] > ends["D"]


def test_numbers_at_risk_stand_under_their_ticks():
    result = survival(several(2), axis="country")
    lines = drawn(result).splitlines()
    rule = next(line for line in lines if "┬" in line)
    months, row = lines[lines.index(rule) + 1], lines[lines.index("at risk") + 1]
    at = [place for place, sign in enumerate(rule) if sign == "┬"]
    by_month = dict(zip(months.split(), row.split()[1:], strict=False))
    assert by_month["6"] == str(result.curves[0].at[0].at_risk)
    assert by_month["36"] == "–"
    for place, number in zip(at, row.split()[1:], strict=True):
        assert abs(row.index(number, place - 3) + len(number) // 2 - place) <= 1


def test_after_the_end_of_a_curve_nothing_is_said_to_be_at_risk():
    lines = drawn(survival(several(4), axis="country")).splitlines()
    rows = lines[lines.index("at risk") + 1 :][:4]
    assert len(rows[3]) < len(rows[2]) < len(rows[1])


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("number", [1, 2, 8])
def test_it_fits_a_screen(number, ascii_only):
    result = survival(several(number), axis="country", tests=[log_rank(number)], published=[RATE])
    for width in (80, 120):
        text = drawn(result, width, ascii=ascii_only)
        assert max(map(len, text.splitlines())) <= width
        assert text.isascii() is ascii_only


def test_colour_is_an_addition():
    result = survival(several(3), axis="country")
    coloured = drawn(result, color=True)
    assert "\x1b[36m" in coloured
    assert "\x1b" not in drawn(result)


@pytest.mark.parametrize("followed", [None, 7])
def test_a_result_without_a_curve(followed):
    result = survival([curve("", (), followed=followed)])
    text = drawn(result)
    assert "There is no curve that can be shown." in text
    assert ("* = not shown" in text) is (followed is None)
    assert as_csv(result) == []
    assert as_json(result)["curves"][0]["end_month"] is None
    assert "There is no curve" in drawn(survival([]))


def test_a_median_that_is_not_reached():
    made = replace(curve("", steps(100, FEW)), median=None)
    assert "not reached by 12 months" in drawn(survival([made]))


def test_means_up_to_different_months_say_so():
    first, second = several(2)
    second = replace(second, mean_until=36, restricted_mean=Limited(20.0, None, None))
    text = drawn(survival([first, second], axis="country"))
    assert "up to 24 months for DK+FI" in text
    assert "up to 36 months for SE" in text


def test_from_a_landmark():
    result = survival(outcome=replace(OUTCOME, landmark=LANDMARK, origin="restart"))
    assert "months from the landmark, 6 months after the restart" in drawn(result)


def test_a_control_character_reaches_no_terminal():
    result = survival([curve("\x1b[31mDK", steps(100, FEW))], axis="country")
    assert "\x1b" not in drawn(result)
