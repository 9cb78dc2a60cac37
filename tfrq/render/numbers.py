"""Numbers as words: p values, months, and so many decimals."""

from __future__ import annotations

from decimal import Decimal

P_DIGITS = 6  # that count, in files: a small p has all of them after many zeros


def places(value: float | None, number: int) -> Decimal | None:
    """The value with so many decimals."""
    return None if value is None else Decimal(f"{value:.{number}f}")


def p_digits(p: float) -> float:
    """As files have it."""
    return float(f"{p:.{P_DIGITS}g}")


def p_short(p: float) -> str:
    """As journals print it in a table."""
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def p_text(p: float) -> str:
    """As journals print it in a sentence."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def months_text(number: float) -> str:
    """`1 month`, `24 months`."""
    text = f"{number:.4g}"
    return f"{text} month" if text == "1" else f"{text} months"
