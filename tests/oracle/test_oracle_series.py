"""Hand-worked examples of §4: near a date, the last tests, all, how many, and the first."""

from decimal import Decimal

import pytest

from .build import CUT, attempt, bad, drug, event, good, judge, lake_of, sample
from .kleene import Answer3
from .levels import Level, named
from .patients import Row
from .quantities import Duration, comparison, duration
from .series import AllTests, FirstResponse, LastTests, ResponseAt, TestCount
from .windows import EVER, Window

FIRST = "first TFR attempt"
STOPPED = [drug("imatinib", 0, 2000)], [attempt(2000)]
LAST_YEAR = Window("before", "index", duration(12, "months"))
YEAR_AFTER = Window("after", "index", duration(12, "months"))
QUARTER = duration(3, "months")  # 91 days


@pytest.mark.parametrize(
    ("tests", "window", "expected"),
    [
        (good(91 - 42), None, True),  # six weeks
        (good(91 + 42), None, True),
        (good(91 - 43), None, None),
        (good(91 + 43), None, None),
        ([*good(81), *bad(101)], None, True),  # the earlier on ties
        ([*bad(81), *good(101)], None, False),
        ([*bad(81), *good(100)], None, True),  # the nearest
        ([*good(81), sample(91)], None, True),  # the nearest informative one
        (good(89), duration(1, "days"), None),
        (good(92), duration(1, "days"), True),
        ([], None, None),
    ],
)
def test_response_near_a_date(tests: list[Row], window: Duration | None, expected: Answer3) -> None:
    criterion = ResponseAt(named("MR4"), QUARTER, "TKI start", window)
    assert judge(criterion, lake_of(tests, *STOPPED)) is expected


@pytest.mark.parametrize(
    ("test", "cut", "died", "expected"),
    [
        (91, 91, False, True),  # nothing can be nearer
        (81, 82, False, None),
        (81, 99, False, None),  # day 100 would be nearer, at 9 days against 10
        (81, 100, False, True),  # day 101 would tie, and the earlier wins
        (81, 82, True, True),  # no more tests come
        (101, 101, False, True),
    ],
)
def test_a_nearer_test_may_come(test: int, cut: int, died: bool, expected: Answer3) -> None:
    criterion = ResponseAt(named("MR4"), QUARTER, "TKI start")
    events = [event("death", cut)] if died else []
    lake = lake_of(good(test), [drug("imatinib", 0)], events=events, cut=CUT if died else cut)
    assert judge(criterion, lake) is expected


def test_ten_percent_at_three_months() -> None:
    criterion = ResponseAt(Level("", "<=", Decimal(10)), QUARTER, "TKI start", duration(6, "weeks"))
    assert criterion.text() == "BCR::ABL1 <= 10 % at 3 months after TKI start (window 6 weeks)"
    for value, expected in [("10", True), ("10.0000001", False)]:
        assert judge(criterion, lake_of([sample(91, value)], *STOPPED)) is expected
    assert judge(criterion, lake_of([sample(91, "1")])) is None  # no TKI start


@pytest.mark.parametrize(
    ("tests", "all_four", "two_of_four"),
    [
        (good(1700, 1800, 1900, 2000), True, True),
        ([*bad(1600), *good(1700, 1800, 1900, 2000)], True, True),
        ([*bad(1700), *good(1800, 1900, 2000)], False, True),
        ([*good(1900, 2000), *bad(1700, 1800)], False, True),
        ([*good(2000), *bad(1700, 1800, 1900)], False, False),
        (good(1900, 2000), None, True),  # the missing ones are unknown
        (good(2000), None, None),
        ([*good(1900), *bad(2000)], False, None),
        (bad(1800, 1900, 2000), False, False),
        ([*good(1700, 1800, 1900, 2000), sample(1999)], True, True),
        (good(1335, 1435, 1535, 1635), True, True),  # the latest 365 days before
        (good(1334, 1434, 1534, 1634), None, None),
        ([*good(1700, 1800, 1900, 2000), *bad(2001)], True, True),
        (good(1, 2, 3, 2000), True, True),  # the others however old
        ([], None, None),
    ],
)
def test_last_tests(tests: list[Row], all_four: Answer3, two_of_four: Answer3) -> None:
    lake = lake_of(tests, *STOPPED)
    assert judge(LastTests(named("MR4.5"), 4), lake, FIRST) is all_four
    assert judge(LastTests(named("MR4.5"), 4, 2), lake, FIRST) is two_of_four


def test_last_tests_within() -> None:
    criterion = LastTests(named("MR4"), 2, None, QUARTER)
    assert criterion.text() == "last 2 tests MR4 (within 3 months)"
    assert judge(criterion, lake_of(good(1, 1909), *STOPPED), FIRST) is True
    assert judge(criterion, lake_of(good(1, 1908), *STOPPED), FIRST) is None


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        (good(1635, 1800, 2000), True),
        (good(1634, 1800, 2000), None),  # two in the period
        ([*bad(1635), *good(1800, 1900, 2000)], False),
        ([*bad(1634), *good(1635, 1900, 2000)], True),
        (bad(2000), False),  # a failing one settles it
        ([*good(1635, 2000), sample(1800)], None),  # informative ones count
        ([*good(1635, 1800), *good(1800)], None),  # a day counts once
        ([], None),
    ],
)
def test_all_tests(tests: list[Row], expected: Answer3) -> None:
    criterion = AllTests(named("MR4"), LAST_YEAR, 3)
    assert criterion.text() == "all tests MR4 within 12 months before index (tests >= 3)"
    assert judge(criterion, lake_of(tests, *STOPPED), FIRST) is expected


def test_all_tests_in_a_window_that_is_not_over() -> None:
    criterion = AllTests(named("MR4"), YEAR_AFTER)
    for tests, cut, expected in [
        (good(2001), 2364, None),
        (good(2001), 2365, True),
        (bad(2001), 2002, False),
    ]:
        assert judge(criterion, lake_of(tests, *STOPPED, cut=cut), FIRST) is expected


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        ([*good(1635), sample(1700), *bad(2000)], True),  # of any result
        ([*good(1634, 1700), *bad(2000)], False),
        (good(1700, 1700, 2000), False),  # test days
        (good(1700, 1800, 2001), False),
        ([], False),  # none is zero
    ],
)
def test_number_of_tests(tests: list[Row], expected: bool) -> None:
    criterion = TestCount(comparison(">=", 3), LAST_YEAR)
    assert judge(criterion, lake_of(tests, *STOPPED), FIRST) is expected


def test_number_of_tests_that_may_still_grow() -> None:
    for sign, cut, expected in [(">=", 2363, None), (">=", 2364, False), ("<", 2363, None)]:
        criterion = TestCount(comparison(sign, 3), YEAR_AFTER)
        lake = lake_of(good(2001), *STOPPED, cut=cut)  # a day more makes at most one test more
        assert judge(criterion, lake, FIRST) is expected
    assert judge(TestCount(comparison("=", 0), EVER), lake_of()) is True


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        (good(1270), True),
        (good(1271), False),
        ([*good(1270), *bad(1500, 2000)], True),  # whatever came between
        ([*bad(1), *good(1270)], True),
        (bad(1270), False),
        (good(2001), None),
        ([sample(1270)], None),
    ],
)
def test_first_response(tests: list[Row], expected: Answer3) -> None:
    criterion = FirstResponse(named("MR4.5"), comparison(">=", 2, unit="years"))
    assert criterion.text() == "first MR4.5 >= 2 years before index"
    assert judge(criterion, lake_of(tests, *STOPPED), FIRST) is expected


def test_never_reached_is_not_met_for_less_than_either() -> None:
    criterion = FirstResponse(named("MR4.5"), comparison("<", 2, unit="years"))
    assert judge(criterion, lake_of(bad(1900), *STOPPED), FIRST) is False
    assert judge(criterion, lake_of(good(1271), *STOPPED), FIRST) is True
