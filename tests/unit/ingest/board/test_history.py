"""Histories on disk: only added to, whole or not at all, one writer at a time."""

from __future__ import annotations

import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from tests.unit.lake.small_lake import CREATED
from tfrq.errors import DataError, LockedError, UsageError
from tfrq.ingest import board
from tfrq.ingest.board import history
from tfrq.ingest.board.history import read_history
from tfrq.lake.lock import locked

UPLOADED = board.Uploaded(2)


def facts(root: Path, site: str) -> list[object]:
    return [entry.fact for entry in read_history(root, site)]


def test_a_history_is_only_added_to(root: Path) -> None:
    board.record(root, "FI02", UPLOADED)
    before = (root / "board" / "FI02.jsonl").read_bytes()
    board.record(root, "FI02", board.Drafted(), board.Tried(10, 1, True))
    after = (root / "board" / "FI02.jsonl").read_bytes()
    assert after.startswith(before)
    assert facts(root, "FI02")[-3:] == [UPLOADED, board.Drafted(), board.Tried(10, 1, True)]
    assert sorted(path.name for path in (root / "board").iterdir()) == ["FI02.jsonl"]


def test_a_new_history_begins_with_what_the_release_says(root: Path) -> None:
    board.record(root, "FI02", board.Drafted())
    assert facts(root, "FI02") == [board.Found("2024-01", "awaiting mapping", 7), board.Drafted()]


def test_the_same_upload_is_recorded_once(root: Path) -> None:
    board.record(root, "FI02", UPLOADED, at=CREATED)
    board.record(root, "FI02", UPLOADED, board.Drafted(), at=CREATED + timedelta(hours=11))
    assert facts(root, "FI02")[1:] == [UPLOADED, board.Drafted()]
    board.record(root, "FI02", board.Uploaded(1), at=CREATED + timedelta(hours=11))
    board.record(root, "FI02", UPLOADED, at=CREATED + timedelta(hours=11))
    board.record(root, "FI02", UPLOADED, at=CREATED + timedelta(hours=12))
    assert facts(root, "FI02")[3:] == [board.Uploaded(1), UPLOADED, UPLOADED]


def test_no_name_and_no_hash_of_a_file_is_kept(root: Path) -> None:
    """Lines of before had them: they are read, and gone when the history is next written."""
    board.record(root, "FI02", board.Drafted())
    path = root / "board" / "FI02.jsonl"
    old = '{"name": "pat_Doe_Jo_19500101.csv", "bytes": 9, "sha256": "abcd"}'
    line = f'{{"at": "2026-03-01T10:30:05Z", "fact": "uploaded", "files": [{old}], "patients": 1}}'
    path.write_text(path.read_text() + line + "\n")
    assert facts(root, "FI02")[-1] == board.Uploaded(1)
    board.record(root, "FI02", UPLOADED)
    assert facts(root, "FI02")[-2:] == [board.Uploaded(1), UPLOADED]
    assert "Doe" not in path.read_text()
    assert "abcd" not in path.read_text()


def test_an_unknown_site(root: Path) -> None:
    with pytest.raises(UsageError, match="no site FI03") as error:
        board.record(root, "FI03", board.Drafted())
    assert error.value.hint == "did you mean 'FI02'?"
    assert not (root / "board").exists()


def test_another_writer_is_waited_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PATIENCE", 60.0)
    waiting = threading.Thread(target=board.record, args=(root, "FI02", board.Drafted()))
    with locked(root):
        waiting.start()
    waiting.join()
    assert facts(root, "FI02")[-1] == board.Drafted()


def test_another_writer_is_not_waited_for_without_end(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "PATIENCE", 0.0)
    with locked(root):
        with pytest.raises(LockedError):
            board.record(root, "FI02", board.Drafted())
        assert read_history(root, "FI02") == ()
        board.record(root, "FI02", board.Drafted(), within_lock=True)
        with pytest.raises(LockedError):
            board.add(root, "FI03", country="FI")
    assert facts(root, "FI02")[-1] == board.Drafted()


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failure_leaves_the_history_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    board.record(root, "FI02", board.Drafted())
    before = (root / "board" / "FI02.jsonl").read_bytes()

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(UsageError, match="No space left"):
        board.record(root, "FI02", UPLOADED)
    assert (root / "board" / "FI02.jsonl").read_bytes() == before
    assert [path.name for path in (root / "board").iterdir()] == ["FI02.jsonl"]
    assert not (root / ".lock").exists()


def test_a_damaged_history_is_named(root: Path) -> None:
    board.record(root, "FI02", board.Drafted())
    path = root / "board" / "FI02.jsonl"
    path.write_text(path.read_text() + '{"at": \n')
    for ask in (lambda: board.read(root), lambda: board.record(root, "FI02", board.Drafted())):
        with pytest.raises(DataError, match=r"FI02\.jsonl is damaged in line 3"):
            ask()
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(DataError, match=r"FI02\.jsonl cannot be read"):
        board.read(root)
