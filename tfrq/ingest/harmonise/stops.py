"""Stops of treatments after the data cut: days that are read, and left out by validation."""

from __future__ import annotations

from datetime import date

import polars as pl

from tfrq.ingest.mapping.model import ColumnMapping
from tfrq.ingest.mapping.targets import Target
from tfrq.ingest.values.dates import DAY, read_dates
from tfrq.ingest.values.distinct import PROBLEM


def with_later_stops(
    target: Target, column: ColumnMapping, texts: pl.Series, read: pl.DataFrame
) -> pl.DataFrame:
    """What was read of a column, with the stops after the data cut where it is that of stops: a
    planned stop must not cost the treatment (rule "stop after data cut")."""
    beyond = read[PROBLEM] == "date out of range"
    if (target.table, target.name) != ("treatments", "stop_date") or not beyond.any():
        return read
    late = texts.to_frame().select(pl.when(beyond).then(pl.first())).to_series()
    # `add_days` would lead beyond the last day that there is.
    again = read_dates(late, column.dates, date.max, column.assume_day)
    return read.select(
        pl.coalesce(pl.col(DAY), again[DAY]),
        pl.when(beyond).then(again[PROBLEM]).otherwise(PROBLEM).alias(PROBLEM),
    )
