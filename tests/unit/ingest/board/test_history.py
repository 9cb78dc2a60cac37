"""Histories on disk: only added to, whole or not at all, one writer at a time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tfrq.errors import DataError, LockedError, UsageError
from tfrq.ingest import board
from tfrq.ingest.board.history import read_history
from tfrq.lake.lock import locked

UPLOADED = board.Uploaded(
    (board.UploadedFile("a.csv", 1, "ab"), board.UploadedFile("b.csv", 2, "cd"))
)


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


def test_the_same_files_are_one_upload(root: Path) -> None:
    board.record(root, "FI02", UPLOADED)
    board.record(root, "FI02", board.Uploaded(UPLOADED.files[::-1], 3), board.Drafted())
    assert facts(root, "FI02")[1:] == [UPLOADED, board.Drafted()]
    other = board.Uploaded(UPLOADED.files[:1])
    board.record(root, "FI02", other)
    board.record(root, "FI02", UPLOADED)
    assert facts(root, "FI02")[3:] == [other, UPLOADED]


def test_a_file_as_it_lies_there(tmp_path: Path) -> None:
    (tmp_path / "pcr.csv").write_bytes(b"abc")
    file = board.UploadedFile.of(tmp_path / "pcr.csv")
    assert (file.name, file.bytes, file.sha256[:8]) == ("pcr.csv", 3, "ba7816bf")


def test_an_unknown_site(root: Path) -> None:
    with pytest.raises(UsageError, match="no site FI03") as error:
        board.record(root, "FI03", board.Drafted())
    assert error.value.hint == "did you mean 'FI02'?"
    assert not (root / "board").exists()


def test_another_writer_is_waited_for_by_nobody(root: Path) -> None:
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
