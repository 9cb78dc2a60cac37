"""Published numbers in a definition file: what is read, what is refused, what a change leaves."""

from decimal import Decimal

import pytest

from tfrq import language
from tfrq.errors import DefinitionError
from tfrq.library import Library, Published, comparable
from tfrq.render import cohorts

CRITERIA = 'criteria = ["MR4 ever"]\n'
ROW = 'endpoint = "MRFS"\nmonths = 6\npercent = 43\n'


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path, None)


def read(library, rows):
    (library.folder / "trial.toml").write_text(CRITERIA + rows)
    return library.find("trial")


def test_each_row_is_read_as_it_is_printed(library):
    full = (
        '[[published]]\nendpoint = "TFR"\nweeks = 96\npercent = 48.90\nlow = 41.5\nhigh = 56\n'
        'n = 190\nnote = "interim"\n[[published]]\n' + ROW
    )
    first, second = read(library, full).published
    assert first == Published(
        *("TFR", Decimal(96), "weeks", Decimal("48.90"), Decimal("41.5"), Decimal(56)),
        *(190, "interim"),
    )
    assert str(first.percent) == "48.90"
    mrfs = language.parse_endpoint("MRFS")
    assert second == Published(
        "MRFS", Decimal(6), "months", Decimal(43), None, None, None, "", outcome=mrfs
    )


def test_a_share_at_a_median_follow_up_is_shown_as_no_estimate_at_that_month(library):
    rows = '[[published]]\nendpoint = "TFR"\nmedian_follow_up = 41.6\npercent = 60.8\n'
    (one,) = read(library, rows).published
    assert (one.time, one.unit) == (Decimal("41.6"), "median_follow_up")
    prose = cohorts.cohort(library.find("trial"), "0" * 12).prose
    assert any("TFR 60.8 % at a median follow-up of 41.6 months" in line for line in prose)


def test_a_file_needs_no_published_numbers(library):
    assert read(library, "").published == ()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("published = 7", ":2: 'published' must be a list of tables"),
        ("published = [43]", ":2: 'published' must be a list of tables"),
        ("[[published]]\nmonths = 6\npercent = 43", ":2: published 1: 'endpoint' must be text"),
        ("[[published]]\nendpoint = 4\nmonths = 6\npercent = 43", "'endpoint' must be text"),
        ('[[published]]\nendpoint = "TFR"\nmonths = 6', "published 1 has no percent"),
        ('[[published]]\nendpoint = "TFR"\npercent = 43', "needs one of months, weeks or median"),
        (f"[[published]]\n{ROW}weeks = 24", "needs one of months, weeks or median"),
        (f"[[published]]\n{ROW}[[published]]\n{ROW}low = 33", "published 2 has one confidence"),
        (f"[[published]]\n{ROW}low = 44\nhigh = 52", "the percent is not between low and high"),
        (f"[[published]]\n{ROW}low = 33\nhigh = 42.9", "the percent is not between low and high"),
        (f"[[published]]\n{ROW}low = 33\nhigh = 101", "'high' must be from 0 to 100"),
        (f"[[published]]\n{ROW}low = -1\nhigh = 52", "'low' must be from 0 to 100"),
        (f"[[published]]\n{ROW}low = nan\nhigh = 52", "'low' must be a number"),
        (f"[[published]]\n{ROW}n = 0", "'n' must be a number of patients"),
        (f"[[published]]\n{ROW}n = true", "'n' must be a number of patients"),
        (f"[[published]]\n{ROW}note = 3", "'note' must be text"),
        (f"[[published]]\n{ROW}means = 'relapse'", "published 1: no endpoint is called 'relapse'"),
        (f"[[published]]\n{ROW}share = 'with'", "'share' must be"),
        (f"[[published]]\n{ROW}other = 1", "'other' must be true or false"),
        (f"[[published]]\n{ROW}other = true\nmeans = 'TFS'", "says what it means, and that"),
        (f"[[published]]\n{ROW}percnt = 3", "published 1: unknown key 'percnt'"),
        (
            '[[published]]\nendpoint = "TFR"\nmonths = "6"\npercent = 43',
            "'months' must be a number",
        ),
        (
            '[[published]]\nendpoint = "TFR"\nmonths = true\npercent = 43',
            "'months' must be a number",
        ),
        (
            '[[published]]\nendpoint = "TFR"\nmonths = -6\npercent = 43',
            "'months' must be 0 or more",
        ),
    ],
)
def test_a_broken_row_is_named(library, rows, message):
    with pytest.raises(DefinitionError) as caught:
        read(library, rows)
    assert message in caught.value.message
    assert "trial.toml" in caught.value.message


def test_a_misspelt_key_is_corrected(library):
    with pytest.raises(DefinitionError) as caught:
        read(library, f"[[published]]\n{ROW}percnt = 3")
    assert caught.value.hint == "did you mean 'percent'?"


def test_a_new_title_keeps_the_published_numbers(library):
    before = read(library, f"[[published]]\n{ROW}")
    text = "\n".join(before.criteria)
    library.define("trial", before.definition, text, title="Deep")
    after = library.find("trial")
    assert after.published == before.published
    assert after.title == "Deep"


def of(library, label, *lines, unit="months"):
    """Whether a row so called compares with loss of MMR, which is the definition's own endpoint,
    and with MRFS."""
    own = 'index = "diagnosis"\nendpoint = "loss of MMR"\n'
    row = "\n".join(
        ["[[published]]", f'endpoint = "{label}"', f"{unit} = 6", "percent = 43", *lines]
    )
    named = read(library, own + row + "\n")
    asked = map(language.parse_endpoint, ("loss of MMR", "progression or loss of MMR or death"))
    return tuple(bool(comparable(named, one)) for one in asked)


def test_a_row_compares_with_the_endpoint_that_it_is_of(library):
    assert of(library, "MRFS") == (False, True)
    assert of(library, "RFS") == (True, False)
    assert of(library, "MRFS", 'means = "loss of MMR"') == (True, False)
    assert of(library, "RFS", 'means = "MRFS"') == (False, True)
    assert of(library, "RFS", "other = true") == (False, False)
    assert of(library, "MRFS", unit="weeks") == (False, True)
    assert of(library, "RFS", unit="median_follow_up") == (False, False)


def test_without_an_own_endpoint_only_rows_that_name_theirs_compare(library):
    row = 'endpoint = "RFS"\nmonths = 6\npercent = 43\n'
    named = read(library, f"[[published]]\n{row}[[published]]\n{ROW}")
    (one,) = comparable(named, language.parse_endpoint("MRFS"))
    assert one.endpoint == "MRFS"
    assert comparable(named, language.parse_endpoint("loss of MMR")) == ()


def test_a_share_is_of_those_without_the_event_unless_said(library):
    named = read(library, f'[[published]]\n{ROW}[[published]]\n{ROW}share = "event"\n')
    assert [row.share for row in named.published] == ["event-free", "event"]
