"""Times to an event after the index, patient by patient: the seven rules beside §8."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .criterion import OracleDefinition, Subject
from .endpoints import Part, Regained
from .evaluation import subjects
from .kleene import all_of
from .outcomes import Outcome
from .patients import Lake, Patient, patients_of
from .quantities import days_between, shifted
from .responses import days_in, meeting_days
from .restarts import Period, ending_restart, first_restart
from .windows import AFTER_INDEX, Span

State = Literal["event", "competing", "censored", "left out"]
Time = tuple[State, int | None]
LEFT_OUT: Time = ("left out", None)


@dataclass(frozen=True)
class Search:
    """From the day after the origin to the end of the search, both included."""

    origin: date
    end: date

    @property
    def span(self) -> Span:
        return Span(shifted(self.origin, 1), self.end)


def search_of(patient: Patient, index: date, outcome: Outcome) -> Search | None:
    """Rules 1 and 2: None without the restart that `regained` runs from."""
    until = patient.observed_until
    span = Span(shifted(index, 1), until)
    if outcome.is_regained:
        restart = first_restart(patient, span)
        return None if restart is None else Search(restart, until)
    end = ending_restart(patient, span, AFTER_INDEX) if outcome.levels else None
    return Search(index, end or until)


def day_of(
    part: Part, patient: Patient, search: Search, definition: OracleDefinition
) -> date | None:
    """Rule 3: the first such day after the origin, up to the end of the search."""
    if isinstance(part, Regained):
        days = days_in(search.span, part.level, patient, definition)
        return next(iter(meeting_days(days)), None)
    return part.day(patient, Period(search.span, search.span), definition)


def earliest_of(
    parts: list[Part], patient: Patient, search: Search, definition: OracleDefinition
) -> date | None:
    days = [day_of(part, patient, search, definition) for part in parts]
    return min((day for day in days if day), default=None)


def last_known(
    patient: Patient, search: Search, outcome: Outcome, definition: OracleDefinition
) -> date | None:
    """Rules 4 and 5: the earliest of the levels' last informative tests, None where one has none;
    without a molecular part "observed until", where that is beyond the origin."""
    if search.origin >= patient.observed_until:
        return None
    days = [days_in(search.span, level, patient, definition) for level in outcome.levels]
    if not all(days):
        return None
    return min((of_level[-1][0] for of_level in days), default=patient.observed_until)


def from_origin(
    patient: Patient, search: Search, outcome: Outcome, definition: OracleDefinition
) -> Time:
    """Rules 3 to 6."""
    last = last_known(patient, search, outcome, definition)
    if last is None:
        return LEFT_OUT
    event = earliest_of(outcome.endpoint, patient, search, definition)
    rival = earliest_of(outcome.rivals, patient, search, definition)
    if event and (rival is None or event <= rival):
        return "event", days_between(search.origin, event)
    if rival:
        return "competing", days_between(search.origin, rival)
    return "censored", days_between(search.origin, last)


def from_landmark(time: Time, landmark: int) -> Time:
    """Rule 7: whoever has left by that day is left out, the others' times count from it."""
    state, days = time
    if days is None or days <= landmark:
        return LEFT_OUT
    return state, days - landmark


def times(
    patient: Patient,
    definition: OracleDefinition,
    subject: Subject,
    outcome: Outcome,
    landmark: int | None = None,
) -> Time:
    """The state, and the time in days, of one row of the population."""
    assert subject.index is not None
    search = search_of(patient, subject.index, outcome)
    if search is None:
        return LEFT_OUT
    time = from_origin(patient, search, outcome, definition)
    return time if landmark is None else from_landmark(time, landmark)


def members(definition: OracleDefinition, lake: Lake) -> list[tuple[Patient, Subject]]:
    """The rows of the population for which the whole definition is met."""
    return [
        (patient, subject)
        for patient in patients_of(lake)
        for subject in subjects(definition, patient)
        if all_of(step.answer(patient, subject, definition) for step in definition.steps)
    ]
