"""The halving time of BCR::ABL1 in the first three months of TKI."""

import random
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import cast

from .cells import NOTHING, Evidence
from .criterion import OracleDefinition, Subject
from .kleene import Answer3
from .levels import value_of
from .patients import Patient
from .quantities import Comparison, days_between, shifted

THREE_MONTHS, AT_MOST_AWAY = 91, 42
EXACT = Context(prec=60)
CUTOFFS = ("9.35", "9.35", "9.34", "9.36", "21.85", "21.85", "11.37", "11.38", "13", "22.75")


def baseline(patient: Patient) -> Decimal | None:
    """BCR::ABL1 at diagnosis, above 0."""
    return cast("Decimal | None", patient.row["baseline_bcr_abl1"]) or None


def three_month_test(patient: Patient, start: date) -> tuple[date, Decimal] | None:
    """The day nearest to three months with a value, the earlier on ties, and its highest value."""
    target = shifted(start, THREE_MONTHS)
    values = [(test.day, value) for test in patient.tests if (value := value_of(test))]
    near = [(day, value) for day, value in values if abs(days_between(target, day)) <= AT_MOST_AWAY]
    if not near:
        return None
    nearest = min({day for day, _ in near}, key=lambda day: (abs(days_between(target, day)), day))
    return nearest, max(value for day, value in near if day == nearest)


def halving_time(days: int, before: Decimal, after: Decimal) -> Decimal | None:
    """In days, rounded half up to hundredths; None where the value did not fall.

    A half can only be met where the values are a power of 2 apart. There the 60 digits are off by
    less than the 30 that are kept, so that a half is seen as one."""
    if after >= before:
        return None
    fall = EXACT.ln(EXACT.divide(before, after))
    time = EXACT.divide(EXACT.multiply(Decimal(days), EXACT.ln(Decimal(2))), fall)
    kept = time.quantize(Decimal("1e-30"), context=EXACT)
    return kept.quantize(Decimal("0.01"), ROUND_HALF_UP, EXACT)


@dataclass(frozen=True)
class Fall:
    """From the first TKI day to the test at three months."""

    start: date
    last: date
    before: Decimal
    after: Decimal

    @property
    def days(self) -> int:
        return days_between(self.start, self.last)

    @property
    def time(self) -> Decimal | None:
        return halving_time(self.days, self.before, self.after)


def fall_of(patient: Patient) -> Fall | None:
    start, before = patient.tki_start, baseline(patient)
    if start is None or before is None:
        return None
    found = three_month_test(patient, start)
    if found is None or days_between(start, found[0]) < 1:
        return None
    return Fall(start, found[0], before, found[1])


@dataclass(frozen=True)
class HalvingTime:
    """`halving time <= 9.35 days`"""

    number: Comparison  # of days that may be decimal, so without a unit
    needs_index: bool = False

    def text(self) -> str:
        return f"halving time {self.number.text()} days"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        fall = fall_of(patient)
        if fall is None:
            return None
        if fall.time is None:
            return self.number.at_least  # longer than any number
        return self.number.holds(fall.time)

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The first TKI day and that of the test, the days between, and the halving time."""
        fall = fall_of(patient)
        if fall is None:
            return NOTHING
        return Evidence(fall.start, fall.last, fall.days, value=fall.time)

    @classmethod
    def draw(cls, rng: random.Random) -> "HalvingTime":
        if rng.random() < 0.2:
            low, high = rng.choice([("9.35", "21.85"), ("9.36", "21.84"), ("11.38", "13")])
            return cls(Comparison("range", (Decimal(low), Decimal(high))))
        sign = rng.choice(["<=", "<=", "<", ">=", ">"])
        return cls(Comparison(sign, (Decimal(rng.choice(CUTOFFS)),)))
