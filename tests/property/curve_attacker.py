"""A reader who knows the release rule for curves and every stratum's total, against all small ones.

Followed subjects leave in one of a few months, by one of two or three answers. For each choice of
how many there are every course is made, the rule tells it, and courses with the same output make
one class. The rule holds if in every class each cell that is small (1..t) somewhere in it takes
every value 1..t there that the totals allow.

- *One stratum*: cells are the numbers of each contiguous range of months (single ones among them)
  with one answer or with any of several.
- *Several*: whether somebody is followed, left out or neither is enumerated too, the total of each
  stratum being known. Cells are those who left with one answer in one month, of each stratum.

A larger run: `python -m tests.property.curve_attacker --months 6 --followed 10 --t 1`.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations, pairwise, product

import numpy as np
from numpy.typing import NDArray

from tfrq.disclosure.months import Course, Left, Span, halved

Table = NDArray[np.int64]
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


def attack(world: World, followed: int, rule: Rule = Course) -> Verdict:
    """Every course of one stratum with so many followed."""
    table = _courses(followed, world.months * world.answers)
    outputs = [read(world, numbers, rule) for numbers in table.tolist()]
    names = {output: number for number, output in enumerate(dict.fromkeys(outputs))}
    classes = np.array([names[output] for output in outputs])
    verdict = Verdict(len(table), len(names), outputs.count(()))
    for cell, columns in _cells(world):
        lacking = _lacking(classes, table[:, columns].sum(axis=1), min(world.t, followed))
        verdict.leaking += len(lacking)
        if len(lacking) and verdict.example is None:
            verdict.example = (followed, cell, list(names)[lacking[0]])
    return verdict


def read(world: World, numbers: Iterable[int], rule: Rule = Course) -> tuple[Hashable, ...]:
    """What is told of a course: its steps, and their numbers."""
    course = course_of(world, tuple(numbers), rule)
    return tuple(
        (span.start, span.end, course.leaving(span)) for span in course.steps(world.spans)
    )


def course_of(world: World, numbers: tuple[int, ...], rule: Rule = Course) -> Course:
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
