"""Files that are still there after a power cut, and changes that are done wholly or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tfrq.errors import UsageError


def place(moves: Mapping[Path, Path], root: Path) -> None:
    """Move finished files (from → to) into place below `root`, each at once, to last.

    The bytes reach the disk before any move, and the folders after all of them.
    """
    for source in moves:
        _sync(source)
    for source, target in moves.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(source, target)  # noqa: PTH105 (the name that everyone knows it by)
    for folder in sorted({folder for target in moves.values() for folder in _up(target, root)}):
        _sync(folder)


def write(path: Path, content: bytes, *, new: bool = False, private: bool = False) -> None:
    """Write a whole file or, on any failure, leave what was there; a UsageError says why. With
    `new`, FileExistsError where somebody else has made the file in the meantime; with `private`
    nobody but the owner can read it, from its first byte on. What is no regular file
    (/dev/stdout, a named pipe) is written to directly."""
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(content)
            return
        temporary.touch(mode=0o600 if private else 0o666)
        temporary.write_bytes(content)
        if new:
            _sync(temporary)
            os.link(temporary, target)  # unlike a move, it never replaces anything
        else:
            place({temporary: target}, target.parent)
    except FileExistsError:
        raise
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def _up(target: Path, root: Path) -> list[Path]:
    # A new folder lasts only when the folder above it was written as well.
    return [folder for folder in target.parents if folder == root or root in folder.parents]


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
