"""DuckDB and the oracle agree on every patient; and a broken comparison does not get past them."""

from __future__ import annotations

import random

import pytest

from tests.oracle import CASES
from tests.property.differential import disagreements
from tests.property.mutants import Mutant, mutants, pairs_until_caught

# 40 definitions on each of 15 lakes per chunk: 3,000 pairs, of 30 patients each.
CHUNKS, LAKES, DEFINITIONS = 5, 15, 40
# Drawn anew whenever a template changes its comparisons; all of them by
# `python -m tests.property.mutants`.
MUTANTS = random.Random(2320).sample(mutants(), 10)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_duckdb_agrees_with_the_oracle(chunk: int) -> None:
    seeds = range(chunk * LAKES, (chunk + 1) * LAKES)
    assert [found for found in disagreements(seeds, DEFINITIONS) if found] == []


@pytest.mark.parametrize("case", CASES)
def test_each_criterion_alone_agrees_with_the_oracle(case: str) -> None:
    assert [found for found in disagreements(range(3), 15, [case]) if found] == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: f"{one.template}-{one.place}")
def test_a_broken_comparison_is_caught(mutant: Mutant) -> None:
    assert pairs_until_caught(mutant) is not None, mutant.line()
