"""The proof obligation of docs/release-curves.md, at sizes that take seconds."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import pytest

from tests.property.curve_attacker import (
    Numbers,
    Rule,
    Verdict,
    World,
    attack,
    attack_strata,
    reads,
)
from tfrq.disclosure import release_times
from tfrq.disclosure.months import Course, Span, day_of
from tfrq.results import Count, Day, Node, Outcome, Policy, Provenance, Stratum, Tally, Times

# Where spans end, answers, t, the followed of one stratum at least and at most.
SIZES = [
    ((4,), 2, 2, 3, 11),
    ((2, 4), 2, 2, 9, 10),
    ((2, 4), 2, 2, 13, 13),
    ((1, 3, 4), 2, 2, 9, 10),
    ((3, 5), 2, 2, 9, 9),
    ((6,), 2, 2, 7, 7),
    ((2,), 3, 2, 3, 11),
    ((1, 3), 3, 2, 8, 8),
    ((3,), 2, 3, 8, 13),
]
# Where spans end, answers, the patients of each stratum; whether these are strata or sites of one.
STRATA = [
    ((2,), 2, (4, 3), "site"),
    ((1, 2), 2, (5, 4), "site"),
    ((3,), 2, (3, 3), "site"),
    ((2,), 2, (3, 2, 2), "site"),
    ((2,), 2, (6, 3), ""),
    ((2,), 2, (4, 4), ""),
    ((2,), 3, (3, 3), ""),
]


def attack_all(size: tuple[tuple[int, ...], int, int, int, int], rule: Rule = Course) -> Verdict:
    row, answers, t, least, most = size
    world = World(row, answers, t)
    return sum((attack(world, number, reads(rule)) for number in range(least, most + 1)), Verdict())


@pytest.mark.parametrize("size", SIZES)
def test_every_small_number_of_some_months_keeps_every_value(
    size: tuple[tuple[int, ...], int, int, int, int],
) -> None:
    verdict = attack_all(size)
    assert verdict.leaking == 0, verdict.example
    assert verdict.words < verdict.courses


def reads_release(world: World, numbers: Numbers) -> tuple[Hashable, ...]:
    """All that leaves, of courses in three months of the declared tree."""
    days = tuple(
        Day(day_of(month), numbers[2 * place], 0, numbers[2 * place + 1])
        for place, month in enumerate((2, 3, 9))
    )
    tally = Tally(0, sum(numbers), 0, 9)
    people = Stratum("", sum(numbers) + 9, tally, tally)
    provenance = Provenance("0", "r1", True, "", "", "", "", "", (), Policy(world.t + 1))
    count = Count("", Node(""), (people,), False, "patients", provenance)
    return (release_times([Times(count, (days,), Outcome("death", (), False))]),)


@pytest.mark.parametrize("followed", [6, 9])
def test_through_the_front_door(followed: int) -> None:
    verdict = attack(World((3,), 2, 2), followed, reads_release)
    assert verdict.leaking == 0, verdict.example
    assert verdict.classes > 1


@pytest.mark.parametrize("size", STRATA)
def test_so_does_every_small_cell_of_several_strata(
    size: tuple[tuple[int, ...], int, tuple[int, ...], str],
) -> None:
    row, answers, totals, axis = size
    verdict = attack_strata(World(row, answers, 2), totals, axis)
    assert verdict.leaking == 0, verdict.example


def test_steps_are_judged_beside_the_totals_of_sites() -> None:
    assert attack_strata(World((2,), 2, 2), (6, 3), "", guarded=False).leaking > 0


class AnyNumbers(Course):
    """Spans and halves are told whatever is in them."""

    def fit(self, span: Span) -> bool:
        return True


class ToTheLastPatient(Course):
    def open(self, span: Span, least: int) -> bool:
        return True


class OneHalfFit(Course):
    """Halves are told apart where the first is fit."""

    def parted(self, span: Span) -> bool:
        return bool(span.halves) and self.fit(span.halves[0])


class FromTheLeft(Course):
    """Months are added to a step until it is fit."""

    def steps(self, row: Sequence[Span]) -> tuple[Span, ...]:
        told: list[Span] = []
        start, last = 0, row[-1].end
        for end in range(1, last + 1):
            step = Span(start, end)
            if self.told(step, self.least):
                told.append(step)
                start = end
        return tuple(told)


class AnyHalves(Course):
    """Halves are told apart where both are fit, though nobody leaves in the second."""

    def parted(self, span: Span) -> bool:
        return bool(span.halves) and all(map(self.fit, span.halves))


class NotRaised(Course):
    """As many have to be at risk after a part of a span as after the whole of one."""

    raised = 0


LEAKS: list[tuple[Rule, tuple[tuple[int, ...], int, int, int, int]]] = [
    (AnyNumbers, ((2, 4), 2, 2, 9, 9)),
    (ToTheLastPatient, ((2, 4), 2, 2, 7, 9)),
    (OneHalfFit, ((4,), 2, 2, 9, 9)),
    (FromTheLeft, ((4,), 2, 2, 9, 9)),
    (AnyHalves, ((2, 4), 2, 2, 9, 9)),
    (NotRaised, ((2, 4), 2, 2, 13, 13)),
]


@pytest.mark.parametrize(("rule", "size"), LEAKS)
def test_without_each_piece_of_it_it_leaks(
    rule: Rule, size: tuple[tuple[int, ...], int, int, int, int]
) -> None:
    assert attack_all(size, rule).leaking > 0
