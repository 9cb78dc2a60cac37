"""Options and arguments: given twice, left out, and what --verbose says of them."""

import inspect
import re

import pytest

from tests.docs.commands_page import commands
from tfrq import api
from tfrq.cli.survival import BY, survival
from tfrq.schema import TABLES
from tfrq.survival.group_names import NAMES


@pytest.mark.parametrize(
    "arguments",
    [
        ("count", "deep", "--by", "sex", "--by", "country"),
        ("count", "deep", "--by", "sex", "--by=sex"),
        ("table", "deep", "--answer", "met", "--answer", "not-met"),
        ("count", "deep", "-o", "a.csv", "--output", "b.csv"),
        ("--lake", "sample-lake", "--lake", "other", "count", "deep"),
        ("cohort", "--queries", "queries", "--queries", "other", "list"),
    ],
)
def test_an_option_of_one_value_is_refused_twice(run, place, arguments):
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    option = [word for word in arguments if word.startswith("--")][-1].partition("=")[0]
    assert done.err == f"error: {option} is given twice\nhint: it takes one value\n"
    assert not list(place.glob("*.csv"))


def test_flags_and_options_that_may_repeat(run, lake):
    assert run("count", "deep", "-q", "-q", "--no-color", "--no-color").code == 0
    options = ("--option", "assume undetectable = MR4", "--option", "assume undetectable = MR4")
    assert "given twice" not in run("count", "MR4 ever", *options).err
    assert run("--lake", "nowhere", "count", "deep", "--lake", str(lake)).code == 0


@pytest.mark.parametrize("table", [(), ("nothing",), ("moleculr",)])
def test_the_files_of_which_table(run, table):
    done = run("lake", "files", *table)
    assert done.code == 2
    assert f"tables: {', '.join(TABLES)}" in done.err


def test_verbose_says_in_words_that_there_is_no_folder(run, place, monkeypatch):
    (place / "elsewhere").mkdir()
    monkeypatch.chdir(place / "elsewhere")
    told = run("cohort", "list", "--verbose").err.splitlines()
    assert told[0] == "lake: none"
    assert told[1].startswith("definitions: no folder here, then /")


def test_an_unknown_name_elsewhere_says_where_it_was_looked_for(run, place, lake, monkeypatch):
    assert "shows those in queries and the package" in run("count", "my-first").err
    (place / "elsewhere").mkdir()
    monkeypatch.chdir(place / "elsewhere")
    done = run("count", "my-first", "--lake", str(lake))
    assert "shows those in the package; --queries DIR names another folder" in done.err


@pytest.mark.parametrize("path", [path for path, _ in commands()], ids=" ".join)
def test_no_line_of_help_is_longer_than_a_terminal(run, path):
    shown = run(*path[1:], "--help").out
    assert max(map(len, shown.splitlines())) <= 80


def test_the_help_of_by_names_all_that_it_takes(run):
    assert NAMES == BY
    shown = run("survival", "--help").out
    assert [name for name in BY if not re.search(rf"[( \n]{name}[,)]|each {name}", shown)] == []


def test_axes_are_named_in_any_case(run):
    assert run("count", "deep", "--by", "Sokal").out == run("count", "deep", "--by", "sokal").out


def test_the_command_asks_at_the_months_that_the_api_does():
    (at,) = (one for one in survival.params if one.name == "at")
    default = inspect.signature(api.Session.survival).parameters["at"].default
    assert at.default == ",".join(map(str, default))


@pytest.mark.parametrize("months", [("6", "12", "24"), ("6,", "12,", "24")])
def test_months_with_spaces_between_are_told_how(run, months):
    done = run("survival", "deep", "--endpoint", "death", "--at", *months)
    assert done.code == 2
    assert "--at 6,12,24" in done.err


WOMEN = ("female", "--index", "first TFR attempt")
LOSS = ("--endpoint", "loss of MMR", "-v")


@pytest.mark.parametrize(
    "arguments",
    [
        ("survival", *WOMEN, *LOSS),
        ("factors", *WOMEN, *LOSS, "--factor", "age"),
        ("trajectory", *WOMEN, *LOSS, "--marker", "NK cells"),
    ],
)
def test_verbose_says_what_is_read_for_the_endpoint_too(run, arguments):
    (told,) = (line for line in run(*arguments).err.splitlines() if "tables read" in line)
    assert "molecular" in told
    (alone,) = (line for line in run("count", *WOMEN, "-v").err.splitlines() if "tables" in line)
    assert "molecular" not in alone


def test_a_replaced_definition_keeps_nothing(run, place):
    (place / "queries" / "kids.toml").write_text(
        'title = "KIDS"\nsource = "A trial"\nreadings = ["x"]\ncriteria = ["TKI >= 3 years"]\n'
    )
    assert run("cohort", "define", "kids", "female").code == 2
    done = run("cohort", "define", "kids", "female", "--force")
    assert "replaced 'kids'" in done.err
    assert "nothing of the old one is left" in done.err
    text = (place / "queries" / "kids.toml").read_text()
    assert text == 'criteria = [\n  "female",\n]\n'
    assert run("cohort", "define", "kids", "female").code == 0
