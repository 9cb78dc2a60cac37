"""`and`, `or`, `not` (§6), by Kleene's rules, and how a person writes them."""

from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from .attributes import Age, Diagnosed, PhaseAtDiagnosis, Sex
from .cells import Evidence, evidenced
from .criterion import Criterion, OracleDefinition, Subject
from .kleene import Answer3, all_of, any_of, opposite
from .patients import Patient
from .responses import AnyResponse, ResponseState, SustainedResponse

# criteria of which no word could be taken for part of a list, so that `or` needs no parentheses
NO_LISTS = (Age, AnyResponse, Diagnosed, PhaseAtDiagnosis, ResponseState, Sex, SustainedResponse)


@runtime_checkable
class Deniable(Protocol):
    """A criterion with a `no` or `never` form of its own."""

    def denied(self) -> str: ...


def grouped(criterion: Criterion) -> str:
    """In parentheses unless it is one criterion without a list."""
    return criterion.text() if isinstance(criterion, NO_LISTS) else f"({criterion.text()})"


@dataclass(frozen=True)
class And:
    parts: tuple[Criterion, ...]

    @property
    def needs_index(self) -> bool:
        return any(part.needs_index for part in self.parts)

    def text(self) -> str:
        return " and ".join(grouped(part) for part in self.parts)

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        return all_of(part.answer(patient, subject, definition) for part in self.parts)


@dataclass(frozen=True)
class Or:
    parts: tuple[Criterion, ...]

    @property
    def needs_index(self) -> bool:
        return any(part.needs_index for part in self.parts)

    def text(self) -> str:
        return " or ".join(grouped(part) for part in self.parts)

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        return any_of(part.answer(patient, subject, definition) for part in self.parts)


@dataclass(frozen=True)
class Not:
    """`no …` or `never …` where the criterion has such a form and it is asked for, else `not`."""

    part: Criterion
    denied: bool = False

    @property
    def needs_index(self) -> bool:
        return self.part.needs_index

    def text(self) -> str:
        if self.denied and isinstance(self.part, Deniable):
            return self.part.denied()
        return f"not {grouped(self.part)}"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        return opposite(self.part.answer(patient, subject, definition))

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """That of the criterion, whatever the answer."""
        return evidenced(self.part).evidence(patient, subject, definition)


def listed(criterion: Criterion) -> str:
    """In a list between semicolons only a nest needs parentheses."""
    return f"({criterion.text()})" if isinstance(criterion, And | Or) else criterion.text()


@dataclass(frozen=True)
class AtLeast:
    """`at least 2 of (A; B; C)` counts, by Kleene's rules."""

    number: int
    parts: tuple[Criterion, ...]

    @property
    def needs_index(self) -> bool:
        return any(part.needs_index for part in self.parts)

    def text(self) -> str:
        return f"at least {self.number} of ({'; '.join(listed(part) for part in self.parts)})"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        answers = [part.answer(patient, subject, definition) for part in self.parts]
        if answers.count(True) >= self.number:
            return True
        return None if answers.count(True) + answers.count(None) >= self.number else False


@dataclass(frozen=True)
class InDefinition:
    """`in euro-ski`: another definition with its own option, judged at this one's index."""

    name: str
    needs_index: bool = False  # what it names may need one: the generator sees to that

    def text(self) -> str:
        return f"in {self.name}"

    def denied(self) -> str:
        return f"not in {self.name}"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        other = definition.library[self.name]
        judged = replace(other, index=definition.index, library=definition.library)
        return all_of(step.answer(patient, subject, judged) for step in judged.steps)
