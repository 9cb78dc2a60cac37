"""A patient's id as people see it, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfrq.errors import DataError, UsageError
from tfrq.lake import patient_id, patient_text


@given(st.integers(0, 2**63 - 1))
def test_there_and_back(number: int) -> None:
    text = patient_text(number)
    assert len(text) == 13
    assert text[0].isalpha()
    assert patient_id(text) == number
    assert patient_id(f" {text.lower()} ") == number


def test_known_ids() -> None:
    assert patient_text(0) == "AAAAAAAAAAAAA"
    assert patient_text(2**63 - 1) == "P777777777776"


@pytest.mark.parametrize("number", [-1, 2**63])
def test_numbers_that_are_no_ids(number: int) -> None:
    with pytest.raises(DataError):
        patient_text(number)


@pytest.mark.parametrize("text", ["", "A", "AAAAAAAAAAAAB", "Q777777777776", "1AAAAAAAAAAAA", "ä"])
def test_texts_that_are_no_ids(text: str) -> None:
    with pytest.raises(UsageError, match="is no patient"):
        patient_id(text)
