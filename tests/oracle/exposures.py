"""Drug exposure (§5): days on a drug, and being on it."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .cells import NOTHING, Evidence
from .criterion import OracleDefinition, Subject
from .kleene import Answer3
from .patients import TKIS, Patient
from .quantities import (
    Comparison,
    Duration,
    comparison,
    days_between,
    duration,
    qualifiers,
    words,
)
from .windows import (
    AT_INDEX,
    BEFORE_INDEX,
    EVER,
    Span,
    Window,
    anchor_day,
    draw_state_window,
    draw_window,
    drug_span,
    effective,
)

CLASSES = {
    "TKI": TKIS,
    "1G TKI": ("imatinib",),
    "2G TKI": ("dasatinib", "nilotinib", "bosutinib", "radotinib", "flumatinib"),
    "3G TKI": ("ponatinib",),
    "allosteric TKI": ("asciminib",),
}
OTHER_DRUGS = ("interferon", "hydroxyurea")

Stretch = tuple[date, date]  # half-open


@dataclass(frozen=True)
class DrugList:
    """`imatinib or nilotinib`, `2G TKI`: days on any of them count once."""

    words: tuple[str, ...]

    @property
    def drugs(self) -> frozenset[str]:
        return frozenset(drug for word in self.words for drug in CLASSES.get(word, (word,)))

    def text(self) -> str:
        return " or ".join(self.words)


def on_drug(patient: Patient, drugs: DrugList, span: Span) -> list[Stretch]:
    """Intervals clipped to the period, overlaps united; an ongoing one runs to observed until."""
    clipped = sorted(
        (max(t.start, span.first), min(t.stop or patient.observed_until, span.last))
        for t in patient.treatments
        if t.drug in drugs.drugs
    )
    return bridged((stretch for stretch in clipped if stretch[0] < stretch[1]), 0)


def bridged(stretches: Iterable[Stretch], gap: int) -> list[Stretch]:
    """Interruptions of at most `gap` days are bridged; 0 unites what overlaps or touches."""
    united: list[Stretch] = []
    for start, stop in stretches:
        if united and days_between(united[-1][1], start) <= gap:
            united[-1] = (united[-1][0], max(united[-1][1], stop))
        else:
            united.append((start, stop))
    return united


def lengths(stretches: Iterable[Stretch]) -> list[int]:
    return [days_between(start, stop) for start, stop in stretches]


def shown_stretches(stretches: list[Stretch]) -> Evidence:
    """From the first day on the drugs to the first without them, and the days on them: 0 too."""
    if not stretches:
        return Evidence(days=0)
    return Evidence(stretches[0][0], stretches[-1][1], sum(lengths(stretches)))


@dataclass(frozen=True)
class Exposure:
    """`imatinib >= 5 years`, `(continuous)`, `(continuous, gap <= 60 days)`."""

    drugs: DrugList
    length: Comparison
    window: Window | None = None
    continuous: bool = False
    gap: Duration | None = None

    @property
    def needs_index(self) -> bool:
        return self.window is not None and self.window.needs_index

    def text(self) -> str:
        asked = ["continuous" if self.continuous else ""]
        asked += [f"gap <= {self.gap.text()}" if self.gap else ""]
        window = self.window.text() if self.window else ""
        return words(self.drugs.text(), self.length.text(), window, qualifiers(asked))

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        window = effective(self.window, BEFORE_INDEX, definition)
        span = drug_span(window, patient, subject)
        if span is None or not patient.treatments:
            return None
        so_far = on_drug(patient, self.drugs, span)
        if span.open_until is None:
            return self.length.holds(self.days(so_far))
        ahead = (max(patient.observed_until, span.first), span.open_until)
        return self.length.holds_over(self.days(so_far), self.days([*so_far, ahead]))

    def days(self, stretches: list[Stretch]) -> int:
        """The sum of the days; `(continuous)`: the longest stretch, bridged days counted."""
        return sum(lengths(self.counted(stretches)))

    def counted(self, stretches: list[Stretch]) -> list[Stretch]:
        """All; `(continuous)`: the longest, bridged, the earliest of equally long ones."""
        if not self.continuous:
            return stretches
        gap = self.gap.days if self.gap else 30
        whole = bridged(stretches, gap)
        longest = max(lengths(whole), default=0)
        return [stretch for stretch in whole if lengths([stretch]) == [longest]][:1]

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        span = drug_span(effective(self.window, BEFORE_INDEX, definition), patient, subject)
        if span is None or not patient.treatments:
            return NOTHING
        return shown_stretches(self.counted(on_drug(patient, self.drugs, span)))

    @classmethod
    def draw(cls, rng: random.Random) -> "Exposure":
        continuous = rng.random() < 0.4
        gap = rng.choice([None, duration(60, "days"), duration(2, "months"), duration(0, "days")])
        return cls(
            draw_drugs(rng),
            draw_length(rng),
            rng.choice([None, BEFORE_INDEX, EVER, draw_window(rng), draw_window(rng)]),
            continuous,
            gap if continuous else None,
        )


@dataclass(frozen=True)
class AnyExposure:
    """`ever imatinib`, `interferon before TKI start`: some day on it in the period.

    The window None is that of `no interferon`, which says nothing and is written under Not only.
    """

    drugs: DrugList
    window: Window | None

    @property
    def needs_index(self) -> bool:
        return self.window is not None and self.window.needs_index

    def text(self) -> str:
        if self.window == EVER:
            return f"ever {self.drugs.text()}"
        return words(self.drugs.text(), self.window.text() if self.window else "")

    def denied(self) -> str:
        if self.window == EVER:
            return f"never {self.drugs.text()}"
        return f"no {self.text()}"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        window = effective(self.window, BEFORE_INDEX, definition)
        span = drug_span(window, patient, subject)
        if span is None or not patient.treatments:
            return None
        if on_drug(patient, self.drugs, span):
            return True
        return None if span.open_until else False

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        span = drug_span(effective(self.window, BEFORE_INDEX, definition), patient, subject)
        if span is None or not patient.treatments:
            return NOTHING
        return shown_stretches(on_drug(patient, self.drugs, span))


@dataclass(frozen=True)
class OnDrug:
    """`on nilotinib at index`: start ≤ i, and stop empty or i < stop."""

    drugs: DrugList
    window: Window | None = None

    @property
    def needs_index(self) -> bool:
        return (self.window or AT_INDEX).needs_index

    def text(self) -> str:
        return words("on", self.drugs.text(), self.window.text() if self.window else "")

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        day = anchor_day((self.window or AT_INDEX).anchor, patient, subject)
        if day is None or not patient.treatments:
            return None
        return any(t.drug in self.drugs.drugs and t.runs_on(day) for t in patient.treatments)

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The earliest start of the records that run on the day."""
        day = anchor_day((self.window or AT_INDEX).anchor, patient, subject)
        rows = [t for t in patient.treatments if t.drug in self.drugs.drugs]
        running = [t.start for t in rows if day is not None and t.runs_on(day)]
        return Evidence(min(running, default=None))

    @classmethod
    def draw(cls, rng: random.Random) -> "OnDrug":
        return cls(draw_drugs(rng), None if rng.random() < 0.4 else draw_state_window(rng))


def draw_drugs(rng: random.Random, among: tuple[str, ...] = (*TKIS[:3], *OTHER_DRUGS)) -> DrugList:
    """One drug, a class, or a list."""
    if rng.random() < 0.3:
        return DrugList((rng.choice([*CLASSES, "TKI", "2G TKI"]),))
    number = 1 if rng.random() < 0.65 else 2
    return DrugList(tuple(rng.sample(among, number)))


def draw_length(rng: random.Random) -> Comparison:
    """Lengths at which the random lakes have boundaries."""
    number, unit = rng.choice(
        [("5", "years"), ("3", "years"), ("1", "years"), ("6", "months"), ("730", "days")]
    )
    if rng.random() < 0.15:
        return comparison("range", 1, rng.choice([3, 5]), unit="years")
    return comparison(rng.choice([">=", ">=", ">=", ">", "<", "<=", "="]), number, unit=unit)
