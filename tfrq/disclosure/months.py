"""The months of a curve, and which of them are told. Rule: docs/release-curves.md.

The months after the origin are the leaves of one declared tree, the same for every question: a row
of spans, each halved down to single months. A curve goes from span to span as long as every number
is 0 or above t = min_cell − 1 and enough are still at risk; what is told is then told in the
smallest steps of which the same is true.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, starmap

from tfrq.model.quantities import DAYS_IN
from tfrq.results import Day, Step

EDGES = (24, 60, 120, 240)  # months
# "240 and later" is one leaf. A step has to end somewhere, and where the last one left is nobody's
# business: it is said to end after forty years, and whoever leaves later still is counted in it.
LATER, END = 240, 480


@dataclass(frozen=True)
class Span:
    """Whole months from the end of month `start` to that of month `end`, counted from 1, and the
    halves that they could be told as."""

    start: int
    end: int
    halves: tuple[Span, ...] = ()


Left = tuple[int, int, int]  # by the endpoint, by what competes with it, censored


@cache
def spans() -> tuple[Span, ...]:
    """The declared tree of months."""
    # Half of all events come in the first half year, and as many months are asked for first.
    first = Span(0, EDGES[0], (halved(0, 6), halved(6, EDGES[0])))
    return (first, *starmap(halved, pairwise(EDGES)), Span(LATER, LATER + 1))


def halved(start: int, end: int) -> Span:
    """A span halved at its roundest month, again and again."""
    if end - start == 1:
        return Span(start, end)
    middle = _roundest(start, end)
    return Span(start, end, (halved(start, middle), halved(middle, end)))


def _roundest(start: int, end: int) -> int:
    inner = range(start + 1, end)
    for unit in (12, 6, 3, 1):
        if found := [month for month in inner if month % unit == 0]:
            return min(found, key=lambda month: (abs(2 * month - start - end), month))
    raise AssertionError


@dataclass(frozen=True)
class Course:
    """How many are followed, and how many of them have left by the end of each month, `left[0]`
    being nobody; t = min_cell − 1.

    A span is told if it is fit and open; then `refine` says in which steps.
    """

    followed: int
    left: tuple[Left, ...]
    t: int

    def steps(self, row: Sequence[Span]) -> tuple[Span, ...]:
        """The steps that are told, from the first month on."""
        told: tuple[Span, ...] = ()
        for span in row:
            if not self.at_risk(span.start):
                return told
            if not self.told(span, self.least):
                return told + self.beginning(span, self.least + self.raised)
            told += self.refine(span)
        return told

    @property
    def least(self) -> int:
        """How many have to be at risk after a curve, if anybody is."""
        return 2 * (self.t + 1)

    def told(self, span: Span, least: int) -> bool:
        """Whether the numbers of a span may be told, so many having to be at risk after it."""
        return self.fit(span) and self.open(span, least)

    def fit(self, span: Span) -> bool:
        """Whether every number of it is 0 or has more than t patients behind it."""
        return all(number == 0 or number > self.t for number in self.leaving(span))

    def open(self, span: Span, least: int) -> bool:
        """Whether enough are at risk after it, or nobody."""
        return self.at_risk(span.end) == 0 or self.at_risk(span.end) >= least

    def refine(self, span: Span) -> tuple[Span, ...]:
        """The smallest steps in which a span may be told."""
        if not self.parted(span):
            return (span,)
        left, right = span.halves
        return self.refine(left) + (self.refine(right) if self.at_risk(right.start) else ())

    def parted(self, span: Span) -> bool:
        """Whether it is told in halves: both are fit, and of those at risk in the second somebody
        leaves there."""
        if not span.halves or not all(map(self.fit, span.halves)):
            return False
        second = span.halves[1]
        return any(self.leaving(second)) or not self.at_risk(second.start)

    def beginning(self, span: Span, least: int) -> tuple[Span, ...]:
        """The steps that are told of a span that as a whole is not."""
        if not span.halves:
            return ()
        left, right = span.halves
        if self.told(left, least):
            return self.refine(left) + self.beginning(right, least)
        return self.beginning(left, least + self.raised)

    @property
    def raised(self) -> int:
        """How many more have to be at risk after a half than after the whole, which is not told."""
        return self.t

    def leaving(self, span: Span) -> Left:
        """Who leaves in a span."""
        events, competing, censored = self.left[span.end]
        before = self.left[span.start]
        return events - before[0], competing - before[1], censored - before[2]

    def at_risk(self, month: int) -> int:
        """Who is still at risk after a month."""
        return self.followed - sum(self.left[month])


def day_of(month: int) -> int:
    """The last day of a month from the origin (semantics §1)."""
    return int(DAYS_IN["months"] * (END if month > LATER else month))


_DAYS = [day_of(month) for month in range(LATER + 1)]


def course(days: Sequence[Sequence[Day]], t: int) -> Course:
    """The course of one block: the days of its strata, taken together."""
    numbers = [[0, 0, 0] for _ in range(LATER + 2)]
    for day in (day for own in days for day in own):
        month = numbers[bisect_left(_DAYS, day.day)]
        month[0] += day.events
        month[1] += day.competing
        month[2] += day.censored
    left = tuple(_running(numbers))
    return Course(sum(left[-1]), left, t)


def _running(numbers: Sequence[Sequence[int]]) -> Iterator[Left]:
    events = competing = censored = 0
    for month in numbers:
        events, competing, censored = events + month[0], competing + month[1], censored + month[2]
        yield events, competing, censored


def steps_of(told: Course, row: Sequence[Span] = ()) -> tuple[Step, ...]:
    """The steps of a course that are told along the declared months, in days."""
    return tuple(
        Step(day_of(span.start), day_of(span.end), told.at_risk(span.start), *told.leaving(span))
        for span in told.steps(row or spans())
    )
