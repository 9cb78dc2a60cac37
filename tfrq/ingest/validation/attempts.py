"""Treatments, attempts at treatment-free remission and restarts against each other."""

from __future__ import annotations

import polars as pl

from tfrq.ingest.validation.bucket import RECORD, Bucket, Check
from tfrq.ingest.validation.lines import IS_TKI
from tfrq.ingest.validation.repeats import among, repeated_attempts
from tfrq.ingest.validation.stretches import BEGUN, DRUG, OVERLAPS, STOP, in_stretches
from tfrq.schema import PATIENT_ID

NUMBERED = "attempt numbers by date of stop"
_NUMBER = pl.col("attempt_number")


def overlaps_step(bucket: Bucket) -> None:
    """Rows of one drug that run at the same time; the later one is named."""
    rows = in_stretches(bucket.tables["treatments"])
    later = among(rows.filter(OVERLAPS).get_column(RECORD))
    bucket.judge("treatments", [Check("overlapping treatments", later, ("drug", "start_date"))])


def attempts_step(bucket: Bucket) -> None:
    """Attempts once each and off treatment, and restarts that come after a stop."""
    repeated_attempts(bucket)
    _treatment_at_attempts(bucket)
    _restarts(bucket)


def attempt_numbers_step(bucket: Bucket) -> None:
    """Number the attempts of patients by date of stop, unless the site numbered all of them."""
    lacking = _NUMBER.is_null().any().over(PATIENT_ID)
    some = lacking & _NUMBER.is_not_null()
    bucket.judge("tfr_attempts", [Check("incomplete numbers", some, ("attempt_number",))])
    frame = bucket.tables["tfr_attempts"]
    by_date = pl.col("stop_date").rank("ordinal").over(PATIENT_ID).cast(pl.Int16)
    bucket.derived[NUMBERED] += int(frame.select(lacking.sum()).item())
    bucket.tables["tfr_attempts"] = frame.with_columns(
        pl.when(lacking).then(by_date).otherwise(_NUMBER).alias("attempt_number")
    )
    bucket.sort("tfr_attempts")


def _treatment_at_attempts(bucket: Bucket) -> None:
    attempts = bucket.tables["tfr_attempts"].select(RECORD, PATIENT_ID, day="stop_date")
    both = attempts.join(bucket.tables["treatments"].filter(IS_TKI), on=PATIENT_ID)
    begun = pl.col("start_date") <= pl.col("day")
    running = begun & (pl.col("stop_date") > pl.col("day")).fill_null(True)
    taking = both.filter(running).get_column(RECORD)
    earlier = both.filter(pl.col("start_date") < pl.col("day")).get_column(RECORD)
    checks = [
        Check("TKI at attempt", among(taking), ("stop_date",)),
        Check("no TKI before attempt", ~among(earlier), ("stop_date",)),
    ]
    bucket.judge("tfr_attempts", checks)


def _restarts(bucket: Bucket) -> None:
    """A change of dose ends a row of treatments and is no stop, hence the stretches."""
    restarts = bucket.tables["events"].filter(pl.col("event") == "restart")
    treatments = bucket.tables["treatments"].filter(IS_TKI)
    theirs = in_stretches(treatments.join(restarts, on=PATIENT_ID, how="semi"))
    stops = theirs.group_by(*DRUG, BEGUN).agg(STOP.max().alias("day")).select(PATIENT_ID, "day")
    attempts = bucket.tables["tfr_attempts"].select(PATIENT_ID, day="stop_date")
    first = pl.concat([stops, attempts]).group_by(PATIENT_ID).agg(pl.col("day").min())
    after = restarts.join(first, on=PATIENT_ID).filter(pl.col("day") < pl.col("event_date"))
    unfounded = restarts.join(after, on=RECORD, how="anti").get_column(RECORD)
    check = Check("restart before stop", among(unfounded), ("event", "event_date"))
    bucket.judge("events", [check])
