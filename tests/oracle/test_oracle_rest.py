"""Hand-worked examples of §3, §5 and §6 at their boundaries, and what random pairs yield."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from .attributes import TYPICAL, Age, Diagnosed, RiskScore, Transcript
from .build import attempt, drug, event, good, judge, lake_of, on
from .criterion import Criterion, OracleDefinition
from .definitions import CASES, random_definition
from .evaluation import evaluate
from .exposures import AnyExposure, DrugList, Exposure, OnDrug, on_drug
from .happenings import AdvancedPhase, EventHappened, PreviousAttempt
from .kleene import Answer3, all_of, any_of, opposite
from .lake import random_lake
from .levels import named
from .lines import LineCount, LineDrug, StoppedDrug, StoppedFor, SwitchedFor
from .nests import And, Not, Or
from .patients import Row, patients_of
from .quantities import comparison, duration
from .responses import ResponseState, SustainedResponse
from .windows import EVER, Span, Window

FIRST = "first TFR attempt"
FIVE_YEARS = comparison(">=", 5, unit="years")
IMATINIB, NILOTINIB = DrugList(("imatinib",)), DrugList(("nilotinib",))
EITHER = DrugList(("imatinib", "nilotinib"))
YEAR_AFTER = Window("after", "index", duration(12, "months"))


def test_kleene() -> None:
    assert all_of([None, False]) is False and all_of([None, True]) is None
    assert any_of([None, True]) is True and any_of([None, False]) is None
    assert opposite(None) is None


@pytest.mark.parametrize(
    ("rows", "drugs", "expected"),
    [
        ([drug("imatinib", 0, 1826)], IMATINIB, True),
        ([drug("imatinib", 1, 1826)], IMATINIB, False),
        ([drug("imatinib", 0, 1000), drug("imatinib", 900, 1825)], IMATINIB, False),  # once
        ([drug("imatinib", 0, 1000), drug("imatinib", 1100, 1926)], IMATINIB, True),
        ([drug("imatinib", 0, 1000), drug("nilotinib", 1000, 1826, 2)], EITHER, True),
        ([drug("imatinib", 174)], IMATINIB, True),  # up to, not including, the index
        ([drug("imatinib", 175)], IMATINIB, False),
        ([drug("interferon", 0, 9, None)], IMATINIB, False),
        ([], IMATINIB, None),
    ],
)
def test_exposure(rows: list[Row], drugs: DrugList, expected: Answer3) -> None:
    criterion = Exposure(drugs, FIVE_YEARS, Window("before", "diagnosis"))
    assert judge(criterion, lake_of([], rows, diagnosis_date=on(2000))) is expected


@pytest.mark.parametrize(
    ("pause", "gap", "expected"),
    [(30, None, True), (31, None, False), (60, 60, True), (61, 60, False), (0, 0, True)],
)
def test_continuous(pause: int, gap: int | None, expected: bool) -> None:
    rows = [drug("imatinib", 0, 1000), drug("imatinib", 1000 + pause, 1826)]
    bridge = None if gap is None else duration(gap, "days")
    criterion = Exposure(IMATINIB, FIVE_YEARS, None, True, bridge)
    assert judge(criterion, lake_of([], rows)) is expected


def test_exposure_after_the_index() -> None:
    rows = [drug("imatinib", 0, 100), drug("imatinib", 200)]
    half = Exposure(IMATINIB, comparison(">=", 100, unit="days"), YEAR_AFTER)
    for cut, expected in [(300, True), (299, None), (298, None)]:
        assert judge(half, lake_of([], rows, [attempt(100)], cut=cut), FIRST) is expected
    stopped = [drug("imatinib", 0, 100)]
    assert judge(half, lake_of([], stopped, [attempt(100)], cut=365), FIRST) is None
    assert judge(half, lake_of([], stopped, [attempt(100)], cut=366), FIRST) is False
    died = lake_of([], stopped, [attempt(100)], [event("death", 120)])
    assert judge(half, died, FIRST) is False


def test_any_exposure() -> None:
    rows = [drug("interferon", -1, 0, None), drug("imatinib", 0, 9), drug("nilotinib", 9, 20, 2)]
    before = Window("before", "TKI start")
    interferon = DrugList(("interferon",))
    lake = lake_of([], rows, [attempt(20)])
    assert judge(AnyExposure(interferon, before), lake) is True
    assert judge(AnyExposure(IMATINIB, before), lake) is False
    assert judge(Not(AnyExposure(DrugList(("2G TKI",)), EVER), denied=True), lake) is False
    assert judge(AnyExposure(IMATINIB, YEAR_AFTER), lake, FIRST) is False


def test_lines() -> None:
    rows = [drug("imatinib", 0, 9, 1), drug("nilotinib", 9, 20, 2), drug("interferon", 0, 9, None)]
    lake = lake_of([], rows, [attempt(20)])
    assert judge(LineDrug(1, EITHER), lake, FIRST) is True
    assert judge(LineDrug(2, IMATINIB), lake, FIRST) is False
    assert judge(LineDrug(2, NILOTINIB), lake, "TKI start") is False
    assert judge(LineCount(comparison("=", 2)), lake, FIRST) is True
    assert judge(LineCount(comparison("<=", 1)), lake, "TKI start") is True


def test_a_drug_added_to_a_line_after_the_period_is_not_of_it() -> None:
    rows = [drug("imatinib", 0, 2000), drug("nilotinib", 100, 2000)]  # one line

    def judged(window: Window | None, diagnosis: int) -> Answer3:
        lake = lake_of([], rows, diagnosis_date=on(diagnosis))
        return judge(LineDrug(1, NILOTINIB, window), lake, "diagnosis")

    assert judged(None, 100) is True  # the index is the last day of the period
    assert judged(None, 99) is False
    assert judged(EVER, 99) is True
    assert judged(YEAR_AFTER, -1) is True
    assert judged(Window("after", "index", duration(101, "days")), -1) is True
    assert judged(Window("after", "index", duration(100, "days")), -1) is False
    assert judged(YEAR_AFTER, 0) is False  # the line began before the period
    assert judged(Window("before", "TKI start"), 99) is False
    lake = lake_of([], rows, diagnosis_date=on(99))
    assert judge(LineDrug(1, EITHER), lake, "diagnosis") is True
    assert judge(LineDrug(1, IMATINIB), lake, "diagnosis") is True


def test_on_and_stopped() -> None:
    rows = [drug("imatinib", 0, 20), drug("nilotinib", 0, 20), drug("dasatinib", 0, 19)]
    lake = lake_of([], rows, [attempt(20)])
    for name, expected in [("imatinib", True), ("nilotinib", True), ("dasatinib", False)]:
        assert judge(StoppedDrug(DrugList((name,))), lake, FIRST) is expected
    assert judge(OnDrug(IMATINIB), lake, FIRST) is False
    assert judge(OnDrug(IMATINIB), lake, "TKI start") is True


def test_a_change_of_dose_is_no_stop() -> None:
    rows = [drug("nilotinib", 0, 5), drug("imatinib", 5, 9), drug("imatinib", 9)]
    assert judge(StoppedDrug(IMATINIB), lake_of(good(10), rows), "first MR4.5") is False
    assert judge(StoppedDrug(NILOTINIB), lake_of(good(10), rows), "first MR4.5") is True


def test_reasons() -> None:
    first = drug("imatinib", 0, 9, 1, "intolerance")
    alone, switched = lake_of([], [first]), lake_of([], [first, drug("nilotinib", 9, None, 2)])
    resumed = lake_of([], [first, drug("imatinib", 50)])
    answers = [judge(StoppedFor("intolerance"), lake) for lake in (alone, switched, resumed)]
    assert answers == [True, True, False]
    answers = [judge(SwitchedFor("intolerance"), lake) for lake in (alone, switched, resumed)]
    assert answers == [False, True, False]
    assert judge(Not(StoppedFor("resistance"), denied=True), alone) is True
    assert judge(StoppedFor("resistance"), lake_of()) is None


def test_age_is_the_difference_of_years() -> None:
    lake = lake_of(birth_year=1992, diagnosis_date=date(2010, 1, 1))
    assert judge(Age(comparison(">=", 18), "diagnosis"), lake) is True
    assert judge(Age(comparison("range", 19, 65)), lake) is False
    assert judge(Age(comparison(">=", 18)), lake_of(birth_year=1992)) is None


def test_diagnosed() -> None:
    lake = lake_of(diagnosis_date=date(2005, 1, 1))
    assert judge(Diagnosed(comparison("range", 2005, 2015)), lake) is True
    assert judge(Diagnosed(None, ">=", date(2005, 1, 1)), lake) is True
    assert judge(Diagnosed(None, ">", date(2005, 1, 1)), lake) is False
    assert judge(Diagnosed(comparison(">", 2005)), lake) is False


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["e13a2", "e14a2"], True),
        (["e14a2", "e1a2"], False),
        (["e14a2", "p210 unspecified"], None),
        (["e1a2", "p210 unspecified"], False),
        ([], None),
        (None, None),
    ],
)
def test_transcripts(found: list[str] | None, expected: Answer3) -> None:
    assert judge(Transcript(TYPICAL), lake_of(transcripts=found)) is expected


@pytest.mark.parametrize(("spleen", "group"), [("20.0", "low"), ("20.1", "high"), (None, "high")])
def test_risk_score(spleen: str | None, group: str) -> None:
    cm = None if spleen is None else Decimal(spleen)
    lake = lake_of(basophils=Decimal(1), spleen=cm, eutos_reported="high")  # 7 + 80 = 87 is low
    assert judge(RiskScore("EUTOS", (group,)), lake) is True
    assert judge(RiskScore("Sokal", ("low",)), lake) is None


def test_events() -> None:
    died = [event("blast phase", 50), event("death", 60), event("mutation", 10, "T315I")]
    lake = lake_of([], [drug("imatinib", 0, 40)], [attempt(40)], died)
    assert judge(EventHappened(("progression",), YEAR_AFTER), lake, FIRST) is True
    assert judge(EventHappened(("progression",)), lake, FIRST) is False
    assert judge(EventHappened(("transplant",), YEAR_AFTER), lake, FIRST) is False
    assert judge(EventHappened(("T315I mutation",)), lake, FIRST) is True
    open_lake = lake_of([], [drug("imatinib", 0, 40)], [attempt(40)], cut=404)
    assert judge(EventHappened(("transplant",), YEAR_AFTER), open_lake, FIRST) is None


def test_advanced_phase_counts_the_phase_at_diagnosis() -> None:
    cases: list[tuple[str | None, Answer3]] = [("blast", True), ("chronic", False), (None, None)]
    for phase, expected in cases:
        lake = lake_of(phase=phase, diagnosis_date=on(0))
        assert judge(AdvancedPhase(), lake) is expected
    undated = lake_of(good(9), phase="blast")
    assert judge(AdvancedPhase(), undated, "first MR4") is True
    assert judge(AdvancedPhase(Window("after")), undated, "first MR4") is False
    assert judge(AdvancedPhase(), lake_of([], events=[event("blast phase", 9)])) is True


def test_previous_attempt_began_before() -> None:
    lake = lake_of([], [drug("imatinib", 0, 9)], [attempt(9), attempt(20, number=2)])
    assert judge(PreviousAttempt(), lake, FIRST) is False
    assert judge(PreviousAttempt(), lake, "last TFR attempt") is True


def test_texts() -> None:
    length = comparison(">=", 2, unit="years")
    quarter = duration(3, "months")
    response = SustainedResponse(named("MR4.5"), length, None, 4, quarter)
    assert response.text() == "MR4.5 for >= 2 years (tests >= 4, spacing >= 3 months)"
    state = ResponseState(named("MR4"), Window("at"), quarter)
    assert state.text() == "MR4 at index (within 3 months)"
    exposure = Exposure(EITHER, FIVE_YEARS)
    assert exposure.text() == "imatinib or nilotinib >= 5 years"
    nest = And((Or((exposure, StoppedDrug(IMATINIB))), Not(state)))
    assert nest.text() == (
        "((imatinib or nilotinib >= 5 years) or (stopped imatinib))"
        " and (not MR4 at index (within 3 months))"
    )
    assert Not(AnyExposure(IMATINIB, EVER), denied=True).text() == "never imatinib"


def test_an_event_after_a_no_says_its_period_or_stands_in_parentheses() -> None:
    transplant, progression = EventHappened(("transplant",)), EventHappened(("progression",))
    none = Not(transplant, denied=True)
    cases: list[tuple[tuple[Criterion, ...], str]] = [
        ((none, progression), "no transplant, (progression)"),
        ((none, EventHappened(("progression",), EVER)), "no transplant, progression ever"),
        ((none, Not(progression, denied=True)), "no transplant, no progression"),
        ((progression, none), "progression, no transplant"),
        ((Not(progression), none, transplant), "not (progression), no transplant, (transplant)"),
    ]
    for steps, text in cases:
        assert OracleDefinition(steps).text == text


def test_exposure_is_the_number_of_days_on_the_drug() -> None:
    tki = DrugList(("TKI",))
    for patient in patients_of(random_lake(random.Random(5), 60)):
        days = {
            t.start + timedelta(n)
            for t in patient.treatments
            if t.is_tki
            for n in range(((t.stop or patient.observed_until) - t.start).days)
        }
        stretches = on_drug(patient, tki, Span(date.min, patient.observed_until))
        assert len(days) == sum((stop - start).days for start, stop in stretches)


TWO_ANSWERS = {"Country", "Site", "PreviousAttempt", "Tapered"}


@pytest.mark.parametrize("name", list(CASES))
def test_every_case_yields_every_answer(name: str) -> None:
    rng = random.Random(7)
    seen: set[Answer3] = set()
    for _ in range(150):
        definition = random_definition(rng, [name])
        assert definition.text
        seen |= {answer.holds for answer in evaluate(definition, random_lake(rng, 8)).values()}
    assert seen == ({True, False} if name in TWO_ANSWERS else {True, False, None})
