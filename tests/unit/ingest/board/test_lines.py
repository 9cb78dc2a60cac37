"""Facts survive the way to the disk and back; what is no fact is refused by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfrq.errors import DataError
from tfrq.ingest import board
from tfrq.ingest.board.facts import KINDS, Entry, Fact
from tfrq.ingest.board.lines import from_line, to_line
from tfrq.printable import one_line
from tfrq.vocabulary import SITE_STATUSES

AT = datetime(2026, 3, 1, 10, 30, 5, tzinfo=UTC)
AT_NOW = '{"at": "2026-03-01T10:30:05Z",'
words = st.text(min_size=1, max_size=40).filter(one_line)
numbers = st.integers(0, 10**9)
phases = st.sampled_from(SITE_STATUSES)
facts: st.SearchStrategy[Fact] = st.one_of(
    st.builds(board.Added, words, words, st.none() | numbers),
    st.builds(board.Found, words, phases, st.none() | numbers),
    st.builds(board.ExpectedChanged, numbers, words),
    st.builds(board.Uploaded, st.integers(1, 10**9)),
    st.just(board.Drafted()),
    st.builds(
        lambda read, few, ok: board.Tried(read + few, few, ok), numbers, numbers, st.booleans()
    ),
    st.builds(lambda name, n, few: board.Published(name, n, n + few, few), words, numbers, numbers),
    st.builds(board.Published, words, numbers),
    st.builds(board.Advanced, phases, words),
)


@given(facts)
def test_a_fact_comes_back_from_its_line(fact: Fact) -> None:
    line = to_line(Entry(AT, fact))
    assert line.endswith("\n")
    assert len(line.splitlines()) == 1
    back = from_line(line)
    assert back.at == AT
    # Texts lose what could disturb a terminal; written once more they stay as they are.
    assert type(back.fact) is type(fact)
    assert from_line(to_line(back)) == back
    assert to_line(back) == line


def test_every_kind_of_fact_has_a_name_of_its_own() -> None:
    assert len(KINDS) == len(Fact.__args__)  # type: ignore[attr-defined]
    assert all(kind.kind == name for name, kind in KINDS.items())


def test_what_people_write_is_one_printable_line() -> None:
    fact = board.Advanced("on hold", "waiting\x1b[31m for\n\nethics\u202e")
    back = from_line(to_line(Entry(AT, fact))).fact
    assert back == replace(fact, reason="waiting [31m for ethics")


def test_times_are_utc_to_the_second() -> None:
    there = datetime(2026, 3, 1, 12, 30, 5, 999, tzinfo=timezone(timedelta(hours=2)))
    assert '"at": "2026-03-01T10:30:05Z"' in to_line(Entry(there, board.Drafted()))


def test_a_hand_written_escape_is_harmless_too() -> None:
    line = AT_NOW + r' "fact": "advanced", "phase": "mapping", "reason": "\u001b[2J"}'
    assert from_line(line).fact == board.Advanced("mapping", "[2J")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        "7",
        "[" * 100_000,
        '{"fact": "drafted"}',
        '{"at": "yesterday", "fact": "drafted"}',
        '{"at": "2026-03-01T10:30:05", "fact": "drafted"}',
        '{"at": 20260301, "fact": "drafted"}',
        '{"at": "2026-03-01T10:30:05Z"}',
        AT_NOW + ' "fact": "moved"}',
        AT_NOW + ' "fact": ["drafted"]}',
        AT_NOW + ' "fact": "drafted", "user": "x"}',
        AT_NOW + ' "fact": "advanced", "phase": "mapped", "reason": "x"}',
        AT_NOW + ' "fact": "advanced", "phase": [], "reason": "x"}',
        AT_NOW + ' "fact": "advanced", "phase": "mapping", "reason": " "}',
        AT_NOW + ' "fact": "advanced", "phase": "mapping"}',
        AT_NOW + ' "fact": "expected changed", "expected": -1, "reason": "x"}',
        AT_NOW + ' "fact": "expected changed", "expected": null, "reason": "x"}',
        AT_NOW + ' "fact": "expected changed", "expected": 1.0, "reason": "x"}',
        AT_NOW + ' "fact": "uploaded", "files": []}',
        AT_NOW + ' "fact": "uploaded", "files": "a.csv"}',
        AT_NOW + ' "fact": "uploaded", "files": 0}',
        AT_NOW + ' "fact": "uploaded", "files": 3, "user": "x"}',
        AT_NOW + ' "fact": "uploaded"}',
        AT_NOW + ' "fact": "tried", "rows_read": 1, "rows_rejected": 2, "publishable": true}',
        AT_NOW + ' "fact": "tried", "rows_read": 2, "rows_rejected": 2, "publishable": 1}',
        AT_NOW + ' "fact": "published", "release": "a", "patients": 1, "rows_read": 3}',
    ],
)  # fmt: skip
def test_what_is_no_fact(line: str) -> None:
    with pytest.raises(DataError):
        from_line(line)
