"""Counts along every axis that is no place, against plain Python on generated lakes: no code is
shared with the SQL."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import pytest

from tests.oracle import OracleDefinition, random_lake
from tests.oracle.attributes import RiskScore
from tests.oracle.criterion import Subject
from tests.oracle.evaluation import subjects
from tests.oracle.patients import TKIS, Patient, patients_of
from tests.property.differential import connection
from tfrq import language
from tfrq.cohort import axes, trees
from tfrq.sql import compile_strata

INDEXES = ("", "first TFR attempt", "each TFR attempt", "data cut")
STATES = ("age", "drug", "year")  # of one index of a patient
COLUMNS = ("without_index", "met", "not_met", "not_assessable")


def one_of(values: set[str]) -> str:
    """The only one, "several" where there are more."""
    return "several" if len(values) > 1 else next(iter(values), "unknown")


def age(patient: Patient, found: list[Subject]) -> str:
    day = (found[0].index if found else None) or patient.row["diagnosis_date"]
    born: Any = patient.row["birth_year"]
    if day is None or born is None:
        return "unknown"
    years = day.year - born
    return "<40" if years < 40 else "40–59" if years < 60 else "60+"


def drug(patient: Patient, found: list[Subject]) -> str:
    """The TKI on at the day, else the one stopped last."""
    if not found:
        return "no index"
    day = found[0].index or patient.observed_until
    taken = [row for row in patient.treatments if row.is_tki and row.start <= day]
    running = {row.drug for row in taken if row.stop is None or day < row.stop}
    stops = [row.stop for row in taken if row.stop and row.stop <= day]
    return one_of(running or {row.drug for row in taken if stops and row.stop == max(stops)})


def first_line(patient: Patient, _: list[Subject]) -> str:
    return one_of({row.drug for row in patient.treatments if row.line == 1 and row.drug in TKIS})


def risk(score: str) -> Callable[[Patient, list[Subject]], str]:
    def group(patient: Patient, _: list[Subject]) -> str:
        asked = OracleDefinition((), "")
        groups = ("low", "intermediate", "high")
        held = [g for g in groups if RiskScore(score, (g,)).answer(patient, Subject(), asked)]
        return one_of(set(held))

    return group


def transcript(patient: Patient, _: list[Subject]) -> str:
    listed: Any = patient.row["transcripts"]
    return one_of(set(listed or ()))


def year(_: Patient, found: list[Subject]) -> str:
    return str(found[0].index.year) if found and found[0].index else "no index"


STRATUM: dict[str, Callable[[Patient, list[Subject]], str]] = {
    "age": age,
    "drug": drug,
    "first-line": first_line,
    "sokal": risk("Sokal"),
    "elts": risk("ELTS"),
    "transcript": transcript,
    "year": year,
}


def expected(lake: Any, axis: str, index: str) -> dict[str, tuple[int, ...]]:
    """Per stratum: patients, those without index, and the rows by sex known and female or not."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for patient in patients_of(lake):
        rows = subjects(OracleDefinition((), index), patient)
        cells = found[STRATUM[axis](patient, rows)]
        sex = patient.row["sex"]
        answer = "not_assessable" if sex is None else "met" if sex == "female" else "not_met"
        cells["patients"] += 1
        cells[answer if rows else "without_index"] += max(1, len(rows))
    return {
        name: (cells["patients"], *(cells[column] for column in COLUMNS))
        for name, cells in found.items()
    }


def combinations() -> list[tuple[str, str]]:
    return [
        (axis, index)
        for axis in axes.AXES
        for index in INDEXES
        if not (axis in STATES and index == "each TFR attempt")
        and not (axis == "year" and not index)
    ]


@pytest.fixture(scope="module", params=[2])
def lake(request: pytest.FixtureRequest) -> Any:
    return random_lake(random.Random(request.param), 100)


@pytest.mark.parametrize(("axis", "index"), combinations())
def test_strata_are_those_of_plain_python(lake: Any, axis: str, index: str) -> None:
    query = compile_strata(language.parse("female", index=index), axis)
    with connection(lake) as opened:
        rows = opened.execute(query.sql).fetchall()
    counted = {row[0]: row[1:6] for row in rows}
    assert counted == expected(lake, axis, index)
    assert set(counted) <= set(trees.of_axis(axis, 2025).leaves())
    assert len(counted) > 1
    # The rarest stratum on a real lake, and the one that is easiest to get wrong.
    assert ("several" in counted) == (axis in ("drug", "first-line", "transcript"))
