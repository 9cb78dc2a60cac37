"""Treatments, attempts at treatment-free remission and restarts against each other."""

from __future__ import annotations

import polars as pl

from tfrq import vocabulary
from tfrq.ingest.validation.bucket import RECORD, Bucket, Check
from tfrq.ingest.validation.derivations import ATTEMPTS_MADE, ATTEMPTS_NUMBERED
from tfrq.ingest.validation.lines import IS_TKI
from tfrq.ingest.validation.repeats import among, repeated_attempts
from tfrq.ingest.validation.stretches import BEGUN, DRUG, OVERLAPS, STOP, in_stretches
from tfrq.schema import PATIENT_ID

# How far the site's date of an attempt may be from that of the stop which began it.
_NEAR = 30
_FOR_ATTEMPT = IS_TKI & (pl.col("stop_reason") == vocabulary.TFR_ATTEMPT)
_NUMBER = pl.col("attempt_number")


def overlaps_step(bucket: Bucket) -> None:
    """Rows of one drug that run at the same time; the later one is named."""
    rows = in_stretches(bucket.tables["treatments"])
    later = among(rows.filter(OVERLAPS).get_column(RECORD))
    bucket.judge("treatments", [Check("overlapping treatments", later, ("drug", "start_date"))])


def attempts_step(bucket: Bucket) -> None:
    """Attempts once each and off treatment, restarts that come after a stop, and an attempt for
    each stop that was for one."""
    repeated_attempts(bucket)
    _treatment_at_attempts(bucket)
    _restarts(bucket)
    if not any(entry.table == "tfr_attempts" for entry in bucket.mapping.tables):
        _make_attempts(bucket)
    _stops_without_attempt(bucket)


def attempt_numbers_step(bucket: Bucket) -> None:
    """Number the attempts of patients by date of stop, unless the site numbered all of them."""
    lacking = _NUMBER.is_null().any().over(PATIENT_ID)
    some = lacking & _NUMBER.is_not_null()
    bucket.judge("tfr_attempts", [Check("incomplete numbers", some, ("attempt_number",))])
    frame = bucket.tables["tfr_attempts"]
    by_date = pl.col("stop_date").rank("ordinal").over(PATIENT_ID).cast(pl.Int16)
    bucket.derive(ATTEMPTS_NUMBERED, int(frame.select(lacking.sum()).item()))
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


def _make_attempts(bucket: Bucket) -> None:
    """The attempts of a site that sends none: a stop of at least a day for that reason begins one
    (docs/domain.md §4)."""
    stops = bucket.tables["treatments"].filter(_FOR_ATTEMPT)
    died = bucket.tables["events"].filter(event=vocabulary.DEATH)
    dead = died.select(PATIENT_ID, pl.col("event_date").alias("died"))
    alive = pl.col("stop_date") <= pl.min_horizontal("died", pl.lit(bucket.mapping.data_cut))
    those = stops.join(dead, on=PATIENT_ID, how="left").filter(alive)
    off = those.join(_taken_on_stop(bucket, those), on=RECORD, how="anti")
    new = off.join(_near_attempts(bucket, off), on=RECORD, how="anti")
    first = new.sort(PATIENT_ID, "stop_date", "drug").unique(
        [PATIENT_ID, "stop_date"], keep="first", maintain_order=True
    )
    made = first.select(PATIENT_ID, "stop_date", "drug")
    bucket.derive(ATTEMPTS_MADE, made.height)
    attempts = bucket.tables["tfr_attempts"]
    bucket.tables["tfr_attempts"] = pl.concat([attempts, made], how="diagonal")


def _taken_on_stop(bucket: Bucket, stops: pl.DataFrame) -> pl.DataFrame:
    """Of these stops those on whose day a TKI is being taken."""
    days = stops.select(RECORD, PATIENT_ID, day="stop_date")
    both = days.join(bucket.tables["treatments"].filter(IS_TKI), on=PATIENT_ID)
    return both.filter((pl.col("start_date") <= pl.col("day")) & (pl.col("day") < STOP))


def _near_attempts(bucket: Bucket, stops: pl.DataFrame) -> pl.DataFrame:
    """Of these stops those near which an attempt begins."""
    attempts = bucket.tables["tfr_attempts"].select(PATIENT_ID, day="stop_date")
    apart = (pl.col("stop_date") - pl.col("day")).dt.total_days().abs()
    return stops.join(attempts, on=PATIENT_ID).filter(apart <= _NEAR)


def _stops_without_attempt(bucket: Bucket) -> None:
    stops = bucket.tables["treatments"].filter(_FOR_ATTEMPT & pl.col("stop_date").is_not_null())
    lacking = stops.join(_near_attempts(bucket, stops), on=RECORD, how="anti")
    broken = among(lacking.get_column(RECORD))
    check = Check("stop without attempt", broken, ("stop_date", "stop_reason"))
    bucket.judge("treatments", [check])


def _restarts(bucket: Bucket) -> None:
    """A change of dose ends a row of treatments and is no stop, hence the stretches."""
    restarts = bucket.tables["events"].filter(pl.col("event") == "restart")
    treatments = bucket.tables["treatments"].filter(IS_TKI)
    theirs = in_stretches(treatments.join(restarts, on=PATIENT_ID, how="semi"))
    stops = theirs.group_by(*DRUG, BEGUN).agg(STOP.max().alias("day")).select(PATIENT_ID, "day")
    attempts = bucket.tables["tfr_attempts"].select(PATIENT_ID, day="stop_date")
    first = pl.concat([stops, attempts]).group_by(PATIENT_ID).agg(pl.col("day").min())
    begun = restarts.join(first, on=PATIENT_ID).filter(pl.col("day") <= pl.col("event_date"))
    unfounded = restarts.join(begun, on=RECORD, how="anti").get_column(RECORD)
    that_day = begun.filter(pl.col("day") == pl.col("event_date")).get_column(RECORD)
    columns = ("event", "event_date")
    checks = [
        Check("restart before stop", among(unfounded), columns),
        Check("restart on stop", among(that_day), columns),
    ]
    bucket.judge("events", checks)
