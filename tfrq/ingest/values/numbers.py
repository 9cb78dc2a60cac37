"""Columns of numbers: exact, in the type of the lake's column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import polars as pl

from tfrq.errors import Fault
from tfrq.ingest.mapping.model import NumberStyle
from tfrq.ingest.values import fixed_point
from tfrq.ingest.values.distinct import PROBLEM, TEXT, Unreadable, each_distinct
from tfrq.ingest.values.number_texts import EXACT, exact_number
from tfrq.ingest.values.spelling import plain

NUMBER = "number"
_INTEGERS = {"SMALLINT": (pl.Int16(), 2**15), "INTEGER": (pl.Int32(), 2**31)}
_OF_SINGLES = Decimal("0.001")
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")


@dataclass(frozen=True)
class Target:
    """The type of a column: numbers of `places` decimals that are below `limit` both ways, counted
    in units of the last place. `whole`: an integer, so that a fraction is no rounding matter."""

    dtype: pl.DataType
    places: int
    limit: int
    whole: bool

    @classmethod
    def of(cls, column_type: str) -> Target:
        """The target of DuckDB's name of a type, as tfrq.schema has it."""
        if column_type in _INTEGERS:
            dtype, limit = _INTEGERS[column_type]
            return cls(dtype, 0, limit, True)
        found = _DECIMAL.fullmatch(column_type)
        if not found:
            raise Fault(f"no numbers are read into {column_type}")
        precision, places = int(found[1]), int(found[2])
        return cls(pl.Decimal(precision, places), places, 10**precision, False)


@dataclass(frozen=True)
class _Reading:
    """All that decides what a text of the column means."""

    style: NumberStyle
    target: Target
    factor: Decimal
    rounding: str
    percent: bool
    counted: bool

    def exact(self, text: str) -> tuple[Decimal | int]:
        """The number of one text, in the target's type. Raises Unreadable."""
        if self.percent:
            text = plain(text).removesuffix("%").rstrip()
        number = EXACT.multiply(exact_number(text, self.style, whole=self.counted), self.factor)
        units = EXACT.scaleb(number, self.target.places)
        last = units.to_integral_value(self.rounding, EXACT)
        if abs(last) >= self.target.limit or (self.target.whole and last != units):
            raise Unreadable("number out of range")
        return (int(last) if self.target.whole else EXACT.scaleb(last, -self.target.places),)

    def fast(self, text: pl.Expr) -> pl.Expr | None:
        """The numbers of plain texts in units of the last place, null for all others."""
        pattern = fixed_point.plain_pattern(self.style, whole=self.counted)
        is_plain = text.str.contains(f"^(?:{pattern})$")
        read = fixed_point.scaled(pl.when(is_plain).then(text), self.style)
        if self.target.whole and self.factor != 1:
            return None
        units = fixed_point.converted(read, self.factor, self.target.places, self.rounding)
        if units is None:
            return None
        return pl.when(units < fixed_point.literal(self.target.limit)).then(units)


def read_numbers(
    texts: pl.Series,
    style: NumberStyle,
    column_type: str,
    factor: Decimal = Decimal(1),
    rounding: str = ROUND_HALF_UP,
    *,
    percent: bool = False,
) -> pl.DataFrame:
    """Texts as numbers of a column of the lake: `number` (DECIMAL, INTEGER or SMALLINT as
    `column_type` says) and `problem`.

    `factor` (above 0) converts the source's unit, exactly, before rounding to the column's places;
    `rounding` is a name of the decimal module. A number that is no integer does not fit an
    integer column. `percent`: the texts are in per cent, so that a sign % may follow them. Where
    the factor is 0.001 or less, the source counts single things (cells per µL, units): there
    `250.000` is ambiguous as in an integer column, unless `thousands` says what it is.
    """
    target = Target.of(column_type)
    counted = target.whole or (factor <= _OF_SINGLES and not style.thousands)
    reading = _Reading(style, target, factor, rounding, percent, counted)
    frame = texts.cast(pl.String).alias(TEXT).to_frame()
    fast = reading.fast(pl.col(TEXT))
    units = fast if fast is not None else pl.lit(None, dtype=pl.Int128)
    frame = frame.with_columns(units.pipe(_typed, reading.target).alias(NUMBER))
    return _with_the_rest(frame, reading)


def _typed(units: pl.Expr, target: Target) -> pl.Expr:
    if target.whole:
        return units.cast(target.dtype)
    return units.reinterpret(dtype=target.dtype)


def _with_the_rest(frame: pl.DataFrame, reading: _Reading) -> pl.DataFrame:
    """The frame with the texts that are not plain read one by one."""
    rest = frame.filter(pl.col(NUMBER).is_null()).get_column(TEXT).drop_nulls().unique()
    if rest.is_empty():
        return frame.select(NUMBER, pl.lit(None, dtype=pl.String).alias(PROBLEM))
    table = each_distinct(rest, reading.exact, {"slow": reading.target.dtype})
    joined = frame.join(table, on=TEXT, how="left", maintain_order="left")
    return joined.select(pl.coalesce(NUMBER, "slow").alias(NUMBER), PROBLEM)
