"""One run of the command line: whatever happens becomes a result, a few lines and an exit code."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Sequence

import click

from tfrq.cli.choices import Choices, is_terminal, to_stderr
from tfrq.cli.codes import INTERRUPTED, is_interrupt
from tfrq.cli.usage import as_usage_error
from tfrq.errors import Fault, TfrqError, UsageError

COMPLETE = "_TFRQ_COMPLETE"  # the name that click gives it


def run(arguments: Sequence[str] | None) -> int:
    """Run the root command. Returns the exit code; raises nothing."""
    chosen = Choices()
    try:
        return _run(sys.argv[1:] if arguments is None else list(arguments), chosen)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has seen enough.
        _abandon_stdout()
        return 0
    except Exception as error:
        return INTERRUPTED if is_interrupt(error) else _failed(error, chosen)


def _run(arguments: list[str], chosen: Choices) -> int:
    from tfrq.cli.root import root

    instruction = os.environ.get(COMPLETE)
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(root, {"obj": chosen}, "tfrq", COMPLETE, instruction)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    # Not click's main: it ends with 1 on an interrupt and on a closed pipe.
    try:
        with root.make_context("tfrq", arguments, obj=chosen) as context:
            root.invoke(context)
        code = 0
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    if sys.stdout is not None:
        sys.stdout.flush()
    return code


def _abandon_stdout() -> None:
    """Let nothing be flushed into a stream that takes no more, when Python ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failed(error: Exception, chosen: Choices) -> int:
    shown = _as_ours(error)
    if chosen.debug:
        import traceback

        to_stderr("".join(traceback.format_exception(error)).rstrip("\n"))
    _print(shown, chosen)
    return shown.exit_code


def _as_ours(error: Exception) -> TfrqError:
    if isinstance(error, TfrqError):
        return error
    if isinstance(error, click.ClickException):
        return as_usage_error(error)
    if isinstance(error, OSError) and error.filename is None:
        _abandon_stdout()
        return UsageError(f"cannot write the result: {error.strerror or error}")
    words = " ".join(str(error).split())
    return Fault(
        f"a fault of tfrq: {type(error).__name__}: {words}"[:300],
        hint="--debug shows the traceback",
    )


def _print(error: TfrqError, chosen: Choices) -> None:
    from tfrq.cli.problems import Paper, drawn

    if sys.stderr is None:
        return
    columns = shutil.get_terminal_size().columns
    paper = Paper(
        columns,
        ascii=chosen.in_ascii(sys.stderr),
        color=chosen.colored(sys.stderr),
        wraps=is_terminal(sys.stderr),
    )
    to_stderr(drawn(error, paper))
