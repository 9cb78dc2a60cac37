"""Columns of results of BCR::ABL1 tests: value, operator, detection, level and scale."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache
from typing import Any

import polars as pl

from tfrq.errors import UsageError
from tfrq.ingest.mapping.model import ColumnMapping, NumberStyle
from tfrq.ingest.values import fixed_point, logarithms
from tfrq.ingest.values.distinct import PROBLEM, TEXT, Unreadable, each_distinct
from tfrq.ingest.values.number_texts import EXACT
from tfrq.ingest.values.result_texts import LIMIT, Result, read_result
from tfrq.ingest.values.result_units import ResultUnit, result_unit
from tfrq.ingest.values.spelling import casefolded, folded
from tfrq.vocabulary import IS, LOCAL, LOWER_BOUNDS, UPPER_BOUNDS

PLACES = 7
VALUE = pl.Decimal(12, PLACES)
# `exact` is the value before rounding where that changed it, so that a conversion factor meets
# what the laboratory has said. Only local values have it.
SCHEMA = {
    "value": VALUE,
    "operator": pl.String(),
    "detected": pl.Boolean(),
    "reported_level": pl.String(),
    "scale": pl.String(),
    "exact": pl.Decimal(38, fixed_point.PLACES),
}
# What a mapping's own words are written in.
_POINT = NumberStyle()
_Row = tuple[Decimal | None, str | None, bool | None, str | None, str | None, Decimal | None]


def read_results(
    texts: pl.Series,
    column: ColumnMapping,
    units: pl.Series | None = None,
    operators: pl.Series | None = None,
) -> pl.DataFrame:
    """Texts of laboratories as results: `value` (per cent of the scale; DECIMAL(12,7)), `operator`,
    `detected`, `reported_level`, `scale`, `exact` (see SCHEMA) and `problem`.

    A value and an upper bound are rounded up to 7 places, a lower bound down, and none to 0: so
    each lies on the side of a cut-off that it lay on. All is null where a text is null or `values`
    say that it means nothing. `units` are the texts of `unit_source`; without them `column.unit`
    holds. `operators` are signs that stand in a column of their own: each is that of the number in
    its text, unless this has another. Raises UsageError for a log reduction without a baseline.
    """
    frame = texts.cast(pl.String).alias(TEXT).to_frame()
    if units is None and operators is None:
        return _read(frame, _unit(column.unit, column), column, None)
    named = frame.with_columns(
        pl.lit(units, dtype=pl.String).alias("unit"),
        pl.lit(operators, dtype=pl.String).alias("sign"),
    ).with_row_index("row")
    parts = [
        part.select("row").hstack(_read(part.select(TEXT), _named(name, column), column, sign))
        for (name, sign), part in named.partition_by("unit", "sign", as_dict=True).items()
    ]
    if not parts:
        return _read(frame, None, column, None)
    return pl.concat(parts).sort("row").drop("row")


def _named(text: str | None, column: ColumnMapping) -> ResultUnit | None:
    """The unit that a row names, by the mapping's `units` or by itself."""
    if text is None:
        return _unit(column.unit, column)
    return _unit(column.units.get(folded(text), text), column)


def _unit(name: str, column: ColumnMapping) -> ResultUnit | None:
    unit = result_unit(name)
    if unit and unit.factor is None and unit.scale == LOCAL and column.baseline is None:
        raise UsageError(
            f"column '{column.source}' is read as log reductions without a baseline",
            hint="give 'baseline': what the laboratory takes as 0 log, in per cent, as text",
        )
    return unit


def _read(
    frame: pl.DataFrame, unit: ResultUnit | None, column: ColumnMapping, sign: str | None
) -> pl.DataFrame:
    """The results of texts in one unit (None: one that is not known), with one sign beside them
    (None: with none)."""
    read = _reader(unit, column, sign)
    fast = _fast(frame, unit, column, sign)
    rest = fast.filter(pl.col("value").is_null()).get_column(TEXT).drop_nulls().unique()
    if rest.is_empty():
        return fast.drop(TEXT).with_columns(pl.lit(None, dtype=pl.String).alias(PROBLEM))
    table = each_distinct(rest, read, SCHEMA)
    joined = fast.join(table, on=TEXT, how="left", maintain_order="left", suffix="_slow")
    return joined.select(*(pl.coalesce(name, f"{name}_slow") for name in SCHEMA), PROBLEM)


def _fast(
    frame: pl.DataFrame, unit: ResultUnit | None, column: ColumnMapping, sign: str | None
) -> pl.DataFrame:
    """The results of texts that can be read as whole columns, null for all others."""
    if unit and unit.factor and sign not in LOWER_BOUNDS:
        return _plain(frame, unit, column, sign)
    # A logarithm against a laboratory's own baseline is kept in more places than a float has.
    powers = unit and unit.factor is None and unit.scale == IS and sign in (None, "=")
    return _powers(frame, column) if powers else _nothing(frame)


def _powers(frame: pl.DataFrame, column: ColumnMapping) -> pl.DataFrame:
    """The results of plain logarithms on the International Scale."""
    text = pl.when(_unmapped(column)).then(pl.col(TEXT))
    value = logarithms.percent_units(text, column.numbers).reinterpret(dtype=VALUE)
    found = pl.when(pl.col("value").is_not_null())
    return (
        _nothing(frame)
        .with_columns(value.alias("value"))
        .with_columns(
            found.then(pl.lit("=")).alias("operator"), found.then(pl.lit(IS)).alias("scale")
        )
    )


def _unmapped(column: ColumnMapping) -> pl.Expr:
    """Whether `values` do not name the text."""
    if not column.values:
        return pl.lit(True)
    return ~casefolded(pl.col(TEXT)).is_in(list(column.values))


def _nothing(frame: pl.DataFrame) -> pl.DataFrame:
    empty = (pl.lit(None, dtype=kind).alias(name) for name, kind in SCHEMA.items())
    return frame.with_columns(empty)


def _plain(
    frame: pl.DataFrame, unit: ResultUnit, column: ColumnMapping, sign: str | None
) -> pl.DataFrame:
    """The results of plain numbers and plain upper bounds, null for all other texts. Beside a
    sign, a text with one of its own is no plain one."""
    assert unit.factor is not None
    number = fixed_point.plain_pattern(column.numbers)
    percent = " ?%?" if unit.factor == 1 else ""
    signs = "" if sign else "(?:<=|≤|=<|<)?"
    is_plain = pl.col(TEXT).str.contains(f"^{signs} ?(?:{number}){percent}$")
    plain = pl.when(is_plain & _unmapped(column)).then(pl.col(TEXT)).alias("plain")
    # Groups of a regular expression would take three times as long.
    text = pl.col("plain")
    digits = text.str.strip_chars("<=≤ %")
    exact = fixed_point.scaled(digits, column.numbers) * fixed_point.literal(int(unit.factor))
    # One after the other: what two expressions have in common is worked out for each.
    said = frame.with_columns(plain).with_columns(exact.alias("exact"), _bound(text, sign))
    is_result = (pl.col("exact") < fixed_point.literal(int(LIMIT) * 10**fixed_point.PLACES)) & (
        pl.col("sign").is_null() | (pl.col("exact") > 0)
    )
    within = said.select(is_result.alias("within"))
    return said.hstack(within).select(TEXT, *_columns(pl.when("within"), unit, column))


def _bound(text: pl.Expr, beside: str | None) -> pl.Expr:
    """The sign of plain upper bounds, of the text or beside it, null for numbers."""
    if beside:
        bound = beside if beside in UPPER_BOUNDS else None
        return pl.lit(bound, dtype=pl.String).alias("sign")
    below = text.str.starts_with("<") & ~text.str.starts_with("<=")
    bound_or_equal = pl.when(text.str.contains_any(["<", "≤"])).then(pl.lit("<="))
    return pl.when(below).then(pl.lit("<")).otherwise(bound_or_equal).alias("sign")


def _columns(within: Any, unit: ResultUnit, column: ColumnMapping) -> list[pl.Expr]:
    """The columns of SCHEMA from `exact` (times 10^20) and `sign`, where `within` holds."""
    exact, bound = pl.col("exact"), pl.col("sign").is_not_null()
    divisor = 10 ** (fixed_point.PLACES - PLACES)
    value = fixed_point.divided(exact, divisor, ROUND_CEILING)
    sign = pl.when(~bound).then(pl.lit("=")).when(pl.col("sign") == "<").then(pl.lit("<"))
    # A comparison with null: where nothing is known of detection.
    detected = pl.when(bound & column.bounds_detected).then(True)
    rounded = exact % fixed_point.literal(divisor) != 0 if unit.scale == LOCAL else pl.lit(False)
    return [
        within.then(value).reinterpret(dtype=VALUE).alias("value"),
        within.then(sign.otherwise(pl.lit("<="))).alias("operator"),
        within.then(detected).alias("detected"),
        pl.lit(None, dtype=pl.String).alias("reported_level"),
        within.then(pl.lit(unit.scale)).alias("scale"),
        within.then(pl.when(rounded).then(exact)).reinterpret(dtype=SCHEMA["exact"]).alias("exact"),
    ]


def _reader(
    unit: ResultUnit | None, column: ColumnMapping, sign: str | None
) -> Callable[[str], _Row]:
    """What reads single texts of a column in a unit, beside a sign."""
    logarithm = unit is not None and unit.factor is None
    start = column.baseline if logarithm and unit and unit.scale == LOCAL else None

    def read(text: str) -> _Row:
        target = column.values.get(folded(text))
        if target == "":
            return (None,) * 6
        if unit is None:
            raise Unreadable("unknown unit")
        style = column.numbers if target is None else _POINT
        said = _result(target or text, unit, style, start or Decimal(100), sign)
        return _row(said, unit.scale, bounds_detected=column.bounds_detected)

    return read


# The same texts come in every batch.
@lru_cache(maxsize=100_000)
def _result(
    text: str, unit: ResultUnit, style: NumberStyle, start: Decimal, sign: str | None
) -> Result:
    return read_result(text, unit, style, start, sign)


def _row(said: Result, scale: str, *, bounds_detected: bool) -> _Row:
    detected = said.detected
    if detected is None and bounds_detected and said.operator in UPPER_BOUNDS:
        detected = True
    if said.value is None:
        return None, None, detected, said.level, scale, None
    value = rounded(said.value, said.operator, PLACES)
    exact = rounded(said.value, said.operator, fixed_point.PLACES)
    kept = exact if scale == LOCAL and exact != value else None
    return value, said.operator, detected, said.level, scale, kept


def rounded(value: Decimal, operator: str | None, places: int) -> Decimal:
    """A value or upper bound rounded up, a lower bound down; never to 0 what is not 0."""
    lower = operator in LOWER_BOUNDS
    last = Decimal(1).scaleb(-places)
    kept = value.quantize(last, ROUND_FLOOR if lower else ROUND_CEILING, EXACT)
    return last if value and not kept else kept
