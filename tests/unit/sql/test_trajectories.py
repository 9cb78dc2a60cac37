"""One value of each patient and band: which day, which value, and until when."""

from __future__ import annotations

import datetime
from decimal import Decimal

import duckdb
import pytest
import sqlglot

from tests.property.differential import connection
from tfrq import language, schema
from tfrq.errors import DefinitionError
from tfrq.sql.trajectories import DayBand, Groups, Measure, compile_trajectory

INDEX = datetime.date(2020, 1, 1)
DIAGNOSIS = datetime.date(2010, 1, 1)
NK = Measure("NK cells", "10^9/L")
BEFORE, AFTER = DayBand(1, -92, 0), DayBand(2, 0, 90)
DEFINITION = language.parse("age >= 18", index="first TFR attempt")
LOSS = Groups(language.parse_endpoint("loss of MMR"), 365, "event", "free", "unclear", "others")


def day(offset: int) -> datetime.date:
    return INDEX + datetime.timedelta(days=offset)


def lake(*rows: tuple[str, dict[str, object]]) -> duckdb.DuckDBPyConnection:
    """One patient who stopped on INDEX, with these rows besides."""
    who: dict[str, object] = {"country": "SE", "site": "SE01", "patient_id": 1}
    tables: dict[str, list[dict[str, object]]] = {table: [] for table in schema.TABLES}
    tables["sites"].append(
        {"country": "SE", "site": "SE01", "status": "finalised", "data_cut_date": day(1500)}
    )
    tables["patients"].append({**who, "birth_year": 1960, "diagnosis_date": DIAGNOSIS})
    tables["treatments"].append(
        {
            **who,
            "line_number": 1,
            "drug": "imatinib",
            "start_date": DIAGNOSIS,
            "stop_date": INDEX,
            "stop_reason": "TFR attempt",
        }
    )
    tables["tfr_attempts"].append({**who, "attempt_number": 1, "stop_date": INDEX})
    for table, row in rows:
        tables[table].append({**who, **row})
    return connection(tables)


def lab(offset: int, value: str, unit: str = "10^9/L") -> tuple[str, dict[str, object]]:
    row = {"sample_date": day(offset), "marker": "NK cells", "value": Decimal(value), "unit": unit}
    return "labs", row


def molecular(
    offset: int, value: str = "", operator: str = "=", **more: object
) -> tuple[str, dict[str, object]]:
    number = {"value": Decimal(value), "operator": operator} if value else {}
    return "molecular", {"test_date": day(offset), "scale": "IS", **number, **more}


RESTART = (
    "treatments",
    {"line_number": 2, "drug": "dasatinib", "start_date": day(50), "stop_date": None},
)


def values(
    *rows: tuple[str, dict[str, object]], measure: Measure = NK, groups: Groups | None = None
) -> dict[int, Decimal]:
    """Band → the value that counts."""
    query = compile_trajectory(DEFINITION, measure, (BEFORE, AFTER), groups)
    found = lake(*rows).execute(query.values.sql).fetchall()
    return {band: Decimal(total) / results for _, band, total, results, _ in found}


def test_the_day_nearest_to_the_middle_counts_and_the_earlier_of_two() -> None:
    assert values(lab(-80, "0.1"), lab(-40, "0.2"), lab(-10, "0.3")) == {1: Decimal("0.2")}
    assert values(lab(-47, "0.1"), lab(-45, "0.2")) == {1: Decimal("0.1")}


def test_a_band_begins_after_its_first_end_and_the_index_ends_the_one_before() -> None:
    assert values(lab(-92, "0.1")) == {}
    assert values(lab(-91, "0.1")) == {1: Decimal("0.1")}
    assert values(lab(0, "0.1")) == {1: Decimal("0.1")}
    assert values(lab(1, "0.1"), lab(90, "0.4")) == {2: Decimal("0.1")}
    assert values(lab(91, "0.4")) == {}


def test_several_values_of_a_day_are_their_mean() -> None:
    assert values(lab(-3, "0.1"), lab(-3, "0.2")) == {1: Decimal("0.15")}


def test_values_in_another_unit_are_left_out() -> None:
    assert values(lab(-3, "12", "% of lymphocytes")) == {}


def test_values_end_at_the_restart_and_at_the_end_of_the_observation() -> None:
    assert values(RESTART, lab(50, "0.1")) == {2: Decimal("0.1")}
    assert values(RESTART, lab(51, "0.1")) == {}
    last_seen = ("events", {"event": "death", "event_date": day(30)})
    assert values(last_seen, lab(31, "0.1")) == {}


BCR = Measure()


@pytest.mark.parametrize(
    ("tests", "value"),
    [
        ([molecular(40, "0.02")], "0.02"),
        ([molecular(40, "0.02"), molecular(40, "0.5")], "0.5"),
        ([molecular(40, "0")], "0"),
        ([molecular(40, detected=False)], "0"),
        ([molecular(40, "0.0032", "<", detected=False)], "0"),
        ([molecular(40, "0.0032", "<")], "0.0032"),
        ([molecular(40, "10", ">")], "10"),
        ([molecular(40, reported_level="MR4")], "0.01"),
        ([molecular(40, "0"), molecular(40, "0.004")], "0.004"),
        ([molecular(40, "0"), molecular(40, detected=True)], None),
        ([molecular(40, detected=True)], None),
        ([molecular(40, "0.5", scale="local")], None),
    ],
)
def test_what_a_test_of_bcr_abl1_stands_at(tests: list, value: str | None) -> None:
    expected = {} if value is None else {2: Decimal(value)}
    assert values(*tests, measure=BCR) == expected


@pytest.mark.parametrize(
    ("tests", "group"),
    [
        ([molecular(100, "0.5")], "event"),
        ([molecular(365, "0.5")], "event"),
        ([molecular(366, "0.5")], "free"),
        ([molecular(400, "0.05")], "free"),
        ([molecular(300, "0.05")], "unclear"),
        ([], "unclear"),
    ],
)
def test_groups_by_outcome(tests: list, group: str) -> None:
    query = compile_trajectory(DEFINITION, NK, (BEFORE, AFTER), LOSS)
    assert query.strata is not None
    opened = lake(lab(-5, "0.1"), *tests)
    ((stratum, *_),) = opened.execute(query.values.sql).fetchall()
    assert stratum == group
    ((counted, patients, *_),) = opened.execute(query.strata.sql).fetchall()
    assert (counted, patients) == (group, 1)


def test_who_is_not_in_the_cohort_is_in_no_group() -> None:
    younger = language.parse("age >= 80", index="first TFR attempt")
    query = compile_trajectory(younger, NK, (BEFORE, AFTER), LOSS)
    assert query.strata is not None
    opened = lake(lab(-5, "0.1"))
    assert opened.execute(query.values.sql).fetchall() == []
    assert [row[0] for row in opened.execute(query.strata.sql).fetchall()] == ["others"]


@pytest.mark.parametrize("measure", [NK, BCR])
def test_a_query_translates_to_spark(measure: Measure) -> None:
    for query in vars(compile_trajectory(DEFINITION, measure, (BEFORE, AFTER), LOSS)).values():
        (spark,) = sqlglot.transpile(
            query.sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
        )
        assert sqlglot.parse_one(spark, read="spark")


@pytest.mark.parametrize("index", ["", "each TFR attempt"])
def test_one_day_of_each_patient_is_needed(index: str) -> None:
    with pytest.raises(DefinitionError):
        compile_trajectory(language.parse("MMR ever", index=index), NK, (BEFORE,))
