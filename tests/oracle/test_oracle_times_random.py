"""What holds of every random time to an event, and that the random cases reach every boundary."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from .asking import LANDMARKS, eventful_lake, random_question
from .endpoints import AnyPositive, Loss, Recorded, Regained, Restart
from .levels import named
from .outcomes import MRFS, TFS, Outcome, random_outcome
from .patients import Event, Patient, Test
from .quantities import days_between
from .situations import BOUNDARIES, Asked, situations
from .times import LEFT_OUT, Time, search_of, times

LAKES, QUESTIONS, PATIENTS = 20, 20, 30


def cases() -> Iterator[Asked]:
    for seed in range(LAKES):
        rng = random.Random(seed)
        lake = eventful_lake(rng, PATIENTS)
        for _ in range(QUESTIONS):
            yield from random_question(rng).asked(lake)


@pytest.fixture(scope="module")
def drawn() -> list[Asked]:
    return list(cases())


def time_of(asked: Asked) -> Time:
    return times(asked.patient, asked.definition, asked.subject, asked.outcome, asked.landmark)


def test_every_boundary_is_reached(drawn: list[Asked]) -> None:
    seen = Counter(name for asked in drawn for name in situations(asked))
    rare = {name: seen[name] for name, least in BOUNDARIES.items() if seen[name] < least}
    assert rare == {}
    assert set(seen) == set(BOUNDARIES)


def test_a_time_is_at_least_a_day_and_who_is_left_out_has_none(drawn: list[Asked]) -> None:
    for asked in drawn:
        state, days = time_of(asked)
        assert (days is None) == (state == "left out")
        assert days is None or days >= 1


def test_a_time_ends_on_a_day_that_is_observed(drawn: list[Asked]) -> None:
    for asked in drawn:
        _, days = time_of(replace(asked, landmark=None))
        search = search_of(asked.patient, asked.index_search.origin, asked.outcome)
        if days is not None:
            assert search is not None
            last = search.origin + timedelta(days)
            assert asked.index_search.origin < last <= search.end <= asked.patient.observed_until


def test_a_landmark_leaves_out_and_moves_the_origin(drawn: list[Asked]) -> None:
    for asked in drawn:
        state, days = time_of(replace(asked, landmark=None))
        for landmark in (days_ for days_ in LANDMARKS if days_):
            stays = days is not None and days > landmark
            expected = (state, days - landmark) if stays and days else LEFT_OUT
            assert time_of(replace(asked, landmark=landmark)) == expected


def test_competing_events_as_part_of_the_endpoint(drawn: list[Asked]) -> None:
    """`A competing B` ends on the same day as `A or B`, and is an event where that is one."""
    for asked in drawn:
        union = Outcome((*asked.outcome.parts, *asked.outcome.competing))
        state, days = time_of(asked)
        joined = "event" if state == "competing" else state
        assert time_of(replace(asked, outcome=union)) == (joined, days)


def later_records(patient: Patient, rng: random.Random) -> Patient | None:
    """With a test and an event after everything that is recorded, where time is left for it."""
    days = [t.day for t in patient.tests] + [e.day for e in patient.events]
    days += [row.start for row in patient.treatments]
    latest = max(days, default=None)
    if latest is None or latest >= patient.observed_until:
        return None
    left = days_between(latest, patient.observed_until)
    day = latest + timedelta(rng.randint(1, left))
    value = Decimal(rng.choice(["0.0005", "5"]))
    event = Event(rng.choice(["blast phase", "transplant", "restart"]), day, None)
    test = Test(day, value, "=", gene="ABL1", copies=240_000)
    return replace(patient, tests=(*patient.tests, test), events=(*patient.events, event))


def has_hindsight(outcome: Outcome) -> bool:
    """The first of two failures is an event only once the second is known."""
    losses = [part for part in outcome.every_part if isinstance(part, Loss)]
    return any(part.confirmed and not part.at_confirmation for part in losses)


def test_a_later_record_changes_no_earlier_event(drawn: list[Asked]) -> None:
    rng, kept = random.Random(1), 0
    for asked in drawn:
        found = time_of(asked)
        later = later_records(asked.patient, rng)
        happened = found[0] in ("event", "competing")
        if later is not None and happened and not has_hindsight(asked.outcome):
            assert time_of(replace(asked, patient=later)) == found
            kept += 1
    assert kept > 100


def test_one_who_is_censored_stays_at_least_as_long_with_a_later_record(
    drawn: list[Asked],
) -> None:
    rng = random.Random(2)
    for asked in drawn:
        state, days = time_of(asked)
        later = later_records(asked.patient, rng)
        if later is not None and state == "censored" and days and asked.outcome.levels:
            _, longer = time_of(replace(asked, patient=later))
            assert longer is not None and longer >= days


def test_texts() -> None:
    """Each part with its own qualifiers; the competing ones last."""
    confirmed = Loss(named("MR4.5", depth_verified=True), True, True)
    for outcome, text in [
        (Outcome((MRFS,)), "MRFS"),
        (Outcome((TFS, Recorded("transplant"))), "TFS or transplant"),
        (
            Outcome((confirmed, Restart()), (Recorded("death"), Recorded("progression"))),
            "confirmed loss of MR4.5 (dated at confirmation, depth verified) or restart"
            " competing death or progression",
        ),
        (
            Outcome((Regained(named("MMR")),), (Recorded("death"),), comma=True),
            "regained MMR, competing death",
        ),
        (
            Outcome((AnyPositive(),), (Recorded("T315I mutation"),)),
            "any positive test competing T315I mutation",
        ),
    ]:
        assert outcome.text() == text


def test_random_endpoints_hold_every_kind_of_part() -> None:
    rng = random.Random(8)
    outcomes = [random_outcome(rng) for _ in range(600)]
    seen = Counter(type(one).__name__ for o in outcomes for one in (*o.parts, *o.competing))
    kinds = {"Loss", "AnyPositive", "Regained", "Restart", "Recorded", "Composite"}
    assert set(seen) == kinds and min(seen.values()) > 30
    recorded = {one.kind for o in outcomes for one in o.every_part if isinstance(one, Recorded)}
    assert recorded == {"progression", "death", "transplant", "mutation", "T315I mutation"}
    levels = [level for o in outcomes for level in o.levels]
    assert {level.name for level in levels} > {"", "MMR", "MR4", "MR4.5", "undetectable"}
    assert sum(level.depth_verified for level in levels) > 30
    assert sum(bool(o.competing) for o in outcomes) > 200
    assert len({o.text() for o in outcomes}) > 400
    for outcome in outcomes:
        assert not set(outcome.endpoint) & set(outcome.rivals)
