"""Hand-worked examples of the halving time, and of the third attempt as an index."""

import math
import random
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from .build import attempt, drug, event, judge, lake_of, on, sample, shown
from .cells import NOTHING, Evidence
from .criterion import OracleDefinition
from .evaluation import evaluate
from .halving import HalvingTime, fall_of, halving_time
from .kleene import Answer3
from .lake import random_lake
from .patients import Row, patients_of
from .quantities import comparison
from .standing import Followed

TREATED = [drug("imatinib", 0)]


def fall(tests: list[Row], before: str | None = "64", cut: int = 5000) -> Evidence:
    known = None if before is None else Decimal(before)
    lake = lake_of(tests, TREATED, baseline_bcr_abl1=known, cut=cut)
    return shown(HalvingTime(comparison("<=", "9.35")), lake)


@pytest.mark.parametrize(
    ("days", "before", "after", "time"),
    [
        (91, "64", "32", "91.00"),  # halved once
        (91, "64", "4", "22.75"),  # four times
        (91, "64", "0.25", "11.38"),  # eight times: 11.375, half up
        (49, "64", "0.25", "6.13"),  # 6.125
        (133, "64", "0.25", "16.63"),  # 16.625
        (53, "64", "0.25", "6.63"),  # 6.625, which 60 digits take for a little less
        (90, "100", "10", "27.09"),  # 90 × 0.30103 = 27.0927
        (91, "64", "64", None),
        (91, "64", "64.0000001", None),
    ],
)
def test_the_time_in_which_it_halves(days: int, before: str, after: str, time: str | None) -> None:
    found = halving_time(days, Decimal(before), Decimal(after))
    assert found == (None if time is None else Decimal(time))


@pytest.mark.parametrize(
    ("tests", "day", "halvings"),
    [
        ([sample(91, "32")], 91, 1),
        ([sample(49, "32")], 49, 1),  # 42 days away
        ([sample(48, "32")], None, 0),
        ([sample(133, "32")], 133, 1),
        ([sample(134, "32")], None, 0),
        ([sample(89, "32"), sample(92, "16")], 92, 2),  # the nearest
        ([sample(90, "32"), sample(92, "16")], 90, 1),  # the earlier on ties
        ([sample(91, "16"), sample(91, "32"), sample(91, "8")], 91, 1),  # the highest of the day
        ([sample(91, "16", "<"), sample(92, "32")], 92, 1),  # no bound
        ([sample(91, "16", ">"), sample(92, "32")], 92, 1),
        ([sample(91, "16", scale="local"), sample(92, "32")], 92, 1),
        ([sample(91, "0"), sample(92, "32")], 92, 1),
        ([sample(91, "16", detected=False), sample(92, "32")], 92, 1),
        ([sample(91, "16", detected=True), sample(92, "32")], 91, 2),
        ([sample(91, level="MR2"), sample(92, "32")], 92, 1),
        ([sample(91, "32", copies=0, gene=None)], 91, 1),  # whatever the copies
        ([], None, 0),
    ],
)
def test_the_test_at_three_months(tests: list[Row], day: int | None, halvings: int) -> None:
    if day is None:
        assert fall(tests) == NOTHING
    else:
        time = (Decimal(day) / halvings).quantize(Decimal("0.01"))
        assert fall(tests) == Evidence(on(0), on(day), day, value=time)


def test_not_assessable() -> None:
    at_three_months = [sample(91, "32")]
    assert fall(at_three_months, cut=91).days == 91
    for nothing in (fall(at_three_months, None), fall(at_three_months, "0")):
        assert nothing == NOTHING
    assert fall(at_three_months, cut=90) == NOTHING  # not observed that far
    untreated = lake_of(at_three_months, baseline_bcr_abl1=Decimal(64))
    assert judge(HalvingTime(comparison("<=", "9.35")), untreated) is None
    other = lake_of(at_three_months, [drug("hydroxyurea", 0)], baseline_bcr_abl1=Decimal(64))
    assert judge(HalvingTime(comparison("<=", "9.35")), other) is None


def test_from_the_first_tki_whatever_it_is() -> None:
    rows = [drug("hydroxyurea", 0, None, None), drug("nilotinib", 30, None, 2)]
    rows.append(drug("imatinib", 10, 30))
    lake = lake_of([sample(101, "32")], rows, baseline_bcr_abl1=Decimal(64))
    found = shown(HalvingTime(comparison("<=", "9.35")), lake)
    assert found == Evidence(on(10), on(101), 91, value=Decimal(91))


@pytest.mark.parametrize(
    ("sign", "numbers", "expected"),
    [
        ("<=", ("11.38",), True),  # 11.375 is 11.38
        ("<", ("11.38",), False),
        ("<=", ("11.37",), False),
        (">=", ("11.38",), True),
        (">", ("11.38",), False),
        (">", ("11.37",), True),
        ("range", ("11.38", "13"), True),
        ("range", ("9.35", "11.37"), False),
    ],
)
def test_comparisons(sign: str, numbers: tuple[str, ...], expected: Answer3) -> None:
    lake = lake_of([sample(91, "0.25")], TREATED, baseline_bcr_abl1=Decimal(64))
    assert judge(HalvingTime(comparison(sign, *numbers)), lake) is expected


@pytest.mark.parametrize("after", ["64", "65"])
def test_what_does_not_fall_takes_longer_than_any_number(after: str) -> None:
    lake = lake_of([sample(91, after)], TREATED, baseline_bcr_abl1=Decimal(64))
    for sign, expected in [("<=", False), ("<", False), (">=", True), (">", True)]:
        assert judge(HalvingTime(comparison(sign, 10**12)), lake) is expected
    assert judge(HalvingTime(comparison("range", 1, 10**12)), lake) is False
    shown_time = shown(HalvingTime(comparison("<=", 1)), lake)
    assert shown_time == Evidence(on(0), on(91), 91)


def test_texts() -> None:
    assert HalvingTime(comparison("<=", "9.35")).text() == "halving time <= 9.35 days"
    between = HalvingTime(comparison("range", "9.35", "21.85"))
    assert between.text() == "halving time 9.35-21.85 days"


def test_random_lakes_hold_halving_times_at_the_cut_offs() -> None:
    """On both sides of the edge of rounding, and exactly on it; ties, and days too far away."""
    seen: Counter[str] = Counter()
    for patient in patients_of(random_lake(random.Random(17), 2000)):
        start = patient.tki_start
        days = {(test.day - start).days for test in patient.tests} if start else set()
        seen["ties"] += any(91 - n in days and 91 + n in days for n in range(1, 43))
        seen["too far"] += bool(days & {48, 134})
        seen["as far as may be"] += bool(days & {49, 133})
        fallen = fall_of(patient)
        if fallen is None:
            seen["unknown"] += 1
        elif fallen.time is None:
            seen["no fall"] += 1
        else:
            seen[str(fallen.time)] += 1
            exact = fallen.days * math.log(2) / math.log(fallen.before / fallen.after)
            edge = abs(abs(Decimal(exact) - fallen.time) - Decimal("0.005"))
            seen["near an edge"] += edge < Decimal("0.001")
            seen["on an edge"] += edge < Decimal("1e-9") and fallen.after * 256 == fallen.before
    wanted = ["ties", "too far", "as far as may be", "unknown", "no fall", "near an edge"]
    wanted += ["on an edge", "9.34", "9.35", "9.36", "21.85", "11.38"]
    assert min(seen[one] for one in wanted) >= 4, seen


def test_the_third_attempt() -> None:
    attempts = [attempt(3000, number=1), attempt(1000, number=3), attempt(2000, number=2)]
    criterion = Followed(comparison(">=", 1, unit="days"))
    lake = lake_of([], [], attempts, [event("transplant", 10)])
    found = evaluate(OracleDefinition((criterion,), "third TFR attempt"), lake)
    assert list(found) == [(1, on(3000), 1)]
    two = lake_of([], [], attempts[1:])
    assert evaluate(OracleDefinition((criterion,), "third TFR attempt"), two) == {}
    late = lake_of([], [], attempts, cut=2999)
    assert evaluate(OracleDefinition((criterion,), "third TFR attempt"), late) == {}


def test_random_lakes_hold_third_attempts() -> None:
    patients = patients_of(random_lake(random.Random(4), 400))
    third: list[date] = [p.attempts[2].first_day for p in patients if len(p.attempts) > 2]
    assert len(third) > 5
