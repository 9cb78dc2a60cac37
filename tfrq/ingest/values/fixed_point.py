"""Whole columns of plainly written numbers, read as integers of so many decimal places.

Only what a regular expression shows to be plain is read here: digits and one decimal mark, no
sign, at most PLACES decimals (1.5e-05 has six), thousands between declared signs. All arithmetic
is on 128-bit integers, so it is as exact as that on single texts.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import polars as pl

from tfrq.ingest.mapping.model import NumberStyle

# 12 digits before and 20 after the mark leave room for a factor of 5 digits in 38.
WHOLE_DIGITS, PLACES = 12, 20
FACTOR_LIMIT = 100_000
# Signs between thousands, as a regular expression takes them.
_GROUPS = {".": "[.]", ",": ",", "'": "'", " ": " "}


def plain_pattern(style: NumberStyle, *, whole: bool = False) -> str:
    """A regular expression of numbers that can be read in one way only. `whole`: of counts."""
    either = style.decimal == "either"
    mark = "[.,]" if either else {".": "[.]", ",": ","}[style.decimal]
    fraction = "0{1,2}" if whole else f"[0-9]{{1,{PLACES}}}"
    small = "" if whole else f"|[0-9](?:{mark}[0-9]{{1,14}})?[eE]-0?[1-6]"
    if not either or whole:
        grouped = None if either else _GROUPS.get(style.thousands)
        groups = f"|[1-9][0-9]{{0,2}}(?:{grouped}[0-9]{{3}}){{1,3}}" if grouped else ""
        return f"(?:[0-9]{{1,{WHOLE_DIGITS}}}{groups})(?:{mark}{fraction})?{small}"
    return (
        f"[0-9]{{1,{WHOLE_DIGITS}}}(?:{mark}(?:[0-9]{{1,2}}|[0-9]{{4,{PLACES}}}))?"
        f"|(?:0[0-9]*|[0-9]{{4,{WHOLE_DIGITS}}}){mark}[0-9]{{3}}{small}"
    )


def literal(number: int) -> pl.Expr:
    """An integer of any size as Polars takes it."""
    return pl.lit(number, dtype=pl.Int128)


def unmarked(texts: pl.Expr, style: NumberStyle) -> pl.Expr:
    """Numbers of `plain_pattern` with a decimal point and nothing between thousands."""
    if style.decimal != "either" and style.thousands in _GROUPS:
        texts = texts.str.replace_all(style.thousands, "", literal=True)
    return texts.str.replace(",", ".", literal=True) if style.decimal != "." else texts


def scaled(texts: pl.Expr, style: NumberStyle) -> pl.Expr:
    """Numbers of `plain_pattern` times 10 to the power of PLACES."""
    return unmarked(texts, style).cast(pl.Decimal(38, PLACES), strict=False).to_physical()


def divided(numbers: pl.Expr, divisor: int, rounding: str) -> pl.Expr:
    """Integers from 0 divided by an integer, rounded as the decimal module names it."""
    if rounding == ROUND_CEILING:
        numbers = numbers + literal(divisor - 1)
    elif rounding == ROUND_HALF_UP:
        numbers = numbers + literal(divisor // 2)
    elif rounding != ROUND_FLOOR:
        raise NotImplementedError(rounding)
    return numbers // literal(divisor)


def converted(numbers: pl.Expr, factor: Decimal, places: int, rounding: str) -> pl.Expr | None:
    """`scaled` numbers times `factor`, with so many places; None for a factor of many digits."""
    digits, power = _integer_and_power(factor)
    shift = PLACES - places - power
    if not 0 < digits < FACTOR_LIMIT or shift < 0:
        return None
    return divided(numbers * literal(digits), 10**shift, rounding)


def _integer_and_power(factor: Decimal) -> tuple[int, int]:
    _, digits, power = factor.normalize().as_tuple()
    return int("".join(map(str, digits))) * (1 if factor > 0 else -1), int(power)
