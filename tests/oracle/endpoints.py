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
from .patients import Patient
from .quantities import YEAR, qualifiers, words
from .responses import days_in, meeting_days
from .restarts import Period, first_restart, period_of
from .runs import Day
from .windows import (
    AFTER_INDEX,
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

    def happened(
        self, patient: Patient, period: Period, definition: OracleDefinition
    ) -> Answer3: ...

    def day(self, patient: Patient, period: Period, definition: OracleDefinition) -> date | None:
        """The event's."""


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

    def happened(self, patient: Patient, period: Period, definition: OracleDefinition) -> Answer3:
        days = days_in(period.molecular, self.level, patient, definition)
        return molecular_answer(self.event_day(days) is not None, days, period.molecular)

    def day(self, patient: Patient, period: Period, definition: OracleDefinition) -> date | None:
        return self.event_day(days_in(period.molecular, self.level, patient, definition))


@dataclass(frozen=True)
class AnyPositive:
    """`any positive test`: the first detected."""

    def text(self) -> str:
        return "any positive test"

    def qualifiers(self) -> list[str]:
        return []

    def happened(self, patient: Patient, period: Period, definition: OracleDefinition) -> Answer3:
        return Loss(named("undetectable")).happened(patient, period, definition)

    def day(self, patient: Patient, period: Period, definition: OracleDefinition) -> date | None:
        return Loss(named("undetectable")).day(patient, period, definition)


@dataclass(frozen=True)
class Regained:
    """`regained MMR`: the first meeting day after the restart."""

    level: Level

    def text(self) -> str:
        return f"regained {self.level.text()}"

    def qualifiers(self) -> list[str]:
        return self.level.qualifiers()

    def happened(self, patient: Patient, period: Period, definition: OracleDefinition) -> Answer3:
        restart = first_restart(patient, period.whole)
        if restart is None:
            return None if period.whole.open_until else False
        days = self.days_after(restart, patient, period, definition)
        return molecular_answer(any(meets for _, meets in days), days, period.whole)

    def days_after(
        self, restart: date, patient: Patient, period: Period, definition: OracleDefinition
    ) -> list[Day]:
        days = days_in(period.whole, self.level, patient, definition)
        return [(day, meets) for day, meets in days if day > restart]

    def day(self, patient: Patient, period: Period, definition: OracleDefinition) -> date | None:
        restart = first_restart(patient, period.whole)
        if restart is None:
            return None
        days = self.days_after(restart, patient, period, definition)
        return next(iter(meeting_days(days)), None)


@dataclass(frozen=True)
class Restart:
    def text(self) -> str:
        return "restart"

    def qualifiers(self) -> list[str]:
        return []

    def happened(self, patient: Patient, period: Period, definition: OracleDefinition) -> Answer3:
        if first_restart(patient, period.whole):
            return True
        return None if period.whole.open_until else False

    def day(self, patient: Patient, period: Period, definition: OracleDefinition) -> date | None:
        return first_restart(patient, period.whole)


@dataclass(frozen=True)
class Recorded:
    """`progression`, `death`, `transplant`"""

    kind: str

    def text(self) -> str:
        return self.kind

    def qualifiers(self) -> list[str]:
        return []

    def happened(self, patient: Patient, period: Period, definition: OracleDefinition) -> Answer3:
        if self.day(patient, period, definition):
            return True
        return None if period.whole.open_until else False

    def day(self, patient: Patient, period: Period, definition: OracleDefinition) -> date | None:
        days = [event.day for event in patient.events if is_kind(event, self.kind)]
        return min((day for day in days if in_span(day, period.whole)), default=None)


@dataclass(frozen=True)
class Endpoint:
    """`confirmed loss of MR4.5 within 12 months before index`, `loss of MMR or restart`."""

    parts: tuple[Part, ...]
    window: Window | None = None

    @property
    def looks(self) -> Window | None:
        """An endpoint that says nothing looks after the index, and so needs one; where every part
        is a recorded event it is an event like any other."""
        recorded = all(isinstance(part, Recorded) for part in self.parts)
        return self.window or (None if recorded else AFTER_INDEX)

    @property
    def needs_index(self) -> bool:
        return self.looks is not None and self.looks.needs_index

    def text(self) -> str:
        return words(
            " or ".join(part.text() for part in self.parts),
            self.window.text() if self.window else "",
            qualifiers(asked for part in self.parts for asked in part.qualifiers()),
        )

    def denied(self) -> str:
        return f"no {self.text()}"

    def period(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Period | None:
        window = effective(self.looks, BEFORE_INDEX, definition)
        span = record_span(window, patient, subject)
        return None if span is None else period_of(patient, span, window)

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        period = self.period(patient, subject, definition)
        if period is None:
            return None
        return any_of(part.happened(patient, period, definition) for part in self.parts)

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The event of the endpoint is the earliest of its parts."""
        period = self.period(patient, subject, definition)
        if period is None:
            return NOTHING
        days = [part.day(patient, period, definition) for part in self.parts]
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
    """Mostly `within D before index`, `within D after index`, or none; often a period after a day
    on treatment, in which an attempt and the restart that ends it may lie."""
    kind = rng.random()
    if kind < 0.15:
        return None
    if kind < 0.25:
        return rng.choice([BEFORE_INDEX, EVER, AFTER_INDEX])
    if kind < 0.65:
        return Window(
            rng.choice(["before", "after"]), "index", rng.choice([YEAR, draw_within(rng)])
        )
    if kind < 0.9:
        within = draw_within(rng) if rng.random() < 0.4 else None
        anchor = rng.choice(["TKI start", "diagnosis", "de-escalation", "de-escalation"])
        return Window("after", anchor, within)
    return draw_window(rng)


def draw_endpoint(rng: random.Random) -> Endpoint:
    number = rng.choice([1, 1, 1, 2, 2, 3])
    parts: list[Part] = []
    while len(parts) < number:
        part = draw_part(rng, number == 1)
        if part not in parts:
            parts.append(part)
    return Endpoint(tuple(parts), draw_endpoint_window(rng))
