"""Definitions and explanations on a screen and in files."""

import json

import pytest

from tfrq import language
from tfrq.language import definition_hash
from tfrq.library import Library
from tfrq.render import Style, cohorts, render

FILE = """\
title = "Deep [and] long"
source = "a paper"
index = "first TFR attempt"
criteria = [
  "MR4.5 for >= 2 years",
  "TKI >= 5 years",
]
readings = ["Both at the stop."]
"""


@pytest.fixture
def library(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()
    (tmp_path / "package").mkdir()
    (tmp_path / "own" / "deep.toml").write_text(FILE)
    (tmp_path / "package" / "bad.toml").write_text('criteria = ["imatinb ever"]\n')
    return Library((tmp_path / "own").relative_to(tmp_path), tmp_path / "package")


def test_a_listing(library):
    sheet = cohorts.cohorts(library.entries())
    lines = render(sheet, "table", Style(None)).splitlines()
    assert lines[0].split() == ["name", "title", "index", "steps", "from"]
    assert lines[2].startswith("bad   BROKEN: ")
    assert " ".join(lines[3].split()) == "deep Deep [and] long first TFR attempt 2 own"
    assert max(map(len, render(sheet, "table", Style(80)).splitlines())) <= 80


def test_a_definition_without_a_title_shows_the_start_of_its_text(library):
    text = 'criteria = ["MR4 ever", "imatinib or nilotinib >= 5 years", "no transplant ever"]\n'
    (library.folder / "untitled.toml").write_text(text)
    sheet = cohorts.cohorts(library.entries())
    start = "MR4 ever, imatinib or nilotinib >= 5 years, no transplant e…"
    assert f"untitled  {start} " in render(sheet, "table", Style(None))
    rows = json.loads(render(sheet, "json", Style()))["rows"]
    assert {row["name"]: row["title"] for row in rows}["untitled"] == ""


def test_a_narrow_listing_says_what_it_leaves_out(library):
    sheet = cohorts.cohorts(library.entries())
    assert "left out here" not in render(sheet, "table", Style(None))
    narrow = render(sheet, "table", Style(40))
    assert "left out here: index, steps, from;" in " ".join(narrow.split())


def test_a_definition(library):
    named = library.find("deep")
    sheet = cohorts.cohort(named, definition_hash(named.definition))
    assert (
        render(sheet, "table", Style(80))
        == f"""\
name            deep
title           Deep [and] long
source          a paper
index           first TFR attempt
criteria        MR4.5 for >= 2 years
                TKI >= 5 years
readings        Both at the stop.
hash            {definition_hash(named.definition)}
file            own/deep.toml
"""
    )
    (row,) = json.loads(render(sheet, "json", Style()))["rows"]
    assert row["criteria"] == "MR4.5 for >= 2 years\nTKI >= 5 years"
    assert row["not_represented"] == ""


def test_an_explanation():
    explained = language.explain(
        language.parse("MR4.5 for >= 2 years, TKI >= 5 years", index="first TFR attempt")
    )
    sheet = cohorts.explanation(explained, "deep")
    lines = render(sheet, "table", Style(60)).splitlines()
    assert lines[0].startswith("Index: ")
    assert max(map(len, lines)) <= 60
    hung = lines[lines.index(next(line for line in lines if line.startswith("1. "))) + 1]
    assert hung.startswith("   ")
    content = json.loads(render(sheet, "json", Style()))
    assert [row["step"] for row in content["rows"]] == [1, 2]
    assert content["conventions"] == list(explained.conventions)
