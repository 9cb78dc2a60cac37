"""Line numbers: the convention of docs/domain.md §2.1, case by case and against plain Python."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.ingest.validation.buckets import Record, drug, frames, patient, run, told
from tfrq.ingest.rejects import ROW
from tfrq.ingest.validation.bucket import RECORD
from tfrq.ingest.validation.derivations import LINES_NUMBERED, LINES_REMOVED
from tfrq.ingest.validation.lines import numbered
from tfrq.ingest.validation.validated import Validated

IMA, NIL, DAS, ASC = "imatinib", "nilotinib", "dasatinib", "asciminib"
DAY = date(2010, 1, 1)


def on(name: str, start: int, stop: int | None = None, **changes: Any) -> Record:
    """A row of a drug from one day to another, counted from the first of 2010."""
    ended = None if stop is None else str(DAY + timedelta(days=stop))
    return drug(str(DAY + timedelta(days=start)), ended, name, **changes)


def lines(*rows: Record) -> list[int | None]:
    """The line numbers that rows get, in their order."""
    found = run({"patients": [patient()], "treatments": list(rows)})
    return [line for (line,) in told(found.tables["treatments"].sort(ROW), "line_number")]


@pytest.mark.parametrize(
    ("rows", "numbers"),
    [
        ([on(IMA, 0)], [1]),
        ([on(IMA, 0, 9), on(NIL, 9)], [1, 2]),
        # a change of dose
        ([on(IMA, 0, 9, daily_dose="400"), on(IMA, 9, daily_dose="300")], [1, 1]),
        # an interruption of any length, with the same drug before and after
        ([on(IMA, 0, 9), on(IMA, 3000)], [1, 1]),
        # a return after another drug
        ([on(IMA, 0, 9), on(NIL, 9, 20), on(IMA, 20)], [1, 2, 3]),
        # what is no TKI is no line, and between two rows of a TKI it is no other drug
        ([on("hydroxyurea", 0, 5), on(IMA, 0, 9), on("interferon", 9, 20), on(IMA, 20)],
         [None, 1, None, 1]),
        # the next drug begins before the last one has ended
        ([on(IMA, 0, 12), on(NIL, 9)], [1, 2]),
        # a change of dose while another drug is tried is no return
        ([on(IMA, 0, 50), on(IMA, 50, 100), on(NIL, 45, 60)], [1, 1, 2]),
        # but a stretch of its own is
        ([on(IMA, 0, 50), on(IMA, 52, 100), on(NIL, 45, 60)], [1, 3, 2]),
        # added to a running drug
        ([on(IMA, 0), on(ASC, 9, 20), on(ASC, 40, 50)], [1, 2, 2]),
        # begun together: one line, and a part of it that goes on is no other
        ([on(IMA, 0, 9), on(ASC, 0, 9), on(IMA, 20, 30)], [1, 1, 1]),
        ([on(IMA, 0, 9), on(ASC, 0, 9), on(IMA, 20, 30), on(ASC, 30)], [1, 1, 1, 2]),
        ([on(IMA, 0, 9), on(IMA, 9, 20), on(ASC, 9, 20)], [1, 1, 2]),
        ([on(NIL, 0, 9), on(IMA, 9, 20), on(ASC, 9, 20)], [1, 2, 2]),
    ],
)  # fmt: skip
def test_the_convention(rows: list[Record], numbers: list[int | None]) -> None:
    assert lines(*rows) == numbers


def test_patients_are_numbered_apart() -> None:
    rows = [on(IMA, 0, 9), on(NIL, 9), on(NIL, 0, 9, patient_id=2), on(IMA, 9, patient_id=2)]
    found = run({"patients": [patient(), patient(patient_id=2)], "treatments": rows})
    assert told(found.tables["treatments"].sort(ROW), "line_number") == [(1,), (2,), (1,), (2,)]
    assert found.derived == {LINES_NUMBERED: 4}


def numbers_of(found: Validated) -> list[tuple[Any, ...]]:
    return told(found.tables["treatments"].sort(ROW), "line_number")


def test_a_site_s_own_numbers_stay_where_it_gave_them_all() -> None:
    rows = [on(IMA, 0, 9, line_number=2), on("hydroxyurea", 0, 9), on(IMA, 9, line_number=3)]
    found = run({"patients": [patient()], "treatments": rows})
    assert numbers_of(found) == [(2,), (None,), (3,)]
    assert found.derived == {}


def test_where_it_gave_some_all_are_derived_and_those_it_gave_are_listed() -> None:
    rows = [on(IMA, 0, 9, line_number=4), on(NIL, 9)]
    found = run({"patients": [patient()], "treatments": rows})
    assert numbers_of(found) == [(1,), (2,)]
    assert told(found.warnings, "row", "rule", "value") == [(2, "incomplete numbers", "4")]
    assert found.derived == {LINES_NUMBERED: 2}


def test_what_is_no_tki_loses_its_number() -> None:
    rows = [on("interferon", 0, 9, line_number=1), on(IMA, 9, line_number=2)]
    found = run({"patients": [patient()], "treatments": rows})
    assert numbers_of(found) == [(None,), (2,)]
    assert found.derived == {LINES_REMOVED: 1}


def plainly(rows: list[Record]) -> list[int]:
    """The same in plain Python, for the rows of one patient."""
    spans = [(row["drug"], row["start_date"], row["stop_date"] or str(date.max)) for row in rows]
    begun = [_beginning(span, spans) for span in spans]
    line, before, of_day = 0, {"nothing yet"}, {}
    for day in sorted(set(begun)):
        drugs = {span[0] for span, first in zip(spans, begun, strict=True) if first == day}
        line += not drugs <= before
        of_day[day], before = line, drugs
    return [of_day[first] for first in begun]


def _beginning(span: tuple[str, str, str], spans: list[tuple[str, str, str]]) -> str:
    """First day of the stretch: back from row to row of the drug while one reaches this far."""
    first = span[1]
    while True:
        reaching = [s for d, s, e in spans if d == span[0] and s <= first <= e]
        if min(reaching) == first:
            return first
        first = min(reaching)


@st.composite
def treatment_rows(draw: st.DrawFn) -> list[Record]:
    start = draw(st.integers(0, 20))
    length = draw(st.one_of(st.none(), st.integers(1, 8)))
    name = draw(st.sampled_from([IMA, NIL, DAS]))
    return [on(name, start, None if length is None else start + length)]


@settings(max_examples=200)
@given(st.lists(st.lists(treatment_rows(), min_size=1, max_size=7), min_size=1, max_size=3))
def test_vectorised_and_plain_agree(patients: list[list[list[Record]]]) -> None:
    by_patient = [[row for rows in those for row in rows] for those in patients]
    expected = [line for rows in by_patient for line in plainly(rows)]
    records = [
        row | {"patient_id": number} for number, rows in enumerate(by_patient) for row in rows
    ]
    rows = frames({"treatments": records})["treatments"].with_row_index(RECORD)
    found = numbered(rows.reverse()).sort(RECORD)
    assert found.get_column("line_number").to_list() == expected
