"""Directions that the literature reports (docs/domain.md §5) are those of the simulation."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest

OUTCOME = """WITH attempts AS (SELECT patient_id, min(stop_date) AS i FROM tfr_attempts
        GROUP BY patient_id),
    outcome AS (SELECT patient_id, i, patient_id IN (SELECT patient_id FROM events
        WHERE reason = 'molecular recurrence') AS recurs FROM attempts) """


@pytest.fixture(scope="module")
def large(loaded: Callable[[int, int], duckdb.DuckDBPyConnection]) -> duckdb.DuckDBPyConnection:
    """Large enough for differences that are there to be seen, whatever the seed."""
    return loaded(12_000, 21)


def answer(lake: duckdb.DuckDBPyConnection, query: str) -> dict[object, float]:
    return dict(lake.execute(query).fetchall())


def test_recurrence_rises_with_sokal(large: duckdb.DuckDBPyConnection) -> None:
    share = answer(
        large,
        OUTCOME
        + """SELECT sokal_reported, avg(recurs::INTEGER) FROM outcome
        JOIN patients USING (patient_id) GROUP BY ALL""",
    )
    assert share["low"] < share["intermediate"] < share["high"]


def test_who_stays_free_has_more_nk_cells_and_fewer_cd86_dendritic_cells(
    large: duckdb.DuckDBPyConnection,
) -> None:
    for marker, more in (("CD56dim NK cells", False), ("CD86+ pDC", True)):
        mean = answer(
            large,
            OUTCOME
            + f"""SELECT recurs, avg(value::DOUBLE) FROM outcome JOIN labs
            USING (patient_id) WHERE marker = '{marker}' GROUP BY ALL""",
        )
        assert (mean[True] > mean[False]) is more


def test_most_recurrences_come_within_six_months(large: duckdb.DuckDBPyConnection) -> None:
    early = answer(
        large,
        OUTCOME
        + """SELECT TRUE, avg((first_restart - i < 230)::INTEGER) FROM outcome
        JOIN (SELECT patient_id, min(event_date) AS first_restart FROM events
            WHERE reason = 'molecular recurrence' GROUP BY ALL) USING (patient_id)""",
    )
    assert 0.5 < early[True] < 0.9


def test_response_is_deeper_with_low_elts(large: duckdb.DuckDBPyConnection) -> None:
    depth = answer(
        large,
        """SELECT elts_reported, avg((value <= 0.1)::INTEGER) FROM molecular
        JOIN patients USING (patient_id) WHERE operator = '='
        AND test_date - diagnosis_date BETWEEN 330 AND 460 GROUP BY ALL""",
    )
    assert depth["low"] > depth["intermediate"] > depth["high"]


def test_assays_become_deeper(large: duckdb.DuckDBPyConnection) -> None:
    copies = answer(
        large,
        """SELECT year(test_date) >= 2015, median(reference_copies) FROM molecular
        WHERE reference_gene = 'ABL1' GROUP BY ALL""",
    )
    assert copies[True] > copies[False]


def test_nearly_all_regain_mmr_after_a_restart(large: duckdb.DuckDBPyConnection) -> None:
    regained = answer(
        large,
        """SELECT TRUE, avg(better::INTEGER) FROM (SELECT e.patient_id, bool_or(coalesce(
            value <= 0.1, NOT detected, reported_level IS NOT NULL)) AS better
        FROM events e JOIN molecular m ON m.patient_id = e.patient_id
            AND m.test_date BETWEEN e.event_date + 150 AND e.event_date + 900
        WHERE reason = 'molecular recurrence' GROUP BY ALL)""",
    )
    assert regained[True] > 0.9
