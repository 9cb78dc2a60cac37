"""Events and previous attempts (§3, §6): no record means that it did not happen."""

import random
from dataclasses import dataclass
from datetime import date

from .criterion import OracleDefinition, Subject
from .kleene import Answer3
from .patients import Event, Patient
from .quantities import words
from .windows import BEFORE_INDEX, EVER, Span, Window, draw_window, effective, record_span

ADVANCED = ("accelerated phase", "blast phase")


def is_kind(event: Event, kind: str) -> bool:
    """`progression` is accelerated or blast phase; `mutation` any, `T315I mutation` that one."""
    if kind == "progression":
        return event.name in ADVANCED
    if kind.endswith(" mutation"):
        return event.name == "mutation" and event.mutation == kind.removesuffix(" mutation")
    return event.name == kind


@dataclass(frozen=True)
class EventHappened:
    """`transplant`, `progression or transplant`, `T315I mutation`, with a window."""

    kinds: tuple[str, ...]
    window: Window | None = None

    @property
    def needs_index(self) -> bool:
        return self.window is not None and self.window.needs_index

    def text(self) -> str:
        return words(" or ".join(self.kinds), self.window.text() if self.window else "")

    def denied(self) -> str:
        return f"no {self.text()}"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        span = record_span(effective(self.window, BEFORE_INDEX, definition), patient, subject)
        if span is None:
            return None
        inside = [e for e in patient.events if span.first <= e.day <= span.last]
        if any(is_kind(event, kind) for event in inside for kind in self.kinds):
            return True
        return None if span.open_until else False


@dataclass(frozen=True)
class AdvancedPhase:
    """`accelerated or blast phase`: an event, or the phase at diagnosis as one of that day."""

    window: Window | None = None

    @property
    def needs_index(self) -> bool:
        return self.window is not None and self.window.needs_index

    def text(self) -> str:
        return words("accelerated or blast phase", self.window.text() if self.window else "")

    def denied(self) -> str:
        return f"no {self.text()}"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        span = record_span(effective(self.window, BEFORE_INDEX, definition), patient, subject)
        if span is None:
            return None
        days = [event.day for event in patient.events if event.name in ADVANCED]
        phase = patient.row["phase"]
        if phase in ("accelerated", "blast"):
            days.append(patient.diagnosis or date.min)  # undated: before any index
        if any(in_span(day, span) for day in days):
            return True
        return None if span.open_until or phase is None else False


def in_span(day: date, span: Span) -> bool:
    return span.first <= day <= span.last


@dataclass(frozen=True)
class PreviousAttempt:
    """`previous TFR attempt`: one that began before i."""

    needs_index: bool = True

    def text(self) -> str:
        return "previous TFR attempt"

    def denied(self) -> str:
        return "no previous TFR attempt"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        assert subject.index is not None
        return any(attempt.first_day < subject.index for attempt in patient.attempts)


def draw_event(rng: random.Random) -> EventHappened:
    """A list only without a window: which of its words a trailing window binds is no matter."""
    if rng.random() < 0.15:
        return EventHappened(("transplant", "progression"))
    kind = rng.choice(["progression", "progression", "transplant", "mutation", "T315I mutation"])
    return EventHappened((kind,), rng.choice([None, BEFORE_INDEX, EVER, *[draw_window(rng)] * 3]))


def draw_advanced_phase(rng: random.Random) -> AdvancedPhase:
    return AdvancedPhase(rng.choice([None, None, EVER, draw_window(rng), draw_window(rng)]))
