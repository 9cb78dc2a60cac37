"""Hand-worked examples of §8: endpoints as events in a window."""

import random

import pytest

from .build import CUT, attempt, bad, drug, event, good, judge, lake_of, sample
from .definitions import random_criterion_definition
from .endpoints import AnyPositive, Endpoint, Loss, Part, Recorded, Regained, Restart
from .kleene import Answer3
from .levels import named
from .nests import Not
from .patients import Row
from .quantities import duration
from .windows import EVER, Window

FIRST = "first TFR attempt"
TREATED = [drug("imatinib", 0, 2000)]
LAST_YEAR = Window("before", "index", duration(12, "months"))
YEAR_AFTER = Window("after", "index", duration(12, "months"))
LOSS = Loss(named("MMR"))
CONFIRMED = Loss(named("MMR"), True)


def answer(
    part: Part | tuple[Part, ...],
    window: Window | None,
    tests: list[Row],
    treatments: list[Row] = TREATED,
    events: list[Row] | None = None,
    cut: int = CUT,
) -> Answer3:
    parts = part if isinstance(part, tuple) else (part,)
    lake = lake_of(tests, treatments, [attempt(2000)], events or [], cut=cut)
    return judge(Endpoint(parts, window), lake, FIRST)


@pytest.mark.parametrize(
    ("tests", "single", "confirmed"),
    [
        (bad(1635), True, False),  # the window's first day is in it
        (bad(1634), None, None),
        ([*bad(1634), *good(2000)], False, False),
        (bad(1635, 1636), True, True),
        (bad(1634, 1635), True, False),  # seen from the window's first day
        ([*bad(1700), *good(1800), *bad(1900)], True, False),  # not consecutive
        ([*bad(1700, 1900), sample(1800)], True, True),  # uninformative between
        (bad(1700, 1700), True, False),  # one day
        (bad(2000, 2001), True, False),  # confirmed after the index only
        (good(1700), False, False),
        ([sample(1700, "0.1")], False, False),
        ([sample(1700, "0.1000001")], True, False),
        ([], None, None),
    ],
)
def test_loss_before_the_index(tests: list[Row], single: Answer3, confirmed: Answer3) -> None:
    assert answer(LOSS, LAST_YEAR, tests) is single
    assert answer(CONFIRMED, LAST_YEAR, tests) is confirmed
    assert answer(Loss(named("MMR"), True, True), LAST_YEAR, tests) is confirmed


def test_a_loss_on_treatment_counts_after_a_pause_too() -> None:
    paused = [drug("imatinib", 0, 1700), drug("imatinib", 1731, 2000)]
    assert answer(CONFIRMED, LAST_YEAR, bad(1800, 1900), paused) is True


@pytest.mark.parametrize(
    ("tests", "cut", "single", "confirmed"),
    [
        (bad(2000), CUT, None, None),
        (bad(2001), CUT, True, False),
        (bad(2365), CUT, True, False),
        ([*good(2001), *bad(2366)], CUT, False, False),
        (bad(2001), 2364, True, None),  # it may still be confirmed
        (bad(2001), 2365, True, False),  # a last unconfirmed failure is no event
        (bad(2001, 2002), 2364, True, True),
        (good(2001), 2364, None, None),
        ([], 2364, None, None),
    ],
)
def test_loss_after_the_index(
    tests: list[Row], cut: int, single: Answer3, confirmed: Answer3
) -> None:
    assert answer(LOSS, YEAR_AFTER, tests, cut=cut) is single
    assert answer(CONFIRMED, YEAR_AFTER, tests, cut=cut) is confirmed


def test_a_death_settles_what_has_not_happened() -> None:
    death = [event("death", 2100)]
    assert answer(LOSS, YEAR_AFTER, good(2001), events=death) is False
    assert answer(Restart(), YEAR_AFTER, [], events=death) is False
    assert answer(LOSS, YEAR_AFTER, [], events=death) is None  # no informative test
    assert answer(Recorded("death"), YEAR_AFTER, [], events=death) is True


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        (bad(2090), True),
        (bad(2091), True),  # up to the restart
        ([*good(2090), *bad(2092)], False),
        (bad(2092), None),  # no informative test up to the restart
        (good(2090), False),
    ],
)
def test_molecular_endpoints_are_looked_for_up_to_the_restart(
    tests: list[Row], expected: Answer3
) -> None:
    again = [*TREATED, drug("nilotinib", 2091, None, 2)]
    assert answer(LOSS, YEAR_AFTER, tests, again) is expected
    assert answer(LOSS, YEAR_AFTER, tests, again, cut=2100) is expected  # settled


def test_restart() -> None:
    for start, cut, expected in [(2365, CUT, True), (2366, CUT, False), (2001, 2002, True)]:
        again = [*TREATED, drug("imatinib", start)]
        assert answer(Restart(), YEAR_AFTER, [], again, cut=cut) is expected
    assert answer(Restart(), YEAR_AFTER, [], cut=2364) is None
    assert answer(Restart(), Window("after"), [], cut=2364) is False
    assert answer(Restart(), YEAR_AFTER, [], events=[event("restart", 2100)]) is True
    interferon = [*TREATED, drug("interferon", 2100, None, None)]
    assert answer(Restart(), YEAR_AFTER, [], interferon) is False


def test_a_start_that_is_no_restart() -> None:
    assert answer(Restart(), EVER, []) is False  # the first start of all
    dose = [drug("imatinib", 0, 1000), drug("imatinib", 1000, 2000)]
    assert answer(Restart(), EVER, [], dose) is False
    switch = [drug("imatinib", 0, 1000), drug("nilotinib", 1000, 2000, 2)]
    assert answer(Restart(), EVER, [], switch) is False
    pause = [drug("imatinib", 0, 999), drug("imatinib", 1000, 2000)]
    assert answer(Restart(), EVER, [], pause) is True


def test_regained() -> None:
    again = [*TREATED, drug("imatinib", 2091)]
    regained = Regained(named("MMR"))
    for tests, cut, expected in [
        ([*bad(2090), *good(2092)], CUT, True),
        (good(2091), CUT, None),  # after the restart
        (bad(2200), CUT, False),
        (bad(2200), 2300, None),
        ([*bad(2200), *good(2366)], CUT, False),
    ]:
        assert answer(regained, YEAR_AFTER, tests, again, cut=cut) is expected
    assert answer(regained, YEAR_AFTER, good(2100)) is False
    assert answer(regained, YEAR_AFTER, good(2100), cut=2200) is None


def test_any_positive_test() -> None:
    for test, expected in [
        (sample(2001, "0.001"), True),
        (sample(2001, "0.001", scale="local"), True),
        (sample(2001, "0"), False),
        (sample(2001, "0.001", "<"), None),
    ]:
        assert answer(AnyPositive(), YEAR_AFTER, [test]) is expected


def test_the_earlier_of_several() -> None:
    again = [*TREATED, drug("imatinib", 2091)]
    assert answer((LOSS, Restart()), YEAR_AFTER, good(2010), again) is True
    assert answer((LOSS, Recorded("death")), YEAR_AFTER, []) is None
    assert answer((LOSS, Recorded("death")), YEAR_AFTER, good(2010)) is False
    progressed = [event("blast phase", 2365)]
    parts = (LOSS, Recorded("progression"))
    assert answer(parts, YEAR_AFTER, [], events=progressed) is True
    enestop = (Loss(named("MR4"), True), LOSS)
    assert answer(enestop, YEAR_AFTER, [sample(2010, "0.05")]) is False
    assert answer(enestop, YEAR_AFTER, [sample(n, "0.05") for n in (2010, 2020)]) is True


def test_without_a_window_an_endpoint_looks_after_the_index() -> None:
    again = [*TREATED, drug("imatinib", 2091)]
    for part in (LOSS, CONFIRMED, AnyPositive()):
        assert answer(part, None, bad(1990, 2000)) is None  # day 2000 is the index
        assert answer(part, None, [*bad(1990, 2000), sample(2001, detected=False)]) is False
        assert answer(part, None, bad(2001, 2002)) is True
    assert answer(LOSS, None, [*good(2090), *bad(2092)], again) is False  # after the restart
    assert answer(Restart(), None, []) is False
    assert answer(Restart(), None, [], again) is True
    assert answer(Regained(named("MMR")), None, good(2092), again) is True
    assert answer(
        (Recorded("progression"), LOSS), None, [], events=[event("blast phase", 2000)]
    ) is (None)
    later = [event("blast phase", 2001)]
    assert answer((LOSS, Recorded("progression")), None, [], events=later) is True


def test_without_a_window_recorded_events_look_before_the_index() -> None:
    early, late = [event("blast phase", 2000)], [event("blast phase", 2001)]
    for parts in [(Recorded("progression"),), (Recorded("death"), Recorded("progression"))]:
        assert answer(parts, None, [], events=early) is True
        assert answer(parts, None, [], events=late) is False


def test_what_needs_an_index() -> None:
    death, progression = Recorded("death"), Recorded("progression")
    looking: list[Part] = [LOSS, CONFIRMED, AnyPositive(), Regained(named("MMR")), Restart()]
    for part in looking:
        assert Endpoint((part,)).needs_index
        assert Endpoint((death, part, progression)).needs_index
        assert not Endpoint((part,), EVER).needs_index
        assert not Endpoint((part,), Window("after", "TKI start")).needs_index
    assert not Endpoint((death,)).needs_index
    assert not Endpoint((death, progression)).needs_index
    assert Endpoint((death,), Window("after")).needs_index
    lake = lake_of(bad(2001), TREATED, events=[event("death", 2100)])
    assert judge(Endpoint((death, progression)), lake) is True  # the whole record


def test_no_endpoint_without_a_window_is_drawn_without_an_index() -> None:
    rng = random.Random(3)
    bare = 0
    for _ in range(400):
        definition = random_criterion_definition(rng, ["Endpoint"])
        for step in definition.steps:
            assert definition.index or not step.needs_index
            part = step.part if isinstance(step, Not) else step
            assert isinstance(part, Endpoint)
            bare += part.window is None and part.needs_index
    assert bare > 20


def test_texts() -> None:
    confirmed = Loss(named("MR4.5"), True)
    denied = Not(Endpoint((confirmed,), LAST_YEAR), denied=True)
    assert denied.text() == "no confirmed loss of MR4.5 within 12 months before index"
    dated = Endpoint((Loss(named("MR4"), True, True),), YEAR_AFTER)
    words = "confirmed loss of MR4 within 12 months after index (dated at confirmation)"
    assert dated.text() == words
    listed = Endpoint((LOSS, Restart()), YEAR_AFTER)
    assert listed.text() == "loss of MMR or restart within 12 months after index"
