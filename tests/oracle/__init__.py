"""A plain-Python oracle of docs/semantics.md: slow, obvious, and independent of the engine."""

from .criterion import OracleDefinition
from .definitions import CASES, STAGE_ONE, STAGE_TWO, random_definition
from .evaluation import Answer, evaluate
from .lake import random_lake

__all__ = [
    "CASES",
    "STAGE_ONE",
    "STAGE_TWO",
    "Answer",
    "OracleDefinition",
    "evaluate",
    "random_definition",
    "random_lake",
]
