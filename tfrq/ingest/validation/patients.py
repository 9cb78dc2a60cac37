"""Rows of patients against each other: one row per patient, put together or rejected."""

from __future__ import annotations

import polars as pl

from tfrq import schema
from tfrq.ingest.frames import lake_types
from tfrq.ingest.rejects import DISTINCT, EARLIEST, FILE, RECIPE, ROW
from tfrq.ingest.validation.bucket import RECORD, Bucket, Check, text
from tfrq.ingest.validation.derivations import PATIENTS_LEFT, PATIENTS_PUT_TOGETHER
from tfrq.ingest.validation.repeats import among, drop_duplicates
from tfrq.schema import PATIENT_ID

# The only date of a patient's row, so that `earliest` can name no other.
(_DAY,) = (column.name for column in schema.PATIENTS.dates)
_FACTS = tuple(name for name in lake_types("patients") if name != PATIENT_ID)
_COLUMNS, _REJECTED = "columns", "conflicting"


def patients_step(bucket: Bucket) -> None:
    """One row per patient, born before the diagnosis."""
    bucket.tables["patients"] = bucket.tables["patients"].with_columns(_transcripts())
    _earliest(bucket)
    drop_duplicates(bucket, "patients")
    _one_row_each(bucket)
    born_later = pl.col("birth_year") > pl.col("diagnosis_date").dt.year()
    columns = ("birth_year", "diagnosis_date")
    bucket.judge("patients", [Check("born after diagnosis", born_later, columns)])


def _transcripts() -> pl.Expr:
    """A set has one spelling, and none at all is no set: the lake means both by NULL."""
    found = pl.col("transcripts")
    return pl.when(found.list.len() > 0).then(found.list.eval(pl.element().unique().sort()))


def _earliest(bucket: Bucket) -> None:
    """Where a diagnosis is coded at every visit, the first one tells it: rows of entries with
    `earliest` are merged into those of the patient's earliest day."""
    several = bucket.tables["patients"].filter(EARLIEST)
    first = pl.col(_DAY).min().over(PATIENT_ID)
    later = several.filter((pl.col(_DAY) > first) | (pl.col(_DAY).is_null() & first.is_not_null()))
    if not later.is_empty():
        bucket.merge("patients", later.get_column(RECORD))
        bucket.derive(PATIENTS_LEFT, later.height)


def _one_row_each(bucket: Bucket) -> None:
    several = bucket.tables["patients"].filter(pl.col(PATIENT_ID).is_duplicated())
    if several.is_empty():
        return
    judged = several.group_by(PATIENT_ID).agg(_conflict(), _columns())
    rows = several.select(RECORD, PATIENT_ID).join(judged, on=PATIENT_ID)
    conflicting = rows.filter(_REJECTED)
    for (columns,), those in conflicting.group_by(_COLUMNS):
        broken = among(those.get_column(RECORD))
        check = Check("conflicting patients", broken, tuple(str(columns).split(", ")))
        bucket.judge("patients", [check])
    _put_together(bucket, rows.filter(~pl.col(_REJECTED)).get_column(RECORD))


def _values(name: str) -> pl.Expr:
    return text(name, "patients").drop_nulls().n_unique()


def _conflict() -> pl.Expr:
    """Rows of a `distinct` entry may complete each other, and one row that stands for itself;
    two of these are two rows for one patient even where they only have different gaps."""
    contradict = pl.any_horizontal(_values(name) > 1 for name in _FACTS)
    return (contradict | ((~pl.col(DISTINCT)).sum() > 1)).alias(_REJECTED)


def _columns() -> pl.Expr:
    """The columns that contradict each other; where none does, those that some rows lack."""
    contradicting = _names({name: _values(name) > 1 for name in _FACTS})
    lacking = _names({name: text(name, "patients").n_unique() > 1 for name in _FACTS})
    return pl.when(contradicting != "").then(contradicting).otherwise(lacking).alias(_COLUMNS)


def _names(chosen: dict[str, pl.Expr]) -> pl.Expr:
    return pl.concat_str(
        [pl.when(holds).then(pl.lit(name)) for name, holds in chosen.items()],
        separator=", ",
        ignore_nulls=True,
    )


def _put_together(bucket: Bucket, records: pl.Series) -> None:
    frame = bucket.tables["patients"]
    parts = frame.filter(among(records)).sort(DISTINCT, FILE, ROW)
    filled = parts.group_by(PATIENT_ID, maintain_order=True).agg(
        pl.exclude(RECORD, FILE, ROW, RECIPE, DISTINCT).drop_nulls().first(),
        pl.col(RECORD, FILE, ROW, RECIPE, DISTINCT).first(),
    )
    others = parts.join(filled, on=RECORD, how="anti").get_column(RECORD)
    bucket.merge("patients", others)
    whole = bucket.tables["patients"].join(filled, on=RECORD, how="anti")
    bucket.tables["patients"] = pl.concat([whole, filled.select(whole.columns)])
    bucket.sort("patients")
    bucket.derive(PATIENTS_PUT_TOGETHER, filled.height)
