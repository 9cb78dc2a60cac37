"""What was read of one column of some rows, and what could not be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from tfrq.ingest.harmonise.rows import Rows
from tfrq.ingest.harmonise.texts import HINTS
from tfrq.ingest.rejects import rejects, rejects_schema


@dataclass(frozen=True)
class Problem:
    """What is wrong with some rows. `rules`: name of the broken rule, or null, of each row,
    behind which a colon and a case of it may follow; `source`: the column to look at ("" where no
    single one is to blame); `reasons`: rule (with its case) → how this column breaks it."""

    rules: pl.Series
    source: str
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """Columns of the lake, one row for each row that was read, null where a problem is told."""

    columns: dict[str, pl.Series]
    problems: tuple[Problem, ...] = ()


def problem(broken: pl.Series, rule: str, source: str, reason: str = "") -> Problem:
    """The problem of the rows for which `broken` holds."""
    rules = pl.select(pl.when(broken).then(pl.lit(rule))).to_series()
    return Problem(rules, source, {rule: reason} if reason else {})


def rejected(rows: Rows, table: str, problems: Iterable[Problem]) -> pl.DataFrame:
    """The rejects of all problems, with the raw text of the column that each blames."""
    frames = [
        rejects(
            _where(rows, one.source, (one.rules == rule).fill_null(False)),
            rule.partition(":")[0],
            table=table,
            column=one.source,
            reason=one.reasons.get(rule, ""),
        ).with_columns(pl.lit(HINTS[rule]).alias("hint") if rule in HINTS else "hint")
        for one in problems
        if one.rules.null_count() < len(one.rules)
        for rule in one.rules.drop_nulls().unique(maintain_order=True)
    ]
    return pl.concat([pl.DataFrame(schema=rejects_schema()), *frames])


def _where(rows: Rows, source: str, mask: pl.Series) -> pl.DataFrame:
    numbers = rows.numbers.filter(mask).alias("row")
    raw = rows.raw(source).filter(mask) if source else None
    return numbers.to_frame().with_columns(
        pl.lit(rows.name).alias("file"), pl.lit(raw, dtype=pl.String).alias("value")
    )


def sound(size: int, problems: Iterable[Problem]) -> pl.Series:
    """Whether a row has no problem at all."""
    fine = pl.repeat(True, size, dtype=pl.Boolean, eager=True)
    for one in problems:
        if one.rules.null_count() < len(one.rules):
            fine &= one.rules.is_null()
    return fine
