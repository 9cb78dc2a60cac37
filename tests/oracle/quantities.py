"""Durations and comparisons (§1)."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .kleene import Answer3

DAYS_PER_UNIT = {
    "years": Decimal("365.25"),
    "months": Decimal("30.4375"),
    "weeks": Decimal(7),
    "days": Decimal(1),
}

Number = Decimal | int


def plain(number: Number) -> str:
    """A number as a person types it: no exponent, no superfluous zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def days_between(earlier: date, later: date) -> int:
    """Day arithmetic is integer days."""
    return (later - earlier).days


def shifted(day: date, days: int) -> date:
    return day + timedelta(days=days)


@dataclass(frozen=True)
class Duration:
    """`n years` = floor(n × 365.25) days, and so on; n may be decimal."""

    number: Decimal
    unit: str

    @property
    def days(self) -> int:
        return math.floor(self.number * DAYS_PER_UNIT[self.unit])

    def text(self) -> str:
        return f"{plain(self.number)} {self.unit}"


def duration(number: str | int, unit: str) -> Duration:
    return Duration(Decimal(number), unit)


YEAR = duration(12, "months")  # the default carry-forward limit and gap: 12 months = 365 days


@dataclass(frozen=True)
class Comparison:
    """`>= 2 years`, `< 3`, `1-3 years`: one bound, or two for a range with both ends included."""

    sign: str  # >=, >, <=, <, = or "range"
    numbers: tuple[Decimal, ...]
    unit: str = ""  # "" where the numbers are no durations

    @property
    def bounds(self) -> tuple[Number, ...]:
        if not self.unit:
            return self.numbers
        return tuple(Duration(number, self.unit).days for number in self.numbers)

    @property
    def at_least(self) -> bool:
        """`>=` or `>`: any run that is long enough will do."""
        return self.sign in (">=", ">")

    def holds(self, value: Number) -> bool:
        low, high = self.bounds[0], self.bounds[-1]
        return {
            ">=": value >= low,
            ">": value > low,
            "<=": value <= low,
            "<": value < low,
            "=": value == low,
            "range": low <= value <= high,
        }[self.sign]

    def holds_over(self, shortest: int, longest: int) -> Answer3:
        """Met if every whole number from shortest to longest holds, not met if none does."""
        edges = {shortest, longest}
        edges |= {int(bound) + step for bound in self.bounds for step in (-1, 0, 1)}
        results = {self.holds(edge) for edge in edges if shortest <= edge <= longest}
        return None if len(results) == 2 else results.pop()

    def text(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        if self.sign == "range":
            return f"{plain(self.numbers[0])}-{plain(self.numbers[1])}{unit}"
        return f"{self.sign} {plain(self.numbers[0])}{unit}"


def comparison(sign: str, *numbers: str | int, unit: str = "") -> Comparison:
    return Comparison(sign, tuple(Decimal(number) for number in numbers), unit)


def words(*parts: str) -> str:
    """The parts that are there, with a space between them."""
    return " ".join(part for part in parts if part)


def qualifiers(parts: Iterable[str]) -> str:
    """The qualifiers after a criterion: in one pair of parentheses, separated by commas."""
    present = [part for part in parts if part]
    return f"({', '.join(present)})" if present else ""
