"""A constant of a mapping as a column of the lake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from tfrq.ingest.frames import column_type
from tfrq.ingest.mapping.lake_values import YES
from tfrq.ingest.mapping.targets import Kind, Target
from tfrq.vocabulary import TRANSCRIPTS

_VALUES: dict[Kind, Callable[[str], Any]] = {
    Kind.WORD: str,
    Kind.CODE: str,
    Kind.TRUTH: lambda text: text == YES,
    Kind.NUMBER: Decimal,
    Kind.DATE: date.fromisoformat,
    Kind.YEAR: int,
    Kind.TRANSCRIPTS: lambda text: sorted(
        (part.strip() for part in text.split("+")), key=TRANSCRIPTS.index
    ),
}


def constant_column(target: Target, constant: str, size: int) -> pl.Series:
    """`constant`, which the mapping has checked, in the column's type, for so many rows."""
    assert target.column is not None  # `result` takes no constant
    value = _VALUES[target.kind](constant)
    return pl.Series(target.name, [value]).cast(column_type(target.column)).new_from_index(0, size)
