"""Definitions of 60 criteria, 10 levels of `in` and 5,000 characters are one query each, with the
answers that their parts have; beyond the limits there is a clear error."""

from __future__ import annotations

import itertools
import random
import re

import pytest

from tests.oracle import random_lake
from tests.property.differential import connection
from tfrq import language, model, sql
from tfrq.errors import DefinitionError
from tfrq.language.combine import MOST_CRITERIA, MOST_NAMES
from tfrq.language.tokens import LONGEST_TEXT

INDEX = "first TFR attempt"
KINDS = (
    "MR4 for >= {n} months (gap <= {n} months)",
    "imatinib >= {n} months",
    "MR4.5 within {n} years before index",
    "dasatinib or nilotinib < {n} years (continuous)",
    "at least {n} tests before index",
    "no confirmed loss of MMR within {n} months after index",
)
SIXTY = [kind.format(n=number) for kind, number in itertools.product(KINDS, range(1, 11))]


@pytest.fixture(scope="module")
def lake():
    with connection(random_lake(random.Random(3), patients=200)) as opened:
        yield opened


def answers(lake, definition: model.Definition) -> dict[int, bool | None]:
    """Subject → the answer to the whole definition."""
    rows = lake.execute(sql.compile_query(definition).sql).fetchall()
    return {row[0]: row[-1] for row in rows}


def all_of(parts: list[dict[int, bool | None]]) -> dict[int, bool | None]:
    """Kleene's and, subject by subject."""
    together = {}
    for subject in parts[0]:
        found = {part[subject] for part in parts}
        together[subject] = False if False in found else None if None in found else True
    return together


def test_sixty_criteria(lake) -> None:
    alone = [answers(lake, language.parse(one, index=INDEX)) for one in SIXTY]
    whole = answers(lake, language.parse(", ".join(SIXTY), index=INDEX))
    assert len(whole) > 20
    assert whole == all_of(alone)


def test_sixty_alternatives(lake) -> None:
    alone = [answers(lake, language.parse(f"not ({one})", index=INDEX)) for one in SIXTY[10:30]]
    whole = answers(lake, language.parse(f"not ({' or '.join(SIXTY[10:30])})", index=INDEX))
    assert whole == all_of(alone)
    assert True in whole.values()


def test_five_thousand_characters_make_each_shared_piece_once() -> None:
    text = ", ".join(f"MR4.5 for >= {days} days (gap <= 6 months)" for days in range(100, 225))
    assert len(text) > 5_000
    ctes = re.findall(r"^(\w+?)_?\d* AS \($", sql.compile_count(language.parse(text)).sql, re.M)
    once = {"test", "response_test", "response_result", "day_in_period", "run_in"}
    assert {name: ctes.count(name) for name in once} == dict.fromkeys(once, 1)
    assert ctes.count("criterion") == 125


def nested(levels: int):
    """Definitions `level-1` … that each name the one below it, and their lookup."""
    texts = {"level-1": "imatinib >= 1 year"}
    for level in range(2, levels + 1):
        texts[f"level-{level}"] = f"in level-{level - 1}, MR4 for >= {level} months"
    return lambda name: language.NamedText(texts[name], ())


def test_ten_levels_of_in(lake) -> None:
    found = language.parse("in level-10, male", index=INDEX, lookup=nested(10))
    written_out = ", ".join(
        ["imatinib >= 1 year", *(f"MR4 for >= {level} months" for level in range(2, 11)), "male"]
    )
    assert answers(lake, found) == answers(lake, language.parse(written_out, index=INDEX))


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        (", ".join(["imatinib >= 1 year"] * (MOST_CRITERIA + 1)), f"{MOST_CRITERIA}"),
        ("imatinib >= 1 year" + " " * LONGEST_TEXT, f"{LONGEST_TEXT:,}"),
        (f"in level-{MOST_NAMES + 1}", f"{MOST_NAMES}"),
    ],
    ids=["criteria", "characters", "names"],
)
def test_a_limit_is_said(text: str, limit: str) -> None:
    with pytest.raises(DefinitionError, match=limit):
        language.parse(text, lookup=nested(MOST_NAMES + 1))
