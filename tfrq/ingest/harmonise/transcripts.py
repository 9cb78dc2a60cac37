"""Transcripts that stand in columns of their own: one for each, ticked or not."""

from __future__ import annotations

import polars as pl

from tfrq.ingest.harmonise.reading import Problem, Reading
from tfrq.ingest.harmonise.rows import Rows
from tfrq.ingest.mapping.model import ColumnMapping
from tfrq.ingest.values.spelling import casefolded

_TICKED = ("1", "yes", "true", "checked", "x")
_NOT_TICKED = ("0", "no", "false", "unchecked")


def read_flags(name: str, column: ColumnMapping, rows: Rows) -> Reading:
    """The set of transcripts that are ticked, sorted; null where no column says anything."""
    ticked: dict[str, pl.Series] = {}
    problems = []
    for source, transcript in column.flags.items():
        flag, problem = _flag(rows.texts(column, source), source)
        # Two columns may stand for one transcript.
        ticked[transcript] = _either(ticked[transcript], flag) if transcript in ticked else flag
        problems.append(problem)
    flags = pl.DataFrame({one: ticked[one] for one in sorted(ticked)})
    found = [pl.when(pl.col(one)).then(pl.lit(one)) for one in flags.columns]
    said = pl.any_horizontal(pl.all().is_not_null())
    sets = flags.select(pl.when(said).then(pl.concat_list(found).list.drop_nulls()).alias(name))
    return Reading({name: sets.to_series()}, tuple(problems))


def _flag(texts: pl.Series, source: str) -> tuple[pl.Series, Problem]:
    folded = casefolded(pl.col("text"))
    said = texts.to_frame("text").select(
        pl.when(folded.is_in(_TICKED)).then(True).when(folded.is_in(_NOT_TICKED)).then(False)
        .alias("flag"),
        pl.col("text"),
    )
    wrong = pl.col("text").is_not_null() & pl.col("flag").is_null()
    rules = said.select(pl.when(wrong).then(pl.lit("unmapped value"))).to_series()
    reason = f"it is none of {', '.join((*_TICKED, *_NOT_TICKED))}"
    return said["flag"], Problem(rules, source, {"unmapped value": reason})


def _either(one: pl.Series, other: pl.Series) -> pl.Series:
    return pl.select(pl.any_horizontal(one, other)).to_series()
