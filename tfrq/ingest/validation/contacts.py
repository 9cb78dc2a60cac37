"""Last contacts: moved up to the latest record, and made for whose dates are to be shifted."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from tfrq import schema
from tfrq.ingest.validation.bucket import Bucket
from tfrq.ingest.validation.derivations import CONTACTS_ADDED, CONTACTS_CUT, CONTACTS_MOVED
from tfrq.model import ONE_YEAR
from tfrq.schema import PATIENT_ID, PATIENT_TABLES
from tfrq.vocabulary import DEATH, LAST_CONTACT

# Who was seen within so many days of the data cut is of the index `data cut` (semantics.md §2).
_SEEN_OF_LATE = timedelta(days=ONE_YEAR.days)
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
    contact = _EVENT == LAST_CONTACT
    bucket.derive(CONTACTS_MOVED, int(seen.select((contact & (last > _DAY)).sum()).item()))
    bucket.derive(CONTACTS_CUT, int(seen.select((contact & (last < _DAY)).sum()).item()))
    bucket.tables["events"] = seen.with_columns(
        pl.when(contact).then(last).otherwise(_DAY).alias("event_date")
    ).drop(_LATEST, _DIED)


def _latest(bucket: Bucket, until: date = date.max) -> pl.DataFrame:
    """The latest date of any record of each patient, of those up to a day."""
    by_table = [_latest_of(table, bucket.tables[table], until) for table in PATIENT_TABLES]
    return pl.concat(by_table).group_by(PATIENT_ID).agg(pl.col(_LATEST).max())


def _latest_of(table: str, frame: pl.DataFrame, until: date) -> pl.DataFrame:
    dates = [pl.col(column.name) for column in schema.TABLES[table].dates]
    days = [pl.when(day <= until).then(day) for day in dates]
    return frame.select(PATIENT_ID, pl.max_horizontal(days).alias(_LATEST))


def _add(bucket: Bucket) -> None:
    """The data cut is not shifted with a patient's dates: who has neither a death nor a last
    contact would be observed for longer than they were. Those who were not seen of late get none
    all the same, or they would be counted as seen on the data cut (docs/mapping.md)."""
    cut, events = bucket.mapping.data_cut, bucket.tables["events"]
    ended = events.filter(_EVENT.is_in(schema.SINGLE_EVENTS))
    seen = _latest(bucket, cut).filter(pl.col(_LATEST) >= cut - _SEEN_OF_LATE)
    without = bucket.tables["patients"].join(ended, on=PATIENT_ID, how="anti")
    added = without.join(seen, on=PATIENT_ID, how="semi").select(
        PATIENT_ID, event=pl.lit(LAST_CONTACT), event_date=pl.lit(cut)
    )
    bucket.derive(CONTACTS_ADDED, added.height)
    bucket.tables["events"] = pl.concat([events, added], how="diagonal")
