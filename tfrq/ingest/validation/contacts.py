"""Last contacts: moved up to the latest record."""

from __future__ import annotations

import polars as pl

from tfrq import schema
from tfrq.ingest.validation.bucket import Bucket
from tfrq.ingest.validation.derivations import CONTACTS_CUT, CONTACTS_MOVED
from tfrq.schema import PATIENT_ID, PATIENT_TABLES
from tfrq.vocabulary import DEATH, LAST_CONTACT

_DAY, _EVENT, _LATEST, _DIED = pl.col("event_date"), pl.col("event"), "latest", "died"


def contacts_step(bucket: Bucket) -> None:
    """Last contacts as docs/semantics.md §1 has them, on dates that are not shifted yet."""
    _move_up(bucket)
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


def _latest(bucket: Bucket) -> pl.DataFrame:
    """The latest date of any record of each patient."""
    by_table = [_latest_of(table, bucket.tables[table]) for table in PATIENT_TABLES]
    return pl.concat(by_table).group_by(PATIENT_ID).agg(pl.col(_LATEST).max())


def _latest_of(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    dates = [pl.col(column.name) for column in schema.TABLES[table].dates]
    return frame.select(PATIENT_ID, pl.max_horizontal(dates).alias(_LATEST))
