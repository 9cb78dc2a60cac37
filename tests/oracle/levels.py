"""What one test, and one day, says about a level (§4)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from .patients import Test
from .quantities import plain

CUTOFFS = {
    "MR1": Decimal("10"),
    "MR2": Decimal("1"),
    "MR3": Decimal("0.1"),
    "MMR": Decimal("0.1"),
    "MR4": Decimal("0.01"),
    "DMR": Decimal("0.01"),
    "MR4.5": Decimal("0.0032"),
    "MR5": Decimal("0.001"),
}
# the copies that show a level, from the shallowest cut-off that asks for any
DEPTHS = (
    (Decimal("0.01"), {"ABL1": 10_000, "GUSB": 24_000}),
    (Decimal("0.0032"), {"ABL1": 32_000, "GUSB": 77_000}),
    (Decimal("0.001"), {"ABL1": 100_000, "GUSB": 240_000}),
)
ALWAYS_DEEP_ENOUGH = Decimal("0.1")
OPPOSITE = {">": "<=", ">=": "<"}

Result = Literal["fails", "meets", "uninformative"]


@dataclass(frozen=True)
class Level:
    """`MR4.5`, `BCR::ABL1 <= 0.0023 %`, `BCR::ABL1 > 10 %` or `undetectable`, with qualifiers."""

    name: str  # a named level, "undetectable", or "" for a number
    sign: str = "<="
    cutoff: Decimal = Decimal(0)
    depth_verified: bool = False
    copies: int | None = None  # `undetectable (copies >= n)`

    def text(self) -> str:
        return self.name or f"BCR::ABL1 {self.sign} {plain(self.cutoff)} %"

    def qualifiers(self) -> list[str]:
        depth = ["depth verified"] if self.depth_verified else []
        return depth + ([f"copies >= {self.copies}"] if self.copies is not None else [])


def named(name: str, depth_verified: bool = False, copies: int | None = None) -> Level:
    cutoff = CUTOFFS.get(name, Decimal(0))
    return Level(name, cutoff=cutoff, depth_verified=depth_verified, copies=copies)


def is_value(test: Test) -> bool:
    """A number on the International Scale; 0 is not a value, a local number is none."""
    return bool(test.value) and test.scale == "IS"


def detection(test: Test) -> bool | None:
    """Detected as the site says; else a value or lower bound is, 0 is not, a bound says nothing."""
    if test.detected is not None:
        return test.detected
    if test.value is None or test.operator in ("<", "<="):
        return None
    return test.value > 0


def value_of(test: Test) -> Decimal | None:
    """The IS value; on a test reported as not detected it is ignored."""
    usable = is_value(test) and test.operator == "=" and detection(test) is not False
    return test.value if usable else None


def lower_bound(test: Test) -> Decimal | None:
    """The IS lower bound; on a test reported as not detected it is ignored."""
    usable = is_value(test) and test.operator in (">", ">=") and detection(test) is not False
    return test.value if usable else None


def upper_bound(test: Test) -> tuple[str, Decimal] | None:
    """The IS upper bound, kept whatever was detected; a reported level is one at its cut-off."""
    if test.reported_level is not None:
        return "<=", CUTOFFS[test.reported_level]
    if is_value(test) and test.operator in ("<", "<="):
        assert test.value is not None
        return test.operator, test.value
    return None


def required_copies(cutoff: Decimal, gene: str) -> int:
    """Those of the shallowest named level at least as deep as the cut-off; below 0.001, MR5's."""
    for named_cutoff, copies in DEPTHS:
        if named_cutoff <= cutoff:
            return copies[gene]
    return DEPTHS[-1][1][gene]


def depth(test: Test, cutoff: Decimal) -> Literal["enough", "too few", "unknown"]:
    if cutoff >= ALWAYS_DEEP_ENOUGH:
        return "enough"
    if test.copies is None or test.gene not in ("ABL1", "GUSB"):
        return "unknown"
    return "enough" if test.copies >= required_copies(cutoff, test.gene) else "too few"


def fails(test: Test, sign: str, cutoff: Decimal) -> bool:
    """Detected with a value above the cut-off, or a lower bound at or above it."""
    value, bound = value_of(test), lower_bound(test)
    if detection(test) is not True:
        return False
    if bound is not None:
        return bound >= cutoff
    return value is not None and not below(value, sign, cutoff)


def below(value: Decimal, sign: str, cutoff: Decimal) -> bool:
    return value <= cutoff if sign == "<=" else value < cutoff


def shown_below(test: Test, sign: str, cutoff: Decimal) -> bool:
    """The value or upper bound is at or below the cut-off; `<0.01` meets `< 0.01`, `<=0.01` not."""
    value, bound = value_of(test), upper_bound(test)
    if value is not None:
        return below(value, sign, cutoff)
    if bound is None:
        return False
    bound_sign, bound_value = bound
    strict_enough = sign == "<=" or bound_sign == "<"
    return bound_value < cutoff or (bound_value == cutoff and strict_enough)


def meets(test: Test, level: Level, sign: str, assumed: str) -> bool:
    """Low enough or not detected, and deep enough to show it."""
    low = shown_below(test, sign, level.cutoff)
    absent = detection(test) is False
    shown = depth(test, level.cutoff)
    if shown != "unknown":
        return shown == "enough" and (low or absent)
    if level.depth_verified:
        return False
    return low or (absent and bool(assumed) and level.cutoff >= CUTOFFS[assumed])


def numeric_result(test: Test, level: Level, sign: str, assumed: str) -> Result:
    if fails(test, sign, level.cutoff):
        return "fails"
    return "meets" if meets(test, level, sign, assumed) else "uninformative"


def undetectable_result(test: Test, level: Level) -> Result:
    """Met by a not-detected test, failed by a detected one; `copies` asks for depth."""
    detected = detection(test)
    if detected:
        return "fails"
    if detected is None:
        return "uninformative"
    known = test.copies if test.gene is not None else None
    deep = level.copies is None or (known is not None and known >= level.copies)
    return "meets" if deep else "uninformative"


def day_result(results: Iterable[Result]) -> Result:
    """Fails if any fails, else meets if any meets, else uninformative."""
    seen = set(results)
    if "fails" in seen:
        return "fails"
    return "meets" if "meets" in seen else "uninformative"


def swapped(result: Result) -> Result:
    """`> 10 %` is met by the days that fail `<= 10 %`, and fails on those that meet it."""
    swaps: dict[Result, Result] = {"fails": "meets", "meets": "fails"}
    return swaps.get(result, result)


def informative_days(tests: Iterable[Test], level: Level, assumed: str) -> list[tuple[date, bool]]:
    """The informative days in order, and whether each meets the level."""
    sign = OPPOSITE.get(level.sign, level.sign)
    by_day: dict[date, list[Result]] = defaultdict(list)
    for test in tests:
        by_day[test.day].append(
            undetectable_result(test, level)
            if level.name == "undetectable"
            else numeric_result(test, level, sign, assumed)
        )
    days = {day: day_result(results) for day, results in by_day.items()}
    if level.sign in OPPOSITE:
        days = {day: swapped(result) for day, result in days.items()}
    return [(day, days[day] == "meets") for day in sorted(days) if days[day] != "uninformative"]


def asks_for_depth(level: Level) -> bool:
    """At 0.1 % and shallower, for `undetectable` and for `>` and `>=` nothing is to be verified."""
    numeric = level.name != "undetectable" and level.sign not in OPPOSITE
    return numeric and level.cutoff < ALWAYS_DEEP_ENOUGH


def verified_days(tests: Iterable[Test], level: Level, assumed: str) -> set[date]:
    """One test that meets with copies of ABL1 or GUSB verifies its day."""
    return {
        test.day
        for test in tests
        if numeric_result(test, level, level.sign, assumed) == "meets"
        and depth(test, level.cutoff) == "enough"
    }
