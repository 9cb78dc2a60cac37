"""A constant of a mapping as a column of the lake."""

from __future__ import annotations

import polars as pl

from tfrq.ingest.frames import column_type
from tfrq.ingest.mapping.lake_values import value_of
from tfrq.ingest.mapping.targets import Target


def constant_column(target: Target, constant: str, size: int) -> pl.Series:
    """`constant`, which the mapping has checked, in the column's type, for so many rows."""
    assert target.column is not None  # `result` takes no constant
    value = value_of(target, constant)
    return pl.Series(target.name, [value]).cast(column_type(target.column)).new_from_index(0, size)
