"""The query of members: one row per subject, whatever the definition, and days that are days."""

from __future__ import annotations

import random

import pytest

from tests.oracle import random_lake
from tests.property.differential import connection
from tfrq import language, sql
from tfrq.errors import UsageError
from tfrq.sql.members import ANSWERS, EARLIEST, LATEST

DEEP = language.parse("MR4.5 for >= 2 years, female", index="first TFR attempt")
LAKES = [random_lake(random.Random(seed), 20) for seed in range(1)]
EXAMPLES = (
    ("MR4.5 for >= 2 years at index, imatinib >= 5 years, Sokal low", "each TFR attempt"),
    ("no accelerated or blast phase, first MR4 >= 1 year before index, on TKI", "data cut"),
    ("at least 1 of (MR4 ever; TKI >= 3 years (continuous); no transplant)", ""),
)


def rows(lake, query):
    with connection(lake) as database:
        result = database.execute(query.sql)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@pytest.mark.parametrize(("text", "index"), EXAMPLES)
def test_every_subject_has_one_row(text, index):
    definition = language.parse(text, index=index)
    for lake in LAKES:
        asked = rows(lake, sql.compile_query(definition))
        found = [
            row
            for answer in ANSWERS
            for row in rows(lake, sql.compile_members(definition, answer).query)
        ]
        subjects = [(row["patient_id"], row["index_day"], row["holds"]) for row in asked]
        listed = [(row["patient"], row["index_date"], row["answer"]) for row in found]
        assert sorted(listed, key=str) == sorted(subjects, key=str)
        days = {value for row in found for name, value in row.items() if name.endswith("_day")}
        assert all(EARLIEST <= day <= LATEST for day in days - {None})


def test_the_columns_are_the_ones_asked_for_in_that_order():
    query = sql.compile_members(DEEP, columns=("criterion_2", "patient", "criterion_2"))
    assert query.columns == ("criterion_2", "patient")
    assert all(list(row) == ["criterion_2", "patient"] for row in rows(LAKES[0], query.query))


def test_rows_are_in_order_of_a_column_that_need_not_be_shown():
    for descending in (False, True):
        wanted = rows(LAKES[0], sql.compile_members(DEEP, "not-met", descending=descending).query)
        ids = [row["patient"] for row in wanted]
        assert ids
        assert ids == sorted(ids, reverse=descending)
        query = sql.compile_members(
            DEEP, "not-met", columns=("site",), sort="patient", descending=descending, limit=2
        )
        sites = [row["site"] for row in rows(LAKES[0], query.query)]
        assert sites == [row["site"] for row in wanted[:2]]


@pytest.mark.parametrize(
    ("wrong", "hint"), [("contry", "'country'"), ("criterion_1_dys", "'criterion_1_days'")]
)
def test_a_column_that_is_not_there_is_named_with_the_nearest(wrong, hint):
    for named in ({"columns": (wrong,)}, {"sort": wrong}):
        with pytest.raises(UsageError, match=wrong) as raised:
            sql.compile_members(DEEP, **named)
        assert hint in raised.value.hint


def test_criteria_of_two_steps_that_are_the_same_have_one_column():
    twice = language.parse("female, not female or MR4 ever")
    query = sql.compile_members(twice)
    assert [language.text_of(node) for node in query.criteria] == ["female", "MR4 ever"]
