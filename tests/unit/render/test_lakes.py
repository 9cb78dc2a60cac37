"""What `tfrq lake` answers, drawn."""

import csv
import io
import json

import pytest

from tests.unit.lake.small_lake import make_lake
from tfrq import lake as lakes
from tfrq.render import Style, render
from tfrq.render import lakes as sheets


@pytest.fixture
def lake(tmp_path):
    return make_lake(tmp_path / "lake")


def test_a_lake(lake):
    sheet = sheets.description(lakes.describe(lake))
    rows = list(csv.DictReader(io.StringIO(render(sheet, "csv", Style()))))
    assert [(row["site"], row["patients"]) for row in rows] == [
        ("FI01", "1"),
        ("FI02", "0"),
        ("SE01", "2"),
    ]
    assert "SYNTHETIC data · lake small" in render(sheet, "table", Style(None))
    head = json.loads(render(sheet, "json", Style()))
    assert head["policy"]["members"] == "allow"
    assert head["release"] == lake.release.name
    assert head["tables"] == [{"table": "sites", "rows": 3}, {"table": "patients", "rows": 3}]
    assert "rows: sites 3 · patients 3\n" in render(sheet, "table", Style(None))


def test_files_are_paths_in_whole_lines(lake):
    sheet = sheets.files(lake, lakes.files(lake, "patients"))
    paths = [str(lake.path(file)) for file in lakes.files(lake, "patients")]
    for width in (None, 20):
        assert render(sheet, "table", Style(width)).splitlines() == paths
    rows = json.loads(render(sheet, "json", Style()))["rows"]
    assert [row["file"] for row in rows] == paths
    assert set(rows[0]) == {"file", "country", "site"}


def test_a_path_is_not_changed_by_ascii_in_files(lake):
    sheet = sheets.files(lake, lakes.files(lake, "patients"))
    assert render(sheet, "csv", Style()) == render(sheet, "csv", Style(ascii=True))


def test_findings():
    assert render(sheets.findings([], "2024-01"), "table", Style(80)) == (
        "release 2024-01: nothing found\n"
    )
    found = [lakes.Finding("error", "patients", "SE01", "", "broken")]
    assert "error" in render(sheets.findings(found, "2024-01"), "table", Style(80))


def test_recurrence_beside_what_is_published():
    sheet = sheets.recurrence({6: 57.12, 24: 45.0}, {6: 61.0, 24: 50.0}, "EURO-SKI", "synthetic-1")
    drawn = render(sheet, "table", Style(80))
    assert "57.1        61.0" in drawn
    assert "SYNTHETIC" in drawn
