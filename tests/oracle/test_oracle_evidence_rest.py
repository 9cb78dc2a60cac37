"""Hand-worked examples of the other rows of docs/evidence.md, and what random pairs show."""

import random
from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest

from .attributes import (
    TYPICAL,
    Age,
    Country,
    Diagnosed,
    PhaseAtDiagnosis,
    RiskScore,
    Sex,
    Site,
    Transcript,
)
from .build import CUT, attempt, drug, event, good, lab, lake_of, on, shown
from .cells import NOTHING, Evidence, evidence
from .criterion import Criterion, OracleDefinition
from .definitions import CASES, EVIDENCE, NESTS, random_criterion_definition
from .endings import StoppedForInWindow, SwitchedForInWindow
from .evaluation import evaluate
from .exposures import AnyExposure, DrugList, Exposure, OnDrug
from .happenings import AdvancedPhase, EventHappened, PreviousAttempt
from .laboratory import Laboratory
from .lake import random_lake
from .lake_results import with_copies_lost
from .lines import LineCount, LineDrug, StoppedDrug, StoppedFor, SwitchedFor
from .nests import And, AtLeast, InDefinition, Not
from .patients import Lake, Row, patients_of
from .quantities import comparison, duration
from .series import FirstResponse
from .standing import CurrentExposure, Followed, Tapered
from .windows import EVER, Window

FIRST = "first TFR attempt"
IMATINIB, NILOTINIB = DrugList(("imatinib",)), DrugList(("nilotinib",))
FIVE_YEARS = comparison(">=", 5, unit="years")
LAST_YEAR = Window("before", "index", duration(12, "months"))
YEAR_AFTER = Window("after", "index", duration(12, "months"))
AFTER_TAPER = Window("after", "de-escalation")


def cells(first: int | None, last: int | None, days: int | None = None) -> Evidence:
    return Evidence(None if first is None else on(first), None if last is None else on(last), days)


def stopped(treatments: list[Row]) -> Lake:
    """The index is day 2000."""
    return lake_of([], treatments, [attempt(2000)])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([drug("imatinib", 0, 1000), drug("imatinib", 900, 1500)], cells(0, 1500, 1500)),
        ([drug("imatinib", 0, 100), drug("imatinib", 300, 400)], cells(0, 400, 200)),
        ([drug("imatinib", 1900, 2000), drug("imatinib", 2100)], cells(1900, 2000, 100)),
        ([drug("nilotinib", 0, 100)], cells(None, None, 0)),
        ([drug("interferon", 0, 100, None)], cells(None, None, 0)),
        ([drug("imatinib", 1999, 2000)], cells(1999, 2000, 1)),
        ([], NOTHING),  # nothing is known of one without any treatment record
    ],
)
def test_exposure(rows: list[Row], expected: Evidence) -> None:
    assert shown(Exposure(IMATINIB, FIVE_YEARS), stopped(rows), FIRST) == expected
    never = Not(AnyExposure(IMATINIB, None), denied=True)
    assert shown(never, stopped(rows), FIRST) == expected


def test_exposure_in_a_period() -> None:
    rows = [drug("imatinib", 0, 1700), drug("imatinib", 1800, 1900), drug("imatinib", 2200)]
    within = Exposure(IMATINIB, FIVE_YEARS, LAST_YEAR)  # from day 1635 up to, not with, day 2000
    assert shown(within, stopped(rows), FIRST) == cells(1635, 1900, 165)
    after = Exposure(IMATINIB, FIVE_YEARS, YEAR_AFTER)
    assert shown(after, stopped(rows), FIRST) == cells(2200, 2365, 165)
    assert shown(AnyExposure(IMATINIB, EVER), stopped(rows)) == cells(0, CUT, 1800 + CUT - 2200)
    assert shown(Exposure(IMATINIB, FIVE_YEARS, AFTER_TAPER), stopped(rows), FIRST) == NOTHING
    assert shown(AnyExposure(IMATINIB, AFTER_TAPER), stopped(rows), FIRST) == NOTHING


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([drug("imatinib", 0, 100), drug("imatinib", 130, 200)], cells(0, 200, 200)),  # bridged
        ([drug("imatinib", 0, 100), drug("imatinib", 131, 200)], cells(0, 100, 100)),
        ([drug("imatinib", 0, 100), drug("imatinib", 200, 300)], cells(0, 100, 100)),  # equal
        ([drug("imatinib", 0, 100), drug("imatinib", 200, 301)], cells(200, 301, 101)),
        ([drug("imatinib", 1900)], cells(1900, 2000, 100)),  # at most up to the index
        ([drug("nilotinib", 0, 100)], cells(None, None, 0)),
        ([], NOTHING),
    ],
)
def test_continuous_exposure(rows: list[Row], expected: Evidence) -> None:
    criterion = Exposure(IMATINIB, FIVE_YEARS, Window("before", "diagnosis"), True)
    lake = lake_of([], rows, diagnosis_date=on(2000))
    assert shown(criterion, lake) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([drug("imatinib", 0, 1800), drug("imatinib", 1830, 2000)], cells(0, 2000, 2000)),
        ([drug("imatinib", 0, 1800), drug("imatinib", 1831, 2000)], cells(1831, 2000, 169)),
        ([drug("imatinib", 0, 1999)], NOTHING),
        ([drug("imatinib", 1500, 2000), drug("imatinib", 2001)], cells(1500, 2000, 500)),
        ([], NOTHING),
    ],
)
def test_current_exposure(rows: list[Row], expected: Evidence) -> None:
    assert shown(CurrentExposure(IMATINIB, FIVE_YEARS), stopped(rows), FIRST) == expected
    taper = CurrentExposure(IMATINIB, FIVE_YEARS, None, Window("before", "de-escalation"))
    assert shown(taper, stopped(rows), FIRST) == NOTHING


def test_on_a_drug() -> None:
    rows = [drug("imatinib", 0, 100), drug("imatinib", 50, 200), drug("imatinib", 60)]
    criterion = OnDrug(IMATINIB, Window("at", "index"))
    for day, start in [(99, 0), (100, 50), (199, 50), (200, 60)]:
        lake = lake_of([], rows, diagnosis_date=on(day))
        assert shown(criterion, lake, "diagnosis") == cells(start, None)
        assert shown(OnDrug(NILOTINIB), lake, "diagnosis") == NOTHING
    assert shown(OnDrug(IMATINIB, Window("at", "de-escalation")), stopped(rows[:2])) == NOTHING
    assert shown(criterion, stopped([]), FIRST) == NOTHING


def test_stopped_drug_shows_the_latest_stop_of_any_tki() -> None:
    rows = [
        *(drug("imatinib", 0, 100), drug("nilotinib", 100, 300, 2)),
        *(drug("interferon", 0, 900, None), drug("imatinib", 2100, 2200, 3)),
    ]
    assert shown(StoppedDrug(IMATINIB), stopped(rows), FIRST) == cells(300, 300)
    changed = [drug("imatinib", 0, 100), drug("imatinib", 100, 2000)]  # the dose only
    assert shown(StoppedDrug(IMATINIB), stopped(changed), FIRST) == cells(2000, 2000)
    assert shown(StoppedDrug(IMATINIB), stopped(rows[2:3]), FIRST) == NOTHING
    assert shown(StoppedDrug(IMATINIB), stopped([]), FIRST) == NOTHING


LINES = [
    drug("imatinib", 0, 100, 1, "intolerance"),
    drug("nilotinib", 150, 300, 2, "intolerance"),
    drug("dasatinib", 300, 2000, 3, "resistance"),
]


def test_the_drug_of_a_line_shows_the_beginning_of_the_line() -> None:
    for window in (None, LAST_YEAR, YEAR_AFTER):  # in the period or not
        assert shown(LineDrug(2, IMATINIB, window), stopped(LINES), FIRST) == cells(150, 150)
    assert shown(LineDrug(2, IMATINIB, AFTER_TAPER), stopped(LINES), FIRST) == NOTHING
    assert shown(LineDrug(2, IMATINIB), stopped(LINES[:1]), FIRST) == NOTHING
    assert shown(LineDrug(1, IMATINIB), stopped([]), FIRST) == NOTHING


def test_number_of_lines() -> None:
    most = comparison("<=", 2)
    ended = Evidence(on(0), on(300), value=Decimal(3))
    assert shown(LineCount(most), stopped(LINES), FIRST) == ended
    before = Window("before", "diagnosis")
    lake = lake_of([], LINES, diagnosis_date=on(150))
    assert shown(LineCount(most, before), lake) == Evidence(on(0), on(150), value=Decimal(2))
    assert shown(LineCount(most, LAST_YEAR), stopped(LINES), FIRST) == NOTHING
    assert shown(LineCount(most, AFTER_TAPER), stopped(LINES), FIRST) == NOTHING
    assert shown(LineCount(most), stopped([]), FIRST) == NOTHING


def test_ends_of_lines() -> None:
    lake = stopped(LINES)
    assert shown(StoppedFor("intolerance"), lake, FIRST) == cells(100, 300)
    assert shown(SwitchedFor("intolerance"), lake, FIRST) == cells(100, 300)
    denied = Not(StoppedFor("resistance"), denied=True)
    assert shown(denied, lake, FIRST) == cells(2000, 2000)
    assert shown(SwitchedFor("resistance"), lake, FIRST) == NOTHING  # no line followed
    assert shown(StoppedFor("pregnancy"), lake, FIRST) == NOTHING
    assert shown(StoppedFor("intolerance"), stopped([]), FIRST) == NOTHING


def test_a_line_ends_with_the_last_of_its_rows() -> None:
    rows = [drug("imatinib", 0, 50, 1, "toxicity"), drug("imatinib", 50, 90, 1, "intolerance")]
    assert shown(StoppedFor("intolerance"), stopped(rows), FIRST) == cells(90, 90)
    assert shown(StoppedFor("toxicity"), stopped(rows), FIRST) == NOTHING


@pytest.mark.parametrize(
    ("until", "stops", "switches"),
    [(99, NOTHING, NOTHING), (100, cells(100, 100), NOTHING), (150, *[cells(100, 100)] * 2)],
)
def test_ends_of_lines_in_a_period(until: int, stops: Evidence, switches: Evidence) -> None:
    lake = lake_of([], LINES, diagnosis_date=on(until))
    window = Window("before", "diagnosis")
    assert shown(StoppedForInWindow("intolerance", window), lake) == stops
    assert shown(SwitchedForInWindow("intolerance", window), lake) == switches
    late = Window("after", "diagnosis", duration(200, "days"))  # up to day 299, 300 or 350
    end = {99: 100, 100: 300, 150: 300}[until]
    assert shown(StoppedForInWindow("intolerance", late), lake) == cells(end, end)
    for criterion in (StoppedForInWindow, SwitchedForInWindow):
        assert shown(criterion("intolerance", AFTER_TAPER), lake) == NOTHING


def test_age_and_diagnosis() -> None:
    lake = lake_of(birth_year=1992, diagnosis_date=date(2010, 1, 1))
    assert shown(Age(comparison(">=", 18)), lake) == Evidence(value=Decimal(18))
    assert shown(Age(comparison(">=", 18), "TKI start"), lake) == NOTHING
    assert shown(Age(comparison(">=", 18)), lake_of(diagnosis_date=date(2010, 1, 1))) == NOTHING
    later = lake_of(good(365), birth_year=1992)  # 2011-01-01
    assert shown(Age(comparison(">=", 18)), later, "first MR4") == Evidence(value=Decimal(19))
    assert shown(Age(comparison(">=", 18), "diagnosis"), later, "first MR4") == NOTHING
    assert shown(Diagnosed(comparison(">", 2015)), lake) == cells(0, 0)
    assert shown(Diagnosed(comparison(">", 2015)), later) == NOTHING


def test_attributes_are_told_by_the_basis_alone() -> None:
    lake = lake_of(sex="female", phase="chronic", transcripts=["e14a2"], sokal_reported="low")
    criteria: list[Criterion] = [
        *(Sex("female"), Country(("SE",)), Site("SE01"), PhaseAtDiagnosis("chronic")),
        *(Transcript(TYPICAL), RiskScore("Sokal", ("low",))),
    ]
    assert all(shown(criterion, lake) == NOTHING for criterion in criteria)


def test_events() -> None:
    found = [event("blast phase", 60), event("accelerated phase", 50), event("transplant", 2001)]
    lake = lake_of([], [drug("imatinib", 0, 2000)], [attempt(2000)], found)
    assert shown(EventHappened(("progression",)), lake, FIRST) == cells(50, 60)
    assert shown(EventHappened(("transplant", "progression")), lake) == cells(50, 2001)
    assert shown(EventHappened(("transplant",)), lake, FIRST) == NOTHING
    no_transplant = Not(EventHappened(("transplant",), YEAR_AFTER), denied=True)
    assert shown(no_transplant, lake, FIRST) == cells(2001, 2001)
    assert shown(EventHappened(("progression",), AFTER_TAPER), lake, FIRST) == NOTHING


def test_advanced_phase_at_diagnosis_is_an_event_of_that_day() -> None:
    found = [event("blast phase", 60)]
    dated = lake_of(good(100), events=found, phase="accelerated", diagnosis_date=on(10))
    assert shown(AdvancedPhase(), dated, "first MR4") == cells(10, 60)
    last_90 = Window("before", "index", duration(90, "days"))
    assert shown(AdvancedPhase(last_90), dated, "first MR4") == cells(10, 60)
    last_89 = Window("before", "index", duration(89, "days"))
    assert shown(AdvancedPhase(last_89), dated, "first MR4") == cells(60, 60)
    undated = lake_of(good(100), events=found, phase="accelerated")
    assert shown(AdvancedPhase(), undated, "first MR4") == cells(60, 60)
    chronic = lake_of(phase="chronic", diagnosis_date=on(10))
    assert shown(AdvancedPhase(), chronic) == NOTHING


def test_previous_attempts() -> None:
    attempts = [attempt(30, number=3), attempt(9), attempt(20, number=2)]
    lake = lake_of([], [drug("imatinib", 0, 9)], attempts)
    assert shown(PreviousAttempt(), lake, "last TFR attempt") == cells(9, 20)
    assert shown(PreviousAttempt(), lake, "second TFR attempt") == cells(9, 9)
    assert shown(PreviousAttempt(), lake, FIRST) == NOTHING


def test_followed() -> None:
    half = comparison(">=", 6, unit="months")
    assert shown(Followed(half), stopped([]), FIRST) == cells(2000, CUT, CUT - 2000)
    dead = lake_of([], [], [attempt(2000)], [event("death", 2000)])
    assert shown(Followed(half), dead, FIRST) == cells(2000, 2000, 0)
    assert shown(Followed(half, "TKI start"), stopped([]), FIRST) == NOTHING


def test_tapered() -> None:
    attempts = [attempt(9), attempt(200, 150, number=2), attempt(400, 350, number=3)]
    lake = lake_of([], [drug("imatinib", 0, 9)], attempts, diagnosis_date=on(300))
    assert shown(Tapered(), lake, FIRST) == NOTHING
    assert shown(Tapered(), lake, "second TFR attempt") == cells(150, 150)
    assert shown(Tapered(), lake, "last TFR attempt") == cells(350, 350)
    assert shown(Tapered(), lake, "diagnosis") == cells(150, 150)
    assert shown(Tapered(), lake, "first de-escalation") == cells(150, 150)
    assert shown(Tapered(), lake, "TKI start") == NOTHING  # no taper up to then


@pytest.mark.parametrize(
    ("age", "expected"),
    [(0, True), (91, True), (92, False), (-1, False)],
)
def test_laboratory_value(age: int, expected: bool) -> None:
    criterion = Laboratory("NK cells", comparison(">=", 1), "x10^9/L")
    day = 2000 - age
    labs = [lab(day, "0.10"), lab(day, "0.25"), lab(day, "0.20"), lab(1800, "0.9")]
    labs += [lab(day, "30", "% of lymphocytes"), lab(day, "1", marker="CD8 T cells")]
    lake = lake_of([], [], [attempt(2000)], labs=labs)
    used = Evidence(on(day), on(day), None, 3, Decimal("0.25"))
    assert shown(criterion, lake, FIRST) == (used if expected else NOTHING)
    taper = Laboratory("NK cells", comparison(">=", 1), "x10^9/L", Window("at", "de-escalation"))
    assert shown(taper, lake, FIRST) == NOTHING


def test_laboratory_value_stays_in_the_unit_of_the_lake() -> None:
    criterion = Laboratory("NK cells", comparison(">=", 150), "cells/µL")
    lake = lake_of([], [], [attempt(2000)], labs=[lab(2000, "0.25")])
    assert shown(criterion, lake, FIRST).value == Decimal("0.25")


def test_laboratory_value_at_diagnosis() -> None:
    number = comparison(">=", 700)
    criterion = Laboratory("platelets", number, "10^9/L", Window("at", "diagnosis"))
    found = Evidence(on(5), on(5), None, 1, Decimal(800))
    assert shown(criterion, lake_of(platelets=Decimal(800), diagnosis_date=on(5))) == found
    undated = Evidence(None, None, None, 1, Decimal(800))
    assert shown(criterion, lake_of(platelets=Decimal(800))) == undated
    assert shown(criterion, lake_of(diagnosis_date=on(5))) == NOTHING


def test_nests_have_no_evidence() -> None:
    lake = stopped([])
    part = Sex("female")
    nests: list[Criterion] = [And((part, part)), AtLeast(1, (part, part)), InDefinition("alpha")]
    for nest in [*nests, *(Not(nest) for nest in nests)]:
        with pytest.raises(TypeError, match=r"no row"):
            evidence(OracleDefinition((nest,)), lake)
    for name in NESTS:
        with pytest.raises(ValueError, match="no row"):
            random_criterion_definition(random.Random(1), [name])


MOLECULAR = (
    *("SustainedResponse", "ResponseState", "AnyResponse", "ResponseAt", "LastTests"),
    *("AllTests", "FirstResponse"),
)
FILLED = {  # the columns that mean something for each case, of first_day to value
    **dict.fromkeys(CASES, "first_day last_day"),
    **dict.fromkeys(("SustainedResponse", "FirstResponse"), "first_day last_day days tests"),
    **dict.fromkeys(("AnyResponse", "AllTests", "TestCount"), "first_day last_day tests"),
    **dict.fromkeys(("LastTests", "Laboratory"), "first_day last_day tests value"),
    **dict.fromkeys(("Exposure", "AnyExposure"), "first_day last_day days"),
    **dict.fromkeys(("ResponseState", "CurrentExposure", "Followed"), "first_day last_day days"),
    **dict.fromkeys(("Sex", "Country", "Site", "PhaseAtDiagnosis", "Transcript", "RiskScore"), ""),
    "LineCount": "first_day last_day value",
    "HalvingTime": "first_day last_day days value",
    "OnDrug": "first_day",
    "Age": "value",
}


def columns_of(shown: Evidence) -> set[str]:
    values = {field.name: getattr(shown, field.name) for field in fields(shown)}
    return {name for name, value in values.items() if value is not None} - {"unverified"}


@pytest.mark.parametrize("name", EVIDENCE)
def test_every_case_fills_its_columns(name: str) -> None:
    rng = random.Random(9)
    columns: set[str] = set()
    unverified: set[bool | None] = set()
    for _ in range(60):
        definition = random_criterion_definition(rng, [name])
        lake = with_copies_lost(rng, random_lake(rng, 8))
        found = evidence(definition, lake)
        assert found.keys() == evaluate(definition, lake).keys()
        until = {patient.patient_id: patient.observed_until for patient in patients_of(lake)}
        for (patient, _, _), row in found.items():
            for shown_cells in row:
                columns |= columns_of(shown_cells)
                unverified.add(shown_cells.unverified)
                last = shown_cells.last_day or until[patient]
                assert (shown_cells.first_day or last) <= last <= until[patient]
    assert columns == set(FILLED[name].split())
    assert unverified == ({True, False} if name in MOLECULAR else {None})


@pytest.mark.parametrize("name", EVIDENCE)
def test_a_denied_criterion_shows_the_same(name: str) -> None:
    rng = random.Random(4)
    for _ in range(5):
        definition = random_criterion_definition(rng, [name])
        lake = random_lake(rng, 8)
        denied = OracleDefinition(
            tuple(Not(step) for step in definition.steps),
            definition.index,
            definition.assume_undetectable,
        )
        assert evidence(denied, lake) == evidence(definition, lake)


def test_lengths_shown_are_the_lengths_judged() -> None:
    rng = random.Random(3)
    judged = 0
    for name in ("FirstResponse", "CurrentExposure", "Followed"):
        for _ in range(20):
            definition = random_criterion_definition(rng, [name])
            lake = random_lake(rng, 8)
            answers = evaluate(definition, lake)
            for key, row in evidence(definition, lake).items():
                for step, answer, found in zip(
                    definition.steps, answers[key].steps, row, strict=True
                ):
                    if (
                        isinstance(step, FirstResponse | CurrentExposure | Followed)
                        and found.days is not None
                    ):
                        assert step.length.holds(found.days) is answer
                        judged += 1
    assert judged > 100
