"""No false alarm: whatever is said of two criteria is so for every patient of a lake."""

from __future__ import annotations

from itertools import product

import pytest

from tests.unit.cohort.test_checking import found
from tfrq import api, language, model
from tfrq.cohort import members
from tfrq.lake import open_lake

ANSWERS = ("met", "not-met", "not-assessable")
INDEX = "first TFR attempt"
CRITERIA = (
    "MR4 for >= 2 years",
    "MR4 for >= 1 year",
    "MR4 for < 3 years",
    "MR4 for 1-2 years",
    "MR4 for >= 2 years before index",
    "MR4 for < 1 year before index",
    "MR4 for >= 2 years (tests >= 4, spacing >= 12 weeks)",
    "MR4.5 at index",
    "MR4 at index",
    "MMR at index",
    "BCR::ABL1 > 0.0032 % at index",
    "BCR::ABL1 > 0.001 % at index",
    "BCR::ABL1 > 0.1 % at index",
    "BCR::ABL1 < 0.01 % at index",
    "MR4 at 12 months after TKI start",
    "MMR at 12 months after TKI start",
    "BCR::ABL1 > 0.01 % at 12 months after TKI start",
    "BCR::ABL1 > 1 % at 12 months after TKI start",
    "MR4.5 ever",
    "MMR ever",
    "BCR::ABL1 > 10 % ever",
    "BCR::ABL1 > 1 % ever",
    "MR4 within 12 months before index",
    "all tests MR4 within 12 months before index",
    "all tests MR4.5 within 12 months before index",
    "all tests BCR::ABL1 > 0.001 % within 12 months before index",
    "at least 3 tests within 12 months before index",
    "at most 5 tests within 24 months before index",
    "imatinib >= 5 years",
    "imatinib < 3 years",
    "imatinib or nilotinib >= 4 years",
    "nilotinib or imatinib < 5 years",
    "TKI >= 5 years",
    "TKI < 8 years",
    "TKI >= 5 years ever",
    "imatinib >= 5 years (continuous)",
    "TKI >= 3 years (current)",
    "TKI < 5 years (current)",
    "ever imatinib",
    "never nilotinib",
    "dasatinib before index",
    "on TKI at index",
    "at least 2 TKI lines",
    "at most 1 TKI lines",
    "age >= 60",
    "age < 50",
    "age 40-65",
    "female",
    "male",
    "country SE",
    "country SE or DE",
    "typical transcript",
    "transcript e14a2",
    "not transcript e13a2",
    "on interferon at index",
    "ELTS low",
    "ELTS low or intermediate",
    "ELTS intermediate or high",
    "diagnosed 2005-2010",
    "diagnosed >= 2008-06-01",
    "first MR4 >= 3 years before index",
    "followed >= 2 years after index",
    "followed < 3 years after index",
    "no loss of MMR within 12 months after index",
    "haemoglobin >= 120 g/L at diagnosis",
    "haemoglobin < 100 g/L at diagnosis",
)


@pytest.fixture(scope="module")
def of(tmp_path_factory) -> dict[str, list[bool | None]]:
    """Text → the answers of all patients with an attempt, in one order."""
    folder = tmp_path_factory.mktemp("doubts") / "lake"
    api.synthesize(500, 3, folder)
    definition = language.parse(f"at least 1 of ({'; '.join(CRITERIA)})", index=INDEX)
    lake = open_lake(folder)
    tables = [members(lake, definition, answer=answer) for answer in ANSWERS]
    rows = [dict(zip(table.columns, row, strict=True)) for table in tables for row in table.rows]
    nodes = definition.steps[0].items
    # One column for each criterion, however often it stands there, without its "no".
    columns: dict[object, str] = {}
    for node in nodes:
        columns.setdefault(getattr(node, "item", node), f"criterion_{len(columns) + 1}")
    return {
        text: [_answer(row[columns[getattr(node, "item", node)]], node) for row in rows]
        for text, node in zip(CRITERIA, nodes, strict=True)
    }


def _answer(value: bool | None, node: object) -> bool | None:
    return value if value is None or not isinstance(node, model.Not) else not value


def test_what_is_said_of_two_steps_is_so(of):
    told = set()
    for one, other in product(CRITERIA, repeat=2):
        pairs = list(zip(of[one], of[other], strict=True))
        for severity, message in found(f"{one}, {other}"):
            told.add(severity)
            if "nobody can meet both" in message:
                assert (True, True) not in pairs, (one, other)
            elif "excludes nobody after" in message or "asked for twice" in message:
                assert (True, False) not in pairs, (one, other)
    assert told == {"error", "warning"}


def test_what_is_said_of_two_alternatives_is_so(of):
    told = 0
    for one, other in product(CRITERIA, repeat=2):
        pairs = list(zip(of[one], of[other], strict=True))
        for _, message in found(f"({one}) or ({other})"):
            told += 1
            if "excludes nobody" in message or "is never 'not met'" in message:
                assert (False, False) not in pairs, (one, other)
            elif "adds nobody" in message:
                assert (True, False) not in pairs or (False, True) not in pairs, (one, other)
    assert told
