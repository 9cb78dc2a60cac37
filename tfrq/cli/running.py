"""One run of the command line: whatever happens becomes a result, a few lines and an exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from tfrq.cli.choices import Choices
from tfrq.cli.usage import as_usage_error
from tfrq.errors import Fault, TfrqError, UsageError

INTERRUPTED = 130


def run(arguments: Sequence[str] | None) -> int:
    """Run the root command. Returns the exit code; raises nothing."""
    chosen = Choices()
    try:
        return _run(arguments, chosen)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has seen enough. Nothing may be flushed into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _failed(error, chosen)


def _run(arguments: Sequence[str] | None, chosen: Choices) -> int:
    from tfrq.cli.root import root

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        code = root.main(arguments, prog_name="tfrq", standalone_mode=False, obj=chosen)
    except SystemExit as stop:
        # Completion ends so; and click does, where a pipe is closed while it prints help.
        return 0 if isinstance(stop.__context__, BrokenPipeError) else int(stop.code or 0)
    if sys.stdout is not None:
        sys.stdout.flush()
    return code if isinstance(code, int) else 0


def _failed(error: Exception, chosen: Choices) -> int:
    shown = _as_ours(error)
    if chosen.debug:
        import traceback

        traceback.print_exception(error)
    _print(shown, chosen)
    return shown.exit_code


def _as_ours(error: Exception) -> TfrqError:
    if isinstance(error, TfrqError):
        return error
    if isinstance(error, click.ClickException):
        return as_usage_error(error)
    if isinstance(error, OSError) and error.filename is None:
        return UsageError(f"cannot write the result: {error.strerror or error}")
    words = " ".join(str(error).split())
    return Fault(
        f"a fault of tfrq: {type(error).__name__}: {words}"[:300],
        hint="--debug shows the traceback",
    )


def _print(error: TfrqError, chosen: Choices) -> None:
    from tfrq.cli.problems import drawn

    if sys.stderr is None:
        return
    colored = chosen.colored(sys.stderr)

    def paint(text: str, look: str) -> str:
        return click.style(text, fg=look, bold=True) if colored else text

    text = drawn(error, paint)
    if chosen.in_ascii(sys.stderr):
        from tfrq.render import to_ascii

        text = to_ascii(text)
    print(text, file=sys.stderr)  # noqa: T201
