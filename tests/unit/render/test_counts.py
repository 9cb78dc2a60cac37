"""A released count in every format: same rows, same names, hidden cells, markings."""

import csv
import io
import json
from decimal import Decimal

import duckdb
import pytest

from tests.unit.render.released import released
from tfrq.render import Style, counts, render

COLUMNS = ["population", "met", "not_met", "not_assessable", "share"]
HIDDEN = {"DK": (3, 20, 0), "FI": (30, 5, 4)}


def drawn(count, width=80, *, ascii_only=False):
    return render(counts.count(count), "table", Style(width, ascii=ascii_only))


def as_csv(count):
    return list(csv.DictReader(io.StringIO(render(counts.count(count), "csv", Style()))))


def as_json(count):
    return json.loads(render(counts.count(count), "json", Style()))


def as_parquet(count, folder):
    path = folder / "count.parquet"
    path.write_bytes(render(counts.count(count), "parquet", Style()))
    return duckdb.read_parquet(str(path))


def test_strata_that_are_all_joined_are_called_so():
    count = released({"<40": (3, 2, 0), "40+": (30, 3, 0)}, axis="age", root="all")
    assert as_csv(count)[0]["age"] == "all"
    assert "all = every stratum of age in one row" in " ".join(drawn(count).split())
    assert "every stratum" not in drawn(released())


def test_a_table_for_people():
    assert (
        drawn(released())
        == """\
country  population  met  not met  not assessable  share %
──────────────────────────────────────────────────────────
DK+FI            62   33        *               *     53.2
SE              200  120        *               *     60.0
NO                0    0        *               *        –
──────────────────────────────────────────────────────────
total           262  153        *               *     58.4

SYNTHETIC data · release 2026-01 · data cut 2025-12-31 ·
index first TFR attempt · definition deep 0123456789ab
A gap of at most 12 months continues a response; Years ≥ 365.25 days; share =
met / population, not assessable included; * = not shown, as it could tell of a
group of fewer than 5 patients
"""
    )


def test_columns_and_rows_are_the_same_in_every_format(tmp_path):
    count = released()
    expected = [(row.label, row.population) for row in (*count.rows, count.total)]
    for rows in (as_csv(count), as_json(count)["rows"]):
        assert [list(row) for row in rows] == [["country", *COLUMNS]] * len(rows)
        assert [(row["country"], int(row["population"])) for row in rows] == expected
    table = as_parquet(count, tmp_path)
    assert table.columns == ["country", *COLUMNS]
    assert [row[:2] for row in table.fetchall()] == expected


def test_the_last_row_is_the_total():
    for rows in (as_csv(released()), as_json(released())["rows"]):
        assert rows[-1]["country"] == "total"


def test_without_an_axis_there_is_the_total_alone():
    rows = as_json(released(axis=""))["rows"]
    assert [list(row) for row in rows] == [COLUMNS]


def test_hidden_numbers(tmp_path):
    count = released({"DK": (3, 2, 1)})
    assert count.total.met is None
    assert as_json(count)["rows"][-1]["met"] is None
    assert as_csv(count)[-1]["met"] == "*"
    assert as_parquet(count, tmp_path).fetchall()[-1][2] is None
    assert " * " in drawn(count).splitlines()[2]


def test_a_share_of_nobody_is_not_hidden():
    count = released({"DK": (0, 0, 0)})
    assert as_csv(count)[-1]["share"] == ""
    assert as_json(count)["rows"][-1]["share"] is None
    assert "*" not in drawn(count)


def test_shares_have_one_decimal(tmp_path):
    count = released({"DK": (50, 50, 0)})
    assert as_csv(count)[-1]["share"] == "50.0"
    assert as_json(count)["rows"][-1]["share"] == 50.0
    assert as_parquet(count, tmp_path).fetchall()[-1][-1] == Decimal("50.0")


def test_json_says_where_it_comes_from():
    content = as_json(released())
    assert list(content)[:2] == ["schema_version", "result"]
    assert content["result"] == "count"
    assert content["not_for_release"] is False
    assert content["provenance"]["definition_hash"] == "0123456789ab"
    assert content["provenance"]["synthetic"] is True
    assert content["provenance"]["policy"]["min_cell"] == 5
    assert content["notes"]


def test_parquet_says_where_it_comes_from(tmp_path):
    as_parquet(released(), tmp_path)
    found = duckdb.sql(
        f"SELECT value FROM parquet_kv_metadata('{tmp_path}/count.parquet') WHERE key = 'tfrq'"
    ).fetchall()
    expected = as_json(released())
    del expected["rows"]
    assert json.loads(found[0][0]) == expected


def test_exact_numbers_are_marked_in_every_format(tmp_path):
    count = released(exact=True)
    assert drawn(count).splitlines()[0] == "NOT FOR RELEASE"
    assert as_json(count)["not_for_release"] is True
    for rows in (as_csv(count), as_json(count)["rows"]):
        assert {row["marking"] for row in rows} == {"NOT FOR RELEASE"}
    assert {row[-1] for row in as_parquet(count, tmp_path).fetchall()} == {"NOT FOR RELEASE"}


def test_the_caption_is_in_two_lines_and_wrapped():
    unlimited = drawn(released(), None).splitlines()
    assert unlimited[-2].startswith("SYNTHETIC data · release 2026-01 · data cut 2025-12-31")
    assert unlimited[-1].startswith("A gap of at most 12 months continues a response; Years")
    for width in (80, 66):
        assert max(map(len, drawn(released(), width).splitlines())) <= width
    assert "SYNTHETIC" not in drawn(released(synthetic=False))


def test_blocks_are_broken_after_a_plus_on_a_screen_and_nowhere_in_a_pipe():
    names = [f"S{number:02}" for number in range(30)]
    count = released(dict.fromkeys(names, (2, 4, 1)))
    block = max((row.label for row in count.rows), key=len)
    assert len(block) > 50
    lines = drawn(count).splitlines()
    assert max(map(len, lines)) <= 80
    first = next(line for line in lines if line.startswith("S00"))
    assert first.split()[0].endswith("+")
    assert block in drawn(count, None)


def test_a_number_is_never_cut():
    wide = drawn(released(), None)
    narrow = drawn(released(), 20)
    numbers = [word for word in wide.split() if word.replace(".", "").isdigit()]
    assert [word for word in narrow.split() if word.replace(".", "").isdigit()] == numbers


def test_ascii():
    assert drawn(released(), ascii_only=True).isascii()
    assert "Years >= 365.25 days" in drawn(released(), None, ascii_only=True)
    assert render(counts.count(released()), "json", Style(ascii=True)).isascii()
    assert not drawn(released()).isascii()


def test_colour_is_only_drawn_where_it_is_asked_for():
    sheet = counts.count(released(exact=True))
    assert "\x1b[" in render(sheet, "table", Style(80, color=True))
    assert "\x1b[" not in render(sheet, "table", Style(80))


@pytest.mark.parametrize("first", ["=", "+", "-", "@"])
def test_a_spreadsheet_does_not_take_text_for_a_formula(first):
    count = released({f"{first}cmd": (50, 60, 70), "SE": (-0, 5, 5)})
    rows = as_csv(count)
    assert rows[0]["country"].startswith(f"'{first}cmd")


def test_a_control_character_reaches_no_terminal():
    assert "\x1b" not in drawn(released({"\x1b[31mDK": (50, 60, 70)}))
