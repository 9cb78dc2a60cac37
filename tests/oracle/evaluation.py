"""The population of an index (§2), and the answers of a definition for each member (§3)."""

from dataclasses import dataclass
from datetime import date

from .criterion import OracleDefinition, Subject
from .kleene import Answer3, all_of
from .levels import CUTOFFS, informative_days, named
from .patients import Attempt, Lake, Patient, patients_of

INDEXES = (
    "",
    "diagnosis",
    "TKI start",
    "first TFR attempt",
    "second TFR attempt",
    "third TFR attempt",
    "last TFR attempt",
    "each TFR attempt",
    "first de-escalation",
    *(f"first {level}" for level in CUTOFFS),
    "data cut",
)

Key = tuple[int, date | None, int]


@dataclass(frozen=True)
class Answer:
    steps: tuple[Answer3, ...]

    @property
    def holds(self) -> Answer3:
        """A comma is `and`: Kleene's and of the steps."""
        return all_of(self.steps)


def numbered_attempts(patient: Patient) -> list[tuple[int, Attempt]]:
    return list(enumerate(patient.attempts, start=1))


def chosen_attempts(index: str, patient: Patient) -> list[tuple[int, Attempt]]:
    attempts = numbered_attempts(patient)
    return {
        "first TFR attempt": attempts[:1],
        "second TFR attempt": attempts[1:2],
        "third TFR attempt": attempts[2:3],
        "last TFR attempt": attempts[-1:],
        "each TFR attempt": attempts,
    }[index]


def first_response(index: str, patient: Patient, assumed: str) -> date | None:
    """`first MR4.5`: the first day that meets the level."""
    days = informative_days(patient.tests, named(index.removeprefix("first ")), assumed)
    return next((day for day, meets in days if meets), None)


def index_date(definition: OracleDefinition, patient: Patient) -> date | None:
    """The date of an index that is no attempt."""
    if definition.index == "diagnosis":
        return patient.diagnosis
    if definition.index == "TKI start":
        return patient.tki_start
    if definition.index == "first de-escalation":
        return patient.first_deescalation
    if definition.index == "data cut":
        return patient.observed_until if patient.eligible_today else None
    return first_response(definition.index, patient, definition.assume_undetectable)


def subjects(definition: OracleDefinition, patient: Patient) -> list[Subject]:
    """One row per patient, or per attempt; none without the index event."""
    if not definition.index:
        return [Subject()]
    if definition.index.endswith("TFR attempt"):
        each = definition.index == "each TFR attempt"
        return [
            Subject(attempt.first_day, number if each else 1, attempt)
            for number, attempt in chosen_attempts(definition.index, patient)
        ]
    day = index_date(definition, patient)
    return [] if day is None else [Subject(day)]


def evaluate(definition: OracleDefinition, lake: Lake) -> dict[Key, Answer]:
    """The answer to every step for every row of the population."""
    return {
        (patient.patient_id, subject.index, subject.ordinal): Answer(
            tuple(step.answer(patient, subject, definition) for step in definition.steps)
        )
        for patient in patients_of(lake)
        for subject in subjects(definition, patient)
    }
