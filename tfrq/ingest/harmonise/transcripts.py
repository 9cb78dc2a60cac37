"""Transcripts that stand in columns of their own: one for each, ticked or not."""

from __future__ import annotations

import polars as pl

from tfrq.ingest.harmonise.reading import Problem, Reading
from tfrq.ingest.harmonise.rows import Rows
from tfrq.ingest.mapping.model import ColumnMapping
from tfrq.ingest.values import words
from tfrq.ingest.values.distinct import PROBLEM
from tfrq.vocabulary import TRANSCRIPTS

_REASON = "it is neither 1, yes, true, checked or x, nor 0, no, false or unchecked"


def read_flags(name: str, column: ColumnMapping, rows: Rows) -> Reading:
    """The set of transcripts that are ticked, in the order of the vocabulary; null where no column
    says anything."""
    ticked: dict[str, pl.Series] = {}
    problems = []
    for source, transcript in column.flags.items():
        flag, problem = _flag(rows.texts(column, source), source)
        # Two columns may stand for one transcript.
        ticked[transcript] = _either(ticked[transcript], flag) if transcript in ticked else flag
        problems.append(problem)
    flags = pl.DataFrame({one: ticked[one] for one in sorted(ticked, key=TRANSCRIPTS.index)})
    found = [pl.when(pl.col(one)).then(pl.lit(one)) for one in flags.columns]
    said = pl.any_horizontal(pl.all().is_not_null())
    sets = flags.select(pl.when(said).then(pl.concat_list(found).list.drop_nulls()).alias(name))
    return Reading({name: sets.to_series()}, tuple(problems))


def _flag(texts: pl.Series, source: str) -> tuple[pl.Series, Problem]:
    read = words.read_flags(texts)
    return read.to_series(0), Problem(read[PROBLEM], source, {"unmapped value": _REASON})


def _either(one: pl.Series, other: pl.Series) -> pl.Series:
    return pl.select(pl.any_horizontal(one, other)).to_series()
