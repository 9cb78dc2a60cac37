"""Runs of a response, and how long they are or may be (§4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .patients import Patient
from .quantities import days_between, shifted
from .windows import Span

Day = tuple[date, bool]  # an informative day, and whether it meets


def unbroken(days: Iterable[Day]) -> list[list[date]]:
    """The longest sequences of consecutive informative days that all meet, whatever the gaps."""
    sequences: list[list[date]] = [[]]
    for day, meets in days:
        if meets:
            sequences[-1].append(day)
        else:
            sequences.append([])
    return [sequence for sequence in sequences if sequence]


def split_at_gaps(sequence: list[date], gap: int) -> list[list[date]]:
    """Neighbours in a run are at most `gap` apart."""
    runs = [[sequence[0]]]
    for day in sequence[1:]:
        if days_between(runs[-1][-1], day) <= gap:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


@dataclass(frozen=True)
class Run:
    days: tuple[date, ...]  # its test days
    bridged: tuple[date, ...]  # its test days if every gap without a failing test were bridged
    possible_first: date  # the day on which it may have begun

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def length(self) -> int:
        return days_between(self.first, self.days[-1])

    @property
    def possible_length(self) -> int:
        return days_between(self.possible_first, self.bridged[-1])


def earliest_begin(patient: Patient, span: Span) -> date:
    """The first TKI day (none: diagnosis; none: without limit) or the period's start, the later."""
    return max(patient.tki_start or patient.diagnosis or date.min, span.first)


def runs_of(days: list[Day], gap: int, patient: Patient, span: Span) -> list[Run]:
    """Every run of the period; a bridged run may have begun before its first day only where no
    informative day of the period precedes it."""
    runs = []
    for sequence in unbroken(days):
        begin = sequence[0]
        if begin == days[0][0]:
            begin = min(begin, earliest_begin(patient, span))
        for part in split_at_gaps(sequence, gap):
            runs.append(Run(tuple(part), tuple(sequence), begin))
    return runs


def spaced_tests(run: Run, spacing: int) -> int:
    """Counted greedily from the first day, each at least `spacing` after the last counted one."""
    counted = [run.first]
    for day in run.days[1:]:
        if days_between(counted[-1], day) >= spacing:
            counted.append(day)
    return len(counted)


def best_future(span: Span, patient: Patient) -> list[Day]:
    """In a window that is not over: the response kept, with a test on every day to its end."""
    if span.open_until is None:
        return []
    ahead = days_between(patient.observed_until, span.open_until)
    return [(shifted(patient.observed_until, n), True) for n in range(1, ahead + 1)]
