"""Whole columns of plainly written logarithms on the International Scale.

Powers of ten are computed as floats, which are off by less than 10^-14 of themselves. So the next
integer above is the right one wherever a power is further than 10^-12 of itself from any integer.
The others are left to exact reading: whole reductions, and all that may lie at a cut-off.
"""

from __future__ import annotations

import polars as pl

from tfrq.ingest.mapping.model import NumberStyle
from tfrq.ingest.values import fixed_point

# To 9 the value is at least one unit of the last place. Below 0.05 hardly anything is a logarithm
# (result_texts.LEAST_LOGARITHM); a float at that limit is left to exact reading.
_DEEPEST, _LEAST = 9, 0.051
_DOUBT = 1e-12


def percent_units(texts: pl.Expr, style: NumberStyle) -> pl.Expr:
    """Per cent, rounded up, in units of 10^-7, at reductions by so many powers of ten from 100 %;
    null where a text is not plain, or rounding is in doubt."""
    plain = texts.str.contains(f"^(?:{fixed_point.plain_pattern(style)})$")
    reduction = fixed_point.unmarked(pl.when(plain).then(texts), style).cast(pl.Float64)
    units = pl.lit(10.0).pow(
        _DEEPEST - pl.when(reduction.is_between(_LEAST, _DEEPEST)).then(reduction)
    )
    is_sure = (units - units.round()).abs() > units * _DOUBT
    return pl.when(is_sure).then(units.ceil()).cast(pl.Int128)
