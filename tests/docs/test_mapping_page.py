"""docs/mapping.md has every rule and every derivation, as the code has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tfrq.errors import UsageError
from tfrq.ingest.mapping_page import derivation_table, renewed, rule_table
from tfrq.ingest.rules import RULES
from tfrq.ingest.validation import derivations

PAGE = (Path(__file__).parents[2] / "docs" / "mapping.md").read_text(encoding="utf-8")


def test_the_page_is_current() -> None:
    assert renewed(PAGE) == PAGE


def test_every_rule_has_its_row() -> None:
    rows = [line.split("`")[1] for line in rule_table().splitlines()[2:]]
    assert rows == list(RULES)


def test_every_name_that_validation_counts_has_its_row() -> None:
    names = {
        value
        for name, value in vars(derivations).items()
        if isinstance(value, str) and name.isupper()
    }
    assert set(derivations.DERIVATIONS) == names
    for name in names:
        assert f"| {name} |" in derivation_table()


def test_a_page_without_markers() -> None:
    with pytest.raises(UsageError, match="has not both"):
        renewed("a page")
