"""Last contacts: moved up to the latest record, and made for whose dates are to be shifted."""

from __future__ import annotations

import polars as pl

from tfrq import schema
from tfrq.ingest.validation.bucket import Bucket
from tfrq.schema import PATIENT_ID, PATIENT_TABLES
from tfrq.vocabulary import DEATH, LAST_CONTACT

MOVED = "last contacts moved up to the patient's latest record"
ADDED = "last contacts on the data cut, before dates are shifted"
_DAY, _EVENT, _LATEST, _DIED = pl.col("event_date"), pl.col("event"), "latest", "died"


def contacts_step(bucket: Bucket) -> None:
    """Last contacts as docs/semantics.md §1 has them, on dates that are not shifted yet."""
    _move_up(bucket)
    if bucket.mapping.date_shift_days > 0:
        _add(bucket)
    bucket.sort("events")


def _move_up(bucket: Bucket) -> None:
    """Up to the latest date of any record, but past neither the death nor the data cut."""
    events = bucket.tables["events"]
    deaths = events.filter(_EVENT == DEATH).select(PATIENT_ID, _DAY.alias(_DIED))
    bounds = _latest(bucket).join(deaths, on=PATIENT_ID, how="left")
    seen = events.join(bounds, on=PATIENT_ID, how="left", maintain_order="left")
    last = pl.min_horizontal(_LATEST, _DIED, pl.lit(bucket.mapping.data_cut))
    moved = (_EVENT == LAST_CONTACT) & (last > _DAY)
    bucket.derived[MOVED] += int(seen.select(moved.sum()).item())
    bucket.tables["events"] = seen.with_columns(
        pl.when(moved).then(last).otherwise(_DAY).alias("event_date")
    ).drop(_LATEST, _DIED)


def _latest(bucket: Bucket) -> pl.DataFrame:
    latest = pl.col(_LATEST).max()
    by_table = [_latest_of(table, bucket.tables[table]) for table in PATIENT_TABLES]
    return pl.concat(by_table).group_by(PATIENT_ID).agg(latest)


def _latest_of(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    dates = [column.name for column in schema.TABLES[table].dates]
    days = frame.select(PATIENT_ID, pl.max_horizontal(dates).alias(_LATEST))
    return days.group_by(PATIENT_ID).agg(pl.col(_LATEST).max())


def _add(bucket: Bucket) -> None:
    """A data cut is not shifted with a patient's dates: who has neither a death nor a last contact
    would be observed up to it, for longer than they were (docs/mapping.md)."""
    events = bucket.tables["events"]
    ended = events.filter(_EVENT.is_in(schema.SINGLE_EVENTS))
    without = bucket.tables["patients"].join(ended, on=PATIENT_ID, how="anti")
    added = without.select(
        PATIENT_ID, event=pl.lit(LAST_CONTACT), event_date=pl.lit(bucket.mapping.data_cut)
    )
    bucket.derived[ADDED] += added.height
    bucket.tables["events"] = pl.concat([events, added], how="diagonal")
