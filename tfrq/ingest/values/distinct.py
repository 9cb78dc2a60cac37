"""Exact reading of single texts, once for each distinct one, and texts that mean nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import polars as pl

from tfrq.ingest.values.spelling import casefolded

TEXT, PROBLEM = "text", "problem"


class Unreadable(Exception):
    """A text that cannot be read; `rule` is the name of a rule of tfrq.ingest.rules, which a colon
    and one of its cases may follow."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def blank_missing(texts: pl.Series, missing: Collection[str]) -> pl.Series:
    """`texts` with null for an empty text and for each that is in `missing` (casefolded)."""
    said, texts = sorted({"", *missing}), texts.cast(pl.String)
    # Casefolding makes no text shorter: most are too long for one of these and a leading '.
    short = texts.filter(texts.str.len_chars() <= max(map(len, said)) + 1).unique()
    folded = casefolded(pl.col(TEXT).str.strip_prefix("'"))
    blank = short.alias(TEXT).to_frame().filter(folded.is_in(said)).to_series()
    if blank.is_empty():
        return texts
    return (
        texts.to_frame()
        .select(pl.when(~pl.first().is_in(blank.implode())).then(pl.first()))
        .to_series()
    )


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
