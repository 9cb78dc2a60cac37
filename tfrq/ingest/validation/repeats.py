"""Records that are there more than once: equal ones, events that happen once, attempts."""

from __future__ import annotations

import polars as pl

from tfrq import schema
from tfrq.ingest.frames import lake_types
from tfrq.ingest.rejects import DISTINCT, FILE, ROW
from tfrq.ingest.validation.bucket import DUPLICATE, RECORD, Bucket, Check, order, text
from tfrq.ingest.validation.derivations import CONTACTS_LEFT
from tfrq.schema import PATIENT_ID
from tfrq.vocabulary import LAST_CONTACT

_AGAIN, _SAME = "again", "same"
_LAST_CONTACT = pl.col("event") == LAST_CONTACT


def drop_duplicates(bucket: Bucket, table: str) -> None:
    """Of equal records one stays: the first by file and row, one that stands for itself before
    one of an entry with `distinct`. The others are merged into it where they are of such an
    entry, and else rejected. Leaves the table sorted."""
    by_source = [pl.col(DISTINCT), pl.col(FILE), pl.col(ROW)]
    frame = bucket.tables[table].sort([*order(table)[:-2], *by_source])
    bucket.tables[table] = frame
    repeated = _repeated(frame, table)
    if repeated.is_empty():
        return
    # That a patient was last seen on a day may stand on each row of a visit.
    once = pl.col(DISTINCT) | (_LAST_CONTACT if table == "events" else pl.lit(False))
    bucket.merge(table, repeated.filter(once).get_column(RECORD))
    again = repeated.filter(~once)
    columns, same = schema.TABLES[table].sort, pl.col(_SAME)
    check = Check(DUPLICATE, same.is_not_null(), columns, reason=same)
    bucket.judge(table, [check], _first_ones(bucket.tables[table], again))


def _repeated(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """Records that are like the one before, and which one the first of their like is. Most differ
    in patient or day already, so that the other columns are compared for few."""
    key = [pl.col(name) for name in schema.TABLES[table].sort]
    alike = frame.select(_like_the_one_before(key)).to_series()
    few = frame.filter(alike | alike.shift(-1).fill_null(False))
    again = _like_the_one_before([text(name, table) for name in lake_types(table)])
    first = pl.format("the same record as row {} of {}", ROW, FILE)
    told = few.with_columns(again.alias(_AGAIN)).with_columns(
        pl.when(~pl.col(_AGAIN)).then(first).forward_fill().alias(_SAME)
    )
    return told.filter(_AGAIN)


def _first_ones(frame: pl.DataFrame, again: pl.DataFrame) -> pl.DataFrame:
    """Beside each record what it repeats; null where it repeats none."""
    told = again.select(RECORD, _SAME)
    return (
        frame.select(RECORD).join(told, on=RECORD, how="left", maintain_order="left").drop(RECORD)
    )


def _like_the_one_before(columns: list[pl.Expr]) -> pl.Expr:
    return pl.all_horizontal(column.eq_missing(column.shift()) for column in columns)


def repeated_events(bucket: Bucket) -> None:
    """Of several deaths or last contacts of a patient the latest stays: what the site knew last.
    Of deaths on one day, one with a cause. Earlier deaths are rejects; earlier last contacts are
    no mistake, for some sites send one per visit."""
    single = bucket.tables["events"].filter(pl.col("event").is_in(schema.SINGLE_EVENTS))
    rest = [
        name for name in lake_types("events") if name not in {PATIENT_ID, "event", "event_date"}
    ]
    latest_first = single.sort(
        PATIENT_ID,
        "event",
        "event_date",
        *rest,
        FILE,
        ROW,
        descending=[False, False, True, *[False] * len(rest), False, False],
        nulls_last=True,
    )
    later = latest_first.filter(~pl.struct(PATIENT_ID, "event").is_first_distinct())
    broken = among(later.filter(~_LAST_CONTACT).get_column(RECORD))
    bucket.judge("events", [Check("repeated event", broken, ("event", "event_date"))])
    left = later.filter(_LAST_CONTACT).get_column(RECORD)
    bucket.merge("events", left)
    bucket.derive(CONTACTS_LEFT, len(left))


def repeated_attempts(bucket: Bucket) -> None:
    """Of attempts of one number, or begun on one day, the earliest stays."""
    for column in ("stop_date", "attempt_number"):
        again = ~pl.struct(PATIENT_ID, column).is_first_distinct() & pl.col(column).is_not_null()
        bucket.judge("tfr_attempts", [Check("repeated attempt", again, (column,))])


def among(records: pl.Series) -> pl.Expr:
    """Whether a record is one of these."""
    return pl.col(RECORD).is_in(records.implode())
