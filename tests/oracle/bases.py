"""The `basis` of docs/evidence.md, where that page settles what it says."""

from typing import Protocol, runtime_checkable

from .cells import Evidence, evidenced
from .criterion import Criterion, OracleDefinition, Subject
from .evaluation import Key, subjects
from .nests import Not
from .patients import Lake, Patient, patients_of

EMPTY = ""
NOT_VERIFIED = "depth not verified"


@runtime_checkable
class Based(Protocol):
    """A criterion whose basis is more than what follows from its other cells."""

    def basis(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> str | None: ...


def basis_of_cells(shown: Evidence) -> str | None:
    """Of a response, whether it rests on unverified tests; of another criterion, that it is empty
    where nothing was found."""
    if shown.unverified is not None:
        return NOT_VERIFIED if shown.unverified else EMPTY
    return EMPTY if shown.first_day is None else None


def basis(
    step: Criterion, patient: Patient, subject: Subject, definition: OracleDefinition
) -> str | None:
    """That of a criterion or its `no` or `not`. An empty cell is "", and None where the page
    leaves the words open."""
    part = step.part if isinstance(step, Not) else step
    if isinstance(part, Based):
        return part.basis(patient, subject, definition)
    return basis_of_cells(evidenced(part).evidence(patient, subject, definition))


def bases(definition: OracleDefinition, lake: Lake) -> dict[Key, tuple[str | None, ...]]:
    """The basis of every step for every row of the population."""
    return {
        (patient.patient_id, subject.index, subject.ordinal): tuple(
            basis(step, patient, subject, definition) for step in definition.steps
        )
        for patient in patients_of(lake)
        for subject in subjects(definition, patient)
    }
