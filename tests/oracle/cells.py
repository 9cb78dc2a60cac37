"""The evidence of docs/evidence.md: the cells that stand beside each answer."""

from collections.abc import Iterable, Sized
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol, runtime_checkable

from .criterion import Criterion, OracleDefinition, Subject
from .evaluation import Key, subjects
from .patients import Lake, Patient, patients_of


@dataclass(frozen=True)
class Evidence:
    """None is an empty cell; of `unverified`, that depth is no matter of the criterion."""

    first_day: date | None = None
    last_day: date | None = None
    days: int | None = None
    tests: int | None = None
    value: Decimal | None = None
    unverified: bool | None = None  # whether `basis` says "depth not verified"


NOTHING = Evidence()
NO_RESPONSE = Evidence(unverified=False)  # what rests on no test rests on no unverified one


@runtime_checkable
class Evidenced(Protocol):
    """A criterion with a row in docs/evidence.md."""

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence: ...


def on_day(day: date | None) -> Evidence:
    """One day is both the first and the last."""
    return Evidence(day, day)


def spanning(days: Iterable[date]) -> Evidence:
    """The first and the last of the days; empty where there are none."""
    known = list(days)
    return Evidence(min(known), max(known)) if known else NOTHING


def counted(records: Sized) -> int | None:
    """How many; a cell is empty where there is no such record, so a count of none is no 0."""
    return len(records) or None


def evidenced(criterion: Criterion) -> Evidenced:
    if not isinstance(criterion, Evidenced):
        raise TypeError(f"docs/evidence.md has no row for `{criterion.text()}`")
    return criterion


def evidence(definition: OracleDefinition, lake: Lake) -> dict[Key, tuple[Evidence, ...]]:
    """The evidence of every step, each a criterion or its `no` or `not`, for every row of the
    population."""
    return {
        (patient.patient_id, subject.index, subject.ordinal): tuple(
            evidenced(step).evidence(patient, subject, definition) for step in definition.steps
        )
        for patient in patients_of(lake)
        for subject in subjects(definition, patient)
    }
