"""From a laboratory's own scale to the International Scale (docs/domain.md §1.3)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR

import polars as pl

from tfrq.ingest.mapping.model import ConversionFactor
from tfrq.ingest.values import fixed_point
from tfrq.ingest.values.distinct import PROBLEM
from tfrq.ingest.values.result_texts import LIMIT
from tfrq.ingest.values.results import PLACES, VALUE
from tfrq.vocabulary import IS, LOCAL, LOWER_BOUNDS

# Decimals of a factor (mapping/factors.py): a value, of 20, times a factor fits 38 digits.
_FACTOR_PLACES = 5
FACTOR = pl.Decimal(8, _FACTOR_PLACES)


def _fits(factor: ConversionFactor) -> pl.Expr:
    """Whether a test is one of those that a factor holds for; null counts as not known."""
    conditions = [pl.col("laboratory") == factor.laboratory]
    if factor.reference_gene:
        conditions.append(pl.col("reference_gene") == factor.reference_gene)
    if factor.method:
        conditions.append(pl.col("method") == factor.method)
    if factor.first_day:
        conditions.append(pl.col("test_date") >= factor.first_day)
    if factor.last_day:
        conditions.append(pl.col("test_date") <= factor.last_day)
    return pl.all_horizontal(conditions)


def to_is(
    results: pl.DataFrame, factors: Sequence[ConversionFactor], without_factor: str = ""
) -> pl.DataFrame:
    """Local results on the International Scale: `value`, `scale`, `conversion_factor` and
    `problem`, a row for each of `results`.

    `results` has `value`, `operator`, `scale`, `exact` (of `read_results`), `laboratory`,
    `reference_gene`, `method` and `test_date`. The factor that fits (a mapping has no two that fit
    one test) is applied to values and bounds, exactly, and the product rounded as `read_results`
    rounds. Results on the International Scale already are left as they are. A local number without
    a factor stays local if `without_factor` is "local", else it is a problem; what has no number,
    or 0, needs none.
    """
    is_local = pl.col("scale") == LOCAL
    fitting = (pl.when(_fits(one)).then(at) for at, one in enumerate(factors))
    chosen = pl.coalesce(*fitting, pl.lit(None, dtype=pl.Int32))
    frame = results.with_columns(pl.when(is_local).then(chosen).alias("chosen"))
    product = frame.with_columns(_product(factors).alias("product"))
    fits = pl.col("chosen").is_not_null()
    too_large = pl.col("product") >= fixed_point.literal(int(LIMIT) * 10**PLACES)
    lacks = is_local & ~fits & (pl.col("value") > 0) & (without_factor != LOCAL)
    problem = pl.when(lacks).then(pl.lit("no conversion factor"))
    value = pl.when(~too_large).then(pl.col("product")).reinterpret(dtype=VALUE)
    return product.select(
        pl.when(fits).then(value).otherwise(pl.col("value")).alias("value"),
        pl.when(fits).then(pl.lit(IS)).otherwise(pl.col("scale")).alias("scale"),
        _noted(factors).alias("conversion_factor"),
        problem.when(too_large).then(pl.lit("number out of range")).alias(PROBLEM),
    )


def _noted(factors: Sequence[ConversionFactor]) -> pl.Expr:
    """The chosen factor as the lake keeps it."""
    kept = [one.factor for one in factors]
    return pl.lit(pl.Series(kept, dtype=FACTOR)).gather(pl.col("chosen"))


def _product(factors: Sequence[ConversionFactor]) -> pl.Expr:
    """Value times chosen factor in units of the last place: a lower bound rounded down, all else
    up, and none to 0 what is not 0."""
    unrounded = 10 ** (fixed_point.PLACES - PLACES)
    value = pl.col("value").cast(VALUE).to_physical() * fixed_point.literal(unrounded)
    exact = pl.coalesce(pl.col("exact").to_physical(), value)
    scaled = [int(one.factor.scaleb(_FACTOR_PLACES)) for one in factors]
    factor = pl.lit(pl.Series(scaled, dtype=pl.Int128)).gather(pl.col("chosen"))
    divisor = unrounded * 10**_FACTOR_PLACES
    up = fixed_point.divided(exact * factor, divisor, ROUND_CEILING)
    down = fixed_point.divided(exact * factor, divisor, ROUND_FLOOR)
    is_lower = pl.col("operator").is_in(LOWER_BOUNDS) & (down > 0)
    return pl.when(is_lower).then(down).otherwise(up)
