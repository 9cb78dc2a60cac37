"""Hand-worked examples of the basis of docs/evidence.md."""

import random
from decimal import Decimal

import pytest

from .attributes import TYPICAL, Age, Country, PhaseAtDiagnosis, RiskScore, Sex, Site, Transcript
from .bases import bases
from .build import attempt, bad, drug, event, good, lab, lake_of, on, sample, shown
from .cells import evidence
from .criterion import Criterion, OracleDefinition
from .definitions import EVIDENCE, random_criterion_definition
from .exposures import AnyExposure, DrugList
from .happenings import AdvancedPhase, EventHappened
from .laboratory import Laboratory
from .lake import random_lake
from .lake_results import with_copies_lost
from .levels import named
from .nests import Not
from .patients import Lake, Row
from .quantities import comparison, duration
from .responses import ResponseState
from .series import LastTests
from .windows import EVER, Window

FIRST = "first TFR attempt"
LAST_YEAR = Window("before", "index", duration(12, "months"))


def basis(criterion: Criterion, lake: Lake, index: str = "") -> str | None:
    """Of the only member of the population, whether or not the criterion is denied."""
    found = [
        next(iter(bases(OracleDefinition((step,), index), lake).values()))
        for step in (criterion, Not(criterion))
    ]
    assert found[0] == found[1]
    return found[0][0]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["e14a2"], "e14a2"),
        (["e14a2", "e13a2"], "e13a2+e14a2"),
        (["e14a2", "e1a2", "e13a2"], "e13a2+e14a2+e1a2"),  # all three, in alphabetical order
        (["p210 unspecified", "e19a2", "e14a2"], "e14a2+e19a2+p210 unspecified"),
        (["e1a2", "p210 unspecified", "e14a2", "e13a2"], "e13a2+e14a2+e1a2+p210 unspecified"),
        ([], ""),
        (None, ""),
    ],
)
def test_transcripts(found: list[str] | None, expected: str) -> None:
    lake = lake_of(transcripts=found)
    assert basis(Transcript(TYPICAL), lake) == expected
    assert basis(Transcript(("e1a2",)), lake) == expected


NK = ("NK cells", comparison(">=", 1), "x10^9/L")
PERCENT = ("NK cells", comparison(">=", 1), "% of lymphocytes")


@pytest.mark.parametrize(
    ("labs", "expected"),
    [
        ([lab(2000, "0.15")], "10^9/L"),
        ([lab(1909, "0.15")], "10^9/L"),
        ([lab(1908, "0.15")], ""),  # too old
        ([lab(2001, "0.15")], ""),
        ([lab(2000, "15", "% of lymphocytes")], ""),  # another unit
        ([lab(2000, "0.15", marker="CD8 T cells")], ""),
        ([], ""),
    ],
)
def test_unit_of_a_laboratory_value(labs: list[Row], expected: str) -> None:
    lake = lake_of([], [drug("imatinib", 0, 2000)], [attempt(2000)], labs=labs)
    assert basis(Laboratory(*NK), lake, FIRST) == expected
    assert basis(Laboratory("NK cells", comparison(">=", 1), "cells/µL"), lake, FIRST) == expected
    assert basis(Laboratory(*NK, Window("at", "de-escalation")), lake, FIRST) == ""


def test_unit_of_another_kind_and_of_a_baseline_value() -> None:
    lake = lake_of([], [], [attempt(2000)], labs=[lab(2000, "15", "% of lymphocytes")])
    assert basis(Laboratory(*PERCENT), lake, FIRST) == "% of lymphocytes"
    at_diagnosis = Window("at", "diagnosis")
    baseline = Laboratory("haemoglobin", comparison(">=", 100), "g/L", at_diagnosis)
    assert basis(baseline, lake_of(haemoglobin=Decimal(120))) == "g/L"
    assert basis(baseline, lake_of(platelets=Decimal(120))) == ""


def test_age() -> None:
    adult = Age(comparison(">=", 18))
    assert basis(adult, lake_of(diagnosis_date=on(0))) == ""  # no birth year
    assert basis(adult, lake_of(birth_year=1980)) == ""  # no diagnosis
    assert basis(adult, lake_of(birth_year=1980, diagnosis_date=on(0))) is None


@pytest.mark.parametrize(
    ("phase", "diagnosed", "events", "window", "expected"),
    [
        ("accelerated", 0, [], None, "accelerated"),
        ("blast", 2000, [], None, "blast"),
        ("blast", 2001, [], None, ""),  # after the index
        ("blast", 1635, [], LAST_YEAR, "blast"),
        ("blast", 1634, [], LAST_YEAR, ""),  # before the period
        ("blast", None, [], None, "blast"),  # undated: before any index
        ("blast", None, [], LAST_YEAR, ""),
        ("blast", None, [], Window("after"), ""),
        ("blast", None, [], EVER, "blast"),
        ("chronic", 0, [], None, ""),
        (None, 0, [], None, ""),
        ("chronic", 0, [event("blast phase", 1900)], None, "blast phase"),
        ("accelerated", 0, [event("blast phase", 1900)], LAST_YEAR, "blast phase"),
        ("accelerated", 0, [event("blast phase", 1900)], None, None),  # both
        ("accelerated", 0, [], Window("after", "de-escalation"), ""),  # no anchor
    ],
)
def test_the_phase_at_diagnosis_where_it_counts_as_an_event(
    phase: str | None,
    diagnosed: int | None,
    events: list[Row],
    window: Window | None,
    expected: str | None,
) -> None:
    day = None if diagnosed is None else on(diagnosed)
    lake = lake_of([], [], [attempt(2000)], events, phase=phase, diagnosis_date=day)
    assert basis(AdvancedPhase(window), lake, FIRST) == expected


def test_attributes() -> None:
    lake = lake_of(sex="male", phase="blast", sokal_reported="low", eutos_reported="high")
    pairs: list[tuple[Criterion, str, str]] = [
        (Sex("female"), "male", ""),
        (PhaseAtDiagnosis("chronic"), "blast", ""),
        (RiskScore("Sokal", ("high",)), "reported: low", ""),
        (Country(("NO",)), "SE", "SE"),
        (Site("NO01"), "SE01", "SE01"),
    ]
    for criterion, known, unknown in pairs:
        assert basis(criterion, lake) == known
        assert basis(criterion, lake_of()) == unknown
    lake = lake_of(basophils=Decimal(1), spleen=Decimal(0), eutos_reported="high")
    assert basis(RiskScore("EUTOS", ("high",)), lake) == "computed: low"


def test_responses() -> None:
    state = ResponseState(named("MR4.5"))
    treated = [drug("imatinib", 0, 2000)], [attempt(2000)]
    for tests, expected in [
        (good(1900), ""),
        ([sample(1900, "0.0032", copies=None)], "depth not verified"),
        ([], ""),
    ]:
        assert basis(state, lake_of(tests, *treated), FIRST) == expected


def test_nothing_read() -> None:
    lake = lake_of([], [drug("imatinib", 0)])
    assert basis(EventHappened(("transplant",)), lake) == ""
    assert basis(AnyExposure(DrugList(("nilotinib",)), EVER), lake) == ""


def test_last_tests_count_those_that_meet() -> None:
    criterion = LastTests(named("MR4.5"), 4)
    treated = [drug("imatinib", 0, 2000)], [attempt(2000)]
    for tests, value in [(bad(1800, 1900), 0), ([*bad(1800), *good(1900)], 1), ([], None)]:
        found = shown(criterion, lake_of(tests, *treated), FIRST).value
        assert found == (None if value is None else Decimal(value))


@pytest.mark.parametrize("name", EVIDENCE)
def test_every_case_has_a_basis_for_every_row(name: str) -> None:
    rng = random.Random(6)
    seen: set[str | None] = set()
    for _ in range(60):
        definition = random_criterion_definition(rng, [name])
        lake = with_copies_lost(rng, random_lake(rng, 8))
        found = bases(definition, lake)
        assert found.keys() == evidence(definition, lake).keys()
        seen |= {one for row in found.values() for one in row}
    assert len(seen) > 1
