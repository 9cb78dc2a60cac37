"""How a column of each kind is read from its texts, by the readers of tfrq.ingest.values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from tfrq.ingest.harmonise.constants import constant_column
from tfrq.ingest.harmonise.measures import read_measure
from tfrq.ingest.harmonise.reading import Problem, Reading
from tfrq.ingest.harmonise.rows import Rows
from tfrq.ingest.harmonise.stops import with_later_stops
from tfrq.ingest.harmonise.texts import reasons
from tfrq.ingest.harmonise.transcripts import read_flags
from tfrq.ingest.mapping.model import ColumnMapping
from tfrq.ingest.mapping.targets import MUTATION, Kind, Target
from tfrq.ingest.values import dates, words
from tfrq.ingest.values.distinct import PROBLEM
from tfrq.ingest.values.synonyms import synonyms
from tfrq.ingest.values.transcripts import read_transcripts

# Reads the texts of a column into a frame: the column, then PROBLEM.
_Read = Callable[[Target, ColumnMapping, pl.Series, date], pl.DataFrame]


def read_column(target: Target, column: ColumnMapping, rows: Rows, data_cut: date) -> Reading:
    """A column of the lake, of any kind but `result`, and what could not be read of it."""
    if column.constant is not None:
        constant = constant_column(target, column.constant, len(rows))
        return Reading({target.name: constant})
    if column.flags:
        return read_flags(target.name, column, rows)
    if target.kind is Kind.NUMBER:
        return read_measure(target, column, rows, data_cut)
    texts = rows.texts(column)
    if target.kind is Kind.PATIENT:
        return Reading({target.name: texts})
    read = _READERS[target.kind](target, column, texts, data_cut)
    read = with_later_stops(target, column, texts, read)
    problem = Problem(read[PROBLEM], column.source, reasons(target, column, data_cut))
    return Reading({target.name: read.to_series(0)}, (problem,))


def _word(target: Target, column: ColumnMapping, texts: pl.Series, data_cut: date) -> pl.DataFrame:
    assert target.column is not None
    known = synonyms(target.table, target.name)
    return words.read_words(texts, target.column.allowed, column.values, known)


def _code(target: Target, column: ColumnMapping, texts: pl.Series, data_cut: date) -> pl.DataFrame:
    if target.name == MUTATION:
        return words.read_mutations(texts, column.values)
    codes = tuple(dict.fromkeys(filter(None, column.values.values())))
    return words.read_words(texts, codes, column.values, {})


def _truth(target: Target, column: ColumnMapping, texts: pl.Series, data_cut: date) -> pl.DataFrame:
    return words.read_booleans(texts, column.values, synonyms(target.table, target.name))


def _day(target: Target, column: ColumnMapping, texts: pl.Series, data_cut: date) -> pl.DataFrame:
    return dates.read_dates(
        texts,
        column.dates,
        data_cut,
        column.assume_day,
        column.add_days,
        open_at_data_cut=column.open_at_data_cut,
    )


def _year(target: Target, column: ColumnMapping, texts: pl.Series, data_cut: date) -> pl.DataFrame:
    return dates.read_years(texts, column.dates, data_cut)


def _transcripts(
    target: Target, column: ColumnMapping, texts: pl.Series, data_cut: date
) -> pl.DataFrame:
    return read_transcripts(texts, column.separator, column.values)


_READERS: dict[Kind, _Read] = {
    Kind.WORD: _word,
    Kind.CODE: _code,
    Kind.TRUTH: _truth,
    Kind.DATE: _day,
    Kind.YEAR: _year,
    Kind.TRANSCRIPTS: _transcripts,
}
