"""TKI lines: numbers of a site's own, or derived from the drugs and their dates.

The convention (docs/domain.md §2.1): a change of ingredient is a new line; a change of dose, and an
interruption of any length followed by the same ingredient, is the same line; a return to an
earlier ingredient after another is a new line. What it leaves open where TKIs overlap is decided
so: rows of one drug that overlap or adjoin are one stretch of it, which belongs to one line
whatever began meanwhile; a TKI that is added to a running one begins a line of its own; TKIs begun
on one day are one line (a combination), and so is what begins next if it is a part of it.
"""

from __future__ import annotations

import polars as pl

from tfrq import vocabulary
from tfrq.ingest.validation.bucket import Bucket, Check
from tfrq.ingest.validation.derivations import LINES_NUMBERED, LINES_REMOVED
from tfrq.ingest.validation.stretches import BEGUN, in_stretches
from tfrq.schema import PATIENT_ID

IS_TKI = pl.col("drug").is_in(vocabulary.TKIS)
_NUMBER, _BEFORE, _DRUGS = pl.col("line_number"), "before", "drugs"
_SAME_PATIENT = pl.col(PATIENT_ID) == pl.col(PATIENT_ID).shift()


def lines_step(bucket: Bucket) -> None:
    """Every TKI row has a line number, and no other row has one. A patient's numbers stay where
    the site gave all of them; else all are derived."""
    some = IS_TKI & _lacking() & _NUMBER.is_not_null()
    bucket.judge("treatments", [Check("incomplete numbers", some, ("line_number",))])
    bucket.judge("treatments", [_out_of_order(bucket.tables["treatments"])])
    frame = bucket.tables["treatments"]
    derive = frame.select(IS_TKI & _lacking()).to_series()
    rows, rest = numbered(frame.filter(derive)), frame.filter(~derive)
    superfluous = rest.select((~IS_TKI & _NUMBER.is_not_null()).sum()).item()
    bucket.derive(LINES_NUMBERED, rows.height)
    bucket.derive(LINES_REMOVED, superfluous)
    rest = rest.with_columns(pl.when(IS_TKI).then(_NUMBER).alias("line_number"))
    bucket.tables["treatments"] = pl.concat([rest, rows])
    bucket.sort("treatments")


def numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """These rows of TKIs, in some order, with the number of the line of each: from 1 for each
    patient."""
    begun = in_stretches(rows)
    drugs = pl.col("drug").unique().sort().alias(_DRUGS)
    days = begun.group_by(PATIENT_ID, BEGUN).agg(drugs).sort(PATIENT_ID, BEGUN)
    before = pl.when(_SAME_PATIENT).then(pl.col(_DRUGS).shift())
    other = pl.col(_DRUGS).list.set_difference(_BEFORE).list.len() > 0
    line = other.fill_null(True).cum_sum().over(PATIENT_ID).cast(pl.Int16).alias("line_number")
    lines = days.with_columns(before.alias(_BEFORE)).select(PATIENT_ID, BEGUN, line)
    found = begun.drop("line_number").join(lines, on=[PATIENT_ID, BEGUN], how="left")
    return found.select(rows.columns)


def _lacking() -> pl.Expr:
    """Whether the patient has a TKI row without a number."""
    return (IS_TKI & _NUMBER.is_null()).any().over(PATIENT_ID)


def _out_of_order(treatments: pl.DataFrame) -> Check:
    lines = (
        treatments.filter(IS_TKI & ~_lacking())
        .group_by(PATIENT_ID, "line_number")
        .agg(pl.col("start_date").min())
        .sort(PATIENT_ID, "line_number")
    )
    earlier = _SAME_PATIENT & (pl.col("start_date") < pl.col("start_date").shift())
    given = pl.when(IS_TKI).then("line_number").alias("line_number")
    found = treatments.select(PATIENT_ID, given).join(
        lines.select(PATIENT_ID, "line_number", earlier.alias("earlier")),
        on=[PATIENT_ID, "line_number"],
        how="left",
        maintain_order="left",
    )
    return Check("lines out of order", found.get_column("earlier"), ("line_number", "start_date"))
