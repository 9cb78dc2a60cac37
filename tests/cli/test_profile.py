"""`tfrq site profile`: streams, formats, the draft, and what hostile files do to a terminal."""

import csv
import io
import json
import tomllib

import polars as pl
import pytest

from tests.unit.ingest.profile import dirty


def test_a_table_fits_a_terminal(run, place):
    done = run("site", "profile", str(dirty.swedish(place)))
    assert done.code == 0
    assert "patients.sex; M 30, K 30" in done.out
    assert "Örebro 52, … and 1 rarer value" in done.out
    assert dirty.RARE not in done.out
    assert "not shown" in done.out.splitlines()[-1] or "rounded" in done.out.splitlines()[-1]


@pytest.mark.parametrize("make", dirty.FILES, ids=lambda make: make.__name__)
def test_nothing_rare_is_in_any_format(run, place, make):
    path = str(make(place))
    for form in ("table", "csv", "json"):
        done = run("site", "profile", path, "--format", form)
        assert done.code == 0
        assert dirty.RARE not in done.out


def test_control_characters_do_not_reach_a_terminal(run, place):
    path = str(dirty.garbled(place))
    for form in ("table", "csv", "json"):
        out = run("site", "profile", path, "--format", form, "--draft", "m.toml", "--force").out
        assert "\x1b" not in out
        assert "\x07" not in out
    assert "\x1b" not in (place / "m.toml").read_text()


def test_rows_are_the_same_in_every_format(run, place):
    path = str(dirty.german(place))
    rows = list(csv.DictReader(io.StringIO(run("site", "profile", path, "--format", "csv").out)))
    shown = json.loads(run("site", "profile", path, "--format", "json").out)
    assert [row["column"] for row in rows] == [row["column"] for row in shown["rows"]]
    assert shown["result"] == "profile"
    assert [file["sheet"] for file in shown["files"]] == ["Therapie", "Stammdaten"]
    by_name = {row["column"]: row for row in rows}
    assert by_name["Absetzgrund"]["values"] == "Unverträglichkeit: 14 | Therapieversagen: 13"
    assert by_name["Absetzgrund"]["missing_codes"] == "k.A.: 13"
    assert by_name["Name"]["values"] == ""
    assert run("site", "profile", path, "-o", "p.parquet").code == 0
    assert (place / "p.parquet").read_bytes()[:4] == b"PAR1"


def test_a_draft(run, place):
    path = str(dirty.swedish(place))
    done = run("site", "profile", path, "--draft", "m.toml", "--site", "SE01")
    assert done.code == 0
    assert "wrote m.toml" in done.err
    assert tomllib.loads((place / "m.toml").read_text())["site"] == "SE01"


def test_a_draft_is_not_written_over(run, place):
    path = str(dirty.swedish(place))
    (place / "m.toml").write_text("mine")
    done = run("site", "profile", path, "--draft", "m.toml")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error: m.toml is there already\nhint: --force writes over it; it may hold decisions\n"
    )
    assert (place / "m.toml").read_text() == "mine"
    assert run("site", "profile", path, "--draft", "m.toml", "--force").code == 0
    assert (place / "m.toml").read_text() != "mine"


def test_a_dictionary(run, place):
    data, words = dirty.redcap(place), dirty.dictionary(place)
    done = run("site", "profile", str(data), "--dictionary", str(words), "--draft", "m.toml")
    assert done.code == 0
    assert "'Sokal risk group'" in done.out
    assert '"1" = "male"' in (place / "m.toml").read_text()


def test_several_files_in_one_draft(run, place):
    paths = [str(make(place)) for make in (dirty.swedish, dirty.swedish_tests)]
    assert run("site", "profile", *paths, "--draft", "m.toml").code == 0
    found = tomllib.loads((place / "m.toml").read_text())
    assert [file["name"] for file in found["files"]] == ["patienter", "pcr_2026"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "missing argument 'FILE...'"),
        (("nothing.csv",), 2, "no file"),
        (("junk.csv", "--force"), 2, "--draft mapping.toml"),
        (("junk.csv", "--draft", "m.toml", "--site", "se 1"), 2, "site code"),
        (("junk.csv",), 4, "junk.csv"),
        (("empty.csv",), 4, "empty"),
    ],
)
def test_what_is_wrong_is_said(run, place, arguments, code, said):
    (place / "junk.csv").write_bytes(bytes(range(256)) * 9)
    (place / "empty.csv").write_bytes(b"")
    done = run("site", "profile", *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_folder_of_cdm_tables_is_recognised(run, place):
    folder = place / "cdm"
    folder.mkdir()
    (folder / "person.csv").write_text("person_id,gender_concept_id\n" + "1,8507\n" * 9)
    (folder / "measurement.csv").write_text("measurement_id,person_id\n1,1\n")
    done = run("site", "profile", str(folder))
    assert done.code == 0
    assert "OMOP common data model" in done.out
    assert "→" not in done.out


def test_the_board_is_told_where_a_lake_and_a_site_are_named(run, place):
    lake = ("--lake", "mine")
    assert run("lake", "init", "mine", "--name", "registry").code == 0
    added = run("site", "add", "SE01", "--country", "SE", "--region", "Nordic", *lake)
    assert added.code == 0, added.err
    (place / "pcr.csv").write_text("id;svar\n" + "1;0,0032\n" * 20)
    assert run("site", "profile", "pcr.csv", "--site", "SE01", *lake).code == 0
    assert "awaiting mapping" in run("site", "show", "SE01", *lake).out
    done = run("site", "profile", "pcr.csv", "--site", "SE01", "--draft", "m.toml", *lake)
    assert done.code == 0
    shown = run("site", "show", "SE01", *lake).out
    assert "SE01 in SE, Nordic · mapping since" in shown
    assert run("site", "profile", "pcr.csv", "--site", "SE02", *lake).code == 2


def test_no_patient_of_a_long_table_is_in_any_format(run, place):
    ids = [f"LMC-{number:03}" for number in range(33)]
    lines = [f"{one};2015-0{1 + test}-01;0,0{test}" for one in ids for test in range(6)]
    (place / "pcr.csv").write_text("N° patient;Date prélèvement;PCR\n" + "\n".join(lines))
    for form in ("table", "csv", "json"):
        done = run("site", "profile", "pcr.csv", "--format", form, "--draft", "m.toml", "--force")
        assert done.code == 0
        assert "patient_id" in done.out
        assert "LMC" not in done.out
    assert "LMC" not in (place / "m.toml").read_text()
    assert run("site", "profile", "pcr.csv", "-o", "p.parquet").code == 0
    assert "LMC" not in str(pl.read_parquet(place / "p.parquet").to_dicts())
    assert "LMC" in (place / "pcr.csv").read_text()


def test_a_file_that_is_no_table_is_told(run, place):
    (place / "a.txt").write_text("\n".join("a, b" * (number % 3) for number in range(40)))
    done = run("site", "profile", "a.txt")
    assert "looks like no table" in done.out
