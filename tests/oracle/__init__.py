"""A plain-Python oracle of docs/semantics.md: slow, obvious, and independent of the engine."""

from .bases import bases
from .cells import Evidence, evidence
from .criterion import OracleDefinition
from .definitions import (
    CASES,
    EVIDENCE,
    STAGE_ONE,
    STAGE_TWO,
    random_criterion_definition,
    random_definition,
)
from .evaluation import Answer, evaluate
from .lake import random_lake
from .lake_results import with_copies_lost

__all__ = [
    "CASES",
    "EVIDENCE",
    "STAGE_ONE",
    "STAGE_TWO",
    "Answer",
    "Evidence",
    "OracleDefinition",
    "bases",
    "evaluate",
    "evidence",
    "random_criterion_definition",
    "random_definition",
    "random_lake",
    "with_copies_lost",
]
