"""What every compiled query keeps to (design §3), whatever the definition."""

from __future__ import annotations

import functools
import random
import re
from collections import Counter

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from tests.oracle import random_lake
from tests.property.differential import connection
from tests.unit.sql.endpoints import TIMED, Timed, outcome
from tests.unit.sql.examples import definitions
from tfrq import language, model, schema, sql
from tfrq.sql.query import Compiler, Query
from tfrq.sql.render import render

EXAMPLES = definitions()
FORBIDDEN_TEXT = (
    r"\basof\b",
    r"quantile",
    r"\bgroup by all\b",
    r"materialized",
    r"date_?diff",
    r"date_?sub",
    r"\bqualify\b",
    r"\binterval\b",
    r"\bdistinct on\b",
    r"\bread_\w+",
    r"\brange\s*\(",
    r"generate_series",
    r"\barg_m(ax|in)\s*\([^()]*,[^()]*,",
    r"\bcurrent_date\b|\bnow\s*\(|\brandom\s*\(|\btoday\s*\(",
)
# arg_max is translated (max_by); it is safe where its second argument has no ties.
TIELESS = {"meets", "outcome"}
Asked = model.Definition | Timed


def words(asked: Asked) -> str:
    return asked.name if isinstance(asked, Timed) else language.canonical(asked)


examples = pytest.mark.parametrize("asked", [*EXAMPLES, *TIMED], ids=words)


@functools.cache
def queries(asked: Asked) -> tuple[Query, ...]:
    if not isinstance(asked, Timed):
        return sql.compile_query(asked), sql.compile_count(asked)
    what = (asked.definition, outcome(asked.outcome))
    how = {"levels": asked.levels, "landmark": asked.landmark}
    return sql.compile_times(*what, axis=asked.axis, **how), sql.compile_subjects(*what, **how)


def without_comments(text: str) -> str:
    return re.sub(r"--[^\n]*", "", text)


@functools.cache
def parsed(query: Query) -> exp.Expression:
    return sqlglot.parse_one(query.sql, read="duckdb")


def test_the_examples_use_every_criterion_and_index() -> None:
    used = {type(one) for each in EXAMPLES for step in each.steps for one in model.criteria(step)}
    assert used == set(model.CRITERIA)
    assert {each.index.kind for each in EXAMPLES if each.index} == set(model.INDEXES)


@examples
def test_a_query_translates_to_spark(asked: Asked) -> None:
    for query in queries(asked):
        (spark,) = sqlglot.transpile(
            query.sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
        )
        assert sqlglot.parse_one(spark, read="spark")


@examples
def test_a_query_has_no_construct_of_one_engine_only(asked: Asked) -> None:
    for query in queries(asked):
        text = without_comments(query.sql).lower()
        assert [one for one in FORBIDDEN_TEXT if re.search(one, text)] == []
        tree = parsed(query)
        assert not list(tree.find_all(exp.Interval, exp.Qualify, exp.DateDiff, exp.ReadCSV))
        assert not [group for group in tree.find_all(exp.Group) if group.args.get("all")]
        assert not [join for join in tree.find_all(exp.Join) if join.method == "ASOF"]
        assert all(
            isinstance(one.find_ancestor(exp.Where, exp.Select), exp.Where)
            for one in tree.find_all(exp.Exists)
        )
        assert {one.this.name for one in tree.find_all(exp.ArgMax)} <= TIELESS


@examples
def test_a_query_runs_on_an_empty_lake(asked: Asked, empty_lake: duckdb.DuckDBPyConnection) -> None:
    for query in queries(asked):
        assert empty_lake.execute(query.sql).fetchall() == []


@examples
def test_every_piece_is_written_once_and_used(asked: Asked) -> None:
    for query in queries(asked):
        tree = parsed(query)
        names = [cte.alias for cte in tree.ctes]
        assert len(set(names)) == len(names)
        bodies = Counter(without_comments(cte.this.sql()) for cte in tree.ctes)
        assert [body for body, times in bodies.items() if times > 1] == []
        read = {table.name for table in tree.find_all(exp.Table)}
        assert set(names) - read == set()


@examples
def test_a_query_names_the_views_that_it_reads(asked: Asked) -> None:
    for query in queries(asked):
        tree = parsed(query)
        ctes = {cte.alias for cte in tree.ctes}
        read = {table.name for table in tree.find_all(exp.Table)} - ctes - {"l"}
        assert read <= set(query.tables) <= set(schema.TABLES)


def test_criteria_share_their_pieces() -> None:
    same = "MR4.5 for >= 2 years, MR4.5 for >= 5 years, MR4.5 ever, MR4.5 at diagnosis"
    names = [cte.alias for cte in parsed(sql.compile_query(language.parse(same))).ctes]
    kinds = Counter(re.sub(r"_\d+$", "", name) for name in names)
    assert kinds["criterion"] == 4
    assert {kind for kind, times in kinds.items() if times > 1} == {"criterion"}


def test_a_criterion_said_twice_is_compiled_once() -> None:
    twice = language.parse("female, not (female or imatinib >= 5 years), imatinib >= 5.0 years")
    names = [cte.alias for cte in parsed(sql.compile_query(twice)).ctes]
    assert [name for name in names if name.startswith("criterion")] == [
        "criterion_1",
        "criterion_2",
    ]


@pytest.mark.parametrize("seed", range(3))
def test_each_criterion_answers_each_subject_once(seed: int) -> None:
    """A subject lost in a join would silently become one that is not counted (design §2.2)."""
    lake = connection(random_lake(random.Random(seed), 25))
    for definition in EXAMPLES:
        compiled = Compiler(definition)
        counted = ", ".join(
            f"(SELECT count(*) FROM {cte}), (SELECT count(DISTINCT subject_id) FROM {cte})"
            for cte in compiled.criteria
        )
        whole = compiled.query(render("members")).sql
        rest = f"SELECT (SELECT count(*) FROM subject), (SELECT count(*) FROM answer), {counted}"
        statement = whole[: whole.rindex("-- Everybody")] + rest
        counts = lake.execute(statement).fetchone()
        assert counts is not None
        assert len(set(counts)) == 1, language.canonical(definition)


@pytest.mark.parametrize("kind", model.CRITERIA, ids=lambda kind: kind.__name__)
def test_each_criterion_answers_in_the_same_columns(
    kind: type[model.Node], empty_lake: duckdb.DuckDBPyConnection
) -> None:
    definition = next(
        each
        for each in EXAMPLES
        if kind in {type(one) for step in each.steps for one in model.criteria(step)}
    )
    compiled = Compiler(definition)
    whole = compiled.query(render("members")).sql
    for cte in compiled.criteria:
        statement = whole[: whole.rindex("-- Everybody")] + f"SELECT * FROM {cte}"
        found = empty_lake.execute(statement).description
        assert found is not None
        assert [column[0] for column in found] == [
            *("subject_id", "holds", "first_day", "last_day", "days", "tests", "value", "basis")
        ]
