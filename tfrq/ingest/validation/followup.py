"""Dated records against birth, diagnosis, death and last contact of their patient."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import polars as pl

from tfrq import schema, vocabulary
from tfrq.ingest.rejects import RECIPE
from tfrq.ingest.validation.bucket import Bucket, Check
from tfrq.ingest.validation.repeats import repeated_events
from tfrq.schema import PATIENT_ID, PATIENT_TABLES

# Some drugs and tests come before the day that a registry calls the diagnosis.
TOLERANCE = timedelta(days=90)
_BEFORE_DIAGNOSIS = {
    "treatments": ("treatment before diagnosis", pl.col("drug").is_in(vocabulary.TKIS)),
    "molecular": ("test before diagnosis", pl.lit(True)),
    "labs": ("test before diagnosis", pl.lit(True)),
    "tfr_attempts": ("event before diagnosis", pl.lit(True)),
    "events": ("event before diagnosis", pl.lit(True)),
}
# The names are shown beside the values of what is held against them.
_KNOWN, _BORN, _DIAGNOSED, _DIED, _SEEN = "known", "born", "diagnosed", "died", "last seen"


def events_step(bucket: Bucket) -> None:
    """The events that may stand, so that the deaths and last contacts among them can be believed;
    then the patients, who were not diagnosed after they had died."""
    checks = [*_without_patient(), *_checks_by_patient("events")]
    bucket.judge("events", checks, _beside(bucket, "events", _patients(bucket)))
    repeated_events(bucket)
    late = pl.col("diagnosis_date") > pl.col(_DIED)
    check = Check("record after death", late, ("diagnosis_date",), against=_DIED)
    bucket.judge("patients", [check], _beside(bucket, "patients", _ends(bucket)))


def dates_step(bucket: Bucket) -> None:
    """Every dated record against what is known of its patient."""
    facts = _patients(bucket).join(_ends(bucket), on=PATIENT_ID, how="left")
    for table in PATIENT_TABLES[1:]:
        # Events have been held against the patient already, but not against the deaths.
        earlier = [] if table == "events" else _checks_by_patient(table)
        checks = [*_without_patient(), *earlier, *_checks_by_end(table)]
        bucket.judge(table, checks, _beside(bucket, table, facts))


def _patients(bucket: Bucket) -> pl.DataFrame:
    known = bucket.tables["patients"].select(
        PATIENT_ID,
        pl.lit(True).alias(_KNOWN),
        pl.col("birth_year").alias(_BORN),
        pl.col("diagnosis_date").alias(_DIAGNOSED),
    )
    gone = bucket.had_row.to_frame().join(known, on=PATIENT_ID, how="anti")
    rejected = gone.with_columns(pl.lit(False).alias(_KNOWN))
    return pl.concat([known, rejected], how="diagonal")


def _ends(bucket: Bucket) -> pl.DataFrame:
    day = pl.col("event_date")
    by_month = pl.col(RECIPE).is_in(bucket.sources.months_of_death)
    # Nothing is known of the day but the month: what happened in it may have been before.
    died = pl.when(by_month).then(day.dt.month_end()).otherwise(day)
    return (
        bucket.tables["events"]
        .group_by(PATIENT_ID)
        .agg(
            died.filter(pl.col("event") == vocabulary.DEATH).max().alias(_DIED),
            day.filter(pl.col("event") == vocabulary.LAST_CONTACT).max().alias(_SEEN),
        )
    )


def _beside(bucket: Bucket, table: str, facts: pl.DataFrame) -> pl.DataFrame:
    patients = bucket.tables[table].select(PATIENT_ID)
    return patients.join(facts, on=PATIENT_ID, how="left", maintain_order="left").drop(PATIENT_ID)


def _without_patient() -> list[Check]:
    return [
        Check("no patient row", pl.col(_KNOWN).is_null(), (PATIENT_ID,)),
        Check("patient rejected", ~pl.col(_KNOWN), (PATIENT_ID,)),
    ]


def _checks_by_patient(table: str) -> list[Check]:
    dates, day = _dates(table), schema.TABLES[table].sort[-1]
    rule, concerned = _BEFORE_DIAGNOSIS[table]
    early = concerned & (pl.col(day) < pl.col(_DIAGNOSED) - TOLERANCE)
    unborn = pl.min_horizontal(dates).dt.year() < pl.col(_BORN)
    return [
        Check("record before birth", unborn, dates, against=_BORN),
        Check(rule, early, (day,), against=_DIAGNOSED),
    ]


def _checks_by_end(table: str) -> Iterator[Check]:
    dates = _dates(table)
    # Queries let a treatment end with its patient (docs/semantics.md §1), so that its stop may
    # come later; that of an attempt may not.
    alive = tuple(name for name in dates if (table, name) != ("treatments", "stop_date"))
    last = pl.max_horizontal(dates)
    late, dead = last > pl.col(_SEEN), pl.max_horizontal(alive) > pl.col(_DIED)
    if table == "events":
        late &= ~pl.col("event").is_in(schema.SINGLE_EVENTS)
        contact = pl.col("event") == vocabulary.LAST_CONTACT
        yield Check("last contact after death", contact & dead, alive, against=_DIED)
        dead &= ~contact
    yield from [
        Check("record after death", dead, alive, against=_DIED),
        Check("record after last contact", late, dates, against=_SEEN),
    ]
    if alive != dates:
        stopped_later = pl.col("stop_date") > pl.col(_DIED) + timedelta(days=1)
        yield Check("stop after death", stopped_later, ("stop_date",), against=_DIED)


def _dates(table: str) -> tuple[str, ...]:
    return tuple(column.name for column in schema.TABLES[table].dates)
