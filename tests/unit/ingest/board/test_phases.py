"""Phases: forward by facts, any way by a person, and a hold is ended by a person only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfrq.ingest import board
from tfrq.ingest.board.facts import Fact
from tfrq.ingest.board.phases import ON_HOLD, phase_after, rank
from tfrq.vocabulary import SITE_STATUSES

UPLOADED = board.Uploaded(1)
REFUSED, PASSED = board.Tried(100, 50, False), board.Tried(100, 1, True)
PUBLISHED = board.Published("r1", 99, 100, 1)
WHAT_HAPPENS: list[Fact] = [
    board.Added("SE", "Nordic"),
    board.ExpectedChanged(5, "x"),
    UPLOADED,
    board.Drafted(),
    REFUSED,
    PASSED,
    PUBLISHED,
]


@pytest.mark.parametrize(
    ("fact", "phase"),
    [
        (UPLOADED, "awaiting mapping"),
        (board.Drafted(), "mapping"),
        (REFUSED, "mapping"),
        (PASSED, "finalising"),
        (PUBLISHED, "finalised"),
        (board.ExpectedChanged(5, "x"), "transferring"),
    ],
)
def test_what_a_fact_reaches(fact: Fact, phase: str) -> None:
    assert phase_after("transferring", fact) == phase


@given(st.sampled_from(SITE_STATUSES), st.sampled_from(WHAT_HAPPENS))
def test_what_happens_moves_no_phase_back_and_ends_no_hold(phase: str, fact: Fact) -> None:
    after = phase_after(phase, fact)
    assert rank(after) >= rank(phase)
    assert (after == ON_HOLD) == (phase == ON_HOLD)


@given(st.sampled_from(SITE_STATUSES), st.sampled_from(SITE_STATUSES))
def test_a_person_sets_any_phase(phase: str, other: str) -> None:
    assert phase_after(phase, board.Advanced(other, "x")) == other
    assert phase_after(phase, board.Found("r1", other)) == other
