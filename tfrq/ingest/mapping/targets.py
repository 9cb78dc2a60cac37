"""What can be mapped: the columns of the lake's tables as a mapping sees them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tfrq.schema import PATIENT_ID, TABLES, Column

RESULT = "result"
MUTATION = "mutation"
DERIVED = ("line_number", "attempt_number")
# What `result` gives of a test; columns mapped beside it have to agree with it.
BY_RESULT = ("value", "operator", "detected", "reported_level", "scale")
# Texts of which the lake takes any, so that the mapping has to list them.
CODES = ("laboratory", "panel", "gating")
_NOT_MAPPED = {"": ("country", "site"), "labs": ("unit",)}


class Kind(Enum):
    """How a column is read; the value says it in words."""

    PATIENT = "the patient"
    WORD = "a word"
    CODE = "a code"
    TRUTH = "yes or no"
    NUMBER = "a number"
    DATE = "a date"
    YEAR = "a year"
    TRANSCRIPTS = "a set of transcripts"
    RESULT = "a result"


@dataclass(frozen=True)
class Target:
    """A column that can be mapped. `column` is its schema; of `result` there is none."""

    table: str
    name: str
    kind: Kind
    column: Column | None


def targets(table: str) -> dict[str, Target]:
    """The columns of a table that a mapping can name, in the order of the schema."""
    left_out = (*_NOT_MAPPED[""], *_NOT_MAPPED.get(table, ()))
    found = {
        column.name: Target(table, column.name, _kind(column), column)
        for column in TABLES[table].columns
        if column.name not in left_out
    }
    if table == "molecular":
        found[RESULT] = Target(table, RESULT, Kind.RESULT, None)
    return found


def required(table: str, mapped: frozenset[str]) -> tuple[str, ...]:
    """Columns that have to be mapped: the patient, and what may not be null in the lake unless it
    is derived or follows from another column."""
    given = (*DERIVED, *(BY_RESULT if RESULT in mapped else ()))
    return tuple(
        target.name
        for target in targets(table).values()
        if target.column and not target.column.nullable and target.name not in given
    )


def _kind(column: Column) -> Kind:
    if column.name == PATIENT_ID:
        return Kind.PATIENT
    if column.name == "birth_year":
        return Kind.YEAR
    by_type = {"DATE": Kind.DATE, "BOOLEAN": Kind.TRUTH, "VARCHAR[]": Kind.TRANSCRIPTS}
    if column.type == "VARCHAR":
        return Kind.WORD if column.allowed else Kind.CODE
    return by_type.get(column.type, Kind.NUMBER)
