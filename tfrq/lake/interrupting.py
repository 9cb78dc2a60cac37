"""Ctrl-C while DuckDB works: a query that runs in Python's main thread would not hear it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import duckdb

Answer = TypeVar("Answer")


def interruptible(connection: duckdb.DuckDBPyConnection, work: Callable[[], Answer]) -> Answer:
    """Do work of a connection; KeyboardInterrupt as soon as somebody asks for an end of it."""
    if threading.current_thread() is not threading.main_thread():
        return work()  # signals go to the main thread, which waits for us in its own way
    answers: list[Answer] = []
    faults: list[BaseException] = []
    done = threading.Event()  # Thread.join, once interrupted, takes the thread to be over

    def attempt() -> None:
        try:
            answers.append(work())
        except BaseException as fault:
            faults.append(fault)
        finally:
            done.set()

    threading.Thread(target=attempt, daemon=True).start()
    try:
        done.wait()
    except KeyboardInterrupt:
        connection.interrupt()
        done.wait()
        raise
    if faults:
        raise faults[0]
    return answers[0]
