"""The release rule of docs/release-curves.md: known courses, the types, attempts, exact days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfrq.disclosure import ReleasedCurve, ReleasedTimes, release_times
from tfrq.disclosure.months import END, Span, day_of, spans
from tfrq.errors import Fault, PolicyError
from tfrq.results import (
    Count,
    Day,
    Node,
    Outcome,
    Part,
    Policy,
    Provenance,
    Step,
    Stratum,
    Tally,
    Times,
)

OUTCOME = Outcome("loss of MMR", (), False)
Who = tuple[int, int, int]  # left out, everybody else, without index
MANY: Who = (20, 20, 20)


def provenance(exact: str = "refuse") -> Provenance:
    policy = Policy(exact=exact)
    return Provenance("0", "r1", True, "2024-01-01", "", "0" * 12, "", "", (), policy)


def month(number: int, events: int, censored: int = 0, competing: int = 0) -> Day:
    """Who left on the last day of a month."""
    return Day(day_of(number), events, competing, censored)


def times(
    strata: Sequence[tuple[str, Sequence[Day], Who]], axis: str = "country", exact: str = "refuse"
) -> Times:
    """Strata with their days, and how many are not followed."""
    people = []
    for name, days, (left_out, other, without) in strata:
        tally = Tally(without, sum(day.leaving for day in days), left_out, other)
        people.append(Stratum(name, tally.met + left_out + other + without, tally, tally))
    tree = Node("", tuple(Node(name) for name, *_ in strata))
    count = Count(axis, tree, tuple(people), True, "patients", provenance(exact))
    return Times(count, tuple(tuple(days) for _, days, _ in strata), OUTCOME)


def everybody(days: Sequence[Day], who: Who = MANY) -> Times:
    return times([("", days, who)], axis="")


def curve_of(days: Sequence[Day], who: Who = MANY) -> ReleasedCurve:
    (curve,) = release_times([everybody(days, who)]).curves
    return curve


def told(curve: ReleasedCurve) -> list[tuple[int, int, int]]:
    """The last day of each step, its events and its censorings."""
    return [(step.end, step.events, step.censored) for step in curve.steps]


def test_the_months_are_one_tree() -> None:
    def leaves(span: Span) -> list[tuple[int, int]]:
        if not span.halves:
            return [(span.start, span.end)]
        left, right = span.halves
        assert (left.start, left.end, right.end) == (span.start, right.start, span.end)
        return leaves(left) + leaves(right)

    every = [leaf for span in spans() for leaf in leaves(span)]
    assert every == [(number, number + 1) for number in range(241)]


def test_a_span_is_halved_at_its_roundest_month() -> None:
    first, *others, _ = spans()
    every = (first, *first.halves, *others)
    middles = {(one.start, one.end): one.halves[0].end for one in every}
    assert middles == {
        (0, 24): 6,
        (0, 6): 3,
        (6, 24): 12,
        (24, 60): 36,
        (60, 120): 84,
        (120, 240): 180,
    }


def test_months_end_as_everywhere() -> None:
    """Month m is day floor(m × 30.4375), and that day belongs to it."""
    assert [day_of(number) for number in (0, 1, 2, 12, 240)] == [0, 30, 60, 365, 7305]
    assert told(curve_of([Day(30, 9, 0, 0), Day(31, 9, 0, 0), Day(60, 9, 0, 0)]))[:2] == [
        (30, 9, 0),
        (60, 18, 0),
    ]


def test_steps_are_joined_until_each_number_is_large_or_nothing() -> None:
    later = [month(9, 9), month(30, 0, 40)]
    assert told(curve_of([month(2, 20), month(5, 4), *later]))[:1] == [(182, 24, 0)]
    assert told(curve_of([month(2, 20), month(5, 5), *later]))[:2] == [
        (30, 0, 0),
        (91, 20, 0),
    ]


def test_a_half_in_which_nobody_leaves_is_not_split_off() -> None:
    """Else a reader knew that in every step that is not split somebody leaves in both halves."""
    assert told(curve_of([month(2, 20), month(9, 0, 20)]))[0] == (182, 20, 0)
    assert told(curve_of([month(5, 20), month(9, 0, 20)]))[:1] == [(91, 0, 0)]


def test_a_curve_that_all_have_left_ends_there() -> None:
    curve = curve_of([month(2, 20, 20)])
    assert told(curve) == [(30, 0, 0), (60, 20, 20)]
    assert curve.steps[-1].remaining == 0


def test_a_curve_ends_where_few_are_at_risk() -> None:
    curve = curve_of([month(2, 20, 20), month(20, 0, 13), month(200, 1)])
    assert (182, 20, 20) in told(curve)
    few = curve_of([month(2, 20, 20), month(20, 0, 12), month(200, 1)])
    assert told(few) == [(30, 0, 0)]


def test_more_have_to_be_at_risk_within_a_span() -> None:
    """9 after 24 months are too few; after 12 there have to be 14, or it would be known that some
    of them left in between, and how many at least."""
    early = [month(1, 20, 20), month(9, 5, 5)]
    assert told(curve_of([*early, month(20, 0, 5), month(30, 1, 8)]))[-2:] == [
        (365, 5, 5),
        (547, 0, 0),
    ]
    assert told(curve_of([*early, month(20, 0, 4), month(30, 1, 8)]))[-1][0] < 365


def test_what_is_later_than_twenty_years_is_one_step() -> None:
    curve = curve_of([month(2, 20), Day(7306, 5, 0, 5), Day(20_000, 5, 0, 5)])
    assert told(curve)[-1] == (day_of(END), 10, 10)


def test_steps_follow_one_another_from_day_0() -> None:
    curve = curve_of([month(number, 6, 6) for number in range(1, 200)])
    assert curve.steps[0].start == 0
    for one, following in zip(curve.steps, curve.steps[1:], strict=False):
        assert (following.start, following.at_risk) == (one.end, one.remaining)


def test_strata_are_joined_as_those_of_counts_are() -> None:
    days = [month(2, 20, 20)]
    few = ("FI", [month(2, 2, 1)], MANY)
    released = release_times([times([("DK", days, MANY), few])], "country")
    (both,) = released.curves
    assert (both.label, both.strata, both.followed) == ("DK+FI", ("DK", "FI"), 43)
    assert any("joined" in note for note in released.notes)
    apart = release_times([times([("DK", days, MANY), ("FI", days, MANY)])], "country")
    assert [curve.label for curve in apart.curves] == ["DK", "FI"]


def test_how_many_are_left_out_is_hidden_where_they_are_few() -> None:
    curve = curve_of([month(2, 20, 20)], (2, 20, 20))
    assert (curve.followed, curve.left_out) == (40, None)
    assert curve.steps


def test_nothing_but_words() -> None:
    released = release_times([everybody([month(2, 3)])])
    (curve,) = released.curves
    assert (curve.followed, curve.left_out, curve.steps) == (None, None, ())
    assert any("No number is shown of everybody" in note for note in released.notes)
    assert release_times([times([("DK", [month(2, 3)], MANY)])], "country").curves == ()


def test_an_empty_curve_has_no_steps() -> None:
    curve = curve_of([])
    assert (curve.followed, curve.steps) == (0, ())


def test_no_step_gives_away_how_many_of_a_large_site_are_in_it() -> None:
    """33 events on a day, and 30 patients outside SE01: at least 3 are of SE01."""
    large = ("SE01", [month(1, 30), month(2, 0, 20)], (0, 10, 0))
    for others, shown in ((30, False), (60, True)):
        other = ("FI01", [month(1, 3)], (0, others - 3, 0))
        (curve,) = release_times([times([large, other], axis="")]).curves
        assert curve.followed == 53
        assert bool(curve.steps) == shown


def by_attempt(*curves: tuple[Sequence[Day], Who]) -> ReleasedTimes:
    return release_times([everybody(*curve) for curve in curves], "attempt")


@pytest.mark.parametrize(
    ("second", "shown"),
    [(60, True), (57, False), (62, False), (55, True), (40, True), (22, False), (25, True)],
)
def test_an_attempt_is_not_told_where_it_is_an_earlier_one_but_for_few(
    second: int, shown: bool
) -> None:
    """60 are followed at the first attempt and 20 of them restart."""
    nobody = (0, 50, 50)
    curves = by_attempt(([month(2, 20), month(3, 0, 40)], nobody), ([month(1, second)], nobody))
    assert [one.label for one in curves.curves] == ["first attempt", "second attempt"]
    assert (curves.curves[1].followed == second) == shown
    assert bool(curves.curves[1].steps) == shown


@pytest.mark.parametrize(
    ("course", "second", "shown"),
    [
        # 20 restarts are told, so of 24 with a second attempt at least 4 restarted later.
        ([month(2, 20), month(70, 4, 0), month(200, 0, 16)], 24, False),
        ([month(2, 20), month(70, 4, 0), month(200, 0, 16)], 30, True),
        # Those censored have no second attempt: of the 32 others 28 have one, and 4 have none.
        ([month(2, 20, 10), month(200, 4, 8)], 28, False),
        ([month(2, 20, 10), month(200, 4, 8)], 25, False),
        ([month(2, 20, 10), month(200, 4, 8)], 36, False),
        ([month(2, 20, 10), month(200, 4, 8)], 37, True),
    ],
)
def test_nor_where_its_steps_say_how_few_have_no_other(
    course: list[Day], second: int, shown: bool
) -> None:
    nobody = (0, 50, 50)
    first, later, *_ = by_attempt((course, nobody), ([month(1, second)], nobody)).curves
    assert first.steps
    assert (later.followed == second) == shown


def test_what_is_left_at_risk_gives_no_large_site_away() -> None:
    """25 with the event and 30 left make 55, and 52 patients lie outside SE01: 3 are of SE01."""
    for others, shown in ((52, False), (110, True)):
        large = ("SE01", [month(2, 20, 5), month(70, 0, 28)], (0, 10, 0))
        other = ("FI01", [month(2, 5), month(70, 0, 2)], (0, others - 7, 0))
        (curve,) = release_times([times([large, other], axis="")]).curves
        assert curve.followed == 60
        assert bool(curve.steps) == shown


def test_groups_are_judged_beside_the_sites() -> None:
    """33 of low risk, and 30 patients outside SE01: at least 3 of SE01 are of low risk."""
    for outside, blocks in ((30, 0), (60, 2)):
        low = ("low", [month(2, 33)], (0, 0, 0))
        high = ("high", [month(2, 57 + outside)], (0, 0, 0))
        asked = times([low, high], axis="sokal")
        sites = (Part(90), Part(outside))
        people = replace(asked.people, others=(sites,), public_totals=False)
        curves = release_times([replace(asked, people=people)], "sokal").curves
        assert len(curves) == blocks


def test_an_attempt_of_few_is_hidden_and_no_other() -> None:
    large = ([month(2, 20), month(9, 0, 40)], MANY)
    curves = by_attempt(large, ([month(2, 3)], MANY), ([month(2, 30)], MANY)).curves
    assert [curve.followed for curve in curves] == [60, None, 30]


def test_exact_curves_need_the_policy_and_are_marked() -> None:
    strata = [("DK", [Day(3, 1, 0, 0), Day(9, 0, 0, 2)], MANY), ("FI", [Day(3, 1, 0, 0)], MANY)]
    with pytest.raises(PolicyError):
        release_times([times(strata)], "country", exact=True)
    released = release_times([times(strata, exact="allow")], "country", exact=True)
    assert (released.not_for_release, released.exact) == (True, True)
    assert "NOT FOR RELEASE" in released.notes[0]
    assert [curve.label for curve in released.curves] == ["DK", "FI"]
    assert released.curves[0].steps == (Step(0, 3, 3, 1, 0, 0), Step(3, 9, 2, 0, 0, 2))
    whole = release_times([times(strata, axis="", exact="allow")], exact=True).curves[0]
    assert whole.steps == (Step(0, 3, 4, 2, 0, 0), Step(3, 9, 2, 0, 0, 2))


def test_days_that_do_not_make_a_curve_are_a_fault() -> None:
    right = everybody([month(1, 20), month(2, 20)])
    backwards = (right.days[0][::-1],)
    for wrong in (backwards, (right.days[0][:1],), right.days * 2, ((Day(0, 40, 0, 0),),)):
        with pytest.raises(Fault):
            release_times([replace(right, days=wrong)])


def test_only_disclosure_makes_what_may_leave() -> None:
    with pytest.raises(Fault):
        ReleasedCurve(object(), "DK", (), 1, 0, ())


NUMBER = st.one_of(st.integers(0, 6), st.integers(0, 60))
DAYS = st.dictionaries(st.integers(1, 9000), st.tuples(NUMBER, NUMBER, NUMBER), max_size=30)


@given(DAYS)
def test_every_number_that_is_told_is_zero_or_large(
    chosen: dict[int, tuple[int, int, int]],
) -> None:
    curve = curve_of([Day(day, *chosen[day]) for day in sorted(chosen)])
    for step in curve.steps:
        numbers = (step.events, step.competing, step.censored)
        assert all(number == 0 or number >= 5 for number in numbers)
    if curve.steps:
        assert curve.steps[-1].remaining == 0 or curve.steps[-1].remaining >= 10


@given(DAYS)
def test_notes_follow_from_what_is_told(chosen: dict[int, tuple[int, int, int]]) -> None:
    released = release_times([everybody([Day(day, *chosen[day]) for day in sorted(chosen)])])
    (curve,) = released.curves
    ended = curve.steps and curve.steps[-1].remaining == 0
    assert any("ends where" in note for note in released.notes) == bool(
        curve.followed and not ended
    )
