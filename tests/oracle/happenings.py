"""Events and previous attempts (§3, §6): no record means that it did not happen."""

import random
from dataclasses import dataclass
from datetime import date

from .cells import NOTHING, Evidence, spanning
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
        if self.days(patient, span):
            return True
        return None if span.open_until else False

    def days(self, patient: Patient, span: Span) -> list[date]:
        """Of every such event in the period."""
        inside = [event for event in patient.events if in_span(event.day, span)]
        return [e.day for e in inside if any(is_kind(e, kind) for kind in self.kinds)]

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        span = record_span(effective(self.window, BEFORE_INDEX, definition), patient, subject)
        return spanning(self.days(patient, span)) if span else NOTHING


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
        if self.days(patient, span):
            return True
        return None if span.open_until or patient.row["phase"] is None else False

    def days(self, patient: Patient, span: Span) -> list[date]:
        """Of every such event in the period."""
        days = [event.day for event in patient.events if event.name in ADVANCED]
        days += self.diagnosed_on(patient)
        return [day for day in days if in_span(day, span)]

    def diagnosed_on(self, patient: Patient) -> list[date]:
        """The day of the phase at diagnosis, if an advanced one; undated, before any index."""
        advanced = patient.row["phase"] in ("accelerated", "blast")
        return [patient.diagnosis or date.min] if advanced else []

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """A phase at an undated diagnosis has no day to show."""
        span = record_span(effective(self.window, BEFORE_INDEX, definition), patient, subject)
        days = self.days(patient, span) if span else []
        return spanning(day for day in days if day != date.min)

    def basis(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> str | None:
        """The phase at diagnosis only where it is such an event in the period; the page leaves
        open how different words are joined."""
        span = record_span(effective(self.window, BEFORE_INDEX, definition), patient, subject)
        if span is None:
            return ""
        found = {e.name for e in patient.events if e.name in ADVANCED and in_span(e.day, span)}
        if any(in_span(day, span) for day in self.diagnosed_on(patient)):
            found.add(str(patient.row["phase"]))
        return None if len(found) > 1 else "".join(found)


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
        return bool(self.first_days(patient, subject))

    def first_days(self, patient: Patient, subject: Subject) -> list[date]:
        """Of the attempts that began before i."""
        assert subject.index is not None
        return [a.first_day for a in patient.attempts if a.first_day < subject.index]

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The first days of the first and of the last such attempt."""
        return spanning(self.first_days(patient, subject))


def draw_event(rng: random.Random) -> EventHappened:
    """A list only without a window: which of its words a trailing window binds is no matter."""
    if rng.random() < 0.15:
        return EventHappened(("transplant", "progression"))
    kind = rng.choice(["progression", "progression", "transplant", "mutation", "T315I mutation"])
    return EventHappened((kind,), rng.choice([None, BEFORE_INDEX, EVER, *[draw_window(rng)] * 3]))


def draw_advanced_phase(rng: random.Random) -> AdvancedPhase:
    return AdvancedPhase(rng.choice([None, None, EVER, draw_window(rng), draw_window(rng)]))
