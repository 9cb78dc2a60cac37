"""Rows of patients: on screens of every width, and in files."""

import csv
import datetime
import io
import json
from decimal import Decimal

import pyarrow.parquet
import pytest

from tests.unit.render.released import PROVENANCE
from tfrq.render import Style, members, render
from tfrq.results import Members

DAY = datetime.date(2015, 3, 1)
PARTS = ("", "_first_day", "_last_day", "_days", "_tests", "_value", "_basis")


def found(criteria, rows=3, chosen=False):
    names = [f"criterion_{number}{part}" for number in range(1, criteria + 1) for part in PARTS]
    evidence = (True, DAY, DAY, 730, 4, Decimal("0.0032"), None)
    row = (DAY, True, *evidence * criteria)
    return Members(
        answer="met",
        columns=("patient", "country", "site", "index_date", "answer", *names),
        rows=tuple((f"PATIENT{number}", "SE", "SE01", *row) for number in range(rows)),
        criteria=tuple(f"MR4 for >= {number} years" for number in range(1, criteria + 1)),
        chosen=chosen,
        provenance=PROVENANCE,
    )


def sheet_of(found):
    return members.members(found, len(found.rows))


def drawn(width, criteria):
    return render(sheet_of(found(criteria)), "table", Style(width))


@pytest.mark.parametrize("criteria", [1, 2, 4, 7, 12])
@pytest.mark.parametrize("width", [80, 120, 200])
def test_no_line_is_longer_than_the_screen(width, criteria):
    text = drawn(width, criteria)
    assert max(map(len, text.splitlines())) <= width
    assert "PATIENT0" in text
    assert f" of {5 + 7 * criteria} columns" in " ".join(text.split())


def test_the_more_room_the_more_is_shown():
    headings = [drawn(width, 3).splitlines()[2] for width in (60, 80, 120, 200, 400)]
    assert sorted(headings, key=len) == headings
    assert "1 days" in headings[-1]
    assert "1 days" not in headings[0]


def test_signs_have_a_legend():
    text = drawn(60, 9)
    assert "+ met, - not met, ? not assessable" in text


def test_what_was_chosen_is_shown():
    sheet = sheet_of(found(4, chosen=True))
    assert "4 basis" in " ".join(render(sheet, "table", Style(400)).split())
    assert "4 basis" not in drawn(400, 4)


def test_an_empty_column_is_left_out_where_people_read():
    assert "basis" not in render(sheet_of(found(1)), "table", Style())


def test_files_have_every_column():
    sheet = sheet_of(found(2))
    rows = list(csv.DictReader(io.StringIO(render(sheet, "csv", Style()))))
    assert rows[0]["criterion_2_value"] == "0.0032"
    assert rows[0]["criterion_1"] == "met"
    assert json.loads(render(sheet, "json", Style()))["rows"][0]["criterion_2_basis"] is None
    table = pyarrow.parquet.read_table(io.BytesIO(render(sheet, "parquet", Style())))
    first = table.to_pylist()[0]
    assert (first["index_date"], first["criterion_1_days"]) == (DAY, 730)
    assert first["criterion_1_value"] == Decimal("0.0032")
    assert table.num_rows == 3


def test_nobody():
    sheet = sheet_of(found(1, rows=0))
    assert render(sheet, "csv", Style()).count("\n") == 1
    file = io.BytesIO(render(sheet, "parquet", Style()))
    assert pyarrow.parquet.read_table(file).num_rows == 0
    shown = render(sheet, "table", Style(80))
    assert "patient" in shown
    assert "nobody: no patient is met" in shown


@pytest.mark.parametrize("chosen", [True, False])
def test_the_caption_says_how_many_there_are_in_all(chosen):
    some = found(1, rows=3, chosen=chosen)
    assert "all 3 met" in render(sheet_of(some), "table", Style(80)).splitlines()
    assert (
        "shown: 3 of 227 met" in render(members.members(some, 227), "table", Style(80)).splitlines()
    )
