"""Recurrence-free share after the first stop, measured from the tables of a registry.

Kaplan-Meier over first attempts: the event is the first day with a test above 0.1 % IS after the
stop and up to the restart; without one, the last day with a test that says something about 0.1 %
ends the observation. A patient without such a test is left out (docs/semantics.md §8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tfrq.ingest.synth.draws import NEVER, Days, Flags

_LONGEST = 366 * 60
_MONTHS = {6: 182, 24: 730, 36: 1095}
_LEVELS_AT_MMR = ("MR3", "MR4", "MR4.5", "MR5")


class RecurrenceTally:
    """Events and ends of observation by day since the stop; memory does not grow with patients."""

    def __init__(self) -> None:
        self._events = np.zeros(_LONGEST, dtype=np.int64)
        self._observed = np.zeros(_LONGEST, dtype=np.int64)

    def add(self, tables: Mapping[str, Any]) -> None:
        """Count the first attempts of some patients, all of whose rows are in `tables`."""
        ids, stop = _first_stops(tables["tfr_attempts"])
        until = _restarts(ids, stop, tables)
        event, last = _followed(ids, stop, until, tables["molecular"])
        happened = event < NEVER
        seen = last > stop
        np.add.at(self._events, (event - stop)[happened], 1)
        end = np.where(happened, event, last)
        np.add.at(self._observed, (end - stop)[seen], 1)

    @property
    def attempts(self) -> int:
        """First attempts with at least one test after the stop."""
        return int(self._observed.sum())

    def percent(self) -> dict[int, float]:
        """Share without recurrence in per cent by months after the stop."""
        at_risk = self._observed[::-1].cumsum()[::-1]
        curve = np.cumprod(1 - self._events / np.maximum(at_risk, 1))
        return {months: float(100 * curve[day]) for months, day in _MONTHS.items()}


def recurrence_free(pieces: Iterable[Mapping[str, Any]]) -> dict[int, float]:
    """Per cent without recurrence at 6, 24 and 36 months, from the tables of patient-disjoint
    pieces of a registry (by name, as SiteTables.tables)."""
    tally = RecurrenceTally()
    for tables in pieces:
        tally.add(tables)
    return tally.percent()


def _days(column: Any) -> Days:
    whole = pc.cast(column, pa.int32()).combine_chunks()
    return np.asarray(pc.fill_null(whole, NEVER).to_numpy(zero_copy_only=False), dtype=np.int64)


def _ids(table: Any) -> Days:
    return np.asarray(table["patient_id"].to_numpy(), dtype=np.int64)


def _first_stops(attempts: Any) -> tuple[Days, Days]:
    ids, first = np.unique(_ids(attempts), return_inverse=True)
    stop = np.full(len(ids), NEVER)
    np.minimum.at(stop, first, _days(attempts["stop_date"]))
    return ids, stop


def _restarts(ids: Days, stop: Days, tables: Mapping[str, Any]) -> Days:
    """First day on a TKI again, by a treatment or by an event."""
    treatments, events = tables["treatments"], tables["events"]
    treatments = treatments.filter(pc.is_valid(treatments["line_number"]))
    events = events.filter(pc.equal(events["event"], "restart"))
    until = np.full(len(ids), NEVER)
    if not len(ids):
        return until
    for table, column in ((treatments, "start_date"), (events, "event_date")):
        row, known = _find(ids, _ids(table))
        day = _days(table[column])
        after = known & (day > stop[row])
        np.minimum.at(until, row[after], day[after])
    return until


def _find(ids: Days, wanted: Days) -> tuple[Days, Flags]:
    """Places of identifiers in the sorted `ids`, and whether they are there."""
    if not len(ids):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    row = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return row, np.asarray(ids[row] == wanted)


def _followed(ids: Days, stop: Days, until: Days, molecular: Any) -> tuple[Days, Days]:
    """Day of recurrence (NEVER: none) and last informative day (0: none) of each attempt."""
    row, known = _find(ids, _ids(molecular))
    day = _days(molecular["test_date"])
    fails, meets = _answers(molecular)
    event, last = np.full(len(ids), NEVER), np.zeros(len(ids), dtype=np.int64)
    counted = known & (day > stop[row]) & (day <= until[row]) if len(ids) else known
    np.minimum.at(event, row[counted & fails], day[counted & fails])
    informative = counted & (fails | meets)
    np.maximum.at(last, row[informative], day[informative])
    return event, last


def _answers(tests: Any) -> tuple[Flags, Flags]:
    """Which tests show more than 0.1 % IS, and which show that it is no more."""
    mmr = pa.scalar(Decimal("0.1000000"), pa.decimal128(12, 7))
    on_scale = _true(pc.equal(tests["scale"], "IS"))
    value = tests["value"]
    is_zero = _true(pc.equal(value, pa.scalar(Decimal(0), pa.decimal128(12, 7))))
    not_detected = _true(pc.equal(tests["detected"], False))
    not_detected |= is_zero & ~_true(tests["detected"])
    exact = _true(pc.equal(tests["operator"], "="))
    lower = _true(pc.is_in(tests["operator"], pa.array([">", ">="])))
    upper = _true(pc.is_in(tests["operator"], pa.array(["<", "<="])))
    fails = exact & _true(pc.greater(value, mmr))
    fails |= lower & _true(pc.greater_equal(value, mmr))
    small = _true(pc.less_equal(value, mmr)) & (exact & ~is_zero | upper)
    small |= _true(pc.is_in(tests["reported_level"], pa.array(_LEVELS_AT_MMR)))
    return on_scale & fails & ~not_detected, (on_scale & small) | not_detected


def _true(column: Any) -> Flags:
    return np.asarray(pc.fill_null(column, False).to_numpy(zero_copy_only=False), dtype=bool)
