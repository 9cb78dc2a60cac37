"""A reader who knows the release rule for curves and every stratum's total, against all small ones.

Followed subjects leave in one of a few months, by one of two or three answers. For each choice of
how many there are every course is made, the rule tells it, and courses with the same output make
one class. The rule holds if in every class each cell that is small (1..t) somewhere in it takes
every value 1..t there that the totals allow.

- *One stratum*: cells are the numbers of each contiguous range of months (single ones among them)
  with one answer or with any of several.
- *Several*: whether somebody is followed, left out or neither is enumerated too, the total of each
  stratum being known. Cells are those who left with one answer in one month, of each stratum.

A larger run: `python -m tests.property.curve_attacker --spans 2,4 --followed 16`.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, combinations, pairwise, product

import numpy as np
from numpy.typing import NDArray

from tfrq.disclosure.blocks import Block
from tfrq.disclosure.borne import told_steps
from tfrq.disclosure.months import Course, Left, Span, halved, steps_of
from tfrq.disclosure.tables import Answers, grouped
from tfrq.results import Count, Node, Part, Policy, Provenance, Stratum, Tally

Table = NDArray[np.int64]
Numbers = tuple[int, ...]  # of each month by answer
Rule = Callable[[int, tuple[Left, ...], int], Course]


@dataclass(frozen=True)
class World:
    """`row`: where each span of months ends, which is halved as the real ones are; `answers`: 2
    (event, censored) or 3 (competing events as well)."""

    row: tuple[int, ...]
    answers: int
    t: int

    @property
    def months(self) -> int:
        return self.row[-1]

    @property
    def spans(self) -> tuple[Span, ...]:
        return spans_of(self.row)


@cache
def spans_of(row: tuple[int, ...]) -> tuple[Span, ...]:
    return tuple(halved(start, end) for start, end in pairwise((0, *row)))


Reader = Callable[[World, Numbers], tuple[Hashable, ...]]


@dataclass
class Verdict:
    """How many courses and classes there were, in how many courses no step is told, how many small
    cells of a class lack a value, and one of those."""

    courses: int = 0
    classes: int = 0
    words: int = 0
    leaking: int = 0
    example: object = None

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(
            self.courses + other.courses,
            self.classes + other.classes,
            self.words + other.words,
            self.leaking + other.leaking,
            self.example or other.example,
        )


def attack(world: World, followed: int, read: Reader | None = None) -> Verdict:
    """Every course of one stratum with so many followed."""
    read = read or reads()
    table = _courses(followed, world.months * world.answers)
    outputs = [read(world, tuple(numbers)) for numbers in table.tolist()]
    names = {output: number for number, output in enumerate(dict.fromkeys(outputs))}
    classes = np.array([names[output] for output in outputs])
    verdict = Verdict(len(table), len(names), outputs.count(()))
    for cell, columns in _cells(world):
        lacking = _lacking(classes, table[:, columns].sum(axis=1), min(world.t, followed))
        verdict.leaking += len(lacking)
        if len(lacking) and verdict.example is None:
            verdict.example = (followed, cell, list(names)[lacking[0]])
    return verdict


def reads(rule: Rule = Course) -> Reader:
    """What is told of a course: its steps, and their numbers."""

    def read(world: World, numbers: Numbers) -> tuple[Hashable, ...]:
        course = course_of(world, numbers, rule)
        told = course.steps(world.spans)
        return tuple((span.start, span.end, course.leaving(span)) for span in told)

    return read


def course_of(world: World, numbers: Numbers, rule: Rule = Course) -> Course:
    """The course of the numbers of each month by answer."""
    left = [(0, 0, 0)]
    for month in range(world.months):
        own = numbers[month * world.answers : (month + 1) * world.answers]
        events, competing, censored = own if world.answers == 3 else (own[0], 0, own[1])
        last = left[-1]
        left.append((last[0] + events, last[1] + competing, last[2] + censored))
    return rule(sum(numbers), tuple(left), world.t)


def _courses(patients: int, cells: int) -> Table:
    """All ways to put so many patients into so many cells, a row each."""
    places = patients + cells - 1
    bars = np.array(list(combinations(range(places), cells - 1)), dtype=np.int64)
    edges = np.hstack(
        [np.full((len(bars), 1), -1), bars.reshape(-1, cells - 1), np.full((len(bars), 1), places)]
    )
    table: Table = np.diff(edges, axis=1) - 1
    return table


def _cells(world: World) -> Iterator[tuple[Hashable, list[int]]]:
    """Contiguous months with one answer or any of several, as columns of the table."""
    answers = range(world.answers)
    some = chain.from_iterable(combinations(answers, size + 1) for size in answers)
    ranges = combinations(range(world.months + 1), 2)
    for (start, end), chosen in product(ranges, list(some)):
        months = range(start, end)
        yield (start, end, chosen), [m * world.answers + one for m in months for one in chosen]


def _lacking(classes: NDArray[np.int64], values: NDArray[np.int64], most: int) -> list[int]:
    """The classes in which the values are small somewhere and not every small one occurs."""
    found = np.zeros((classes.max() + 1, most), dtype=bool)
    small = (values > 0) & (values <= most)
    found[classes[small], values[small] - 1] = True
    return [int(one) for one in np.flatnonzero(found.any(axis=1) & ~found.all(axis=1))]


People = tuple[int, int, int]  # followed, left out, everybody else
Grouped = tuple[Count, Answers, tuple[Block, ...]]


def attack_strata(
    world: World,
    totals: tuple[int, ...],
    axis: str = "site",
    rule: Rule = Course,
    guarded: bool = True,
    sexes: tuple[int, ...] = (),
) -> Verdict:
    """Every course of several strata (or, without an axis, sites) with so many patients; with
    `sexes` the reader also knows how many patients of each sex there are."""
    told = _Telling(world, axis, rule, guarded, sexes)
    by_sex = _cells_by_sex(world, sexes, len(totals))
    seen: defaultdict[Hashable, set[tuple[int, int, int]]] = defaultdict(set)
    verdict = Verdict()
    for chosen in product(*(_strata(world, total) for total in totals)):
        output = told(chosen)
        found = seen[output]
        verdict.courses += 1
        verdict.words += not any(output[1])
        for place, own in enumerate(chosen):
            found.update((place, at, n) for at, n in own.small)
        if by_sex:
            found.update(by_sex[_added(chosen)])
    before = _values(chain.from_iterable(seen.values()))
    verdict.classes = len(seen)
    for told_so, cells in seen.items():
        lacking = [cell for cell, kept in _values(cells).items() if kept != before[cell]]
        verdict.leaking += len(lacking)
        if lacking and verdict.example is None:
            verdict.example = (totals, lacking[0], told_so)
    return verdict


def _cells_by_sex(
    world: World, sexes: tuple[int, ...], first: int
) -> dict[tuple[int, ...], set[tuple[int, int, int]]]:
    """For every total, the small cells of every table by sex that has it: which patients of a site
    are of which sex nobody is told. Sexes are numbered after the strata."""
    found: defaultdict[tuple[int, ...], set[tuple[int, int, int]]] = defaultdict(set)
    for chosen in product(*(_strata(world, total) for total in sexes)) if sexes else ():
        cells = found[_added(chosen)]
        for place, own in enumerate(chosen, start=first):
            cells.update((place, at, n) for at, n in own.small)
    return found


def _added(chosen: tuple[Own, ...]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*((*own.people, *own.numbers) for own in chosen), strict=True)))


def _values(cells: Iterable[tuple[int, int, int]]) -> dict[tuple[int, int], set[int]]:
    """The small values of each month of a stratum and answer."""
    found: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for place, at, number in cells:
        found[place, at].add(number)
    return found


@dataclass(frozen=True)
class Own:
    """What the patients of one stratum do."""

    people: People
    numbers: Numbers
    small: tuple[tuple[int, int], ...]


@cache
def _strata(world: World, total: int) -> tuple[Own, ...]:
    cells = world.months * world.answers
    return tuple(
        Own(
            (sum(row[:cells]), row[cells], row[cells + 1]),
            tuple(row[:cells]),
            tuple((at, n) for at, n in enumerate(row[:cells]) if 0 < n <= world.t),
        )
        for row in _courses(total, cells + 2).tolist()
    )


@dataclass
class _Telling:
    """What is told of a table of strata. The blocks depend on the people alone, and the steps on
    their sums over blocks, so both are kept. `guarded`: whether the numbers of steps are judged
    beside the totals of the strata."""

    world: World
    axis: str
    rule: Rule
    guarded: bool
    sexes: tuple[int, ...]
    by_people: dict[tuple[People, ...], Grouped] = field(default_factory=dict)
    by_sums: dict[Hashable, tuple[object, ...]] = field(default_factory=dict)

    def __call__(self, chosen: tuple[Own, ...]) -> tuple[Hashable, tuple[object, ...]]:
        people = tuple(own.people for own in chosen)
        if people not in self.by_people:
            count = _count(people, self.axis, self.world.t, self.sexes)
            self.by_people[people] = count, *grouped(count)
        count, answers, blocks = self.by_people[people]
        if answers not in (Answers.ALL, Answers.MET_AND_THE_REST):
            return answers, ()
        who = answers, tuple((block.strata, block.numbers) for block in blocks)
        sums = tuple(_sums(chosen, block) for block in blocks)
        if (who, sums) not in self.by_sums:
            self.by_sums[who, sums] = self._steps(count, answers, blocks, sums)
        return who, self.by_sums[who, sums]

    def _steps(
        self, count: Count, answers: Answers, blocks: tuple[Block, ...], sums: tuple[Numbers, ...]
    ) -> tuple[object, ...]:
        courses = [course_of(self.world, one, self.rule) for one in sums]
        if not self.guarded:
            return tuple(steps_of(one, self.world.spans) for one in courses)
        return tuple(told_steps(count, answers, blocks, courses, self.world.spans))


def _sums(chosen: tuple[Own, ...], block: Block) -> Numbers:
    own = (chosen[int(name)].numbers for name in block.strata)
    return tuple(map(sum, zip(*own, strict=True)))


def _count(people: tuple[People, ...], axis: str, t: int, sexes: tuple[int, ...]) -> Count:
    tallies = [Tally(0, *one) for one in people]
    strata = [Stratum(f"{n}", sum(people[n]), one, one) for n, one in enumerate(tallies)]
    tree = Node("", tuple(Node(one.name) for one in strata))
    provenance = Provenance("0", "r1", True, "2024-01-01", "", "0" * 12, "", "", (), Policy(t + 1))
    others = (tuple(map(Part, sexes)),) if sexes else ()
    return Count(axis, tree, tuple(strata), False, "patients", provenance, others)


def main() -> None:
    """Print the size of a run and what leaks in it; exit code 1 if anything does."""
    options = _options().parse_args()
    world = World(_integers(options.spans), options.answers, options.t)
    if options.totals:
        totals, sexes = (_integers(text) for text in (options.totals, options.sexes))
        verdict = attack_strata(world, totals, "" if options.no_axis else "site", sexes=sexes)
    else:
        sizes = range(options.t + 1, options.followed + 1)
        verdict = sum((attack(world, followed) for followed in sizes), Verdict())
    print(f"{options}: {verdict}")  # noqa: T201
    raise SystemExit(1 if verdict.leaking else 0)


def _integers(text: str) -> tuple[int, ...]:
    return tuple(int(one) for one in text.split(",") if one)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--spans", default="2,4", help="the months at which spans end")
    parser.add_argument("--answers", type=int, default=2, choices=(2, 3))
    parser.add_argument("--t", type=int, default=2, help="largest small number")
    parser.add_argument("--followed", type=int, default=14, help="of one stratum, at most")
    parser.add_argument("--totals", default="", help="patients of each of several strata")
    parser.add_argument("--sexes", default="", help="patients of each sex, if known")
    parser.add_argument("--no-axis", action="store_true", help="the strata are sites")
    return parser


if __name__ == "__main__":
    main()
