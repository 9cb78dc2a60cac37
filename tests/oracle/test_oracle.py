"""Hand-worked examples of §1–§4 at their boundaries."""

from decimal import Decimal

import pytest

from .build import CUT, attempt, bad, drug, event, good, judge, lake_of, on, sample
from .criterion import OracleDefinition
from .evaluation import evaluate
from .kleene import Answer3
from .levels import Level, informative_days, named
from .patients import Row, molecular_of, patients_of
from .quantities import comparison, duration
from .responses import AnyResponse, ResponseState, SustainedResponse
from .windows import AT_INDEX, BEFORE_INDEX, EVER, Window

FIRST = "first TFR attempt"
TWO_YEARS = comparison(">=", 2, unit="years")
LAST_YEAR = Window("before", "index", duration(12, "months"))
AFTER = Window("after", "index", duration(12, "months"))


@pytest.mark.parametrize(
    ("number", "unit", "days"),
    [
        ("5", "years", 1826),
        ("2", "years", 730),
        ("6", "months", 182),
        ("3", "months", 91),
        ("1.5", "years", 547),
        ("6", "weeks", 42),
    ],
)
def test_durations(number: str, unit: str, days: int) -> None:
    assert duration(number, unit).days == days


def test_strict_and_closed_comparisons() -> None:
    five = [comparison(sign, 5, unit="years") for sign in (">=", ">", "<=", "<", "=")]
    assert [c.holds(1826) for c in five] == [True, False, True, False, True]
    between = comparison("range", 3, 5, unit="years")
    assert [between.holds(n) for n in (1094, 1095, 1826, 1827)] == [False, True, True, False]


def test_a_span_of_lengths() -> None:
    spans = [(0, 729), (0, 730), (730, 800), (729, 10_000)]
    assert [TWO_YEARS.holds_over(*s) for s in spans] == [False, None, True, None]
    assert comparison("=", 2, unit="years").holds_over(0, 10_000) is None
    assert comparison("range", 1, 2, unit="years").holds_over(0, 10_000) is None


@pytest.mark.parametrize(
    ("events", "until", "died"),
    [
        ([], CUT, False),
        ([event("last contact", 4000)], 4000, False),
        ([event("last contact", CUT + 1)], CUT, False),
        ([event("death", 4000), event("last contact", 3000)], 4000, True),
        ([event("death", CUT)], CUT, True),
        ([event("death", CUT + 1)], CUT, False),
    ],
)
def test_observed_until(events: list[Row], until: int, died: bool) -> None:
    (patient,) = patients_of(lake_of(events=events))
    assert (patient.observed_until, patient.died) == (on(until), died)


def test_records_after_observed_until_are_not_used() -> None:
    lake = lake_of([*good(CUT), *bad(CUT + 1)], [drug("imatinib", CUT + 1)], [attempt(CUT + 1)])
    (patient,) = patients_of(lake)
    assert len(patient.tests) == 1 and not patient.treatments and not patient.attempts


def test_index_dates() -> None:
    lake = lake_of(
        [*bad(5), *good(10)],
        [drug("interferon", -9, 0, None), drug("imatinib", 0, 100), drug("imatinib", 200, 300)],
        [attempt(300, 250, number=1), attempt(100, number=2), attempt(210, number=3)],
        diagnosis_date=on(-10),
    )
    expected = {"diagnosis": [-10], "TKI start": [0], "first MR4.5": [10], "first MR5": []}
    expected |= {FIRST: [100], "second TFR attempt": [300], "last TFR attempt": [300]}
    expected |= {"each TFR attempt": [100, 300], "first de-escalation": [250], "data cut": []}
    for index, days in expected.items():
        rows = evaluate(OracleDefinition((), index), lake)
        assert [(1, on(day), n) for n, day in enumerate(days, 1)] == list(rows), index


@pytest.mark.parametrize(
    ("tests", "events", "population"),
    [
        (good(CUT - 365), [], 1),
        (good(CUT - 366), [], 0),
        (good(CUT - 366, CUT + 1), [], 0),
        (good(CUT - 400), [event("last contact", CUT - 365)], 1),
        (good(CUT - 400), [event("last contact", CUT - 366)], 0),
        (good(CUT), [event("death", CUT + 1)], 0),
    ],
)
def test_data_cut(tests: list[Row], events: list[Row], population: int) -> None:
    lake = lake_of(tests, [drug("imatinib", 0)], events=events)
    assert len(evaluate(OracleDefinition((), "data cut"), lake)) == population


def result(level: Level, row: Row, assumed: str = "") -> Answer3:
    """Meets, fails or uninformative (None), of one test."""
    days = informative_days([molecular_of(row)], level, assumed)
    return days[0][1] if days else None


def number(sign: str, cutoff: str) -> Level:
    return Level("", sign, Decimal(cutoff))


@pytest.mark.parametrize(
    ("level", "row", "expected"),
    [
        (named("MR4.5"), sample(0, "0.0032"), True),
        (named("MR4.5"), sample(0, "0.0032001"), False),
        (named("MR4.5"), sample(0, "0.0032", copies=32_000), True),
        (named("MR4.5"), sample(0, "0.0032", copies=31_999), None),
        (named("MR4.5"), sample(0, "0.0032", gene="GUSB", copies=76_999), None),
        (named("MR4.5"), sample(0, "0.0032001", copies=5), False),
        (named("MR4.5"), sample(0, "0.0032", copies=None), True),
        (named("MR4.5", depth_verified=True), sample(0, "0.0032", copies=None), None),
        (named("MR4.5"), sample(0, detected=False, copies=None), None),
        (named("MR4.5"), sample(0, detected=False, gene="BCR"), None),
        (named("MR4.5"), sample(0, detected=False), True),
        (named("MMR"), sample(0, detected=False, copies=5), True),
        (named("MR4"), sample(0, detected=False, copies=9_999), None),
        (named("MR4"), sample(0, "0"), True),
        (named("MR4"), sample(0, "0", detected=True), None),
        (named("MR4"), sample(0, "5", detected=False), True),
        (named("MR4"), sample(0, "10", ">"), False),
        (named("MR1"), sample(0, "10", ">"), False),
        (named("MR1"), sample(0, "9", ">"), None),
        (named("MR4"), sample(0, "10", ">", detected=False), True),
        (named("MR4"), sample(0, "0.01", "<="), True),
        (named("MR4"), sample(0, "0.02", "<", detected=True), None),
        (named("MR4"), sample(0, "0.02", "<", detected=False, copies=None), None),
        (named("MR4"), sample(0, level="MR4.5"), True),
        (named("MR4"), sample(0, level="MR3"), None),
        (named("MR4"), sample(0, level="MR4", copies=9_999), None),
        (named("MR4"), sample(0, "0.001", scale="local"), None),
        (number("<", "0.01"), sample(0, "0.01", "<"), True),
        (number("<", "0.01"), sample(0, "0.01", "<="), None),
        (number("<", "0.01"), sample(0, "0.01"), False),
        (number("<=", "0.0069"), sample(0, "0.0069", copies=31_999), None),
        (number("<=", "0.0023"), sample(0, "0.0023", copies=99_999), None),
        (number("<=", "0.0005"), sample(0, "0.0005", copies=100_000), True),
        (number("<=", "0.05"), sample(0, "0.05", copies=10_000), True),
        (number(">", "10"), sample(0, "10"), False),
        (number(">=", "10"), sample(0, "10"), True),
        (number(">", "10"), sample(0, "10", ">"), True),
        (named("undetectable"), sample(0, detected=False, copies=None), True),
        (named("undetectable"), sample(0, "0.001", scale="local"), False),
        (named("undetectable"), sample(0, "0.001", "<"), None),
        (named("undetectable", copies=50_000), sample(0, "0", copies=49_999), None),
        (named("undetectable", copies=50_000), sample(0, "0", copies=50_000), True),
    ],
)
def test_one_test(level: Level, row: Row, expected: Answer3) -> None:
    assert result(level, row) is expected


def test_assume_undetectable() -> None:
    absent, few = sample(0, "0", copies=None), sample(0, "0", copies=9_999)
    levels = [named("MR4"), named("MR4.5"), number("<=", "0.0069"), named("MR5")]
    assert [result(level, absent, "MR4.5") for level in levels] == [True, True, True, None]
    assert result(named("MR4"), few, "MR4.5") is None


def test_one_day() -> None:
    rows = [*good(0), *bad(0), *good(1), sample(1), sample(2)]
    tests = [molecular_of(row) for row in rows]
    assert informative_days(tests, named("MR4"), "") == [(on(0), False), (on(1), True)]


STOPPED = [drug("imatinib", 0, 2000)], [attempt(2000)]


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        (good(1270, 1635, 2000), True),  # exactly 730 days
        ([*bad(1270), *good(1271, 1635, 2000)], False),  # 729, and a failing test before
        (good(1271, 1635, 2000), None),  # the record simply begins 729 days before
        ([*bad(1), *good(1270, 1635)], True),  # the latest is exactly 365 days old
        ([*bad(1), *good(1269, 1634)], None),  # 366 days: nothing to carry forward
        (bad(1634), None),  # whatever it showed
        (bad(1635), False),
        ([*bad(1), *good(1269, 1635, 2000)], None),  # a gap of 366 days, which may be bridged
        ([*bad(1), *good(1271, 1637, 2000)], False),  # even bridged, 729 days
        ([*good(1270, 1635), *bad(2000)], False),
        ([], None),
        (good(2001), None),
    ],
)
def test_sustained_at_index(tests: list[Row], expected: Answer3) -> None:
    criterion = SustainedResponse(named("MR4.5"), TWO_YEARS)
    assert judge(criterion, lake_of(tests, *STOPPED), FIRST) is expected


def test_the_possible_begin_is_the_first_tki_day() -> None:
    late = [drug("imatinib", 1271, 2000)], [attempt(2000)]
    criterion = SustainedResponse(named("MR4"), TWO_YEARS)
    assert judge(criterion, lake_of(good(1635, 2000), *late), FIRST) is False
    earlier = lake_of(good(1635, 2000), [drug("imatinib", 1270, 2000)], [attempt(2000)])
    assert judge(criterion, earlier, FIRST) is None
    untreated = [drug("interferon", 0, 2000, None)], [attempt(2000)]
    assert judge(criterion, lake_of(good(1635, 2000), *untreated), FIRST) is None
    diagnosed = lake_of(good(1635, 2000), *untreated, diagnosis_date=on(1271))
    assert judge(criterion, diagnosed, FIRST) is False


@pytest.mark.parametrize(
    ("window", "tests", "expected"),
    [
        (None, [*bad(1), *good(100, 465, 830), *bad(900)], True),
        (None, [*bad(1), *good(101, 465, 830), *bad(900)], False),
        (None, [*bad(1), *good(100, 466, 830), *bad(900)], None),
        (EVER, good(829), None),  # may have begun on the first TKI day, day 0
        (BEFORE_INDEX, good(1999), None),
        (LAST_YEAR, good(1635, 2000), False),  # not longer than the period
    ],
)
def test_sustained_in_a_period(window: Window | None, tests: list[Row], expected: Answer3) -> None:
    criterion = SustainedResponse(named("MR4.5"), TWO_YEARS, window)
    index = FIRST if window else ""
    assert judge(criterion, lake_of(tests, *STOPPED), index) is expected


@pytest.mark.parametrize(
    ("days", "tests", "spacing", "expected"),
    [
        ((1270, 1635, 2000), 3, False, True),
        ((1270, 1635, 2000), 4, False, False),
        ((1270, 1635, 1726, 2000), 4, True, True),
        ((1270, 1635, 1725, 2000), 4, True, False),  # 90 days apart: counted no more
    ],
)
def test_tests_and_spacing(
    days: tuple[int, ...], tests: int, spacing: bool, expected: Answer3
) -> None:
    apart = duration(3, "months") if spacing else None
    criterion = SustainedResponse(named("MR4.5"), TWO_YEARS, None, tests, apart)
    assert judge(criterion, lake_of(good(*days), *STOPPED), FIRST) is expected


def test_a_shorter_gap_is_the_carry_forward_limit_too() -> None:
    half = duration(6, "months")
    criterion = SustainedResponse(named("MR4"), comparison(">=", 1, unit="days"), None, gap=half)
    assert judge(criterion, lake_of([*bad(1), *good(1800, 1818)], *STOPPED), FIRST) is True
    assert judge(criterion, lake_of([*bad(1), *good(1800, 1817)], *STOPPED), FIRST) is None


def test_less_than_is_not_the_opposite() -> None:
    short = SustainedResponse(named("MR4"), comparison("<", 2, unit="years"))
    assert judge(short, lake_of(bad(2000), *STOPPED), FIRST) is False
    assert judge(short, lake_of([*bad(1270), *good(1271, 1636, 2000)], *STOPPED), FIRST) is True
    assert judge(short, lake_of(good(2000), *STOPPED), FIRST) is None


def test_response_state() -> None:
    state, quarter = named("MR4"), duration(3, "months")
    assert judge(ResponseState(state), lake_of(good(1635), *STOPPED), FIRST) is True
    assert judge(ResponseState(state), lake_of(good(1634), *STOPPED), FIRST) is None
    within = ResponseState(state, AT_INDEX, quarter)
    assert judge(within, lake_of(good(1909), *STOPPED), FIRST) is True
    assert judge(within, lake_of(good(1908), *STOPPED), FIRST) is None
    start = ResponseState(state, Window("at", "TKI start"))
    assert judge(start, lake_of(bad(0), *STOPPED)) is False


@pytest.mark.parametrize(
    ("window", "tests", "cut", "expected"),
    [
        (BEFORE_INDEX, good(2000), CUT, True),
        (BEFORE_INDEX, good(2001), CUT, None),
        (LAST_YEAR, good(1635), CUT, True),
        (LAST_YEAR, [*good(1634), *bad(1635)], CUT, False),
        (AFTER, [*good(2000), *bad(2001)], CUT, False),
        (AFTER, good(2365), CUT, True),
        (AFTER, [*bad(2001), *good(2366)], CUT, False),
        (AFTER, bad(2001), 2364, None),  # the window is not over
        (AFTER, bad(2001), 2365, False),
        (AFTER, good(2001), 2002, True),
    ],
)
def test_any_response(window: Window, tests: list[Row], cut: int, expected: Answer3) -> None:
    criterion = AnyResponse(named("MR4"), window)
    assert judge(criterion, lake_of(tests, *STOPPED, cut=cut), FIRST) is expected
