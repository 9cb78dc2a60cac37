"""TKI lines (§5): which drug in which line, how many, and why they ended."""

import random
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from .cells import NOTHING, Evidence, counted, on_day, spanning
from .criterion import OracleDefinition, Subject
from .exposures import DrugList, draw_drugs
from .kleene import Answer3
from .patients import TKIS, Patient, Treatment
from .quantities import Comparison, comparison, words
from .windows import BEFORE_INDEX, Span, Window, draw_window, draw_within, effective, record_span

ORDINALS = {1: "first", 2: "second", 3: "third"}
REASONS = ("intolerance", "resistance", "toxicity", "pregnancy", "TFR attempt")


def lines_of(patient: Patient) -> dict[int, list[Treatment]]:
    """The rows of each TKI line; interferon and hydroxyurea are no lines."""
    lines: dict[int, list[Treatment]] = {}
    for treatment in patient.treatments:
        if treatment.line is not None:
            lines.setdefault(treatment.line, []).append(treatment)
    return lines


def line_start(rows: list[Treatment]) -> date:
    return min(row.start for row in rows)


def starts_in(patient: Patient, span: Span) -> list[date]:
    """The days in the period on which a line began."""
    starts = [line_start(rows) for rows in lines_of(patient).values()]
    return [start for start in starts if span.first <= start <= span.last]


@dataclass(frozen=True)
class LineDrug:
    """`first-line imatinib`: the drug, or one of the drugs, of that line, started in the period."""

    line: int
    drugs: DrugList
    window: Window | None = None

    @property
    def needs_index(self) -> bool:
        return self.window is not None and self.window.needs_index

    def text(self) -> str:
        window = self.window.text() if self.window else ""
        return words(f"{ORDINALS[self.line]}-line {self.drugs.text()}", window)

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        span = record_span(effective(self.window, BEFORE_INDEX, definition), patient, subject)
        if span is None or not patient.treatments:
            return None
        rows = lines_of(patient).get(self.line, [])
        if not rows:
            return None if span.open_until else False
        in_period = span.first <= line_start(rows) <= span.last
        known = [row for row in rows if row.start <= span.last]  # a drug may be added later
        return in_period and any(row.drug in self.drugs.drugs for row in known)

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The day on which that line began, in the period or not."""
        span = record_span(effective(self.window, BEFORE_INDEX, definition), patient, subject)
        rows = lines_of(patient).get(self.line, [])
        return on_day(line_start(rows)) if span and rows else NOTHING

    @classmethod
    def draw(cls, rng: random.Random) -> "LineDrug":
        windows = [None, None, None, draw_window(rng), draw_early_window(rng)]
        return cls(rng.choice([1, 1, 2, 2, 3]), draw_drugs(rng, TKIS[:4]), rng.choice(windows))


def draw_early_window(rng: random.Random) -> Window:
    """In which a line may begin, and after which a drug may be added to it."""
    if rng.random() < 0.5:
        return Window("before", "TKI start")
    return Window("after", rng.choice(["diagnosis", "TKI start"]), draw_within(rng))


@dataclass(frozen=True)
class LineCount:
    """`at most 2 TKI lines`: number of different lines started in the period."""

    number: Comparison
    window: Window | None = None

    @property
    def needs_index(self) -> bool:
        return self.window is not None and self.window.needs_index

    def text(self) -> str:
        window = self.window.text() if self.window else ""
        return words(self.number.text(), "TKI lines", window)

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        span = record_span(effective(self.window, BEFORE_INDEX, definition), patient, subject)
        if span is None or not patient.treatments:
            return None
        number = len(starts_in(patient, span))
        any_more = 1000 if span.open_until else 0  # a window that is not over may see any number
        return self.number.holds_over(number, number + any_more)

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The number of lines is the value."""
        span = record_span(effective(self.window, BEFORE_INDEX, definition), patient, subject)
        starts = starts_in(patient, span) if span else []
        number = counted(starts)
        return replace(spanning(starts), value=None if number is None else Decimal(number))

    @classmethod
    def draw(cls, rng: random.Random) -> "LineCount":
        window = None if rng.random() < 0.6 else draw_window(rng)
        if rng.random() < 0.2:
            return cls(comparison("range", 1, 2), window)
        sign = rng.choice([">=", ">", "<=", "<=", "<", "="])
        return cls(comparison(sign, rng.choice([1, 2, 2, 3])), window)


def judged_on(patient: Patient, subject: Subject) -> date:
    """The index date; without an index the whole record counts."""
    return subject.index or patient.observed_until


def tki_stops(patient: Patient, day: date) -> list[Treatment]:
    """TKI rows stopped by the day; no stop where another row of the same drug is running."""
    return [
        row
        for row in patient.treatments
        if row.is_tki
        and row.stop is not None
        and row.stop <= day
        and not any(o.drug == row.drug and o.runs_on(row.stop) for o in patient.treatments)
    ]


def latest_stop(stops: list[Treatment]) -> date | None:
    return max((row.stop for row in stops if row.stop), default=None)


@dataclass(frozen=True)
class StoppedDrug:
    """`stopped nilotinib`: it is among the TKIs with the latest stop ≤ i."""

    drugs: DrugList
    needs_index: bool = True

    def text(self) -> str:
        return f"stopped {self.drugs.text()}"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        if not patient.treatments:
            return None
        stops = tki_stops(patient, judged_on(patient, subject))
        latest = latest_stop(stops)
        return any(row.drug in self.drugs.drugs for row in stops if row.stop == latest)

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The latest stop of any TKI, that of another drug too."""
        return on_day(latest_stop(tki_stops(patient, judged_on(patient, subject))))

    @classmethod
    def draw(cls, rng: random.Random) -> "StoppedDrug":
        return cls(draw_drugs(rng, TKIS[:4]))


def ended_lines(patient: Patient, day: date, reason: str) -> list[int]:
    """Lines of which every row begun by the day has stopped by it, the last for that reason."""
    ended = []
    for number, rows in lines_of(patient).items():
        begun = [row for row in rows if row.start <= day]
        stops = [row.stop for row in begun if row.stop is not None and row.stop <= day]
        if not begun or len(stops) < len(begun):
            continue
        if any(row.stop == max(stops) and row.reason == reason for row in begun):
            ended.append(number)
    return ended


def last_stop(patient: Patient, line: int, day: date) -> date:
    """The end of a line that has ended by the day."""
    return max(row.stop for row in lines_of(patient)[line] if row.stop and row.stop <= day)


def followed_lines(patient: Patient, ended: list[int], day: date) -> list[int]:
    """Those of the ended lines that a higher one, started by the day, followed."""
    begun = [n for n, rows in lines_of(patient).items() if line_start(rows) <= day]
    return [number for number in ended if any(number < later for later in begun)]


@dataclass(frozen=True)
class StoppedFor:
    """`stopped for intolerance`: some TKI line ended for that reason on a stop date ≤ i."""

    reason: str
    needs_index: bool = False

    def text(self) -> str:
        return f"stopped for {self.reason}"

    def denied(self) -> str:
        return f"no stop for {self.reason}"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        if not patient.treatments:
            return None
        return bool(ended_lines(patient, judged_on(patient, subject), self.reason))

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The first and the last end of such a line."""
        day = judged_on(patient, subject)
        ended = ended_lines(patient, day, self.reason)
        return spanning(last_stop(patient, line, day) for line in ended)


@dataclass(frozen=True)
class SwitchedFor:
    """`switched for intolerance`: such a line that a higher one, started by i, followed."""

    reason: str
    needs_index: bool = False

    def text(self) -> str:
        return f"switched for {self.reason}"

    def denied(self) -> str:
        return f"no switch for {self.reason}"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        if not patient.treatments:
            return None
        day = judged_on(patient, subject)
        return bool(followed_lines(patient, ended_lines(patient, day, self.reason), day))

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The first and the last end of such a line."""
        day = judged_on(patient, subject)
        followed = followed_lines(patient, ended_lines(patient, day, self.reason), day)
        return spanning(last_stop(patient, line, day) for line in followed)


def draw_reason(rng: random.Random) -> str:
    return rng.choice([*REASONS, "intolerance", "resistance", "intolerance", "resistance"])
