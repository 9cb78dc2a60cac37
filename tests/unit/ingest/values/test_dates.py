"""Dates and years, in any format and language."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tfrq.errors import UsageError
from tfrq.ingest.rules import RULES
from tfrq.ingest.values.dates import read_dates, read_years
from tfrq.ingest.values.months import MONTHS

CUT = date(2024, 6, 30)
ISO, GERMAN, SHORT = "%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"
NO_DAY = "unreadable date: no such day"
UNREADABLE, AMBIGUOUS, RANGE = "unreadable date", "ambiguous date", "date out of range"


def read_one(text: str | None, *formats: str, **options: int) -> str | None:
    """The day as ISO text, or the rule that the text breaks."""
    frame = read_dates(pl.Series([text], dtype=pl.String), formats, CUT, **options)
    assert frame.schema == {"day": pl.Date(), "problem": pl.String()}
    day, problem = frame.row(0)
    assert day is None or problem is None
    return problem or (day and day.isoformat())


DATES = [
    ("2015-03-01", (ISO,), "2015-03-01"),
    ("2015-3-1", (ISO,), "2015-03-01"),
    ("'2015-03-01", (ISO,), "2015-03-01"),
    ("2015-03-01 00:00:00", (ISO,), "2015-03-01"),
    ("2015-03-01T00:00:00", (ISO,), "2015-03-01"),
    ("2015-03-01 14:35:00", (ISO,), UNREADABLE),
    ("2015-03-01 14:35:00", ("%Y-%m-%d %H:%M:%S",), "2015-03-01"),
    ("01.03.2015 00:00:00", (GERMAN,), UNREADABLE),
    ("20150301", ("%Y%m%d",), "2015-03-01"),
    ("1122015", ("%d%m%Y",), UNREADABLE),
    ("01122015", ("%d%m%Y",), "2015-12-01"),
    ("31.02.2015", (GERMAN,), NO_DAY),
    ("29.02.2015", (GERMAN,), NO_DAY),
    ("00.05.2015", (GERMAN,), NO_DAY),
    ("31/02/2015", ("%m/%d/%Y", "%d/%m/%Y"), NO_DAY),
    ("31/02/2015", ("%m/%d/%Y",), UNREADABLE),
    ("32.01.2015", (GERMAN,), UNREADABLE),
    ("29.02.2016", (GERMAN,), "2016-02-29"),
    ("01.02.2015", (GERMAN, SHORT), "2015-02-01"),
    ("01.02.15", (GERMAN, SHORT), "2015-02-01"),
    ("01.02.24", (SHORT,), "2024-02-01"),
    ("01.12.24", (SHORT,), RANGE),
    ("01.02.25", (SHORT,), RANGE),
    ("01.01.25", (SHORT,), RANGE),
    ("29.06.64", (SHORT,), RANGE),
    ("30.06.64", (SHORT,), "1964-06-30"),
    ("01.02.1925", (GERMAN, SHORT), "1925-02-01"),
    ("3-Feb-25", ("%d-%b-%y",), RANGE),
    ("02/01/2015", ("%d/%m/%Y", "%m/%d/%Y"), AMBIGUOUS),
    ("02/02/2015", ("%d/%m/%Y", "%m/%d/%Y"), "2015-02-02"),
    ("13/02/2015", ("%d/%m/%Y", "%m/%d/%Y"), "2015-02-13"),
    ("1899-12-31", (ISO,), RANGE),
    ("1900-01-01", (ISO,), "1900-01-01"),
    ("2024-06-30", (ISO,), "2024-06-30"),
    ("2024-07-01", (ISO,), RANGE),
    ("3-Feb-15", ("%d-%b-%y",), "2015-02-03"),
    ("03-Mär-15", ("%d-%b-%y",), "2015-03-03"),
    ("03-Mrz-15", ("%d-%b-%y",), "2015-03-03"),
    ("03-OKT-15", ("%d-%b-%y",), "2015-10-03"),
    ("03-maj-15", ("%d-%b-%y",), "2015-05-03"),
    ("03-août-15", ("%d-%b-%y",), "2015-08-03"),
    ("3 févr. 2015", ("%d %b %Y",), "2015-02-03"),
    ("3 ene 2015", ("%d %b %Y",), "2015-01-03"),
    ("3 giu 2015", ("%d %b %Y",), "2015-06-03"),
    ("3. Februar 2015", ("%d. %B %Y",), "2015-02-03"),
    ("3 Brumaire 2015", ("%d %B %Y",), UNREADABLE),
    ("42064", ("excel",), "2015-03-01"),
    ("42064.0", ("excel",), "2015-03-01"),
    ("42064.75", ("excel",), "2015-03-01"),
    ("42.064", ("excel",), UNREADABLE),
    ("1", ("excel",), "1900-01-01"),
    ("59", ("excel",), "1900-02-28"),
    ("60", ("excel",), UNREADABLE),
    ("61", ("excel",), "1900-03-01"),
    ("0", ("excel",), UNREADABLE),
    ("99999", ("excel",), RANGE),
    ("42064", (ISO, "excel"), "2015-03-01"),
    ("unknown", (ISO,), UNREADABLE),
    ("٢٠١٥-٠٣-٠١", (ISO,), UNREADABLE),
]


@pytest.mark.parametrize(("text", "formats", "expected"), DATES)
def test_dates(text: str, formats: tuple[str, ...], expected: str) -> None:
    assert expected[0].isdigit() or expected.partition(":")[0] in RULES
    assert read_one(text, *formats) == expected


def test_null_stays_null_without_a_problem() -> None:
    assert read_one(None, ISO) is None


def test_a_day_of_the_month_is_assumed_only_where_it_is_given() -> None:
    assert read_one("2015-03", "%Y-%m", assume_day=15) == "2015-03-15"
    assert read_one("2015-02", "%Y-%m", assume_day=30) == NO_DAY
    assert read_one("2015-03-02", ISO, assume_day=15) == "2015-03-02"


def test_days_are_added_after_the_day_was_judged() -> None:
    assert read_one("2024-06-30", ISO, add_days=1) == "2024-07-01"
    assert read_one("2024-07-01", ISO, add_days=-1) == RANGE


def test_an_end_on_the_data_cut_or_later_may_be_none() -> None:
    options = {"add_days": 1, "open_at_data_cut": True}
    assert read_one("2024-06-29", ISO, **options) == "2024-06-30"
    for text in ("2024-06-30", "2024-07-01", "2099-12-31"):
        assert read_one(text, ISO, **options) is None
    assert read_one("1899-12-31", ISO, **options) == RANGE
    assert read_one("2024-06-31", ISO, **options) == NO_DAY


@pytest.mark.parametrize(
    ("text_format", "named"),
    [("%Y-%m", "no day"), ("%d.%m.", "no year"), ("%x", "%x"), ("%d.%d.%Y", "twice"), ("%", "'%'")],
)
def test_a_format_that_cannot_be_used_is_named(text_format: str, named: str) -> None:
    with pytest.raises(UsageError, match=named) as raised:
        read_one("2015-03-01", text_format)
    assert raised.value.hint


@settings(max_examples=100)
@given(
    st.dates(date(1926, 1, 1), CUT),
    st.sampled_from([ISO, GERMAN, "%d-%b-%Y", "%d %B %Y", "%m/%d/%y", "%Y%m%d", "%d%b%Y"]),
)
def test_what_strftime_writes_is_read_back(day: date, text_format: str) -> None:
    old = "%y" in text_format and day < date(CUT.year - 60, CUT.month, CUT.day)
    assert read_one(day.strftime(text_format), text_format) == (RANGE if old else day.isoformat())


@settings(max_examples=100)
@given(st.text("0123456789-./ JanFebMär", max_size=12))
def test_nothing_is_read_that_strptime_does_not_read(text: str) -> None:
    found = read_one(text, GERMAN)
    if found not in (UNREADABLE, NO_DAY, RANGE):
        assert datetime.strptime(text.strip(), GERMAN).date().isoformat() == found


def test_each_month_is_known_in_the_languages_of_the_exports() -> None:
    for names in ("jan feb mar apr may jun jul aug sep oct nov dec",
                  "jan feb marz apr mai juni juli aug sept okt nov dez",
                  "janv fevr mars avril mai juin juil aout sept oct nov dec",
                  "ene feb mar abr may jun jul ago sep oct nov dic",
                  "gen feb mar apr mag giu lug ago set ott nov dic",
                  "jan feb mars april maj juni juli aug sep okt nov dec"):  # fmt: skip
        assert [MONTHS[name] for name in names.split()] == list(range(1, 13))


YEARS = [
    ("1956", (ISO,), 1956),
    ("1956.0", (ISO,), 1956),
    ("1956-03-01", (ISO,), 1956),
    ("1956-13-01", (ISO,), UNREADABLE),
    ("01.03.56", (SHORT,), 1956),
    ("01.03.25", (SHORT,), 1925),
    ("56", ("%y",), 1956),
    ("24", ("%y",), 2024),
    ("03/1956", ("%m/%Y",), 1956),
    ("20576", ("excel",), 1956),
    # A year, or the serial number of a day in 1905.
    ("1956", ("excel",), AMBIGUOUS),
    ("1899", (ISO,), RANGE),
    ("2025", (ISO,), RANGE),
    ("56", (ISO,), UNREADABLE),
    (None, (ISO,), None),
]


@pytest.mark.parametrize(("text", "formats", "expected"), YEARS)
def test_years(text: str | None, formats: tuple[str, ...], expected: int | str | None) -> None:
    frame = read_years(pl.Series([text], dtype=pl.String), formats, CUT)
    year, problem = frame.row(0)
    assert (problem or year) == expected
