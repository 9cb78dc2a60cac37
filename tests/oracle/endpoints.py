"""Endpoints (§8) as events in a window, seen from the window's first day."""

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

from .cells import NOTHING, Evidence, on_day
from .criterion import OracleDefinition, Subject
from .happenings import in_span, is_kind
from .kleene import Answer3, any_of
from .levels import CUTOFFS, Level, named
from .patients import Patient, Treatment
from .quantities import qualifiers, words
from .responses import days_in, meeting_days
from .runs import Day
from .windows import (
    BEFORE_INDEX,
    EVER,
    Span,
    Window,
    draw_window,
    draw_within,
    effective,
    record_span,
)


class Part(Protocol):
    """One of the events of an endpoint `A or B`."""

    def text(self) -> str: ...

    def qualifiers(self) -> list[str]: ...

    def happened(self, patient: Patient, span: Span, definition: OracleDefinition) -> Answer3: ...

    def day(self, patient: Patient, span: Span, definition: OracleDefinition) -> date | None:
        """The event's."""


def taken_the_day_before(row: Treatment, day: date) -> bool:
    return row.start < day and (row.stop is None or day <= row.stop)


def off_treatment(patient: Patient, day: date) -> bool:
    """TKI-free on the eve of the day, after a TKI or after the start of an attempt."""
    tkis = [row for row in patient.treatments if row.is_tki]
    begun = any(row.start < day for row in tkis)
    stopped = begun or any(attempt.first_day < day for attempt in patient.attempts)
    return stopped and not any(taken_the_day_before(row, day) for row in tkis)


def first_restart(patient: Patient, span: Span) -> date | None:
    """The first day of the window on which a TKI is started off treatment, or so reported."""
    days = [row.start for row in patient.treatments if row.is_tki]
    days = [day for day in days if off_treatment(patient, day)]
    days += [event.day for event in patient.events if event.name == "restart"]
    return min((day for day in days if in_span(day, span)), default=None)


def looked_for_in(patient: Patient, span: Span) -> Span:
    """Molecular endpoints are looked for up to the restart, where the window begins off
    treatment: from a day on treatment there is no restart to look up to."""
    restart = first_restart(patient, span)
    if restart is None or not off_treatment(patient, span.first):
        return span
    return Span(span.first, restart)


def molecular_answer(happened: bool, days: list[Day], span: Span) -> Answer3:
    """No informative test in the period: not assessable, as any response."""
    if happened:
        return True
    return None if span.open_until or not days else False


@dataclass(frozen=True)
class Loss:
    """`loss of MMR`; `confirmed loss of MR4`: the first of two consecutive failing days."""

    level: Level
    confirmed: bool = False
    at_confirmation: bool = False  # `(dated at confirmation)`: the second

    def text(self) -> str:
        return f"{'confirmed ' if self.confirmed else ''}loss of {self.level.text()}"

    def qualifiers(self) -> list[str]:
        dated = ["dated at confirmation"] if self.at_confirmation else []
        return dated + self.level.qualifiers()

    def event_day(self, days: list[Day]) -> date | None:
        if not self.confirmed:
            return next((day for day, meets in days if not meets), None)
        for (first, meets), (second, meets_again) in pairwise(days):
            if not meets and not meets_again:
                return second if self.at_confirmation else first
        return None

    def happened(self, patient: Patient, span: Span, definition: OracleDefinition) -> Answer3:
        period = looked_for_in(patient, span)
        days = days_in(period, self.level, patient, definition)
        return molecular_answer(self.event_day(days) is not None, days, period)

    def day(self, patient: Patient, span: Span, definition: OracleDefinition) -> date | None:
        period = looked_for_in(patient, span)
        return self.event_day(days_in(period, self.level, patient, definition))


@dataclass(frozen=True)
class AnyPositive:
    """`any positive test`: the first detected."""

    def text(self) -> str:
        return "any positive test"

    def qualifiers(self) -> list[str]:
        return []

    def happened(self, patient: Patient, span: Span, definition: OracleDefinition) -> Answer3:
        return Loss(named("undetectable")).happened(patient, span, definition)

    def day(self, patient: Patient, span: Span, definition: OracleDefinition) -> date | None:
        return Loss(named("undetectable")).day(patient, span, definition)


@dataclass(frozen=True)
class Regained:
    """`regained MMR`: the first meeting day after the restart."""

    level: Level

    def text(self) -> str:
        return f"regained {self.level.text()}"

    def qualifiers(self) -> list[str]:
        return self.level.qualifiers()

    def happened(self, patient: Patient, span: Span, definition: OracleDefinition) -> Answer3:
        restart = first_restart(patient, span)
        if restart is None:
            return None if span.open_until else False
        days = self.days_after(restart, patient, span, definition)
        return molecular_answer(any(meets for _, meets in days), days, span)

    def days_after(
        self, restart: date, patient: Patient, span: Span, definition: OracleDefinition
    ) -> list[Day]:
        days = days_in(span, self.level, patient, definition)
        return [(day, meets) for day, meets in days if day > restart]

    def day(self, patient: Patient, span: Span, definition: OracleDefinition) -> date | None:
        restart = first_restart(patient, span)
        if restart is None:
            return None
        days = self.days_after(restart, patient, span, definition)
        return next(iter(meeting_days(days)), None)


@dataclass(frozen=True)
class Restart:
    def text(self) -> str:
        return "restart"

    def qualifiers(self) -> list[str]:
        return []

    def happened(self, patient: Patient, span: Span, definition: OracleDefinition) -> Answer3:
        if first_restart(patient, span):
            return True
        return None if span.open_until else False

    def day(self, patient: Patient, span: Span, definition: OracleDefinition) -> date | None:
        return first_restart(patient, span)


@dataclass(frozen=True)
class Recorded:
    """`progression`, `death`, `transplant`"""

    kind: str

    def text(self) -> str:
        return self.kind

    def qualifiers(self) -> list[str]:
        return []

    def happened(self, patient: Patient, span: Span, definition: OracleDefinition) -> Answer3:
        if self.day(patient, span, definition):
            return True
        return None if span.open_until else False

    def day(self, patient: Patient, span: Span, definition: OracleDefinition) -> date | None:
        days = [event.day for event in patient.events if is_kind(event, self.kind)]
        return min((day for day in days if in_span(day, span)), default=None)


@dataclass(frozen=True)
class Endpoint:
    """`confirmed loss of MR4.5 within 12 months before index`, `loss of MMR or restart`."""

    parts: tuple[Part, ...]
    window: Window | None = None

    @property
    def needs_index(self) -> bool:
        return self.window is not None and self.window.needs_index

    def text(self) -> str:
        return words(
            " or ".join(part.text() for part in self.parts),
            self.window.text() if self.window else "",
            qualifiers(asked for part in self.parts for asked in part.qualifiers()),
        )

    def denied(self) -> str:
        return f"no {self.text()}"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        span = record_span(effective(self.window, BEFORE_INDEX, definition), patient, subject)
        if span is None:
            return None
        return any_of(part.happened(patient, span, definition) for part in self.parts)

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The event of the endpoint is the earliest of its parts."""
        span = record_span(effective(self.window, BEFORE_INDEX, definition), patient, subject)
        if span is None:
            return NOTHING
        days = [part.day(patient, span, definition) for part in self.parts]
        return on_day(min((day for day in days if day), default=None))


def draw_lost_level(rng: random.Random, qualified: bool) -> Level:
    """A named level, a number with an upper bound, or `undetectable`."""
    verified = qualified and rng.random() < 0.15
    if rng.random() < 0.7:
        name = rng.choice([*CUTOFFS, "MMR", "MMR", "MR4", "MR4.5", "undetectable"])
        return named(name, depth_verified=verified and name != "undetectable")
    number = rng.choice(["0.1", "0.01", "0.0069", "0.0032", "0.0023"])
    return Level("", rng.choice(["<=", "<=", "<"]), Decimal(number), verified)


def draw_part(rng: random.Random, qualified: bool) -> Part:
    """Qualifiers only where the endpoint has one part, for they would follow the list."""
    kind = rng.random()
    if kind < 0.25:
        return Loss(draw_lost_level(rng, qualified))
    if kind < 0.5:
        at_confirmation = qualified and rng.random() < 0.4
        return Loss(draw_lost_level(rng, qualified), True, at_confirmation)
    if kind < 0.6:
        return Regained(draw_lost_level(rng, qualified))
    if kind < 0.7:
        return AnyPositive()
    if kind < 0.85:
        return Restart()
    return Recorded(rng.choice(["progression", "death", "transplant"]))


def draw_endpoint_window(rng: random.Random) -> Window | None:
    """Mostly `within D before index` and `within D after index`."""
    kind = rng.random()
    if kind < 0.1:
        return None
    if kind < 0.2:
        return rng.choice([BEFORE_INDEX, EVER, Window("after")])
    if kind < 0.8:
        return Window(rng.choice(["before", "after"]), "index", draw_within(rng))
    return draw_window(rng)


def draw_endpoint(rng: random.Random) -> Endpoint:
    number = rng.choice([1, 1, 1, 2, 2, 3])
    parts: list[Part] = []
    while len(parts) < number:
        part = draw_part(rng, number == 1)
        if part not in parts:
            parts.append(part)
    return Endpoint(tuple(parts), draw_endpoint_window(rng))
