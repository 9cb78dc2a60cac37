"""From a laboratory's own scale to the International Scale (docs/domain.md §1.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import combinations

import polars as pl

from tfrq.errors import UsageError
from tfrq.ingest.mapping.model import ConversionFactor
from tfrq.ingest.values import fixed_point
from tfrq.ingest.values.distinct import PROBLEM
from tfrq.ingest.values.result_texts import LIMIT
from tfrq.ingest.values.result_units import IS, LOCAL
from tfrq.ingest.values.results import PLACES, VALUE

FACTOR = pl.Decimal(8, 5)
_LARGEST = Decimal(1000)
# Decimals that a factor may have: a value, of 20, times a factor still fits 38 digits.
_FACTOR_PLACES = 10


def check_factors(factors: Sequence[ConversionFactor]) -> None:
    """Raises UsageError for a factor that cannot be one, and for two that differ, fit one test
    and are equally specific."""
    for one in factors:
        _check(one)
    for one, other in combinations(factors, 2):
        if one.factor != other.factor and _rank(one) == _rank(other) and _meet(one, other):
            raise UsageError(
                f"two conversion factors of {one.laboratory} hold for the same tests: "
                f"{one.factor} and {other.factor}",
                hint="give them days that do not overlap, or a gene and a method each",
            )


def _check(one: ConversionFactor) -> None:
    if not Decimal("0.00001") <= one.factor < _LARGEST:
        raise UsageError(
            f"the conversion factor {one.factor} of {one.laboratory} cannot be right",
            hint="a factor lies between 0.00001 and 1000",
        )
    if one.factor != round(one.factor, _FACTOR_PLACES):
        raise UsageError(
            f"a conversion factor of {one.laboratory} has more than {_FACTOR_PLACES} decimals",
            hint="give it as the laboratory has it in its report",
        )
    if one.first_day and one.last_day and one.first_day > one.last_day:
        raise UsageError(
            f"a conversion factor of {one.laboratory} ends before it begins",
            hint="look at 'first_day' and 'last_day'",
        )


def _rank(factor: ConversionFactor) -> tuple[int, bool]:
    """How specific: by gene and method, then by whether it is limited to some days."""
    named = bool(factor.reference_gene) + bool(factor.method)
    return named, bool(factor.first_day or factor.last_day)


def _meet(one: ConversionFactor, other: ConversionFactor) -> bool:
    """Whether a test can be that both fit."""

    def agree(a: str, b: str) -> bool:
        return not a or not b or a == b

    first = max(one.first_day or date.min, other.first_day or date.min)
    last = min(one.last_day or date.max, other.last_day or date.max)
    return (
        one.laboratory == other.laboratory
        and agree(one.reference_gene, other.reference_gene)
        and agree(one.method, other.method)
        and first <= last
    )


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
    `reference_gene`, `method` and `test_date`. The most specific factor that fits is applied to
    values and bounds, exactly, and the product rounded as `read_results` rounds. Results on the
    International Scale already are left as they are. A local number without a factor stays local
    if `without_factor` is "local", else it is a problem; what has no number, or 0, needs none.
    """
    check_factors(factors)
    ordered = sorted(factors, key=_rank, reverse=True)
    is_local = pl.col("scale") == LOCAL
    fitting = (pl.when(_fits(one)).then(at) for at, one in enumerate(ordered))
    chosen = pl.coalesce(*fitting, pl.lit(None, dtype=pl.Int32))
    frame = results.with_columns(pl.when(is_local).then(chosen).alias("chosen"))
    product = frame.with_columns(_product(ordered).alias("product"))
    fits = pl.col("chosen").is_not_null()
    too_large = pl.col("product") >= fixed_point.literal(int(LIMIT) * 10**PLACES)
    lacks = is_local & ~fits & (pl.col("value") > 0) & (without_factor != LOCAL)
    problem = pl.when(lacks).then(pl.lit("no conversion factor"))
    value = pl.when(~too_large).then(pl.col("product")).reinterpret(dtype=VALUE)
    return product.select(
        pl.when(fits).then(value).otherwise(pl.col("value")).alias("value"),
        pl.when(fits).then(pl.lit(IS)).otherwise(pl.col("scale")).alias("scale"),
        _noted(ordered).alias("conversion_factor"),
        problem.when(too_large).then(pl.lit("number out of range")).alias(PROBLEM),
    )


def _noted(ordered: Sequence[ConversionFactor]) -> pl.Expr:
    """The chosen factor as the lake keeps it, in five places."""
    kept = [one.factor.quantize(Decimal("0.00001"), ROUND_HALF_UP) for one in ordered]
    return pl.lit(pl.Series(kept, dtype=FACTOR)).gather(pl.col("chosen"))


def _product(ordered: Sequence[ConversionFactor]) -> pl.Expr:
    """Value times chosen factor in units of the last place: a lower bound rounded down, all else
    up, and none to 0 what is not 0."""
    unrounded = 10 ** (fixed_point.PLACES - PLACES)
    value = pl.col("value").cast(VALUE).to_physical() * fixed_point.literal(unrounded)
    exact = pl.coalesce(pl.col("exact").to_physical(), value)
    factors = [int(one.factor.scaleb(_FACTOR_PLACES)) for one in ordered]
    factor = pl.lit(pl.Series(factors, dtype=pl.Int128)).gather(pl.col("chosen"))
    divisor = unrounded * 10**_FACTOR_PLACES
    up = fixed_point.divided(exact * factor, divisor, ROUND_CEILING)
    down = fixed_point.divided(exact * factor, divisor, ROUND_FLOOR)
    is_lower = pl.col("operator").is_in([">", ">="]) & (down > 0)
    return pl.when(is_lower).then(down).otherwise(up)
