"""One writer at a time: a lock that a crash cannot leave behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tfrq.errors import LockedError

FILE_NAME = ".lock"


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the lake's write lock; LockedError, naming the process, where another one has it.

    The lock is the kernel's (flock), so it ends with its process however that ends. The file
    only carries it, and says whose it is; one that is left after a crash locks nothing.
    """
    path = root / FILE_NAME
    descriptor = _acquire(path)
    try:
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        try:
            # While it is held, or another process could lock a file that is about to go. One that
            # cannot be removed locks nothing.
            with suppress(OSError):
                path.unlink()
        finally:
            os.close(descriptor)


def _acquire(path: Path) -> int:
    import fcntl

    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode().strip()
            os.close(descriptor)
            raise _locked(path, holder) from None
        if _still_there(path, descriptor):
            return descriptor
        os.close(descriptor)


def _still_there(path: Path, descriptor: int) -> bool:
    # Between our opening the file and locking it, its last holder may have removed it.
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _locked(path: Path, holder: str) -> LockedError:
    who = f"process {holder}" if holder else "another process"
    return LockedError(
        f"the lake at {path.parent} is locked: {who} is publishing to it",
        hint="wait until it has finished; the lock goes when that process ends",
    )
