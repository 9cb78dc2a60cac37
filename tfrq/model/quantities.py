"""What criteria are made of: durations, comparisons, periods, responses (semantics.md §1, §2)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from tfrq import vocabulary
from tfrq.errors import DefinitionError

# §1: a year is 365.25 days and a month 30.4375, rounded down once, at the end.
DAYS_IN = {
    "years": Decimal("365.25"),
    "months": Decimal("30.4375"),
    "weeks": Decimal(7),
    "days": Decimal(1),
}
LONGEST_DAYS = 73_050  # 200 years: more is a slip of the finger
OPERATORS = (">=", ">", "<=", "<", "=", "between")
ANCHORS = ("index", "diagnosis", "TKI start", "de-escalation")
INDEXES = (
    "diagnosis",
    "TKI start",
    "first TFR attempt",
    "second TFR attempt",
    "third TFR attempt",
    "last TFR attempt",
    "each TFR attempt",
    "first de-escalation",
    "first response",
    "data cut",
)


def require(holds: bool, message: str) -> None:
    """Refuse to build what would mean nothing (DefinitionError). The grammar says it first, with
    a place in the text; this holds whoever builds the model otherwise."""
    if not holds:
        raise DefinitionError(message)


@dataclass(frozen=True)
class Duration:
    """A length of time as it was written; `days` is what it means (§1)."""

    number: Decimal
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in DAYS_IN:
            raise DefinitionError(f"'{self.unit}' is no unit of time")
        if not 0 <= self.number <= LONGEST_DAYS or self.days > LONGEST_DAYS:
            raise DefinitionError(
                f"{self.number:f} {self.unit} is longer than anybody is followed",
                hint="write a duration of at most 200 years",
            )

    @property
    def days(self) -> int:
        """Whole days: floor of number × days in the unit."""
        return math.floor(self.number * DAYS_IN[self.unit])

    @property
    def exact_days(self) -> Decimal:
        """The days as they were written, with decimals; of another unit the whole days (§1)."""
        return self.number if self.unit == "days" else Decimal(self.days)


@dataclass(frozen=True)
class Point:
    """A calendar year or a date, as a bound on diagnosis dates. `text` is YYYY or YYYY-MM-DD."""

    text: str


T = TypeVar("T", Duration, Decimal, Point)


@dataclass(frozen=True)
class Comparison(Generic[T]):
    """A comparison with one value, or with both ends included where operator is "between"."""

    operator: str
    value: T
    upper: T | None = None

    def __post_init__(self) -> None:
        if self.operator not in OPERATORS:
            raise DefinitionError(f"'{self.operator}' is no comparison")
        if (self.operator == "between") != (self.upper is not None):
            raise DefinitionError("a range needs both its ends, and nothing else has two")
        require(
            self.upper is None or not self.reversed,
            "the ends of this range are the wrong way round",
        )
        negative = isinstance(self.value, Decimal) and self.value < 0
        require(not negative, "nothing that is compared is negative")

    @property
    def reversed(self) -> bool:
        """Whether the ends of a range are the wrong way round."""
        low, high = self.value, self.upper
        if isinstance(low, Duration) and isinstance(high, Duration):
            return low.days > high.days
        if isinstance(low, Point) and isinstance(high, Point):
            # A year is every day of it: 2005 is not after 2005-01-31.
            return low.text[: len(high.text)] > high.text[: len(low.text)]
        return isinstance(low, Decimal) and isinstance(high, Decimal) and low > high


@dataclass(frozen=True)
class At:
    """The state on the day of an anchor (§2)."""

    anchor: str

    def __post_init__(self) -> None:
        require(self.anchor in ANCHORS, f"'{self.anchor}' is no date to look from")


@dataclass(frozen=True)
class Period:
    """Which records count (§2): `kind` is ever, before or after; `within` limits it to the days
    next to the anchor. "ever" has neither anchor nor limit."""

    kind: str
    anchor: str = ""
    within: Duration | None = None

    def __post_init__(self) -> None:
        require(self.kind in ("ever", "before", "after"), f"'{self.kind}' is no period")
        next_to = self.anchor in ANCHORS
        alone = not self.anchor and self.within is None
        require(alone if self.kind == "ever" else next_to, "a period lies next to one of the dates")


EVER = Period("ever")
ONE_YEAR = Duration(Decimal(12), "months")
THREE_MONTHS = Duration(Decimal(3), "months")
SIX_WEEKS = Duration(Decimal(6), "weeks")
THIRTY_DAYS = Duration(Decimal(30), "days")


@dataclass(frozen=True)
class Response:
    """What a test has to show (§4): a named level, "undetectable", or a comparison of IS percent.

    `level` is "" where `operator` and `percent` are given. `copies` asks an undetectable test for
    that many reference copies; `depth_verified` leaves out tests whose depth is not known.
    """

    level: str
    operator: str = "<="
    percent: Decimal | None = None
    copies: int | None = None
    depth_verified: bool = False

    def __post_init__(self) -> None:
        undetectable = self.level == vocabulary.UNDETECTABLE
        named = undetectable or self.level in {level.name for level in vocabulary.LEVELS}
        require(named or not self.level, f"'{self.level}' is no level")
        require(named == (self.percent is None), "a response is a level or a number")
        require(self.operator in ("<=", "<", ">", ">="), f"'{self.operator}' compares no level")
        require(self.percent is None or self.percent >= 0, "a percentage is not negative")
        require(self.copies is None or undetectable, "only 'undetectable' asks for copies")
        require(self.copies is None or self.copies >= 0, "copies are not negative")
        require(not (undetectable and self.depth_verified), "'undetectable' has no depth")

    @property
    def cutoff(self) -> Decimal:
        """Cut-off in per cent IS; an undetectable response has none."""
        if self.percent is not None:
            return self.percent
        return next(level.cutoff for level in vocabulary.LEVELS if level.name == self.level)
