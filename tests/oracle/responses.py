"""Molecular responses (§4): sustained, at a date, and in a period."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from .cells import NO_RESPONSE, Evidence, counted, spanning
from .criterion import OracleDefinition, Subject
from .kleene import Answer3
from .levels import CUTOFFS, Level, asks_for_depth, informative_days, named, verified_days
from .patients import Patient
from .quantities import (
    YEAR,
    Comparison,
    Duration,
    comparison,
    days_between,
    duration,
    qualifiers,
    words,
)
from .runs import Day, Run, best_future, runs_of, spaced_tests
from .windows import (
    AT_INDEX,
    BEFORE_INDEX,
    EVER,
    Span,
    Window,
    draw_state_window,
    draw_window,
    effective,
    record_span,
)


def days_in(span: Span, level: Level, patient: Patient, definition: OracleDefinition) -> list[Day]:
    """The informative days of the period."""
    tests = [test for test in patient.tests if span.first <= test.day <= span.last]
    return informative_days(tests, level, definition.assume_undetectable)


def meeting_days(days: Iterable[Day]) -> list[date]:
    return [day for day, meets in days if meets]


def unverified_days(
    meeting: Iterable[date], level: Level, patient: Patient, definition: OracleDefinition
) -> list[date]:
    """Of the days that meet, those of which no test shows the depth that the level asks for."""
    if not asks_for_depth(level):
        return []
    verified = verified_days(patient.tests, level, definition.assume_undetectable)
    return [day for day in meeting if day not in verified]


def rests_unverified(
    days: Iterable[Day], level: Level, patient: Patient, definition: OracleDefinition
) -> bool:
    """A period is unverified where all its meeting days are; so is a single day."""
    meeting = meeting_days(days)
    return bool(meeting) and unverified_days(meeting, level, patient, definition) == meeting


@dataclass(frozen=True)
class ResponseState:
    """`MR4 at index`: the state at the latest informative day, carried forward 12 months."""

    level: Level
    window: Window | None = None
    within: Duration | None = None

    @property
    def needs_index(self) -> bool:
        return (self.window or AT_INDEX).needs_index

    def text(self) -> str:
        within = [f"within {self.within.text()}"] if self.within else []
        window = self.window.text() if self.window else ""
        return words(self.level.text(), window, qualifiers([*within, *self.level.qualifiers()]))

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        span = record_span(self.window or AT_INDEX, patient, subject)
        if span is None:
            return None
        days = days_in(span, self.level, patient, definition)
        limit = (self.within or YEAR).days
        if not days or days_between(days[-1][0], span.last) > limit:
            return None
        return days[-1][1]

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The latest informative day, however old."""
        span = record_span(self.window or AT_INDEX, patient, subject)
        days = days_in(span, self.level, patient, definition) if span else []
        if span is None or not days:
            return NO_RESPONSE
        day = days[-1][0]
        unverified = rests_unverified(days[-1:], self.level, patient, definition)
        return Evidence(day, day, days_between(day, span.last), unverified=unverified)

    @classmethod
    def draw(cls, rng: random.Random) -> "ResponseState":
        within = rng.choice([None, None, duration(3, "months"), duration(6, "months")])
        window = None if rng.random() < 0.2 else draw_state_window(rng)
        return cls(draw_level(rng), window, within)


@dataclass(frozen=True)
class AnyResponse:
    """`MR4 ever`, `MMR within 12 months after TKI start`: any meeting day in the period."""

    level: Level
    window: Window

    @property
    def needs_index(self) -> bool:
        return self.window.needs_index

    def text(self) -> str:
        return words(self.level.text(), self.window.text(), qualifiers(self.level.qualifiers()))

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        span = record_span(self.window, patient, subject)
        if span is None:
            return None
        days = days_in(span, self.level, patient, definition)
        if any(meets for _, meets in days):
            return True
        return None if span.open_until or not days else False

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The meeting days of the period."""
        span = record_span(self.window, patient, subject)
        days = days_in(span, self.level, patient, definition) if span else []
        return replace(
            spanning(meeting_days(days)),
            tests=counted(meeting_days(days)),
            unverified=rests_unverified(days, self.level, patient, definition),
        )

    @classmethod
    def draw(cls, rng: random.Random) -> "AnyResponse":
        return cls(draw_level(rng), draw_window(rng))


@dataclass(frozen=True)
class SustainedResponse:
    """`MR4.5 for >= 2 years`, at a date or in a period, with its qualifiers."""

    level: Level
    length: Comparison
    window: Window | None = None
    tests: int | None = None
    spacing: Duration | None = None
    gap: Duration | None = None

    @property
    def needs_index(self) -> bool:
        return self.window is not None and self.window.needs_index

    def text(self) -> str:
        asked = [
            f"tests >= {self.tests}" if self.tests else "",
            f"spacing >= {self.spacing.text()}" if self.spacing else "",
            f"gap <= {self.gap.text()}" if self.gap else "",
        ]
        return words(
            f"{self.level.text()} for {self.length.text()}",
            self.window.text() if self.window else "",
            qualifiers([*asked, *self.level.qualifiers()]),
        )

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        window = effective(self.window, AT_INDEX, definition)
        span = record_span(window, patient, subject)
        if span is None:
            return None
        days = days_in(span, self.level, patient, definition)
        if not days:
            return None
        if window.relation == "at":
            return self.at_date(days, patient, span)
        return self.in_period(days, patient, span)

    def documented(self, run: Run) -> bool:
        """Tests and spacing are counted on the documented run."""
        spacing = self.spacing.days if self.spacing else 0
        return spaced_tests(run, spacing) >= (self.tests or 1)

    def runs(self, days: list[Day], patient: Patient, span: Span) -> list[Run]:
        """A run that falls short of tests and spacing is no run."""
        found = runs_of(days, (self.gap or YEAR).days, patient, span)
        return [run for run in found if self.documented(run)]

    def at_date(self, days: list[Day], patient: Patient, span: Span) -> Answer3:
        """i − (first day of the run), where the latest informative day meets and is recent."""
        latest, meets = days[-1]
        if days_between(latest, span.last) > (self.gap or YEAR).days:
            return None
        runs = [run for run in self.runs(days, patient, span) if run.days[-1] == latest]
        if not meets or not runs:
            return False
        return self.length.holds_over(
            days_between(runs[0].first, span.last),
            days_between(runs[0].possible_first, span.last),
        )

    def in_period(self, days: list[Day], patient: Patient, span: Span) -> Answer3:
        """Any run will do for `>=` and `>`; other comparisons are put to the longest run."""
        runs = self.runs(days, patient, span)
        future = best_future(span, patient)
        possible = self.runs(days + future, patient, span) if future else runs
        if not possible:
            return False
        longest = max((run.length for run in runs), default=0)
        longest_possible = max(run.possible_length for run in possible)
        answer = self.length.holds_over(longest, longest_possible)
        settled = bool(runs) or answer is False  # a first run may still begin in an open window
        return answer if settled else None

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The run that holds the latest informative day, or the longest one of the period."""
        window = effective(self.window, AT_INDEX, definition)
        span = record_span(window, patient, subject)
        days = days_in(span, self.level, patient, definition) if span else []
        if span is None or not days:
            return NO_RESPONSE
        if window.relation != "at":
            run = self.longest_run(days, patient, span)
            length = run.length if run else None
            return self.evidence_of(run, length, patient, definition)
        run = self.latest_run(days, patient, span)
        # a run without the tests asked for stays in sight, but has no length
        length = days_between(run.first, span.last) if run and self.documented(run) else None
        shown = self.evidence_of(run, length, patient, definition)
        return replace(shown, last_day=days[-1][0])

    def latest_run(self, days: list[Day], patient: Patient, span: Span) -> Run | None:
        runs = runs_of(days, (self.gap or YEAR).days, patient, span)
        return next((run for run in runs if run.days[-1] == days[-1][0]), None)

    def longest_run(self, days: list[Day], patient: Patient, span: Span) -> Run | None:
        """The earliest of equally long ones."""
        runs = self.runs(days, patient, span)
        longest = max((run.length for run in runs), default=0)
        return next((run for run in runs if run.length == longest), None)

    def evidence_of(
        self,
        run: Run | None,
        length: int | None,
        patient: Patient,
        definition: OracleDefinition,
    ) -> Evidence:
        """A run is unverified where any of its test days is."""
        if run is None:
            return NO_RESPONSE
        unverified = unverified_days(run.days, self.level, patient, definition)
        return Evidence(
            run.first, run.days[-1], length, counted(run.days), unverified=bool(unverified)
        )

    @classmethod
    def draw(cls, rng: random.Random) -> "SustainedResponse":
        tests = rng.choice([None, None, None, 2, 3, 4])
        window = rng.choice([None, None, AT_INDEX, BEFORE_INDEX, EVER, draw_window(rng)])
        level, length = draw_level(rng), draw_length(rng)
        window = draw_state_window(rng) if rng.random() < 0.1 else window
        return cls(
            level,
            length,
            window if fits(length, window) else None,
            tests,
            duration(3, "months") if tests and rng.random() < 0.5 else None,
            rng.choice([None, None, duration(6, "months"), duration("1.5", "years")]),
        )


def fits(length: Comparison, window: Window | None) -> bool:
    """A response longer than the window that it has to lie in is no definition."""
    if window is None or window.within is None or length.sign in ("<", "<="):
        return True
    longest = window.within.days - (window.relation == "after")
    return length.bounds[0] + (length.sign == ">") <= longest


def draw_length(rng: random.Random) -> Comparison:
    """Lengths at which the random lakes have boundaries."""
    number = rng.choice([("6", "months"), ("1", "years"), ("2", "years"), ("730", "days")])
    signs = [">=", ">=", ">=", ">", "<", "<=", "="]
    if rng.random() < 0.15:
        return comparison("range", 1, rng.choice([2, 3]), unit="years")
    return comparison(rng.choice(signs), number[0], unit=number[1])


def draw_level(rng: random.Random) -> Level:
    """A named level, a number with any sign, or `undetectable`, sometimes qualified."""
    verified = rng.random() < 0.15
    kind = rng.random()
    if kind < 0.12:
        return named("undetectable", copies=rng.choice([None, 32_000, 50_000]))
    if kind < 0.75:
        name = rng.choice([*CUTOFFS, "MR4", "MR4.5", "MR4.5"])
        return named(name, depth_verified=verified)
    sign = rng.choice(["<=", "<=", "<", ">", ">="])
    number = rng.choice(["10", "1", "0.1", "0.01", "0.0069", "0.0032", "0.0023", "0.001", "0.0005"])
    return Level("", sign, Decimal(number), depth_verified=verified)
