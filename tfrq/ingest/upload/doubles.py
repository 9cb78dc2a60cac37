"""Binary floating-point numbers, as the decimals that were meant by them."""

from __future__ import annotations

# Significant decimal digits that the type surely carries. What lies beyond them comes of
# calculations (0.010000000000000002), and a bound as MR4 must not fail for it.
DOUBLE, SINGLE = 15, 7


def meant(value: float, digits: int = DOUBLE) -> float:
    """The number of so many significant digits. Whole numbers are exact as they are."""
    return value if value.is_integer() else float(f"{value:.{digits}g}")
