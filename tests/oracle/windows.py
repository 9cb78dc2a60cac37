"""Where a criterion looks, relative to an anchor (§2)."""

import random
from dataclasses import dataclass
from datetime import date

from .criterion import OracleDefinition, Subject
from .patients import Patient
from .quantities import Duration, duration, shifted, words

ANCHORS = ("index", "diagnosis", "TKI start", "de-escalation")


@dataclass(frozen=True)
class Window:
    """`ever`, `at ANCHOR`, `[within D] before ANCHOR`, `[within D] after ANCHOR`."""

    relation: str  # ever, at, before, after
    anchor: str = "index"
    within: Duration | None = None

    @property
    def needs_index(self) -> bool:
        return self.relation != "ever" and self.anchor == "index"

    def text(self) -> str:
        if self.relation == "ever":
            return "ever"
        within = f"within {self.within.text()}" if self.within else ""
        return words(within, self.relation, self.anchor)


EVER = Window("ever")
AT_INDEX = Window("at")
BEFORE_INDEX = Window("before")
AFTER_INDEX = Window("after")


@dataclass(frozen=True)
class Span:
    """Days from `first` on. `last` is the last day for records, the first day without for drugs."""

    first: date
    last: date
    open_until: date | None = None  # the window's own end, where that is not observed yet


def anchor_day(name: str, patient: Patient, subject: Subject) -> date | None:
    """The anchor's date; de-escalation is that of the attempt where the index is an attempt."""
    if name == "index":
        return subject.index
    if name == "diagnosis":
        return patient.diagnosis
    if name == "TKI start":
        return patient.tki_start
    return subject.attempt.deescalation if subject.attempt else patient.first_deescalation


def effective(window: Window | None, usual: Window, definition: OracleDefinition) -> Window:
    """A criterion that says nothing looks as usual; without an index everything is `ever`."""
    if window is not None:
        return window
    return usual if definition.index else EVER


def not_yet_observed(end: date, patient: Patient) -> date | None:
    """A window that ends after "observed until" is open; a death settles it."""
    return end if end > patient.observed_until and not patient.died else None


def record_span(window: Window, patient: Patient, subject: Subject) -> Span | None:
    """Records: before [i − d, i], after (i, i + d], at: up to i; None without the anchor."""
    until = patient.observed_until
    if window.relation == "ever":
        return Span(date.min, until)
    anchor = anchor_day(window.anchor, patient, subject)
    if anchor is None:
        return None
    days = window.within.days if window.within else None
    if window.relation == "after":
        end = until if days is None else shifted(anchor, days)
        return Span(shifted(anchor, 1), min(end, until), not_yet_observed(end, patient))
    return Span(date.min if days is None else shifted(anchor, -days), anchor)


def drug_span(window: Window, patient: Patient, subject: Subject) -> Span | None:
    """Days on a drug: before [i − d, i), after [i, i + d); None without the anchor."""
    until = patient.observed_until
    if window.relation == "ever":
        return Span(date.min, until)
    anchor = anchor_day(window.anchor, patient, subject)
    if anchor is None:
        return None
    days = window.within.days if window.within else None
    if window.relation == "after":
        end = until if days is None else shifted(anchor, days)
        return Span(anchor, min(end, until), not_yet_observed(end, patient))
    return Span(date.min if days is None else shifted(anchor, -days), anchor)


def draw_within(rng: random.Random) -> Duration:
    """Durations at which the random lakes have boundaries."""
    number, unit = rng.choice(
        [
            ("3", "months"),
            ("6", "months"),
            ("12", "months"),
            ("18", "months"),
            ("26", "weeks"),
            ("90", "days"),
            ("365", "days"),
            ("1.5", "years"),
            ("2", "years"),
            ("3", "years"),
            ("5", "years"),
        ]
    )
    return duration(number, unit)


def draw_window(rng: random.Random) -> Window:
    """Any period, mostly around the index."""
    if rng.random() < 0.1:
        return EVER
    anchor = rng.choice(("index",) * 5 + ANCHORS[1:])
    within = draw_within(rng) if rng.random() < 0.65 else None
    return Window(rng.choice(["before", "after"]), anchor, within)


def draw_state_window(rng: random.Random) -> Window:
    """`at index`, or at another anchor that has a state of its own."""
    return Window("at", rng.choice(["index", "index", "TKI start", "de-escalation"]))
