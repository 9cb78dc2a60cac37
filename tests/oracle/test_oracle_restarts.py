"""Hand-worked examples of §4 and §8: up to which restart a molecular endpoint is looked for."""

import random
from collections import Counter

import pytest

from .build import attempt, bad, drug, event, good, judge, lake_of, on, sample, shown
from .criterion import Criterion
from .definitions import random_criterion_definition
from .endpoints import AnyPositive, Endpoint, Loss, Regained, Restart
from .evaluation import subjects
from .kleene import Answer3
from .lake import random_lake
from .levels import named
from .nests import Not
from .patients import Row, patients_of
from .quantities import duration
from .restarts import begins_off_treatment, ending_restart, first_restart
from .windows import EVER, Window, record_span

LOSS = Loss(named("MMR"))
AFTER_START = Window("after", "TKI start")
LAST_YEAR = Window("before", "index", duration(12, "months"))  # from day 1635 to day 2000


def looked(
    window: Window,
    treatments: list[Row],
    attempts: list[Row],
    tests: list[Row],
    events: list[Row] | None = None,
    index: str = "diagnosis",
) -> Answer3:
    """`loss of MMR`; the diagnosis is day 2000, so that any day can be the index."""
    lake = lake_of(tests, treatments, attempts, events or [], diagnosis_date=on(2000))
    return judge(Endpoint((LOSS,), window), lake, index)


@pytest.mark.parametrize(
    ("stop", "ended"),
    [
        (1600, True),  # off treatment before the window, up to the restart in it
        (1634, True),  # the eve is the first day without the drug
        (1635, True),  # the window's first day is
        (1636, False),  # on treatment on the first day: a window before an anchor is not ended
        (1650, False),
    ],
)
def test_a_window_that_begins_on_a_stop_day_begins_off_treatment(stop: int, ended: bool) -> None:
    rows = [drug("imatinib", 0, stop), drug("imatinib", 1700)]
    tests = [*good(1690), *bad(1800)]
    assert looked(LAST_YEAR, rows, [attempt(stop)], tests) is not ended
    assert looked(LAST_YEAR, rows, [], tests) is not ended  # attempt or pause
    assert looked(LAST_YEAR, rows, [attempt(stop)], bad(1700)) is True  # up to the restart


@pytest.mark.parametrize(
    ("rows", "ended"),
    [
        # a row that starts on the first day makes it not TKI-free
        ([drug("imatinib", 0, 1635), drug("nilotinib", 1635, 1660, 2)], False),
        ([drug("imatinib", 0, 1635), drug("nilotinib", 1636, 1660, 2)], True),
        ([drug("imatinib", 0, 1635), drug("interferon", 1600, 1700, None)], True),
        # so does one that goes on
        ([drug("imatinib", 0, 1635), drug("nilotinib", 1000, 1660)], False),
        ([drug("imatinib", 0, 1635), drug("nilotinib", 1000, 1635)], True),
        # the eve is enough: the restart is on the first day
        ([drug("imatinib", 0, 1634), drug("nilotinib", 1635, 1660, 2)], True),
        # no TKI before the first day: nothing to restart
        ([drug("imatinib", 1635, 1660)], False),
        ([drug("imatinib", 1634, 1635)], True),
    ],
)
def test_what_runs_on_the_first_day(rows: list[Row], ended: bool) -> None:
    again = [*rows, drug("imatinib", 1700)]
    assert looked(LAST_YEAR, again, [], [*good(1635), *bad(1800)]) is not ended


def test_an_attempt_before_the_first_day_is_enough() -> None:
    again = [drug("imatinib", 1700)]
    tests = [*good(1635), *bad(1800)]
    assert looked(LAST_YEAR, again, [attempt(1634)], tests) is False
    assert looked(LAST_YEAR, again, [attempt(1635)], tests) is True


def test_the_first_restart_ends_a_window_that_begins_off_treatment() -> None:
    rows = [drug("imatinib", 0, 1635), drug("imatinib", 1700, 1750), drug("imatinib", 1800)]
    attempts = [attempt(1635), attempt(1750, number=2)]
    for failing, expected in [(1700, True), (1701, False), (1790, False), (1900, False)]:
        tests = [*good(1690), *bad(failing)]
        assert looked(LAST_YEAR, rows, attempts, tests) is expected
    reported = [event("restart", 1650)]
    assert looked(LAST_YEAR, rows, attempts, [*good(1640), *bad(1660)], reported) is False


ATTEMPTED = [drug("imatinib", 0, 1000), drug("imatinib", 1100, 1300), drug("imatinib", 1310)]


@pytest.mark.parametrize(
    ("failing", "attempts", "expected"),
    [
        (500, [attempt(1000)], True),  # on treatment, before the attempt
        (1050, [attempt(1000)], True),  # in the attempt
        (1100, [attempt(1000)], True),  # up to the restart that ends it
        (1101, [attempt(1000)], False),
        (1400, [attempt(1000)], False),
        (1101, [], True),  # a mere pause ends nothing
        (1400, [], True),
        (1101, [attempt(1300)], True),  # a pause first, and then an attempt
        (1310, [attempt(1300)], True),
        (1311, [attempt(1300)], False),
        (1101, [attempt(999)], True),  # a TKI is being taken: not used
        (1101, [attempt(1050)], False),
        (1101, [attempt(1099)], False),
        (1101, [attempt(1100)], True),  # a TKI is being taken again: not used
        (1101, [attempt(1000), attempt(1300, number=2)], False),  # the first of two
    ],
)
def test_the_end_of_an_attempt_ends_a_window_after_an_anchor(
    failing: int, attempts: list[Row], expected: Answer3
) -> None:
    tests = [*good(400), *bad(failing)]
    assert looked(AFTER_START, ATTEMPTED, attempts, tests) is expected
    within = Window("after", "TKI start", duration(5, "years"))
    assert looked(within, ATTEMPTED, attempts, tests) is expected
    assert looked(Window("after"), ATTEMPTED, attempts, tests, index="TKI start") is expected
    for window in (EVER, Window("before")):  # not ended
        assert looked(window, ATTEMPTED, attempts, tests) is True


def test_an_attempt_before_the_window_ends_nothing() -> None:
    """From day 1200, on treatment, the restart after the attempt of day 1000 is over."""
    rows = [*ATTEMPTED[:2], drug("imatinib", 1310)]
    lake = lake_of([*good(1250), *bad(1400)], rows, [attempt(1000)], diagnosis_date=on(1200))
    assert judge(Endpoint((LOSS,), Window("after")), lake, "diagnosis") is True


def test_an_attempt_that_a_reported_restart_ends() -> None:
    for reported, failing, expected in [
        (1000, 1001, False),  # on the first TKI-free day
        (999, 1001, True),  # before it
        (1050, 1050, True),
        (1050, 1051, False),
    ]:
        found = [event("restart", reported)]
        tests = [*good(400), *bad(failing)]
        assert looked(AFTER_START, ATTEMPTED[:1], [attempt(1000)], tests, found) is expected


def test_a_window_before_the_first_tki() -> None:
    """It does not begin off treatment, for there was none; an attempt in it may end."""
    lake = lake_of([*good(400), *bad(1200)], ATTEMPTED, [attempt(1000)], diagnosis_date=on(-30))
    assert judge(Endpoint((LOSS,), Window("after", "diagnosis")), lake) is False
    pause = lake_of([*good(400), *bad(1200)], ATTEMPTED, diagnosis_date=on(-30))
    assert judge(Endpoint((LOSS,), Window("after", "diagnosis")), pause) is True


def test_after_the_first_de_escalation() -> None:
    """Loss is looked for up to the restart that ends the attempt."""
    for taper in (900, 999, 1000):  # on treatment, on the eve of the stop, on the stop itself
        for failing, expected in [(950, taper < 950), (1050, True), (1100, True), (1101, False)]:
            tests = [*good(1060), *bad(failing)]
            lake = lake_of(tests, ATTEMPTED, [attempt(1000, taper)])
            assert judge(Endpoint((LOSS,), None), lake, "first de-escalation") is expected


def test_a_window_that_a_restart_ends_is_over() -> None:
    """What happened so far settles the answer, though the window ends after "observed until"."""
    window = Window("after", "TKI start", duration(5, "years"))
    for attempts, expected in [([attempt(1000)], False), ([], None)]:
        lake = lake_of(good(400), ATTEMPTED[:2], attempts, cut=1200)
        assert judge(Endpoint((LOSS,), window), lake) is expected


@pytest.mark.parametrize("failing", [1101, 1400])
def test_every_molecular_part_is_ended(failing: int) -> None:
    absent = sample(400, detected=False)
    lake = lake_of([absent, *bad(failing, failing + 1)], ATTEMPTED, [attempt(1000)])
    confirmed = Loss(named("MMR"), True)
    for part in (LOSS, confirmed, AnyPositive()):
        assert judge(Endpoint((part,), AFTER_START), lake) is False
        assert shown(Endpoint((part,), AFTER_START), lake).first_day is None
    across = lake_of([absent, *bad(1100, failing)], ATTEMPTED, [attempt(1000)])
    assert judge(Endpoint((confirmed,), AFTER_START), across) is False  # confirmed too late
    assert judge(Endpoint((LOSS,), AFTER_START), across) is True


def test_the_restart_itself_and_what_follows_it_are_not_ended() -> None:
    lake = lake_of([*bad(1050), *good(1400)], ATTEMPTED, [attempt(1300)])
    assert shown(Endpoint((Restart(),), AFTER_START), lake).first_day == on(1100)
    assert shown(Endpoint((Regained(named("MMR")),), AFTER_START), lake).first_day == on(1400)


def endpoint_of(step: Criterion) -> Endpoint:
    part = step.part if isinstance(step, Not) else step
    assert isinstance(part, Endpoint)
    return part


def test_random_pairs_hold_every_kind_of_window() -> None:
    rng = random.Random(5)
    seen: Counter[str] = Counter()
    for _ in range(200):
        definition = random_criterion_definition(rng, ["Endpoint"])
        endpoint = endpoint_of(definition.steps[0])
        window = endpoint.looks or Window("before" if definition.index else "ever")
        for patient in patients_of(random_lake(rng, 10)):
            for subject in subjects(definition, patient):
                span = record_span(window, patient, subject)
                if span is None:
                    continue
                off = begins_off_treatment(patient, span)
                stops = [row.stop for row in patient.treatments if row.is_tki]
                end, first = ending_restart(patient, span, window), first_restart(patient, span)
                late = end and any(end < test.day <= span.last for test in patient.tests)
                seen["begins on a stop day"] += off and span.first in stops and bool(late)
                seen["ended by an attempt"] += not off and bool(late)
                seen["after a pause"] += not off and end is not None and end != first
                seen["a mere pause"] += window.relation == "after" and first is not None and not end
    assert len(seen) == 4 and min(seen.values()) > 5, seen
