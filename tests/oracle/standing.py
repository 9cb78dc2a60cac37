"""Where a patient stands: the current exposure (§5), the follow-up and the taper (§6)."""

import random
from dataclasses import dataclass
from datetime import date

from .cells import NOTHING, Evidence, on_day
from .criterion import OracleDefinition, Subject
from .exposures import (
    DrugList,
    Stretch,
    bridged,
    draw_drugs,
    draw_length,
    on_drug,
    shown_stretches,
)
from .kleene import Answer3
from .patients import Patient
from .quantities import (
    Comparison,
    Duration,
    comparison,
    days_between,
    duration,
    qualifiers,
    shifted,
    words,
)
from .windows import BEFORE_INDEX, Span, Window, anchor_day


@dataclass(frozen=True)
class CurrentExposure:
    """`imatinib >= 1 year (current)`: the stretch, up to i, that holds the day before i."""

    drugs: DrugList
    length: Comparison
    gap: Duration | None = None
    window: Window | None = None  # `before ANCHOR`

    @property
    def needs_index(self) -> bool:
        return (self.window or BEFORE_INDEX).needs_index

    def text(self) -> str:
        asked = ["current", f"gap <= {self.gap.text()}" if self.gap else ""]
        window = self.window.text() if self.window else ""
        return words(self.drugs.text(), self.length.text(), window, qualifiers(asked))

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        day = anchor_day((self.window or BEFORE_INDEX).anchor, patient, subject)
        if day is None or not patient.treatments:
            return None
        held = self.stretch(patient, day)
        return held is not None and self.length.holds(days_between(*held))

    def stretch(self, patient: Patient, day: date) -> Stretch | None:
        """The one, up to the day, that holds the day before."""
        stretches = on_drug(patient, self.drugs, Span(date.min, day))
        gap = self.gap.days if self.gap else 30
        for start, stop in bridged(stretches, gap):
            if start <= shifted(day, -1) < stop:
                return start, stop
        return None

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """Off the drug there is no stretch, and so no length of one."""
        day = anchor_day((self.window or BEFORE_INDEX).anchor, patient, subject)
        held = self.stretch(patient, day) if day else None
        return shown_stretches([held]) if held else NOTHING

    @classmethod
    def draw(cls, rng: random.Random) -> "CurrentExposure":
        gaps = [None, None, duration(60, "days"), duration(2, "months"), duration(0, "days")]
        return cls(
            draw_drugs(rng),
            draw_length(rng),
            rng.choice(gaps),
            rng.choice([None] * 7 + [BEFORE_INDEX, Window("before", "de-escalation")]),
        )


@dataclass(frozen=True)
class Followed:
    """`followed >= 6 months after index`: observed until − i."""

    length: Comparison
    anchor: str = "index"

    @property
    def needs_index(self) -> bool:
        return self.anchor == "index"

    def text(self) -> str:
        return f"followed {self.length.text()} after {self.anchor}"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        day = anchor_day(self.anchor, patient, subject)
        if day is None:
            return None
        return self.length.holds(days_between(day, patient.observed_until))

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        day = anchor_day(self.anchor, patient, subject)
        if day is None:
            return NOTHING
        until = patient.observed_until
        return Evidence(day, until, days_between(day, until))

    @classmethod
    def draw(cls, rng: random.Random) -> "Followed":
        number, unit = rng.choice(
            [("91", "days"), ("6", "months"), ("1", "years"), ("2", "years"), ("5", "years")]
        )
        length = comparison(rng.choice([">=", ">=", ">", "<", "<=", "="]), number, unit=unit)
        if rng.random() < 0.15:
            length = comparison("range", 1, rng.choice([2, 5]), unit="years")
        others = ["TKI start", "diagnosis", "de-escalation"]
        return cls(length, rng.choice(["index"] * 5 + others))


@dataclass(frozen=True)
class Tapered:
    """`tapered before index`: the attempt has a de-escalation date (≤ i).

    Where the index is no attempt: some attempt has one.
    """

    window: Window | None = BEFORE_INDEX
    needs_index: bool = True

    def text(self) -> str:
        return words("tapered", self.window.text() if self.window else "")

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        return bool(self.tapers(patient, subject))

    def tapers(self, patient: Patient, subject: Subject) -> list[date]:
        """The de-escalation dates ≤ i, in the order of the attempts."""
        assert subject.index is not None
        attempts = (subject.attempt,) if subject.attempt else patient.attempts
        days = [attempt.deescalation for attempt in attempts]
        return [day for day in days if day is not None and day <= subject.index]

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """Of the attempt that is the index, or the earliest of any attempt."""
        return on_day(min(self.tapers(patient, subject), default=None))

    @classmethod
    def draw(cls, rng: random.Random) -> "Tapered":
        return cls(rng.choice([None, BEFORE_INDEX, BEFORE_INDEX]))
