"""Tiny explicit lakes for the hand-worked examples: days are counted from 2010-01-01."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from .cells import Evidence, evidence
from .criterion import Criterion, OracleDefinition
from .evaluation import evaluate
from .kleene import Answer3
from .lake import event_row, patient_row
from .patients import Lake, Row

CUT = 5000


def on(day: int) -> date:
    return date(2010, 1, 1) + timedelta(day)


def sample(
    day: int,
    value: str | None = None,
    operator: str = "=",
    detected: bool | None = None,
    level: str | None = None,
    gene: str | None = "ABL1",
    copies: int | None = 240_000,
    scale: str = "IS",
) -> Row:
    return {
        "patient_id": 1,
        "test_date": on(day),
        "value": None if value is None else Decimal(value),
        "operator": None if value is None else operator,
        "scale": scale,
        "detected": detected,
        "reported_level": level,
        "reference_gene": gene,
        "reference_copies": copies,
    }


def good(*days: int) -> list[Row]:
    """Tests that meet MR4.5."""
    return [sample(day, "0.0032") for day in days]


def bad(*days: int) -> list[Row]:
    """Tests that fail every level but MR1."""
    return [sample(day, "5") for day in days]


def drug(
    name: str, start: int, stop: int | None = None, line: int | None = 1, reason: str | None = None
) -> Row:
    return {
        "patient_id": 1,
        "drug": name,
        "line_number": line,
        "start_date": on(start),
        "stop_date": None if stop is None else on(stop),
        "stop_reason": reason,
    }


def attempt(day: int, deescalation: int | None = None, number: int = 1) -> Row:
    return {
        "patient_id": 1,
        "attempt_number": number,
        "deescalation_date": None if deescalation is None else on(deescalation),
        "stop_date": on(day),
    }


def event(name: str, day: int, mutation: str | None = None) -> Row:
    return {"patient_id": 1, **event_row(name, on(day), mutation)}


def lab(day: int, value: str, unit: str = "10^9/L", marker: str = "NK cells") -> Row:
    return {
        "patient_id": 1,
        "sample_date": on(day),
        "marker": marker,
        "value": Decimal(value),
        "unit": unit,
    }


def lake_of(
    tests: Sequence[Row] = (),
    treatments: Sequence[Row] = (),
    attempts: Sequence[Row] = (),
    events: Sequence[Row] = (),
    labs: Sequence[Row] = (),
    cut: int = CUT,
    **columns: object,
) -> Lake:
    """One patient, with every column of the table missing that is not given."""
    row: Row = dict.fromkeys(patient_row(random.Random(0), on(0)))
    row |= {"patient_id": 1, "site": "SE01", "country": "SE", **columns}
    return {
        "sites": [{"site": "SE01", "country": "SE", "data_cut_date": on(cut)}],
        "patients": [row],
        "treatments": list(treatments),
        "molecular": list(tests),
        "tfr_attempts": list(attempts),
        "events": list(events),
        "labs": list(labs),
    }


def judge(criterion: Criterion, lake: Lake, index: str = "", assumed: str = "") -> Answer3:
    """The answer for the only member of the population."""
    definition = OracleDefinition((criterion,), index, assumed)
    (answer,) = evaluate(definition, lake).values()
    return answer.holds


def shown(criterion: Criterion, lake: Lake, index: str = "", assumed: str = "") -> Evidence:
    """The evidence for the only member of the population."""
    definition = OracleDefinition((criterion,), index, assumed)
    ((cells,),) = evidence(definition, lake).values()
    return cells
