"""The measured share without recurrence, and how near it comes to what was published."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from tfrq import schema
from tfrq.ingest.synth import EURO_SKI, RecurrenceTally, recurrence_free, simulate
from tfrq.ingest.synth.arrow import arrow_schema

STOP = datetime.date(2015, 1, 1)
PLACE = {"country": "SE", "site": "SE01"}


def after(days: int) -> datetime.date:
    return STOP + datetime.timedelta(days=days)


def measured(patient: int, days: int, value: str | None = None, **other: Any) -> dict[str, Any]:
    number = {} if value is None else {"value": Decimal(value), "operator": "="}
    return {"patient_id": patient, "test_date": after(days), "scale": "IS", **number, **other}


def tables(**rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Tables of the schema from rows that name only what matters."""
    return {
        name: pa.Table.from_pylist(
            [PLACE | row for row in rows.get(name, [])], schema=arrow_schema(table)
        )
        for name, table in schema.TABLES.items()
    }


def attempt(patient: int, days: int = 0, number: int = 1) -> dict[str, Any]:
    return {"patient_id": patient, "attempt_number": number, "stop_date": after(days)}


def test_kaplan_meier_on_a_case_done_by_hand() -> None:
    """Four attempts: 1 recurs on day 100 (3/4 left); 2 is seen until day 150; 3 recurs on day 400
    (half of what is left: 3/8); 4 is free on day 1200."""
    molecular = [
        measured(1, 50, "0.1"),
        measured(1, 100, "0.1001"),
        measured(2, 150, detected=False),
        measured(3, 400, "0.5"),
        measured(4, 1200, reported_level="MR4"),
    ]
    found = recurrence_free(
        [tables(tfr_attempts=[attempt(p) for p in (1, 2, 3, 4)], molecular=molecular)]
    )
    assert found == pytest.approx({6: 75.0, 24: 37.5, 36: 37.5})


def test_what_is_not_looked_at() -> None:
    """Tests on the stop's day or after the restart, local values, second attempts."""
    molecular = [
        measured(1, 0, "5"),
        measured(1, 40, "5", scale="local"),
        measured(1, 50, "0.01"),
        measured(1, 90, "5"),
        measured(2, 1100, "0.01"),
    ]
    treatments = [
        {"patient_id": 1, "drug": "imatinib", "line_number": 1, "start_date": after(60)},
        {"patient_id": 2, "drug": "hydroxyurea", "start_date": after(1)},
    ]
    attempts = [attempt(1), attempt(1, 80, 2), attempt(2), attempt(3)]
    tally = RecurrenceTally()
    tally.add(tables(tfr_attempts=attempts, molecular=molecular, treatments=treatments))
    assert tally.attempts == 2
    assert tally.percent() == pytest.approx({6: 100.0, 24: 100.0, 36: 100.0})


def test_a_restart_may_be_an_event_only() -> None:
    events = [{"patient_id": 1, "event": "restart", "event_date": after(60)}]
    molecular = [measured(1, 50, "0.01"), measured(1, 90, "5"), measured(2, 100, "0.01")]
    found = recurrence_free(
        [tables(tfr_attempts=[attempt(1), attempt(2)], molecular=molecular, events=events)]
    )
    assert found[6] == pytest.approx(100.0)


def test_a_lower_bound_shows_recurrence_and_an_upper_bound_none() -> None:
    molecular = [measured(1, 30, "10", operator=">"), measured(2, 300, "0.0069", operator="<")]
    found = recurrence_free([tables(tfr_attempts=[attempt(1), attempt(2)], molecular=molecular)])
    assert found[6] == pytest.approx(50.0)


def test_pieces_add_up_to_the_whole() -> None:
    pieces = [piece.tables for piece in simulate(2_000, 1)]
    whole = {name: pa.concat_tables([p[name] for p in pieces]) for name in schema.TABLES}
    assert recurrence_free(pieces) == pytest.approx(recurrence_free([whole]))


def test_treatments_of_patients_without_an_attempt() -> None:
    treatment = {"patient_id": 1, "line_number": 1, "start_date": after(3)}
    everybody = recurrence_free([tables(treatments=[treatment], molecular=[measured(1, 5)])])
    assert everybody == {6: 100.0, 24: 100.0, 36: 100.0}


def test_no_attempts_is_no_recurrence() -> None:
    assert recurrence_free([tables()]) == {6: 100.0, 24: 100.0, 36: 100.0}


def test_the_simulated_share_is_the_published_one() -> None:
    """20,000 patients make about 5,300 first attempts: a standard error of 0.7 points at most
    (half of each; the square root of 0.25 / 5,300). The model may be off by 3 points less two
    such errors, so that 3 points are never exceeded by chance alone."""
    found = recurrence_free(piece.tables for piece in simulate(20_000, 11))
    assert found.keys() == EURO_SKI.percent.keys()
    for months, published in EURO_SKI.percent.items():
        assert abs(found[months] - published) < 3.0, (months, found[months])
