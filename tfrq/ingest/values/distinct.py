"""Exact reading of single texts, once for each distinct one, and texts that mean nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import polars as pl

from tfrq.ingest.values.spelling import casefolded

TEXT, PROBLEM = "text", "problem"


class Unreadable(Exception):
    """A text that cannot be read; `rule` is the name of a rule of tfrq.ingest.rules."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def blank_missing(texts: pl.Series, missing: Collection[str]) -> pl.Series:
    """`texts` with null for an empty text and for each that is in `missing` (casefolded)."""
    name, said = texts.name, sorted({"", *missing})
    text = pl.col(TEXT).cast(pl.String)
    known = casefolded(text.str.strip_prefix("'")).is_in(said)
    frame = texts.alias(TEXT).to_frame()
    return frame.select(pl.when(~known).then(text).alias(name)).to_series()


def each_distinct(
    texts: Iterable[str], read: Callable[[str], tuple[Any, ...]], schema: Mapping[str, Any]
) -> pl.DataFrame:
    """A table of texts, what `read` makes of each (columns as in `schema`), and `problem`: the
    rule that a text breaks, null where it is fine."""
    rows = [(text, *_attempt(text, read, len(schema))) for text in texts]
    return pl.DataFrame(
        rows, schema={TEXT: pl.String(), **schema, PROBLEM: pl.String()}, orient="row"
    )


def _attempt(text: str, read: Callable[[str], tuple[Any, ...]], width: int) -> tuple[Any, ...]:
    try:
        return (*read(text), None)
    except Unreadable as problem:
        return (*[None] * width, problem.rule)


def read_distinct(
    texts: pl.Series, read: Callable[[str], tuple[Any, ...]], schema: Mapping[str, Any]
) -> pl.DataFrame:
    """What `read` makes of each text, in the order of `texts`; null stays null, without problem."""
    frame = texts.cast(pl.String).alias(TEXT).to_frame()
    table = each_distinct(frame.get_column(TEXT).drop_nulls().unique(), read, schema)
    return frame.join(table, on=TEXT, how="left", maintain_order="left").drop(TEXT)
