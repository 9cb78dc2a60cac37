"""Random definitions with an index, an endpoint after it, and a landmark."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from .attributes import COUNTRIES, Country
from .criterion import OracleDefinition
from .definitions import CASES, draw_option, random_definition
from .evaluation import INDEXES
from .lake import random_lake
from .lake_times import with_coincidences
from .outcomes import Outcome, random_outcome
from .patients import Lake
from .quantities import duration
from .situations import Asked
from .times import members

LANDMARKS = (None, None, duration(3, "months").days, 182)
EVERYBODY = Country(tuple(sorted(set(COUNTRIES.values()))))
ATTEMPTS = tuple(name for name in INDEXES if name.endswith("attempt"))


@dataclass(frozen=True)
class Question:
    """What is asked of a lake."""

    definition: OracleDefinition
    outcome: Outcome
    landmark: int | None  # in days

    def asked(self, lake: Lake) -> Iterator[Asked]:
        """Of every member."""
        for patient, subject in members(self.definition, lake):
            yield Asked(patient, self.definition, subject, self.outcome, self.landmark)


def everybody(rng: random.Random) -> OracleDefinition:
    """Who has the index, mostly an attempt."""
    index = rng.choice(ATTEMPTS if rng.random() < 0.7 else [name for name in INDEXES if name])
    return OracleDefinition((EVERYBODY,), index, draw_option(rng))


def indexed_definition(rng: random.Random) -> OracleDefinition:
    """Any definition with an index; as often one that everybody meets, for few meet the others."""
    if rng.random() < 0.5:
        return everybody(rng)
    while not (drawn := random_definition(rng, list(CASES))).index:
        pass
    return drawn


def random_question(rng: random.Random) -> Question:
    return Question(indexed_definition(rng), random_outcome(rng), rng.choice(LANDMARKS))


def eventful_lake(rng: random.Random, patients: int) -> Lake:
    """Two of three with coincidences."""
    lake = random_lake(rng, patients)
    return with_coincidences(rng, lake) if rng.random() < 0.67 else lake
