"""Hand-worked examples of times to an event: the index is day 2000, the first without a TKI."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from .build import attempt, bad, drug, event, good, lake_of, on, sample
from .criterion import OracleDefinition
from .endpoints import AnyPositive, Loss, Recorded, Regained, Restart
from .levels import Level, named
from .outcomes import MRFS, TFS, Named, Outcome
from .patients import Row
from .quantities import comparison
from .standing import Followed
from .times import LEFT_OUT, Time, members, times

FIRST = "first TFR attempt"
STOPPED = [drug("imatinib", 0, 2000)]
AGAIN = [*STOPPED, drug("nilotinib", 2100, None, 2)]  # restart on day 2100
LOSS, CONFIRMED = Loss(named("MMR")), Loss(named("MMR"), True)
DATED = Loss(named("MMR"), True, True)
REGAINED = Regained(named("MMR"))
DEATH, PROGRESSION = Recorded("death"), Recorded("progression")
EVERYBODY = Followed(comparison(">=", 0, unit="days"))


def every_time(
    outcome: Outcome,
    tests: Sequence[Row] = (),
    treatments: Sequence[Row] = STOPPED,
    events: Sequence[Row] = (),
    cut: int = 5000,
    landmark: int | None = None,
    index: str = FIRST,
    attempts: Sequence[Row] = (),
    assumed: str = "",
) -> list[Time]:
    lake = lake_of(tests, treatments, attempts or [attempt(2000)], events, cut=cut)
    definition = OracleDefinition((EVERYBODY,), index, assumed)
    return [
        times(patient, definition, subject, outcome, landmark)
        for patient, subject in members(definition, lake)
    ]


def time(
    parts: Named | tuple[Named, ...],
    tests: Sequence[Row] = (),
    treatments: Sequence[Row] = STOPPED,
    events: Sequence[Row] = (),
    competing: tuple[Named, ...] = (),
    cut: int = 5000,
    landmark: int | None = None,
    assumed: str = "",
) -> Time:
    outcome = Outcome(parts if isinstance(parts, tuple) else (parts,), competing)
    (found,) = every_time(outcome, tests, treatments, events, cut, landmark, assumed=assumed)
    return found


# Rule 1, the origin: the index, or the restart.


def test_time_runs_from_the_index() -> None:
    assert time(LOSS, bad(2001)) == ("event", 1)
    assert time(LOSS, bad(2030)) == ("event", 30)
    assert time(LOSS, [*bad(2000), *good(2030)]) == ("censored", 30)  # the index day is before
    assert time(LOSS, bad(2000)) == LEFT_OUT


def test_regained_runs_from_the_restart() -> None:
    assert time(REGAINED, good(2101), AGAIN) == ("event", 1)
    assert time(REGAINED, [*bad(2101), *good(2130)], AGAIN) == ("event", 30)
    assert time(REGAINED, good(2050, 2100), AGAIN) == LEFT_OUT  # up to the restart: before it
    assert time(REGAINED, bad(2101, 2150), AGAIN) == ("censored", 50)
    assert time(REGAINED, good(2101)) == LEFT_OUT  # no restart
    later = [*AGAIN[:1], drug("nilotinib", 2100, 2120, 2), drug("imatinib", 2150, None, 3)]
    assert time(REGAINED, [*bad(2110), *good(2160)], later) == ("event", 60)  # the first restart
    assert time(REGAINED, good(2170), STOPPED, [event("restart", 2100)]) == ("event", 70)


def test_what_stands_beside_regained_runs_from_the_restart_too() -> None:
    death = [event("death", 2150)]
    assert time(REGAINED, bad(2120), AGAIN, death, (DEATH,)) == ("competing", 50)
    assert time(REGAINED, good(2120), AGAIN, death, (DEATH,)) == ("event", 20)
    assert time(REGAINED, bad(2120), STOPPED, death, (DEATH,)) == LEFT_OUT  # never restarted
    early = [event("blast phase", 2050)]
    assert time((REGAINED, PROGRESSION), bad(2120), AGAIN, early) == ("censored", 20)
    # the restart itself is the origin
    assert time((REGAINED, Restart()), bad(2120), AGAIN) == ("censored", 20)
    assert time(LOSS, bad(2050, 2120), AGAIN, (), (REGAINED,)) == ("event", 20)
    on_off = [*AGAIN[:1], drug("nilotinib", 2100, 2140, 2), drug("imatinib", 2150, None, 3)]
    assert time((REGAINED, Restart()), bad(2120), on_off) == ("event", 50)  # the next one


# Rule 2, the end of the search.


def test_molecular_parts_are_looked_for_up_to_the_restart() -> None:
    assert time(LOSS, bad(2100), AGAIN) == ("event", 100)  # that day included
    assert time(LOSS, [*good(2090), *bad(2101)], AGAIN) == ("censored", 90)
    assert time(LOSS, [*good(2100), *bad(2101)], AGAIN) == ("censored", 100)
    assert time(LOSS, bad(2101), AGAIN) == LEFT_OUT
    reported = [event("restart", 2095)]
    assert time(LOSS, [*good(2090), *bad(2100)], AGAIN, reported) == ("censored", 90)
    assert time(LOSS, bad(2095), AGAIN, reported) == ("event", 95)


def test_with_a_molecular_part_other_events_count_up_to_the_restart() -> None:
    parts = (LOSS, PROGRESSION)
    for day, expected in [(2100, ("event", 100)), (2101, ("censored", 50))]:
        assert time(parts, good(2050), AGAIN, [event("blast phase", day)]) == expected
    # a competing molecular part is one
    rival = (LOSS,)
    for day, expected in [(2100, ("event", 100)), (2101, ("censored", 50))]:
        found = time(PROGRESSION, good(2050), AGAIN, [event("blast phase", day)], rival)
        assert found == expected


def test_without_a_molecular_part_the_search_goes_on_after_the_restart() -> None:
    assert time(PROGRESSION, [], AGAIN, [event("blast phase", 2200)]) == ("event", 200)
    assert time(DEATH, [], AGAIN, [event("death", 3000)]) == ("event", 1000)


def test_regained_is_looked_for_up_to_the_end_of_observation() -> None:
    again = [*AGAIN[:1], drug("nilotinib", 2100, 2140, 2), drug("imatinib", 2150, None, 3)]
    assert time(REGAINED, good(2500), again) == ("event", 400)
    assert time(REGAINED, good(2500), again, cut=2499) == LEFT_OUT  # not yet known


def test_a_restart_on_the_index_day_is_before() -> None:
    reported = [event("restart", 2000)]
    assert time(LOSS, bad(2050), STOPPED, reported) == ("event", 50)
    assert time(Restart(), [], STOPPED, reported) == ("censored", 3000)
    assert time(REGAINED, good(2050), STOPPED, reported) == LEFT_OUT
    assert time(REGAINED, good(2150), AGAIN, reported) == ("event", 50)


def test_a_restart_is_a_start_off_treatment() -> None:
    """Overlapping and adjoining drugs are one stretch, from day 0 to day 2160."""
    rows = [drug("imatinib", 0, 2000), drug("nilotinib", 1990, 2050, 2)]
    rows += [drug("imatinib", 2050, 2160), drug("imatinib", 2200)]
    found = every_time(Outcome((Restart(),)), treatments=rows, index="TKI start")
    assert found == [("event", 2200)]
    on_treatment = [drug("imatinib", 0, 1000), drug("nilotinib", 1000, 2000, 2)]
    switched = every_time(Outcome((Restart(),)), treatments=on_treatment, index="TKI start")
    assert switched == [("censored", 5000)]  # a switch is no restart


# Rule 3, the events.


def test_loss_and_its_confirmation() -> None:
    twice = bad(2030, 2060)
    assert time(LOSS, twice) == ("event", 30)
    assert time(CONFIRMED, twice) == ("event", 30)  # the first of the two
    assert time(DATED, twice) == ("event", 60)  # the second
    between = [*bad(2030), *good(2045), *bad(2060)]
    assert time(CONFIRMED, between) == ("censored", 60)
    assert time(CONFIRMED, [*between, *bad(2090)]) == ("event", 60)
    assert time(DATED, [*between, *bad(2090)]) == ("event", 90)
    assert time(CONFIRMED, bad(2000, 2001)) == ("censored", 1)  # the index day confirms nothing
    uninformative = sample(2045, "0.2", "<")
    assert time(CONFIRMED, [*twice, uninformative]) == ("event", 30)


def test_confirmed_up_to_the_restart() -> None:
    assert time(CONFIRMED, bad(2090, 2100), AGAIN) == ("event", 90)
    assert time(DATED, bad(2090, 2100), AGAIN) == ("event", 100)
    for part in (CONFIRMED, DATED):
        assert time(part, bad(2090, 2101), AGAIN) == ("censored", 90)


def test_any_positive_test() -> None:
    assert time(AnyPositive(), [sample(2030, "0.0001")]) == ("event", 30)
    absent = sample(2020, detected=False, copies=None)
    assert time(AnyPositive(), [absent]) == ("censored", 20)
    assert time(AnyPositive(), [sample(2020, "0.01", "<")]) == LEFT_OUT  # not said


def test_recorded_events_and_restart() -> None:
    for name, kind, mutation in [
        ("accelerated phase", "progression", None),
        ("blast phase", "progression", None),
        ("death", "death", None),
        ("transplant", "transplant", None),
        ("mutation", "mutation", "F317L"),
        ("mutation", "T315I mutation", "T315I"),
    ]:
        assert time(Recorded(kind), events=[event(name, 2030, mutation)]) == ("event", 30)
        assert time(Recorded(kind), events=[event(name, 2000, mutation)])[0] != "event"
    other = [event("mutation", 2030, "F317L")]
    assert time(Recorded("T315I mutation"), events=other) == ("censored", 3000)
    twice = [event("blast phase", 1990), event("accelerated phase", 2040)]
    assert time(PROGRESSION, events=twice) == ("event", 40)
    assert time(Restart(), treatments=AGAIN) == ("event", 100)
    assert time(Restart(), events=[event("restart", 2010)]) == ("event", 10)


def test_the_earliest_of_several() -> None:
    parts = (LOSS, Restart(), DEATH)
    assert time(parts, [*good(2030), *bad(2060)], AGAIN) == ("event", 60)
    assert time(parts, [*good(2030), *bad(2160)], AGAIN) == ("event", 100)
    assert time(parts, [*good(2030)], STOPPED, [event("death", 2500)]) == ("event", 500)
    either = (Loss(named("MR4"), True), LOSS)
    shallow = [sample(2030, "0.05"), sample(2060, "0.05")]
    assert time(either, shallow) == ("event", 30)
    assert time(either, [*shallow[:1], *bad(2045)]) == ("event", 30)  # confirmed by any failure
    assert time(either, [*shallow[:1], *good(2040), *bad(2045)]) == ("event", 45)


def test_competing() -> None:
    dead = [event("death", 2060)]
    assert time(LOSS, good(2030), STOPPED, dead, (DEATH,)) == ("competing", 60)
    assert time(LOSS, bad(2030), STOPPED, dead, (DEATH,)) == ("event", 30)
    assert time(LOSS, bad(2060), STOPPED, dead, (DEATH,)) == ("event", 60)  # the endpoint wins
    assert time(LOSS, [*good(2030)], STOPPED, dead) == ("censored", 30)  # not asked for
    assert time(LOSS, good(2030), AGAIN, (), (Restart(),)) == ("competing", 100)
    assert time(LOSS, bad(2100), AGAIN, (), (Restart(),)) == ("event", 100)
    progressed = [event("blast phase", 2040), *dead]
    assert time(LOSS, good(2030), STOPPED, progressed, (DEATH, PROGRESSION)) == ("competing", 40)
    assert time(DEATH, [], STOPPED, progressed, (PROGRESSION,)) == ("competing", 40)


def test_composites() -> None:
    tests = good(2050)
    dead, progressed = [event("death", 2060)], [event("accelerated phase", 2070)]
    for composite in (MRFS, TFS):
        assert time(composite, bad(2030)) == ("event", 30)
        assert time(composite, tests, STOPPED, dead) == ("event", 60)
        assert time(composite, tests, STOPPED, progressed) == ("event", 70)
        assert time(composite, tests) == ("censored", 50)
        assert time(composite, [], STOPPED, dead) == LEFT_OUT
    assert time(TFS, tests, AGAIN) == ("event", 100)
    assert time(MRFS, tests, AGAIN) == ("censored", 50)
    transplanted = [event("transplant", 2040)]
    assert time((MRFS, Recorded("transplant")), tests, STOPPED, transplanted) == ("event", 40)


def test_levels_by_number_and_by_depth() -> None:
    """The cut-off of 0.0069 asks for the copies of MR4.5: 32,000."""
    number = Loss(Level("", "<=", Decimal("0.0069")))
    assert time(number, [sample(2030, "0.0069"), sample(2060, "0.0070")]) == ("event", 60)
    assert time(number, [sample(2030, "0.0069", copies=31_999)]) == LEFT_OUT
    assert time(number, [sample(2030, "0.0069", copies=None)]) == ("censored", 30)
    verified = Loss(named("MR4.5", depth_verified=True))
    assert time(verified, [sample(2030, "0.0032", copies=None)]) == LEFT_OUT
    assert time(verified, [sample(2030, "0.0033", copies=None)]) == ("event", 30)
    absent = [sample(2030, detected=False, copies=None)]
    assert time(Loss(named("MR4.5")), absent) == LEFT_OUT
    assert time(Loss(named("MR4.5")), absent, assumed="MR4.5") == ("censored", 30)


# Rule 4, censoring.


def test_censored_at_the_last_informative_test() -> None:
    assert time(LOSS, good(2030, 2060)) == ("censored", 60)
    assert time(LOSS, [*good(2030), sample(2060, "0.2", "<")]) == ("censored", 30)
    assert time(LOSS, good(2030, 2060), cut=2059) == ("censored", 30)
    assert time(CONFIRMED, [*good(2030), *bad(2060)]) == ("censored", 60)  # unconfirmed


def test_with_several_levels_at_the_earliest_of_their_last_tests() -> None:
    """<0.05 says that MMR is kept, and nothing of MR4."""
    parts = (LOSS, Loss(named("MR4"), True))
    tests = [*good(2030), sample(2060, "0.05", "<")]
    assert time(parts, tests) == ("censored", 30)
    assert time(LOSS, tests) == ("censored", 60)
    assert time(LOSS, tests, competing=(Loss(named("MR4")),)) == ("censored", 30)
    assert time((LOSS, AnyPositive()), good(2030)) == ("event", 30)
    later = [*tests, *bad(2090)]
    assert time((LOSS, Loss(named("MR4.5"))), later) == ("event", 90)


def test_without_molecular_parts_at_the_end_of_observation() -> None:
    assert time(Restart(), good(2030)) == ("censored", 3000)
    assert time(Restart(), cut=2001) == ("censored", 1)
    assert time(PROGRESSION, [], AGAIN, cut=2500) == ("censored", 500)
    assert time(Restart(), events=[event("death", 2400)]) == ("censored", 400)
    assert time(Restart(), events=[event("last contact", 2300)]) == ("censored", 300)


# Rule 5, left out.


def test_without_an_informative_test() -> None:
    assert time(LOSS) == LEFT_OUT
    assert time(LOSS, [sample(2030, "0.2", "<")]) == LEFT_OUT
    assert time((LOSS, Restart()), [], AGAIN) == LEFT_OUT  # even where another event is recorded
    assert time(Restart(), [], AGAIN, (), (LOSS,)) == LEFT_OUT
    assert time(Restart(), [], AGAIN) == ("event", 100)
    one_of_two = (LOSS, Loss(named("MR5")))
    assert time(one_of_two, [sample(2030, "0.05", "<")]) == LEFT_OUT
    assert time(LOSS, bad(2100), AGAIN, (), (Loss(named("MR5")),)) == ("event", 100)


def test_not_observed_beyond_the_origin() -> None:
    for part in (LOSS, Restart(), DEATH):
        assert time(part, bad(2000), cut=2000) == LEFT_OUT
    assert time(DEATH, events=[event("death", 2000)]) == LEFT_OUT
    assert time(DEATH, events=[event("death", 2001)]) == ("event", 1)
    assert time(DEATH, events=[event("death", 2001)], cut=2000) == LEFT_OUT
    assert time(REGAINED, good(2100), AGAIN, cut=2100) == LEFT_OUT  # nor beyond the restart
    seen = [event("last contact", 4900)]
    assert every_time(Outcome((DEATH,)), index="data cut", events=seen) == [LEFT_OUT]


# Rule 7, the landmark.


@pytest.mark.parametrize(
    ("day", "landmark", "expected"),
    [
        (2090, 91, LEFT_OUT),
        (2091, 91, LEFT_OUT),  # by that day
        (2092, 91, ("event", 1)),
        (2182, 182, LEFT_OUT),
        (2183, 182, ("event", 1)),
        (2183, 91, ("event", 92)),
        (2092, None, ("event", 92)),
    ],
)
def test_landmark(day: int, landmark: int | None, expected: Time) -> None:
    assert time(LOSS, bad(day), landmark=landmark) == expected
    dead = [event("death", day)]
    rival = ("competing", expected[1]) if expected[0] == "event" else expected
    assert time(LOSS, good(2001), STOPPED, dead, (DEATH,), landmark=landmark) == rival
    kept = ("censored", expected[1]) if expected[0] == "event" else expected
    assert time(LOSS, good(day), landmark=landmark) == kept


def test_the_landmark_of_regained_is_after_the_restart() -> None:
    assert time(REGAINED, good(2191), AGAIN, landmark=91) == LEFT_OUT
    assert time(REGAINED, good(2192), AGAIN, landmark=91) == ("event", 1)


# The rows of the population.


def test_each_attempt_is_a_row() -> None:
    rows = [*STOPPED, drug("imatinib", 2100, 3000), drug("imatinib", 3200)]
    attempts = [attempt(2000), attempt(3000, number=2)]
    tests = [*bad(2050), *good(3100)]
    loss = Outcome((LOSS,))
    found = every_time(loss, tests, rows, index="each TFR attempt", attempts=attempts)
    assert found == [("event", 50), ("censored", 100)]
    second = every_time(loss, tests, rows, index="second TFR attempt", attempts=attempts)
    assert second == [("censored", 100)]
    assert every_time(Outcome((Restart(),)), [], rows, index="last TFR attempt",
                      attempts=attempts) == [("event", 200)]  # fmt: skip


def test_only_members_have_a_time() -> None:
    lake = lake_of(bad(2030), STOPPED, [attempt(2000)], cut=2100)
    for days, number in [(100, 1), (101, 0)]:
        followed = Followed(comparison(">=", days, unit="days"))
        assert len(members(OracleDefinition((followed,), FIRST), lake)) == number
    ((_, subject),) = members(OracleDefinition((EVERYBODY,), FIRST), lake)
    assert subject.index == on(2000)
