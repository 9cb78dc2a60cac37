"""Rows of treatments of one drug: which of them overlap, and which are one stretch of it."""

from __future__ import annotations

from datetime import date

import polars as pl

from tfrq.schema import PATIENT_ID

BEGUN, OVERLAPS = "begun", "overlaps"
DRUG = [PATIENT_ID, "drug"]
# An ongoing treatment stops after every day there is.
STOP = pl.col("stop_date").fill_null(pl.lit(date.max))
# More days than there are dates, so that all days of one patient and drug come before all days of
# the next: one running maximum serves them all, and takes a tenth of the time of one for each.
_APART = 10_000_000


def in_stretches(rows: pl.DataFrame) -> pl.DataFrame:
    """These treatments by patient, drug and start. OVERLAPS: an earlier row of the drug is running
    on the first day. BEGUN: first day of the stretch of the drug that the row is in; rows that
    overlap or adjoin are one stretch."""
    first_day = pl.struct(DRUG).rle_id().cast(pl.Int64) * _APART
    start = first_day + pl.col("start_date").to_physical()
    ended_before = (first_day + STOP.to_physical()).cum_max().shift()
    begins = (start > ended_before).fill_null(True)
    return rows.sort(*DRUG, "start_date").with_columns(
        (start < ended_before).fill_null(False).alias(OVERLAPS),
        pl.when(begins).then("start_date").forward_fill().alias(BEGUN),
    )
