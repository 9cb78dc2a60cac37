"""A reader who knows the release rule and every stratum's total, against all small tables.

For each choice of totals it makes every table there is, lets the rule print it, and puts tables
with the same output into one class. The rule holds if in every class each cell that is small (1..t
distinct patients) somewhere in the class takes every value 1..t there, as far as its stratum's
total allows. No table is set aside.

A larger run: `python -m tests.property.release_attacker --strata 4 --answers 4 --t 3`.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement, product

from tfrq import disclosure
from tfrq.disclosure.blocks import Guard, safe
from tfrq.disclosure.tables import grouped
from tfrq.results import Count, Node, Policy, Provenance, Stratum, Tally

FIELDS = ("without_index", "met", "not_met", "not_assessable")
# Two and three answers: definitions without an index; two have nothing that is not assessable.
WITHOUT_INDEX = {2: FIELDS[1:3], 3: FIELDS[1:]}
WITH_INDEX = {3: FIELDS[:3], 4: FIELDS}

Patient = tuple[str, ...]  # one answer, or the answers of her attempts
Reader = Callable[[Count], Hashable]


@dataclass(frozen=True)
class World:
    """The tables that the reader has to tell apart.

    `totals`: patients of each stratum. `most_attempts`: 0 where the rows are patients.
    """

    totals: tuple[int, ...]
    answers: int
    t: int
    most_attempts: int = 0
    axis: str = "site"

    @property
    def fields(self) -> tuple[str, ...]:
        known = WITH_INDEX if self.has_index else WITHOUT_INDEX
        return known[self.answers]

    @property
    def has_index(self) -> bool:
        return self.most_attempts > 0 or self.answers == 4


@dataclass
class Verdict:
    """How many tables and classes there were, how many say no more than words, and what leaks."""

    tables: int = 0
    classes: int = 0
    words: int = 0
    leaking: int = 0

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(
            self.tables + other.tables,
            self.classes + other.classes,
            self.words + other.words,
            self.leaking + other.leaking,
        )


def counts(world: World) -> Iterator[Count]:
    """Every table of the world."""
    provenance = _provenance(world.t)
    tree = Node("lake", tuple(Node(f"S{number}") for number in range(len(world.totals))))
    unit = "attempts" if world.most_attempts else "patients"
    for strata in product(*(_strata(world, number) for number in range(len(world.totals)))):
        yield Count(world.axis, tree, strata, world.has_index, unit, provenance)


def reads(guard: Guard = safe) -> Reader:
    """What a reader sees of a table: all that is printed, and how many are without index."""

    def read(count: Count) -> Hashable:
        answers, blocks = grouped(count, guard)
        return answers, tuple((block.strata, block.numbers) for block in blocks)

    return read


def reads_release(count: Count) -> Hashable:
    """The same through the front door."""
    return disclosure.release(count)


def attack(world: World, read: Reader | None = None) -> Verdict:
    """Every table of one world, by what the reader sees of it."""
    read = read or reads()
    seen: defaultdict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    for count in counts(world):
        seen[read(count)].update(_cells(count))
    words = seen.get(("nothing but words", ()), Counter())
    tables = sum(cells["tables"] for cells in seen.values())
    leaking = sum(_leaks(cells, world) for cells in seen.values())
    return Verdict(tables, len(seen), words["tables"], leaking)


def attack_all(worlds: Iterable[World], read: Reader | None = None) -> Verdict:
    return sum((attack(world, read) for world in worlds), Verdict())


def worlds(
    strata: int, answers: int, t: int, largest: int, most_attempts: int = 0, axis: str = "site"
) -> Iterator[World]:
    """One world for every choice of stratum totals from 0 to `largest`."""
    for totals in product(range(largest + 1), repeat=strata):
        yield World(totals, answers, t, most_attempts, axis)


def _cells(count: Count) -> Iterator[Hashable]:
    """The table's cells as (stratum, answer, distinct patients)."""
    yield "tables"
    for number, stratum in enumerate(count.strata):
        for field in FIELDS:
            yield number, field, getattr(stratum.distinct, field)


def _leaks(cells: Counter[Hashable], world: World) -> bool:
    return any(
        0 < len(kept) < min(world.t, total)
        for number, total in enumerate(world.totals)
        for field in world.fields
        for kept in [[v for v in range(1, world.t + 1) if (number, field, v) in cells]]
    )


def _strata(world: World, number: int) -> tuple[Stratum, ...]:
    kinds = _kinds(world.fields, world.most_attempts)
    total = world.totals[number]
    return tuple(
        Stratum(f"S{number}", total, rows, distinct) for rows, distinct in _tallies(kinds, total)
    )


def _kinds(fields: tuple[str, ...], most_attempts: int) -> tuple[Patient, ...]:
    """What a patient can be: one answer; or without index, or one to so many attempts."""
    if not most_attempts:
        return tuple((field,) for field in fields)
    attempts = [
        kind
        for number in range(1, most_attempts + 1)
        for kind in combinations_with_replacement(fields[1:], number)
    ]
    return ((fields[0],), *attempts)


@cache
def _tallies(kinds: tuple[Patient, ...], total: int) -> tuple[tuple[Tally, Tally], ...]:
    """The different (rows, distinct) that so many patients of these kinds can make."""
    made = {
        (_tally(kind for kind in people), _tally(set(kind) for kind in people))
        for people in combinations_with_replacement(kinds, total)
    }
    return tuple(sorted(made, key=repr))


def _tally(kinds: Iterable[Iterable[str]]) -> Tally:
    number = Counter(answer for kind in kinds for answer in kind)
    return Tally(*(number[field] for field in FIELDS))


def _provenance(t: int) -> Provenance:
    policy = Policy(min_cell=t + 1)
    return Provenance("0", "r1", True, "2024-01-01", "", "0" * 12, "MMR ever", "", (), policy)


def main() -> None:
    """Print the size of a run and what leaks in it; exit code 1 if anything does."""
    options = _options().parse_args()
    sizes = (options.strata, options.answers, options.t, options.largest, options.attempts)
    verdict = attack_all(worlds(*sizes, axis="" if options.no_axis else "site"))
    print(f"{options.strata} strata of 0 to {options.largest} patients, t = {options.t}: {verdict}")  # noqa: T201
    raise SystemExit(1 if verdict.leaking else 0)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--strata", type=int, default=2)
    parser.add_argument("--answers", type=int, default=3, choices=(2, 3, 4))
    parser.add_argument("--t", type=int, default=2, help="largest small number")
    parser.add_argument("--largest", type=int, default=3, help="patients of a stratum, at most")
    parser.add_argument("--attempts", type=int, default=0, help="of a patient, at most; 0: none")
    parser.add_argument("--no-axis", action="store_true", help="the root alone")
    return parser


if __name__ == "__main__":
    main()
