"""Columns of dates, and of years of birth."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import polars as pl

from tfrq.ingest.values import date_formats
from tfrq.ingest.values.distinct import read_distinct

DAY, YEAR = "day", "year"


def read_dates(
    texts: pl.Series,
    formats: tuple[str, ...],
    data_cut: date,
    assume_day: int | None = None,
    add_days: int = 0,
    *,
    open_at_data_cut: bool = False,
) -> pl.DataFrame:
    """Texts as days: `day` (Date) and `problem`.

    All `formats` (of `strptime`, or "excel") are tried; what two of them read as two days is
    ambiguous. `assume_day` is the day of the month where a format has none. The day that the text
    says lies from 1900 to `data_cut`; `add_days` is added after that, so that a stop whose last
    day on the drug is the data cut is the day after it. `open_at_data_cut`: a text of the data
    cut or a later day means that there is no end yet. Raises UsageError for a format that cannot
    be used.
    """
    for text_format in formats:
        date_formats.check_format(text_format, has_day=assume_day is None)
    return read_distinct(
        texts,
        lambda text: (_day(text, formats, data_cut, assume_day, add_days, open_at_data_cut),),
        {DAY: pl.Date()},
    )


def read_years(texts: pl.Series, formats: tuple[str, ...], data_cut: date) -> pl.DataFrame:
    """Texts as years: `year` (Int16) and `problem`. A text is a year of four digits, or what
    `formats` read; from 1900 to the year of the data cut. Raises UsageError as `read_dates`."""
    for text_format in formats:
        date_formats.check_format(text_format, has_day=False, has_month=False)
    return read_distinct(texts, lambda text: (_year(text, formats, data_cut),), {YEAR: pl.Int16()})


# The same few thousand days come in every batch.
@lru_cache(maxsize=100_000)
def _day(
    text: str,
    formats: tuple[str, ...],
    data_cut: date,
    assume_day: int | None,
    add_days: int,
    open_at_data_cut: bool,
) -> date | None:
    day = date_formats.read_day(text, formats, data_cut, assume_day, later=open_at_data_cut)
    if open_at_data_cut and day >= data_cut:
        return None
    return day + timedelta(days=add_days)


@lru_cache(maxsize=100_000)
def _year(text: str, formats: tuple[str, ...], data_cut: date) -> int:
    return date_formats.read_year(text, formats, data_cut)
