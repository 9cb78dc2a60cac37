"""Molecular tests in series (§4): near a date, the last ones, all, how many, and the first."""

import random
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from .cells import NO_RESPONSE, Evidence, counted, on_day, spanning
from .criterion import OracleDefinition, Subject
from .kleene import Answer3
from .levels import Level, informative_days
from .patients import Patient
from .quantities import (
    YEAR,
    Comparison,
    Duration,
    comparison,
    days_between,
    duration,
    qualifiers,
    shifted,
    words,
)
from .responses import days_in, draw_level, meeting_days, rests_unverified
from .runs import Day
from .windows import (
    AT_INDEX,
    Span,
    Window,
    anchor_day,
    draw_window,
    not_yet_observed,
    record_span,
)

SIX_WEEKS = duration(6, "weeks")


def days_until(
    day: date, level: Level, patient: Patient, definition: OracleDefinition
) -> list[Day]:
    """The informative days ≤ the day, however old."""
    return days_in(Span(date.min, day), level, patient, definition)


@dataclass(frozen=True)
class ResponseAt:
    """`MR4 at 3 months after TKI start (window 6 weeks)`: the informative day nearest to it."""

    level: Level
    after: Duration
    anchor: str
    window: Duration | None = None

    @property
    def needs_index(self) -> bool:
        return self.anchor == "index"

    def text(self) -> str:
        window = [f"window {self.window.text()}"] if self.window else []
        place = f"at {self.after.text()} after {self.anchor}"
        return words(self.level.text(), place, qualifiers([*window, *self.level.qualifiers()]))

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        anchor = anchor_day(self.anchor, patient, subject)
        if anchor is None:
            return None
        target = shifted(anchor, self.after.days)
        days = informative_days(patient.tests, self.level, definition.assume_undetectable)
        found = self.nearest(days, target)
        if found is None or self.may_come_nearer(found[0], target, patient):
            return None
        return found[1]

    def nearest(self, days: list[Day], target: date) -> Day | None:
        """At most the window away; the earlier on ties."""
        limit = (self.window or SIX_WEEKS).days
        near = [day for day in days if distance(day[0], target) <= limit]
        return min(near, key=lambda day: (distance(day[0], target), day[0]), default=None)

    def may_come_nearer(self, found: date, target: date, patient: Patient) -> bool:
        """The window is not over, and some day that is not observed yet is nearer."""
        end = not_yet_observed(shifted(target, (self.window or SIX_WEEKS).days), patient)
        if end is None:
            return False
        ahead = days_between(patient.observed_until, end)
        future = [shifted(patient.observed_until, n) for n in range(1, ahead + 1)]
        return any(distance(day, target) < distance(found, target) for day in future)

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The informative day that is nearest so far."""
        anchor = anchor_day(self.anchor, patient, subject)
        if anchor is None:
            return NO_RESPONSE
        days = informative_days(patient.tests, self.level, definition.assume_undetectable)
        found = self.nearest(days, shifted(anchor, self.after.days))
        if found is None:
            return NO_RESPONSE
        unverified = rests_unverified([found], self.level, patient, definition)
        return replace(on_day(found[0]), unverified=unverified)

    @classmethod
    def draw(cls, rng: random.Random) -> "ResponseAt":
        number, unit = rng.choice(
            [("3", "months"), ("6", "months"), ("12", "months"), ("365", "days"), ("2", "years")]
        )
        anchor = rng.choice(["index", "index", "TKI start", "TKI start", "diagnosis"])
        windows = [None, None, SIX_WEEKS, duration(3, "months"), duration(1, "days")]
        return cls(
            draw_level(rng),
            duration(number, unit),
            "de-escalation" if rng.random() < 0.1 else anchor,
            rng.choice([*windows, duration(6, "months")]),
        )


def distance(day: date, target: date) -> int:
    return abs(days_between(day, target))


@dataclass(frozen=True)
class LastTests:
    """`last 4 tests MR4`, `2 of last 4 tests MR4.5`: the latest informative days ≤ i."""

    level: Level
    number: int
    needed: int | None = None  # None: all of them
    within: Duration | None = None
    window: Window | None = None

    @property
    def needs_index(self) -> bool:
        return (self.window or AT_INDEX).needs_index

    def text(self) -> str:
        some = f"{self.needed} of" if self.needed else ""
        within = [f"within {self.within.text()}"] if self.within else []
        return words(
            some,
            f"last {self.number} tests {self.level.text()}",
            self.window.text() if self.window else "",
            qualifiers([*within, *self.level.qualifiers()]),
        )

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        day = anchor_day((self.window or AT_INDEX).anchor, patient, subject)
        if day is None:
            return None
        latest = self.latest(day, patient, definition)
        if not latest or days_between(latest[-1][0], day) > (self.within or YEAR).days:
            return None
        meeting = sum(meets for _, meets in latest)
        unknown = self.number - len(latest)  # the missing ones
        needed = self.needed or self.number
        return comparison(">=", needed).holds_over(meeting, meeting + unknown)

    def latest(self, day: date, patient: Patient, definition: OracleDefinition) -> list[Day]:
        return days_until(day, self.level, patient, definition)[-self.number :]

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """How many there are, and as the value how many of them meet."""
        day = anchor_day((self.window or AT_INDEX).anchor, patient, subject)
        latest = self.latest(day, patient, definition) if day else []
        if not latest:
            return NO_RESPONSE
        return replace(
            spanning(day for day, _ in latest),
            tests=counted(latest),
            value=Decimal(len(meeting_days(latest))),
            unverified=rests_unverified(latest, self.level, patient, definition),
        )

    @classmethod
    def draw(cls, rng: random.Random) -> "LastTests":
        number = rng.choice([2, 3, 4, 4, 5])
        return cls(
            draw_level(rng),
            number,
            rng.randint(1, number) if rng.random() < 0.5 else None,
            rng.choice([None, None, duration(3, "months"), duration(18, "months")]),
            rng.choice([None] * 6 + [AT_INDEX, Window("at", "de-escalation")]),
        )


@dataclass(frozen=True)
class AllTests:
    """`all tests MR4 within 12 months before index (tests >= 3)`"""

    level: Level
    window: Window
    tests: int | None = None

    @property
    def needs_index(self) -> bool:
        return self.window.needs_index

    def text(self) -> str:
        tests = [f"tests >= {self.tests}"] if self.tests else []
        asked = qualifiers([*tests, *self.level.qualifiers()])
        return words(f"all tests {self.level.text()}", self.window.text(), asked)

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        span = record_span(self.window, patient, subject)
        if span is None:
            return None
        days = days_in(span, self.level, patient, definition)
        if any(not meets for _, meets in days):
            return False
        if span.open_until or len(days) < (self.tests or 1):
            return None
        return True

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The informative days of the period."""
        span = record_span(self.window, patient, subject)
        days = days_in(span, self.level, patient, definition) if span else []
        return replace(
            spanning(day for day, _ in days),
            tests=counted(days),
            unverified=rests_unverified(days, self.level, patient, definition),
        )

    @classmethod
    def draw(cls, rng: random.Random) -> "AllTests":
        return cls(draw_level(rng), draw_window(rng), rng.choice([None, None, 1, 2, 3, 4]))


def days_with_tests(patient: Patient, span: Span) -> set[date]:
    """Of any result."""
    return {test.day for test in patient.tests if span.first <= test.day <= span.last}


@dataclass(frozen=True)
class TestCount:
    """`at least 3 tests within 12 months before index`: test days of any result."""

    __test__ = False  # no test for pytest to collect
    number: Comparison
    window: Window

    @property
    def needs_index(self) -> bool:
        return self.window.needs_index

    def text(self) -> str:
        return words(self.number.text(), "tests", self.window.text())

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        span = record_span(self.window, patient, subject)
        if span is None:
            return None
        number = len(days_with_tests(patient, span))
        ahead = days_between(patient.observed_until, span.open_until) if span.open_until else 0
        return self.number.holds_over(number, number + ahead)  # at most one more on every day

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The test days of the period, of any result, so that no depth is to be verified."""
        span = record_span(self.window, patient, subject)
        days = days_with_tests(patient, span) if span else set()
        return replace(spanning(days), tests=counted(days))

    @classmethod
    def draw(cls, rng: random.Random) -> "TestCount":
        window = draw_window(rng)
        if rng.random() < 0.2:
            return cls(comparison("range", 1, rng.choice([2, 3, 4])), window)
        sign = rng.choice([">=", ">=", ">=", ">", "<=", "<", "="])
        return cls(comparison(sign, rng.choice([1, 2, 3, 3, 4])), window)


@dataclass(frozen=True)
class FirstResponse:
    """`first MR4.5 >= 2 years before index`: i − first meeting day, whatever came between."""

    level: Level
    length: Comparison
    anchor: str = "index"

    @property
    def needs_index(self) -> bool:
        return self.anchor == "index"

    def text(self) -> str:
        return words(
            f"first {self.level.text()} {self.length.text()} before {self.anchor}",
            qualifiers(self.level.qualifiers()),
        )

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        day = anchor_day(self.anchor, patient, subject)
        if day is None:
            return None
        days = days_until(day, self.level, patient, definition)
        if not days:
            return None
        first = next((when for when, meets in days if meets), None)
        return first is not None and self.length.holds(days_between(first, day))

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The first meeting day ≤ i, on which alone it rests, among how many informative ones."""
        day = anchor_day(self.anchor, patient, subject)
        if day is None:
            return NO_RESPONSE
        days = days_until(day, self.level, patient, definition)
        first = [found for found in days if found[1]][:1]
        return replace(
            spanning(meeting_days(first)),
            days=days_between(first[0][0], day) if first else None,
            tests=counted(days),
            unverified=rests_unverified(first, self.level, patient, definition),
        )

    @classmethod
    def draw(cls, rng: random.Random) -> "FirstResponse":
        number, unit = rng.choice(
            [("91", "days"), ("6", "months"), ("1", "years"), ("2", "years"), ("730", "days")]
        )
        length = comparison(rng.choice([">=", ">=", ">", "<", "<=", "="]), number, unit=unit)
        if rng.random() < 0.15:
            length = comparison("range", 1, rng.choice([2, 3]), unit="years")
        anchor = rng.choice(["index"] * 5 + ["de-escalation", "TKI start"])
        return cls(draw_level(rng), length, anchor)
