"""Publish with the disk failing at the n-th thing that is done to it, each time in a process of
its own: `python -m tests.unit.lake.faults FOLDER KIND STEP`.

FOLDER/old is a lake. For every STEP-th n it is copied to FOLDER/all-n and the whole publication
fails at n. And once it is copied and staged in; for every n that is copied to FOLDER/moves-n, and
what comes after the staging fails at n: it takes milliseconds. Printed is how each process ended.

KIND: `kill` (SIGKILL, in the middle of a write), `EIO` (that one time) or `ENOSPC` (from then on,
for whatever takes space).
"""

from __future__ import annotations

import errno
import os
import pickle
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet

from tests.unit.lake.small_lake import CREATED, site_tables
from tfrq.errors import TfrqError
from tfrq.lake import Release, publish, publishing
from tfrq.lake.in_force import STAGING, put_in_force

MOVES = ((os, "fsync"), (os, "replace"), (os, "mkdir"), (os, "unlink"), (os, "rmdir"))
WRITES = ((Path, "write_text"), (os, "write"), (pyarrow.parquet.ParquetWriter, "write_table"))
TAKES_SPACE = ("fsync", "mkdir", "write_text", "write", "write_table")
# `PUBLISHED`: in spite of what failed; `DONE`: nothing did.
KILLED, REFUSED, PUBLISHED, DONE = "killed", "refused", "published", "done"


def next_release(root: Path, name: str = "b") -> None:
    """What is published: patient 7 in place of patient 2."""
    patients = {"patients": {"SE01": site_tables("SE01", [1, 7])["patients"]}}
    publish(root, patients, release=name, created=CREATED)


def failing(at: int, kind: str) -> list[str]:
    """From now on the disk fails at operation `at`; the list has the names of those done."""
    done: list[str] = []

    def failing_one(operation: Callable[..., Any], name: str) -> Callable[..., Any]:
        def act(*arguments: Any, **options: Any) -> Any:
            done.append(name)
            reached = len(done) == at or (kind == "ENOSPC" and len(done) > at)
            if not reached or (kind == "ENOSPC" and name not in TAKES_SPACE):
                return operation(*arguments, **options)
            if name == "write_text":
                operation(arguments[0], arguments[1][: len(arguments[1]) // 2], **options)
            if kind == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            number = getattr(errno, kind)
            raise OSError(number, os.strerror(number))

        return act

    for owner, name in (*MOVES, *WRITES):
        setattr(owner, name, failing_one(getattr(owner, name), name))
    return done


def attempt(work: Callable[[Path], None], root: Path, at: int, kind: str) -> int:
    """In a child: 0 if nothing failed, 1 if something did and was told, 2 if it changed nothing."""
    done = failing(at, kind)
    try:
        work(root)
    except (TfrqError, OSError):
        return 1
    return 0 if len(done) < at else 2


def ended(work: Callable[[Path], None], root: Path, at: int, kind: str) -> str:
    """How a process ended that does some work on a lake."""
    child = os.fork()
    if not child:
        code = 70
        try:
            code = attempt(work, root, at, kind)
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return KILLED if os.WTERMSIG(status) == signal.SIGKILL else "crashed"
    return {0: DONE, 1: REFUSED, 2: PUBLISHED}.get(os.WEXITSTATUS(status), "crashed")


def fail_at_every(step: int, work: Callable[[Path], None], old: Path, name: str, kind: str) -> None:
    at, how = 1, ""
    while how != DONE:
        root = Path(shutil.copytree(old, old.parent / f"{name}-{at}"))
        how = ended(work, root, at, kind)
        sys.stdout.write(f"{root.name} {how}\n")
        at += step


def stage(root: Path) -> None:
    """Come as far as the moves, and leave what they need."""

    def leave(_: Path, release: Release, staged: Mapping[str, Path]) -> None:
        names = {target: path.name for target, path in staged.items()}
        (root.parent / "moves").write_bytes(pickle.dumps((release, names)))
        os._exit(0)

    publishing.put_in_force = leave
    next_release(root)


def move(root: Path) -> None:
    """What `stage` has left to do."""
    release, names = pickle.loads((root.parent / "moves").read_bytes())
    put_in_force(root, release, {target: root / STAGING / name for target, name in names.items()})


def main(folder: Path, kind: str, step: int) -> None:
    fail_at_every(step, next_release, folder / "old", "all", kind)
    staged = Path(shutil.copytree(folder / "old", folder / "staged"))
    if ended(stage, staged, 0, "") != DONE:
        sys.exit("cannot stage")
    fail_at_every(1, move, staged, "moves", kind)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
