"""Results of a test against each other, and against the transcripts that a scale holds for."""

from __future__ import annotations

import polars as pl

from tfrq import vocabulary
from tfrq.ingest.validation.bucket import Bucket, Check
from tfrq.ingest.validation.derivations import (
    LEVELS_KEPT,
    LEVELS_LEFT,
    NUMBERS_KEPT,
    RESULTS_LOCAL,
)
from tfrq.ingest.values.result_texts import ROUNDED_LEVEL
from tfrq.schema import PATIENT_ID

_ATYPICAL_RULE = "IS with atypical transcript"
_LEVEL_REASON = (
    "a level of the International Scale, which does not hold for the patient's transcripts; it was "
    "left out"
)
_VALUE, _OPERATOR, _LEVEL = pl.col("value"), pl.col("operator"), pl.col("reported_level")
_BOTH = _VALUE.is_not_null() & _LEVEL.is_not_null()
_IS = pl.col("scale") == vocabulary.IS
_ABOVE, _BELOW = _OPERATOR.is_in(vocabulary.LOWER_BOUNDS), _OPERATOR.is_in(vocabulary.UPPER_BOUNDS)
_NOT_DETECTED = ~pl.col("detected")
_NO_GENE = pl.col("reference_copies").is_not_null() & pl.col("reference_gene").is_null()
_ATYPICAL = [
    name
    for name in vocabulary.TRANSCRIPTS
    if name not in (*vocabulary.TYPICAL_TRANSCRIPTS, vocabulary.UNSPECIFIED_TRANSCRIPT)
]


def results_step(bucket: Bucket) -> None:
    """What one test says must not contradict itself."""
    exact_above_0 = (_OPERATOR == "=") & (_VALUE > 0)
    checks = [
        Check("lower bound, not detected", _ABOVE & _NOT_DETECTED, ("operator", "detected")),
        Check("value, not detected", exact_above_0 & _NOT_DETECTED, ("value", "detected")),
        Check("copies without a gene", _NO_GENE, ("reference_copies", "reference_gene")),
    ]
    if _has_both(bucket):
        checks += _level_checks()
    bucket.judge("molecular", checks)


def scales_step(bucket: Bucket) -> None:
    """The International Scale holds for typical transcripts only (docs/domain.md §1.4): results on
    it of patients who have none of them are local (not detected ones too: how deep they are is not
    known on it), and levels, which are of that scale, go. Then of every test the number stays or
    the level, as the schema asks."""
    transcripts = pl.col("transcripts")
    atypical = (transcripts.list.len() > 0) & transcripts.list.eval(
        pl.element().is_in(_ATYPICAL)
    ).list.all()
    theirs = pl.col(PATIENT_ID).is_in(
        bucket.tables["patients"].filter(atypical).get_column(PATIENT_ID).implode()
    )
    level = theirs & _LEVEL.is_not_null()
    on_scale = theirs & _IS & (_VALUE.is_not_null() | _LEVEL.is_null())
    checks = [
        Check(_ATYPICAL_RULE, on_scale, ("value", "detected", "scale")),
        Check(_ATYPICAL_RULE, level, ("reported_level",), _LEVEL_REASON),
    ]
    bucket.judge("molecular", checks)
    _make_local(bucket, on_scale, level)
    _one_of_both(bucket)


def _make_local(bucket: Bucket, on_scale: pl.Expr, level: pl.Expr) -> None:
    frame = bucket.tables["molecular"]
    counts = frame.select(on_scale.sum().alias(RESULTS_LOCAL), level.sum().alias(LEVELS_LEFT))
    if any(counts.row(0)):
        for what, count in counts.row(0, named=True).items():
            bucket.derive(what, count)
        bucket.tables["molecular"] = frame.with_columns(
            pl.when(on_scale | level)
            .then(pl.lit(vocabulary.LOCAL))
            .otherwise("scale")
            .alias("scale"),
            pl.when(~level).then(_LEVEL).alias("reported_level"),
        )
        bucket.sort("molecular")


def _has_both(bucket: Bucket) -> bool:
    return bool(bucket.tables["molecular"].select(_BOTH.any()).item())


def _cutoff() -> pl.Expr:
    cutoffs = {level.name: level.cutoff for level in vocabulary.LEVELS}
    return _LEVEL.replace_strict(cutoffs, return_dtype=pl.Decimal(12, 7))


def _level_checks() -> list[Check]:
    """A level is an upper bound at its cut-off: a shallower one than the value has is right, as
    where too few copies were read or a laboratory tells MMR only. A value a little above it may be
    the laboratory's rounding, and stays: it says less of the response than the level does."""
    columns = ("value", "reported_level")
    cutoff = _cutoff()
    wide = cutoff * pl.lit(ROUNDED_LEVEL)
    above = _IS & (_OPERATOR == "=") & (cutoff < _VALUE)
    bound = _IS & (
        ((_OPERATOR == ">=") & (cutoff < _VALUE)) | ((_OPERATOR == ">") & (cutoff <= _VALUE))
    )
    return [
        Check("level against value", bound | (above & (wide <= _VALUE)), columns),
        Check("level rounded", above & (wide > _VALUE), columns),
    ]


def _one_of_both(bucket: Bucket) -> None:
    """The schema takes a level in place of a number. The one that says more of the International
    Scale stays: the level beside a local number, a lower bound or a weaker upper one, else the
    number."""
    if not _has_both(bucket):
        return
    frame = bucket.tables["molecular"]
    by_level = _BOTH & (~_IS | _ABOVE | (_BELOW & (_cutoff() < _VALUE)))
    shown = pl.when(_ABOVE | ((_OPERATOR == "=") & (_VALUE > 0))).then(True)
    counts = frame.select((_BOTH & ~by_level).sum().alias("number"), by_level.sum().alias("level"))
    bucket.derive(NUMBERS_KEPT, counts["number"].item())
    bucket.derive(LEVELS_KEPT, counts["level"].item())
    bucket.tables["molecular"] = frame.with_columns(
        pl.when(~by_level).then(_VALUE).alias("value"),
        pl.when(~by_level).then(_OPERATOR).alias("operator"),
        pl.when(~_BOTH | by_level).then(_LEVEL).alias("reported_level"),
        pl.when(by_level)
        .then(pl.coalesce("detected", shown))
        .otherwise("detected")
        .alias("detected"),
    )
    bucket.sort("molecular")
