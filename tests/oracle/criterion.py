"""What every criterion is, and the definition that holds them."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from .kleene import Answer3
from .patients import Attempt, Patient
from .spelling import respelled

DENIAL = re.compile(r"(no|not|never) ")
PERIOD = re.compile(r"\b(ever|at|before|after)\b")


@dataclass(frozen=True)
class Subject:
    """One row of the population: the index date, and the attempt where the index is one."""

    index: date | None = None
    ordinal: int = 1
    attempt: Attempt | None = None


class Criterion(Protocol):
    @property
    def needs_index(self) -> bool:
        """Without an index this criterion is an error (§2)."""

    def text(self) -> str: ...

    def answer(
        self, patient: Patient, subject: Subject, definition: "OracleDefinition"
    ) -> Answer3: ...


class Case(Protocol):
    """A class of criteria that random definitions draw from."""

    def draw(self, rng: random.Random) -> Criterion: ...


@dataclass(frozen=True)
class OracleDefinition:
    steps: tuple[Criterion, ...]
    index: str = ""
    assume_undetectable: str = ""
    spelling: int | None = None  # seed of the synonyms and letter case; None: as in the page
    library: "Mapping[str, OracleDefinition]" = field(default_factory=dict, hash=False)
    # every definition that `in NAME` names, also from within another one

    @property
    def text(self) -> str:
        texts: list[str] = []
        for step in self.steps:
            texts.append(after(texts, step.text()))
        return respelled(", ".join(texts), self.spelling)


def after(earlier: list[str], text: str) -> str:
    """An event without a period after a `no` could be meant to be denied as well, and is refused:
    there what says nothing of its period stands in parentheses."""
    denied = any(DENIAL.match(one) for one in earlier)
    clear = DENIAL.match(text) or PERIOD.search(text) or text.startswith("(")
    return f"({text})" if denied and not clear else text
