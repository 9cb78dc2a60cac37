"""A reader who knows how differences are released works out no small number from one.

Every state of one small site is enumerated: who came, went, stayed, whose row of `patients` is
changed, and what happened to the records of one more table. The reader knows the numbers of
patients in both releases and which tables are equal. Among all states with the same output every
small number has to keep every small value that what the reader knows allows.

Records are one per patient, or so many (`MANY`) that they say nothing of patients.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
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
    figure: tuple[int, int]  # patients who have it, before and after
    of_patients_table: bool = False

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
            "have it before": self.figure[0],
            "have it after": self.figure[1],
            "have it not before": patients.before - self.figure[0],
            "have it not after": patients.after - self.figure[1],
        }
        for name in NUMBERS:
            numbers[f"with records {name}"] = getattr(records, name)
        return numbers

    def output(self) -> Hashable:
        patients = self.patients.difference("patients")
        records = self.records.difference("tfr_attempts")
        sides = (
            Side(per_cent(some, all_), (Amount(some, some), Amount(all_ - some, all_ - some)))
            for some, all_ in zip(
                self.figure, (self.patients.before, self.patients.after), strict=True
            )
        )
        table = "patients" if self.of_patients_table else "tfr_attempts"
        equal = self.patients.equal if self.of_patients_table else self.records.equal
        share = Figure(table, "share", "share", "%", *sides, of_patients=True)
        told = () if equal and self.patients.equal else (share,)
        difference = Difference("SE01", (patients, records), told, (None, None), ("", ""))
        return tuple(
            (line.before, line.after, line.added, line.changed, line.gone, line.hidden)
            for line in lines_of(difference, MIN_CELL)
        )


def with_records(before: int, after: int) -> set[State]:
    """All that can happen to patients and to another table; the figure: who has a record."""
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
                            states.add(State(patients, records, behind[:2]))
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


def with_a_column(before: int, after: int) -> set[State]:
    """All that can happen to patients and to one column of theirs; the other table is equal."""
    states = set()
    nothing = Table(0, 0, 0, 0, 0, 0)
    for came, went, stayed in sizes(before, after):
        for with_came in range(came + 1):
            for with_went in range(went + 1):
                for won, lost, both, other in column_changes(stayed):
                    patients = people(came, went, stayed, won + lost + other)
                    figure = (with_went + lost + both, with_came + won + both)
                    states.add(State(patients, nothing, figure, of_patients_table=True))
    return states


def sizes(before: int, after: int) -> Iterator[tuple[int, int, int]]:
    """How many came, went and stayed."""
    yield from (
        (after - stayed, before - stayed, stayed) for stayed in range(min(before, after) + 1)
    )


def column_changes(stayed: int) -> Iterator[tuple[int, int, int, int]]:
    """How many won the value, lost it, have it in both, and are changed otherwise."""
    for won in range(stayed + 1):
        for lost in range(stayed - won + 1):
            for both in range(stayed - won - lost + 1):
                for other in range(stayed - won - lost + 1):
                    yield won, lost, both, other


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


@pytest.mark.parametrize("before", range(11))
def test_no_small_number_is_given_away_by_a_column(before: int) -> None:
    for after in range(before, min(before + 3, 11)):
        assert given_away(with_a_column(before, after))[:3] == []


def test_the_reader_finds_what_laxer_rules_give_away() -> None:
    with patch.object(differences._Site, "tells_who_came", lambda site: True):
        assert given_away(with_a_column(5, 5))
    with patch.object(differences._Site, "tells_records", lambda site, table: True):
        assert given_away(with_records(3, 3))
    with patch.object(differences._Site, "tells", lambda site, table: True):
        assert given_away(with_a_column(8, 8))


def test_much_is_told() -> None:
    """A rule that hides everything would pass the others."""
    told = [state.output() for state in with_a_column(9, 9)]
    assert sum(not any(line[-1] for line in output) for output in told) > len(told) / 100


if __name__ == "__main__":  # python -m tests.property.test_difference_attacker 6 7
    sizes_given = (int(sys.argv[1]), int(sys.argv[2]))
    for enumerated in (with_a_column, with_records):
        sys.stdout.write(f"{enumerated.__name__}: {given_away(enumerated(*sizes_given))[:3]}\n")
