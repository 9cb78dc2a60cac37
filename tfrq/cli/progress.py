"""A sign of life for long work."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tfrq.cli.choices import choices, is_terminal

PATIENCE = 1.0  # seconds before anything is said


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say what is being done on a terminal's stderr, if it takes long, and take it back after."""
    if choices().quiet or not is_terminal(sys.stderr):
        yield
        return
    import threading

    told = threading.Event()

    def tell() -> None:
        told.set()
        sys.stderr.write(f"{what} ...")
        sys.stderr.flush()

    timer = threading.Timer(PATIENCE, tell)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if told.is_set():
            sys.stderr.write("\r" + " " * len(f"{what} ...") + "\r")
            sys.stderr.flush()
