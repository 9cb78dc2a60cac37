"""Long work: a sign of life, and an end when somebody asks for one."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from tfrq.cli.choices import choices, detail, is_terminal
from tfrq.cli.codes import INTERRUPTED

PATIENCE = 1.0  # seconds before anything is said
Answer = TypeVar("Answer")


def asking(what: str, ask: Callable[[], Answer]) -> Answer:
    """Put a question to DuckDB, which hears no Ctrl-C while it works: so it works beside us, and
    on Ctrl-C the process ends. A question writes nothing that could be left half done."""
    answers: list[Answer] = []
    faults: list[BaseException] = []

    def work() -> None:
        try:
            answers.append(ask())
        except BaseException as fault:
            faults.append(fault)

    began = time.monotonic()
    with working(what):
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        try:
            thread.join()
        except KeyboardInterrupt:
            sys.stderr.write("\n" if is_terminal(sys.stderr) else "")
            sys.stderr.flush()
            os._exit(INTERRUPTED)
    detail(f"{what} took {time.monotonic() - began:.2f} s")
    if faults:
        raise faults[0]
    return answers[0]


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say what is being done on a terminal's stderr, if it takes long, and take it back after."""
    if choices().quiet or not is_terminal(sys.stderr):
        yield
        return
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
