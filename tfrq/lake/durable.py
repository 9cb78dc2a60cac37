"""Files that are still there after a power cut, and moves that are done wholly or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


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


def _up(target: Path, root: Path) -> list[Path]:
    # A new folder lasts only when the folder above it was written as well.
    return [folder for folder in target.parents if folder == root or root in folder.parents]


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
