"""`stopped for …` and `switched for …` in a window: lines that ended in it, as seen at its end."""

import random
from dataclasses import dataclass

from .cells import NOTHING, Evidence, spanning
from .criterion import OracleDefinition, Subject
from .happenings import in_span
from .kleene import Answer3
from .lines import draw_reason, ended_lines, followed_lines, last_stop
from .patients import Patient
from .quantities import words
from .windows import Span, Window, draw_window, record_span


def ended_in(patient: Patient, span: Span, reason: str) -> list[int]:
    """Lines that ended for that reason on a stop date in the period."""
    ended = ended_lines(patient, span.last, reason)
    return [line for line in ended if in_span(last_stop(patient, line, span.last), span)]


@dataclass(frozen=True)
class StoppedForInWindow:
    """`stopped for intolerance within 12 months before index`"""

    reason: str
    window: Window

    @property
    def needs_index(self) -> bool:
        return self.window.needs_index

    def text(self) -> str:
        return words(f"stopped for {self.reason}", self.window.text())

    def denied(self) -> str:
        return words(f"no stop for {self.reason}", self.window.text())

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        span = record_span(self.window, patient, subject)
        if span is None or not patient.treatments:
            return None
        if ended_in(patient, span, self.reason):
            return True
        return None if span.open_until else False

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The first and the last end of such a line in the period."""
        span = record_span(self.window, patient, subject)
        if span is None:
            return NOTHING
        ended = ended_in(patient, span, self.reason)
        return spanning(last_stop(patient, line, span.last) for line in ended)


@dataclass(frozen=True)
class SwitchedForInWindow:
    """`switched for intolerance after TKI start`: the next line started by the window's end."""

    reason: str
    window: Window

    @property
    def needs_index(self) -> bool:
        return self.window.needs_index

    def text(self) -> str:
        return words(f"switched for {self.reason}", self.window.text())

    def denied(self) -> str:
        return words(f"no switch for {self.reason}", self.window.text())

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        span = record_span(self.window, patient, subject)
        if span is None or not patient.treatments:
            return None
        ended = ended_in(patient, span, self.reason)
        if followed_lines(patient, ended, span.last):
            return True
        return None if span.open_until else False

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The first and the last end of such a line in the period."""
        span = record_span(self.window, patient, subject)
        if span is None:
            return NOTHING
        followed = followed_lines(patient, ended_in(patient, span, self.reason), span.last)
        return spanning(last_stop(patient, line, span.last) for line in followed)


def draw_stop(rng: random.Random) -> StoppedForInWindow:
    return StoppedForInWindow(draw_reason(rng), draw_window(rng))


def draw_switch(rng: random.Random) -> SwitchedForInWindow:
    return SwitchedForInWindow(draw_reason(rng), draw_window(rng))
