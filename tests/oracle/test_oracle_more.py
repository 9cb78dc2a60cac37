"""Hand-worked examples of §5 and §6: current exposure, follow-up, values, endings and nests."""

import random

import pytest

from .build import CUT, attempt, bad, drug, event, good, judge, lab, lake_of, on
from .criterion import Criterion, OracleDefinition
from .definitions import CASES, NESTS, STAGE_ONE, STAGE_TWO, random_definition
from .endings import StoppedForInWindow, SwitchedForInWindow
from .evaluation import evaluate
from .exposures import DrugList
from .kleene import Answer3
from .laboratory import Laboratory
from .levels import named
from .nests import AtLeast, InDefinition, Not
from .patients import Lake, Row
from .quantities import Comparison, comparison, duration
from .responses import ResponseState
from .standing import CurrentExposure, Followed, Tapered
from .windows import AT_INDEX, EVER, Window

FIRST = "first TFR attempt"
STOPPED = [drug("imatinib", 0, 2000)], [attempt(2000)]
ONE_YEAR = comparison(">=", 1, unit="years")
IMATINIB = DrugList(("imatinib",))
LAST_YEAR = Window("before", "index", duration(12, "months"))
YEAR_AFTER = Window("after", "index", duration(12, "months"))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([drug("imatinib", 1635, 2000)], True),  # 365 days
        ([drug("imatinib", 1636, 2000)], False),
        ([drug("imatinib", 1635, 1999)], False),  # not on it the day before the index
        ([drug("imatinib", 1000, 1800), drug("imatinib", 1830, 2000)], True),  # bridged
        ([drug("imatinib", 1000, 1800), drug("imatinib", 1831, 2000)], False),
        ([drug("imatinib", 0, 1000), drug("nilotinib", 1000, 2000, 2)], False),
        ([drug("imatinib", 1635, 1999), drug("imatinib", 2001)], False),  # up to the index
        ([], None),
    ],
)
def test_current_exposure(rows: list[Row], expected: Answer3) -> None:
    criterion = CurrentExposure(IMATINIB, ONE_YEAR)
    assert criterion.text() == "imatinib >= 1 years (current)"
    assert judge(criterion, lake_of([], rows, [attempt(2000)]), FIRST) is expected


def test_current_exposure_bridges_as_asked() -> None:
    rows = [drug("imatinib", 1000, 1800), drug("imatinib", 1860, 2000)]
    for gap, expected in [(60, True), (59, False)]:
        criterion = CurrentExposure(IMATINIB, ONE_YEAR, duration(gap, "days"))
        assert judge(criterion, lake_of([], rows, [attempt(2000)]), FIRST) is expected


def test_not_on_it_is_no_short_exposure() -> None:
    short = CurrentExposure(IMATINIB, comparison("<", 1, unit="years"))
    rows = [drug("imatinib", 0, 9)]
    assert judge(short, lake_of([], rows, [attempt(2000)]), FIRST) is False


def test_followed() -> None:
    criterion = Followed(comparison(">=", 6, unit="months"))
    for cut, expected in [(2182, True), (2181, False)]:
        assert judge(criterion, lake_of([], *STOPPED, cut=cut), FIRST) is expected
    died = lake_of([], *STOPPED, [event("death", 2100)])
    assert judge(criterion, died, FIRST) is False
    assert judge(Followed(ONE_YEAR, "diagnosis"), lake_of()) is None


def test_tapered() -> None:
    attempts = [attempt(1000, 900, 1), attempt(2000, None, 2)]
    lake = lake_of(good(950), [], attempts)
    assert judge(Tapered(), lake, FIRST) is True
    assert judge(Tapered(), lake, "second TFR attempt") is False
    assert judge(Tapered(), lake, "first MR4") is True
    assert judge(Tapered(), lake_of(good(899), [], attempts), "first MR4") is False
    assert judge(Tapered(), lake_of(good(899)), "first MR4") is False


def number(sign: str, value: str) -> Comparison:
    return comparison(sign, value)


@pytest.mark.parametrize(
    ("labs", "expected"),
    [
        ([lab(2000, "0.15")], True),
        ([lab(2000, "0.14999")], False),
        ([lab(1909, "0.15")], True),  # 91 days
        ([lab(1908, "0.15")], None),
        ([lab(2001, "0.15")], None),
        ([lab(1999, "0.15"), lab(2000, "0.1")], False),  # the latest
        ([lab(1999, "0.15"), lab(2000, "12", "% of lymphocytes")], True),
        ([lab(2000, "12", "% of lymphocytes")], None),
        ([lab(2000, "0.15", marker="CD8 T cells")], None),
        ([lab(2000, "0.15"), lab(2000, "0.2")], True),
        ([lab(2000, "0.15"), lab(2000, "0.1")], None),  # a day that contradicts itself
        ([], None),
    ],
)
def test_laboratory(labs: list[Row], expected: Answer3) -> None:
    lake = lake_of([], *STOPPED, labs=labs)
    absolute = Laboratory("NK cells", number(">=", "0.15"), "x10^9/L", AT_INDEX)
    assert absolute.text() == "NK cells >= 0.15 x10^9/L at index"
    assert judge(absolute, lake, FIRST) is expected
    cells = Laboratory("NK cells", number(">=", "150"), "cells/µL")
    assert judge(cells, lake, FIRST) is expected


def test_laboratory_within_and_at_diagnosis() -> None:
    half = Laboratory("NK cells", number(">", "0.1"), "10^9/L", None, duration(6, "months"))
    assert half.text() == "NK cells > 0.1 10^9/L (within 6 months)"
    for day, expected in [(1818, True), (1817, None)]:
        assert judge(half, lake_of([], *STOPPED, labs=[lab(day, "0.15")]), FIRST) is expected
    baseline = Laboratory("platelets", number(">=", "700"), "10^9/L", Window("at", "diagnosis"))
    assert judge(baseline, lake_of(platelets=number("=", "700").numbers[0])) is True
    assert judge(baseline, lake_of(labs=[lab(0, "800", marker="platelets")])) is None


def answers(criteria: list[Criterion], lake: Lake) -> list[Answer3]:
    return [judge(criterion, lake, FIRST) for criterion in criteria]


def test_stopped_and_switched_in_a_window() -> None:
    windows = [LAST_YEAR, YEAR_AFTER, Window("after"), EVER]
    stops: list[Criterion] = [StoppedForInWindow("intolerance", w) for w in windows]
    switches: list[Criterion] = [SwitchedForInWindow("intolerance", w) for w in windows]

    def with_stop(day: int, following: int, cut: int = CUT) -> Lake:
        rows = [
            drug("imatinib", 0, day, 1, "intolerance"),
            drug("nilotinib", following, following + 9, 2),
        ]
        return lake_of([], rows, [attempt(2000)], cut=cut)

    assert answers(stops, with_stop(1635, 1700)) == [True, False, False, True]
    assert answers(stops, with_stop(1634, 1700)) == [False, False, False, True]
    assert answers(switches, with_stop(2000, 2001)) == [False, False, False, True]
    assert answers(switches, with_stop(1990, 1991)) == [True, False, False, True]
    assert answers(stops, with_stop(1990, 1991, 2364)) == [True, None, False, True]
    assert answers(stops, lake_of([], [], [attempt(2000)])) == [None] * 4


def test_a_stop_after_the_index() -> None:
    rows = [drug("imatinib", 0, 2000), drug("nilotinib", 2001, 2365, 2, "toxicity")]
    lake = lake_of([], rows, [attempt(2000)])
    later = lake_of([], [rows[0], drug("nilotinib", 2001, 2366, 2, "toxicity")], [attempt(2000)])
    stop = StoppedForInWindow("toxicity", YEAR_AFTER)
    assert judge(stop, lake, FIRST) is True and judge(stop, later, FIRST) is False
    assert judge(SwitchedForInWindow("toxicity", YEAR_AFTER), lake, FIRST) is False
    assert Not(stop, denied=True).text() == "no stop for toxicity within 12 months after index"


def test_at_least() -> None:
    met, unknown = Followed(ONE_YEAR), Followed(ONE_YEAR, "diagnosis")
    not_met = Followed(comparison("<", 1, unit="days"))
    lake = lake_of([], *STOPPED)
    for parts, expected in [
        ((met, met, unknown), True),
        ((met, not_met, unknown), None),
        ((unknown, not_met, unknown), None),
        ((not_met, not_met, unknown), False),
    ]:
        assert judge(AtLeast(2, parts), lake, FIRST) is expected
    text = "at least 2 of (tapered before index; followed >= 1 years after index)"
    assert AtLeast(2, (Tapered(), met)).text() == text


def test_in_definition() -> None:
    """Its own option, the outer index, whatever its own."""
    state = ResponseState(named("MR4.5"))
    undetected: Row = dict(good(2000)[0], value=None, operator=None, detected=False)
    undetected["reference_copies"] = None
    lake = lake_of([*bad(0), undetected], *STOPPED)
    named_so = OracleDefinition((state,), "TKI start", "MR4.5")
    library = {"alpha": named_so, "beta": OracleDefinition((InDefinition("alpha"),))}
    steps: list[tuple[Criterion, str, Answer3]] = [
        (state, "", None),  # not detected, of unknown depth
        (InDefinition("alpha"), "", True),
        (InDefinition("beta"), "", True),
        (Not(InDefinition("alpha"), denied=True), "", False),
    ]
    for step, option, expected in steps:
        definition = OracleDefinition((step,), FIRST, option, library=library)
        (answer,) = evaluate(definition, lake).values()
        assert answer.holds is expected
    plain = {"alpha": OracleDefinition((state,))}
    outer = OracleDefinition((InDefinition("alpha"),), FIRST, "MR4.5", library=plain)
    assert next(iter(evaluate(outer, lake))) == (1, on(2000), 1)
    assert [answer.holds for answer in evaluate(outer, lake).values()] == [None]
    assert Not(InDefinition("alpha"), denied=True).text() == "not in alpha"


def test_random_libraries_hold_every_name_and_no_circle() -> None:
    rng = random.Random(2)
    for _ in range(100):
        definition = random_definition(rng, ["InDefinition", "AtLeast", "Age"])
        names = [name for name in definition.library if f"in {name}" in definition.text]
        for number_of, other in enumerate(definition.library.values()):
            later = list(definition.library)[number_of + 1 :]
            used = [name for name in definition.library if f"in {name}" in other.text]
            assert set(used) <= set(later) and not other.library
            names += used
        assert set(names) == set(definition.library)


def test_stages() -> None:
    assert (*STAGE_ONE, *STAGE_TWO) == tuple(CASES) and len(STAGE_ONE) == 22
    assert set(NESTS) < set(STAGE_TWO)
