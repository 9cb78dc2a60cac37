"""A reader who knows how differences are released works out no small number from one.

Every state of one small site is enumerated: who came, went, stayed, whose row of `patients` is
changed, and what happened to the records of one more table, or what its values are: some have one
thing, and some of them another (two nested shares). The reader knows the numbers of patients in
both releases and which tables are equal. Among all states with the same output every
small number has to keep every small value that what the reader knows allows.

Records are one per patient, or so many (`MANY`) that they say nothing of patients.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from operator import add, sub
from unittest.mock import patch

import pytest

from tfrq.disclosure import differences
from tfrq.disclosure.differences import lines_of
from tfrq.lake.figures import per_cent
from tfrq.results import Amount, Difference, Figure, Side, TableDifference

MIN_CELL = 3
SMALL = range(1, MIN_CELL)
MANY = 100
NUMBERS = ("before", "after", "added", "changed", "gone", "unchanged")


@dataclass(frozen=True)
class Table:
    """The patients behind each number, and whether they have many records each."""

    before: int
    after: int
    added: int
    changed: int
    gone: int
    unchanged: int
    many: bool = False

    @property
    def equal(self) -> bool:
        return self.added == self.changed == self.gone == 0

    def difference(self, name: str) -> TableDifference:
        def amount(patients: int) -> Amount:
            return Amount(MANY if self.many and patients else patients, patients)

        added, changed, gone, unchanged = map(
            amount, (self.added, self.changed, self.gone, self.unchanged)
        )
        before = Amount(sum(one.records for one in (changed, gone, unchanged)), self.before)
        after = Amount(sum(one.records for one in (changed, added, unchanged)), self.after)
        return TableDifference(name, self.equal, before, after, added, changed, gone, unchanged)


@dataclass(frozen=True)
class State:
    patients: Table
    records: Table
    # Who has what each share counts, before and after; the second lies within the first.
    having: tuple[tuple[int, int], ...]

    @property
    def known(self) -> Hashable:
        patients = self.patients
        return patients.before, patients.after, patients.equal, self.records.equal

    @property
    def numbers(self) -> dict[str, int]:
        """Everything that is not to be known where it is small."""
        patients, records = self.patients, self.records
        numbers = {
            "came": patients.added,
            "went": patients.gone,
            "stayed": patients.changed + patients.unchanged,
            "changed": patients.changed,
            "as they were": patients.unchanged,
            "without records before": patients.before - records.before,
            "without records after": patients.after - records.after,
        }
        for place, release in enumerate(("before", "after")):
            # From everybody inwards: how many have the one and not the other.
            counts = [
                (patients.before, patients.after)[place],
                *(one[place] for one in self.having),
            ]
            for (outer, many), (inner, some) in combinations(enumerate([*counts, 0]), 2):
                numbers[f"{outer} without {inner}, {release}"] = many - some
        for name in NUMBERS:
            numbers[f"with records {name}"] = getattr(records, name)
        return numbers

    def output(self) -> tuple[tuple[Hashable, ...], ...]:
        patients = self.patients.difference("patients")
        records = self.records.difference("tfr_attempts")
        figures = tuple(map(self.share, self.having))
        difference = Difference("SE01", (patients, records), figures, (None, None), ("", ""))
        return tuple(
            (line.before, line.after, line.added, line.changed, line.gone, line.hidden)
            for line in lines_of(difference, MIN_CELL)
        )

    def share(self, having: tuple[int, int]) -> Figure:
        everybody = (self.patients.before, self.patients.after)
        sides = (Side(per_cent(some, all_)) for some, all_ in zip(having, everybody, strict=True))
        return Figure("tfr_attempts", "share", "share", "%", next(sides), next(sides))


def with_records(before: int, after: int) -> set[State]:
    """All that can happen to patients and to another table; the share: who has a record."""
    states = set()
    for came, went, stayed in sizes(before, after):
        for of_stayed in outcomes(stayed):
            for with_came in range(came + 1):
                for with_went in range(went + 1):
                    ends = (with_went, with_came, with_came, 0, with_went, 0)
                    behind = tuple(map(sum, zip(of_stayed, ends, strict=True)))
                    # What is changed in rows of `patients` touches nothing here.
                    for changed in {0, stayed}:
                        patients = people(came, went, stayed, changed)
                        for many in (False, True):
                            records = Table(*behind, many)
                            states.add(State(patients, records, (behind[:2],)))
    return states


@cache
def outcomes(stayed: int) -> set[tuple[int, ...]]:
    """The patients behind each of NUMBERS, where each who stayed has or has not records that are
    added, changed, gone, unchanged."""
    if not stayed:
        return {(0,) * len(NUMBERS)}
    one_more = [
        (changed | gone | unchanged, added | changed | unchanged, added, changed, gone, unchanged)
        for added, changed, gone, unchanged in product((0, 1), repeat=4)
    ]
    return {
        tuple(map(sum, zip(before, one, strict=True)))
        for before in outcomes(stayed - 1)
        for one in one_more
    }


def with_nested_shares(patients: int, after: int) -> set[State]:
    """Everybody has one record in both releases, which says one thing, another, or neither; some
    `after` more come with theirs."""
    states = set()
    for came in {0, after}:
        for stayed_before, stayed_after, of_came in product(
            nested(patients), nested(patients), nested(came)
        ):
            least = sum(max(0, one) for one in moved(stayed_before, stayed_after, patients))
            for changed in range(least, patients + 1):
                records = people(came, 0, patients, changed)
                both = map(add, stayed_after, of_came)
                having = tuple(zip(stayed_before, both, strict=True))
                states.add(State(people(came, 0, patients, 0), records, having))
    return states


def nested(patients: int) -> list[tuple[int, int]]:
    """How many have what the outer share counts, and the inner one."""
    return [(outer, inner) for outer in range(patients + 1) for inner in range(outer + 1)]


def moved(before: tuple[int, int], after: tuple[int, int], all_: int) -> Iterator[int]:
    """By how many the neither, the outer alone and the inner have grown."""
    groups = ((all_ - outer, outer - inner, inner) for outer, inner in (before, after))
    return map(sub, *reversed([*groups]))


def with_changes(before: int, after: int) -> set[State]:
    """All that can happen to the rows of `patients`; the other table is equal and empty."""
    nothing = Table(0, 0, 0, 0, 0, 0)
    return {
        State(people(came, went, stayed, changed), nothing, ())
        for came, went, stayed in sizes(before, after)
        for changed in range(stayed + 1)
    }


def sizes(before: int, after: int) -> Iterator[tuple[int, int, int]]:
    """How many came, went and stayed."""
    yield from (
        (after - stayed, before - stayed, stayed) for stayed in range(min(before, after) + 1)
    )


def people(came: int, went: int, stayed: int, changed: int) -> Table:
    return Table(stayed + went, stayed + came, came, changed, went, stayed - changed)


def given_away(states: Iterable[State]) -> list[str]:
    """What a reader can rule out of a small number that he does not see."""
    allowed: dict[Hashable, set[int]] = defaultdict(set)
    possible: dict[Hashable, set[int]] = defaultdict(set)
    shown = {}
    for state in states:
        shown[state] = (state.known, state.output())
        for name, number in state.numbers.items():
            allowed[state.known, name].add(number)
            possible[shown[state], name].add(number)
    return [
        f"{name} = {number}, not {allowed[state.known, name] & {*SMALL} - left}: {state}"
        for state in states
        for name, number in state.numbers.items()
        if number in SMALL
        for left in [possible[shown[state], name]]
        if not allowed[state.known, name] & {*SMALL} <= left
    ]


@pytest.mark.parametrize("sizes", [(3, 3), (4, 5), (5, 4), (0, 5)])
def test_no_small_number_is_given_away_by_records(sizes: tuple[int, int]) -> None:
    assert given_away(with_records(*sizes))[:3] == []


@pytest.mark.parametrize("before", range(16))
def test_no_small_number_is_given_away_by_patients(before: int) -> None:
    for after in range(before, 16):
        assert given_away(with_changes(before, after))[:3] == []


@pytest.mark.parametrize("sizes", [(5, 0), (6, 3)])
def test_no_small_number_is_given_away_by_nested_shares(sizes: tuple[int, int]) -> None:
    assert given_away(with_nested_shares(*sizes))[:3] == []


def test_the_reader_finds_what_laxer_rules_give_away() -> None:
    with patch.object(differences._Site, "tells_who_came", lambda site: True):
        assert given_away(with_changes(5, 5))
    with patch.object(differences._Site, "tells_records", lambda site, table: True):
        assert given_away(with_records(3, 3))
    with patch.object(differences, "TOLD", ("mean", "share")):
        assert given_away(with_nested_shares(5, 0))


@pytest.mark.parametrize("many", [30, 500])
def test_two_nested_shares_differ_by_what_nobody_may_see(many: int) -> None:
    """One test is neither "not detected" nor without a value: shares are not told, at any size."""
    having = ((many // 2, 0), (many // 2, 1))
    state = State(people(0, 0, many, 0), people(0, 0, many, many // 2), having)
    assert [line[:2] for line in state.output()] == [(many, many), (many, many)]


def test_much_is_told() -> None:
    """A rule that hides everything would pass the others."""
    told = [state.output() for state in with_changes(9, 9)]
    assert sum(not any(line[-1] for line in output) for output in told) > len(told) / 10


if __name__ == "__main__":  # python -m tests.property.test_difference_attacker 6 7
    sizes_given = (int(sys.argv[1]), int(sys.argv[2]))
    for enumerated in (with_changes, with_nested_shares, with_records):
        sys.stdout.write(f"{enumerated.__name__}: {given_away(enumerated(*sizes_given))[:3]}\n")
