"""A plain-Python oracle of docs/semantics.md: slow, obvious, and independent of the engine."""

from .asking import Question, eventful_lake, random_question
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
from .outcomes import Outcome, random_outcome
from .times import Time, times

__all__ = [
    "CASES",
    "EVIDENCE",
    "STAGE_ONE",
    "STAGE_TWO",
    "Answer",
    "Evidence",
    "OracleDefinition",
    "Outcome",
    "Question",
    "Time",
    "bases",
    "evaluate",
    "eventful_lake",
    "evidence",
    "random_criterion_definition",
    "random_definition",
    "random_lake",
    "random_outcome",
    "random_question",
    "times",
    "with_copies_lost",
]
