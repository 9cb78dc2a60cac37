"""DuckDB and the oracle agree on the state and the time of every patient (docs/semantics.md §8).

A longer run: `python -m tests.property.times --lakes 2000 --questions 50 --seed 1`
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.oracle.situations import BOUNDARIES, situations
from tests.property.times import disagreements, questions_of

# 40 questions on each of 15 lakes per chunk, of 30 patients each.
CHUNKS, LAKES, QUESTIONS = 4, 15, 40


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_times_agree_with_the_oracle(chunk: int) -> None:
    seeds = range(chunk * LAKES, (chunk + 1) * LAKES)
    assert [found for found in disagreements(seeds, QUESTIONS) if found] == []


def test_the_questions_reach_every_boundary() -> None:
    """Those of each chunk, so that agreement on them says something."""
    for chunk in range(CHUNKS):
        seen: Counter[str] = Counter()
        for seed in range(chunk * LAKES, (chunk + 1) * LAKES):
            for lake, question in questions_of(seed, QUESTIONS):
                for asked in question.asked(lake):
                    seen.update(situations(asked))
        assert {name: seen[name] for name, least in BOUNDARIES.items() if seen[name] < least} == {}
