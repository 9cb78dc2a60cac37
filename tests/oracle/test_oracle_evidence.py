"""Hand-worked examples of the molecular rows of docs/evidence.md."""

from datetime import date
from decimal import Decimal

import pytest

from .build import attempt, bad, drug, event, good, lake_of, on, sample, shown
from .cells import NO_RESPONSE, NOTHING, Evidence
from .criterion import Criterion
from .endpoints import AnyPositive, Endpoint, Loss, Part, Recorded, Regained, Restart
from .levels import Level, named
from .nests import Not
from .patients import Lake, Row
from .quantities import comparison, duration
from .responses import AnyResponse, ResponseState, SustainedResponse
from .series import AllTests, FirstResponse, LastTests, ResponseAt, TestCount
from .windows import AT_INDEX, BEFORE_INDEX, EVER, Window

FIRST = "first TFR attempt"
TWO_YEARS = comparison(">=", 2, unit="years")
LAST_YEAR = Window("before", "index", duration(12, "months"))
YEAR_AFTER = Window("after", "index", duration(12, "months"))
AT_TAPER = Window("at", "de-escalation")
MR4, MR4_5, MMR = named("MR4"), named("MR4.5"), named("MMR")
QUARTER = duration(3, "months")


def stopped(tests: list[Row]) -> Lake:
    """Imatinib from day 0, stopped on day 2000, which is the index."""
    return lake_of(tests, [drug("imatinib", 0, 2000)], [attempt(2000)])


def unverified(*days: int) -> list[Row]:
    """Tests that meet MR4.5, with no word on copies."""
    return [sample(day, "0.0032", copies=None) for day in days]


def response(
    first: int | None,
    last: int | None,
    days: int | None = None,
    tests: int | None = None,
    value: int | None = None,
    unverified: bool = False,
) -> Evidence:
    return Evidence(
        None if first is None else on(first),
        None if last is None else on(last),
        days,
        tests,
        None if value is None else Decimal(value),
        unverified,
    )


def day(number: int | None) -> Evidence:
    found: date | None = None if number is None else on(number)
    return Evidence(found, found)


SUSTAINED = SustainedResponse(MR4_5, TWO_YEARS)


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        (good(1000, 1300, 1600, 1900), response(1000, 1900, 1000, 4)),
        ([*good(1000, 1300, 1600, 1900), *bad(1100)], response(1300, 1900, 700, 3)),
        ([*good(1000, 1300, 1600), *bad(1900)], response(None, 1900)),  # the latest fails
        (good(1000, 1365), response(1000, 1365, 1000, 2)),
        (good(1000, 1366), response(1366, 1366, 634, 1)),  # a gap of more than 12 months
        (good(1000, 1000), response(1000, 1000, 1000, 1)),  # however old; one test day
        ([*good(1900, 2000, 2001), *bad(2002)], response(1900, 2000, 100, 2)),
        ([*good(1900), sample(1950, None)], response(1900, 1900, 100, 1)),  # 1950 tells nothing
        (good(2001), NO_RESPONSE),
        ([], NO_RESPONSE),
    ],
)
def test_sustained_at_index(tests: list[Row], expected: Evidence) -> None:
    assert shown(SUSTAINED, stopped(tests), FIRST) == expected
    assert shown(Not(SUSTAINED), stopped(tests), FIRST) == expected


def test_a_run_without_the_tests_asked_for_has_no_length() -> None:
    spaced = SustainedResponse(MR4_5, TWO_YEARS, None, 3, QUARTER)
    near = stopped(good(1700, 1750, 1900))  # 1750 is no 91 days after 1700
    assert shown(spaced, near, FIRST) == response(1700, 1900, None, 3)
    far = stopped(good(1700, 1791, 1900, 1882))
    assert shown(spaced, far, FIRST) == response(1700, 1900, 300, 4)
    four = SustainedResponse(MR4_5, TWO_YEARS, None, 4)
    assert shown(four, near, FIRST) == response(1700, 1900, None, 3)


def test_sustained_with_another_gap() -> None:
    lake = stopped(good(1000, 1182, 1365, 1547))  # 182, 183 and 182 days apart
    criterion = SustainedResponse(MR4_5, TWO_YEARS, gap=duration(6, "months"))
    assert shown(criterion, lake, FIRST) == response(1365, 1547, 635, 2)


def test_sustained_at_another_anchor() -> None:
    criterion = SustainedResponse(MR4_5, TWO_YEARS, AT_TAPER)
    tests = good(1500, 1700, 1900)
    assert shown(criterion, stopped(tests), FIRST) == NO_RESPONSE
    tapered = lake_of(tests, [drug("imatinib", 0, 2000)], [attempt(2000, 1800)])
    assert shown(criterion, tapered, FIRST) == response(1500, 1700, 300, 2)


@pytest.mark.parametrize(
    ("tests", "asked", "expected"),
    [
        ([*good(0, 300), *bad(400), *good(500, 800)], None, response(0, 300, 300, 2)),  # equal
        ([*good(0, 300), *bad(400), *good(500, 801)], None, response(500, 801, 301, 2)),
        ([*good(0, 300), *bad(400), *good(500, 600, 700)], 3, response(500, 700, 200, 3)),
        ([*good(0, 300), *bad(400)], 3, NO_RESPONSE),
        ([*good(0, 300, 665, 1031), *bad(5)], None, response(300, 665, 365, 2)),
        (good(7), None, response(7, 7, 0, 1)),
        ([*good(7), *bad(9), *good(11)], None, response(7, 7, 0, 1)),
        (bad(7, 9), None, NO_RESPONSE),
        ([], None, NO_RESPONSE),
    ],
)
def test_sustained_without_index(tests: list[Row], asked: int | None, expected: Evidence) -> None:
    criterion = SustainedResponse(MR4_5, TWO_YEARS, None, asked)
    assert shown(criterion, lake_of(tests)) == expected
    written = SustainedResponse(MR4_5, TWO_YEARS, EVER, asked)
    assert shown(written, stopped(tests), FIRST) == expected


def test_sustained_in_a_period() -> None:
    lake = stopped(good(1634, 1635, 1800, 2000, 2001, 2365, 2366))
    within = SustainedResponse(MR4_5, TWO_YEARS, LAST_YEAR)
    assert shown(within, lake, FIRST) == response(1635, 2000, 365, 3)
    after = SustainedResponse(MR4_5, TWO_YEARS, YEAR_AFTER)
    assert shown(after, lake, FIRST) == response(2001, 2365, 364, 2)
    before = SustainedResponse(MR4_5, TWO_YEARS, BEFORE_INDEX)
    assert shown(before, lake, FIRST) == response(1634, 2000, 366, 4)
    none = SustainedResponse(MR4_5, TWO_YEARS, Window("after", "de-escalation"))
    assert shown(none, lake, FIRST) == NO_RESPONSE


@pytest.mark.parametrize(
    ("tests", "level", "doubtful"),
    [
        ([*good(1700, 1900), *unverified(1800)], MR4_5, True),  # any of its test days
        ([*good(1700, 1900), sample(1800, "0.0032", gene="BCR")], MR4_5, True),
        ([*good(1700, 1900), sample(1800, "0.0032", gene=None)], MR4_5, True),
        ([*good(1700, 1800, 1900), *unverified(1800)], MR4_5, False),  # one verifies the day
        ([*good(1900), *unverified(1800), sample(1800, "0.001", copies=31_999)], MR4_5, True),
        (unverified(1900), MMR, False),
        (unverified(1900), Level("", "<", Decimal("0.1")), False),
        (unverified(1900), Level("", "<=", Decimal("0.0999")), True),
        ([sample(1900, detected=False, copies=None)], named("undetectable"), False),
        ([sample(1900, "5", copies=None)], Level("", ">", Decimal("0.01")), False),
        ([sample(1900, level="MR4.5", copies=None)], MR4_5, True),
        ([sample(1900, "0.0032", gene="GUSB", copies=77_000)], MR4_5, False),
    ],
)
def test_depth_of_a_run(tests: list[Row], level: Level, doubtful: bool) -> None:
    criterion = SustainedResponse(level, TWO_YEARS)
    assert shown(criterion, stopped(tests), FIRST).unverified is doubtful
    assert shown(criterion, lake_of(tests)).unverified is doubtful


def test_depth_of_the_run_that_is_shown_alone() -> None:
    """At the index the run of day 1900; without one the earlier of two of a single day."""
    lake = stopped([*good(1900), *unverified(1800), *bad(1850)])
    assert shown(SUSTAINED, lake, FIRST) == response(1900, 1900, 100, 1)
    assert shown(SUSTAINED, lake) == response(1800, 1800, 0, 1, unverified=True)
    lost = stopped([*unverified(1800), *bad(1900)])
    assert shown(SUSTAINED, lost, FIRST) == response(None, 1900)


def test_depth_of_a_run_without_the_tests_asked_for() -> None:
    lake = stopped(unverified(1800, 1900))
    short = SustainedResponse(MR4_5, TWO_YEARS, None, 3)
    assert shown(short, lake, FIRST) == response(1800, 1900, None, 2, unverified=True)
    ever = SustainedResponse(MR4_5, TWO_YEARS, EVER, 3)
    assert shown(ever, lake, FIRST) == NO_RESPONSE


def test_what_is_taken_for_deep_is_not_verified() -> None:
    lake = stopped([sample(1900, detected=False, copies=None)])
    assert shown(SUSTAINED, lake, FIRST) == NO_RESPONSE
    assumed = shown(SUSTAINED, lake, FIRST, "MR4.5")
    assert assumed == response(1900, 1900, 100, 1, unverified=True)
    asked = SustainedResponse(named("MR4.5", depth_verified=True), TWO_YEARS)
    assert shown(asked, stopped(unverified(1900)), FIRST) == NO_RESPONSE


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        (good(1000), response(1000, 1000, 1000)),  # however old
        ([*good(1800), *bad(1900)], response(1900, 1900, 100)),
        ([*bad(1800), *good(2000), *bad(2001)], response(2000, 2000, 0)),
        ([*good(1800), *unverified(1900)], response(1900, 1900, 100, unverified=True)),
        ([*unverified(1800), *good(1900)], response(1900, 1900, 100)),
        ([*unverified(1900), *bad(1900)], response(1900, 1900, 100)),  # the day fails
        ([], NO_RESPONSE),
    ],
)
def test_state_at_index(tests: list[Row], expected: Evidence) -> None:
    assert shown(ResponseState(MR4, within=QUARTER), stopped(tests), FIRST) == expected
    assert shown(ResponseState(MR4, AT_INDEX), stopped(tests), FIRST) == expected
    assert shown(ResponseState(MR4, AT_TAPER), stopped(tests), FIRST) == NO_RESPONSE


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        (good(1634, 1635, 1700, 2000, 2001), response(1635, 2000, None, 3)),
        ([*good(1700), *bad(1650, 1900)], response(1700, 1700, None, 1)),
        ([*good(1700), *unverified(1700, 1800)], response(1700, 1800, None, 2)),
        (unverified(1700, 1800), response(1700, 1800, None, 2, unverified=True)),
        (bad(1700), NO_RESPONSE),  # no meeting day
        ([], NO_RESPONSE),
    ],
)
def test_any_response_in_a_period(tests: list[Row], expected: Evidence) -> None:
    assert shown(AnyResponse(MR4, LAST_YEAR), stopped(tests), FIRST) == expected


def test_any_response_elsewhere() -> None:
    tests = good(0, 4999, 5000, 5001)  # the data cut is day 5000
    assert shown(AnyResponse(MR4, EVER), lake_of(tests)) == response(0, 5000, None, 3)
    year = Window("after", "TKI start", duration(12, "months"))
    assert shown(AnyResponse(MR4, year), lake_of(tests)) == NO_RESPONSE
    assert shown(AnyResponse(MR4, year), stopped(good(0, 365, 366))) == response(365, 365, None, 1)


@pytest.mark.parametrize(
    ("days", "nearest"),
    [
        ([81, 101], 81),  # the earlier on ties
        ([80, 101], 101),
        ([49], 49),
        ([48], None),  # more than six weeks before day 91
        ([133], 133),
        ([134], None),
        ([], None),
    ],
)
def test_response_near_a_date(days: list[int], nearest: int | None) -> None:
    criterion = ResponseAt(MR4, QUARTER, "TKI start")
    treated = [drug("imatinib", 0)]
    assert shown(criterion, lake_of(good(*days), treated)) == response(nearest, nearest)
    assert shown(criterion, lake_of(bad(*days), treated)) == response(nearest, nearest)
    loose = shown(criterion, lake_of(unverified(*days), treated))
    assert loose.unverified is (nearest is not None)
    assert shown(criterion, lake_of(good(*days))) == NO_RESPONSE  # no TKI start


def test_the_nearest_so_far() -> None:
    """Day 60 is shown, though a day between 71 and the window's end may come nearer."""
    lake = lake_of(good(60), [drug("imatinib", 0)], cut=70)
    assert shown(ResponseAt(MR4, QUARTER, "TKI start"), lake) == response(60, 60)


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        (good(100, 200, 300, 400, 500), response(200, 500, None, 4, 4)),
        ([*good(100, 200, 400), *bad(300, 500)], response(200, 500, None, 4, 2)),
        ([*good(100), *bad(500)], response(100, 500, None, 2, 1)),
        (bad(500), response(500, 500, None, 1, 0)),  # none of them meets
        ([*good(100), *unverified(200)], response(100, 200, None, 2, 2)),
        ([*bad(100), *unverified(200)], response(100, 200, None, 2, 1, unverified=True)),
        (good(2001), NO_RESPONSE),
    ],
)
def test_last_tests(tests: list[Row], expected: Evidence) -> None:
    assert shown(LastTests(MR4_5, 4, 2), stopped(tests), FIRST) == expected
    assert shown(LastTests(MR4_5, 4, window=AT_TAPER), stopped(tests), FIRST) == NO_RESPONSE


def test_all_tests() -> None:
    criterion = AllTests(MR4, LAST_YEAR, 3)
    lake = stopped([*good(1634, 1635, 1900), *bad(1800), sample(1950, None)])
    assert shown(criterion, lake, FIRST) == response(1635, 1900, None, 3)
    doubtful = stopped([*unverified(1700), *bad(1800)])
    assert shown(criterion, doubtful, FIRST) == response(1700, 1800, None, 2, unverified=True)
    assert shown(criterion, stopped(good(1000)), FIRST) == NO_RESPONSE
    assert shown(AllTests(MR4, Window("before", "diagnosis")), lake) == NO_RESPONSE


def test_number_of_tests() -> None:
    criterion = TestCount(comparison(">=", 3), LAST_YEAR)
    lake = stopped([*good(1634, 1635, 1635), *bad(1800), sample(1950, None)])
    assert shown(criterion, lake, FIRST) == Evidence(on(1635), on(1950), None, 3)
    assert shown(criterion, stopped([]), FIRST) == NOTHING
    assert shown(TestCount(comparison("<", 1), Window("after", "diagnosis")), lake) == NOTHING


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        ([*bad(500), *good(1000, 1900, 2001), *bad(1100)], response(1000, 1000, 1000, 4)),
        ([*bad(500), *good(2001)], response(None, None, None, 1)),
        ([*unverified(1000), *good(1100)], response(1000, 1000, 1000, 2, unverified=True)),
        ([*good(1000), *unverified(1100)], response(1000, 1000, 1000, 2)),
        ([], NO_RESPONSE),
    ],
)
def test_first_response(tests: list[Row], expected: Evidence) -> None:
    assert shown(FirstResponse(MR4_5, TWO_YEARS), stopped(tests), FIRST) == expected
    taper = FirstResponse(MR4_5, TWO_YEARS, "de-escalation")
    assert shown(taper, stopped(tests), FIRST) == NO_RESPONSE


MMR_LOSS = Loss(MMR)
CONFIRMED = Loss(MR4, confirmed=True)
DATED_LATER = Loss(MR4, confirmed=True, at_confirmation=True)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((MMR_LOSS,), 2200),
        ((CONFIRMED,), 2100),  # 0.05 %, then 5 %
        ((DATED_LATER,), 2200),
        ((AnyPositive(),), 2050),
        ((Restart(),), 2250),
        ((Regained(MMR),), 2300),
        ((Recorded("progression"),), 2260),
        ((Recorded("transplant"),), None),
        ((MMR_LOSS, Restart()), 2200),
        ((Recorded("death"), Restart()), 2250),  # the earlier
        ((Loss(MR4_5), MMR_LOSS), 2100),
        ((Regained(MR4_5),), None),
    ],
)
def test_endpoints(parts: tuple[Part, ...], expected: int | None) -> None:
    tests = [*good(2050), sample(2100, "0.05"), *bad(2200), sample(2300, "0.1"), *good(2366)]
    rows = [drug("imatinib", 0, 2000), drug("imatinib", 2250)]
    events = [event("blast phase", 2260), event("blast phase", 2280), event("death", 2990)]
    lake = lake_of(tests, rows, [attempt(2000)], events)
    for criterion in (Endpoint(parts, YEAR_AFTER), Not(Endpoint(parts, YEAR_AFTER), denied=True)):
        assert shown(criterion, lake, FIRST) == day(expected)


@pytest.mark.parametrize(
    ("failing", "expected"), [([1634], None), ([1635], 1635), ([2000], 2000), ([2001], None)]
)
def test_endpoints_before_the_index(failing: list[int], expected: int | None) -> None:
    criterion: Criterion = Endpoint((MMR_LOSS,), LAST_YEAR)
    assert shown(criterion, stopped(bad(*failing)), FIRST) == day(expected)
    assert shown(Endpoint((MMR_LOSS,), Window("after", "diagnosis")), stopped([])) == NOTHING
