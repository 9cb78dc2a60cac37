"""The command line: read options, call the API, hand the result to a renderer. No logic."""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `tfrq` with these arguments (None: those of the process); the exit code comes back."""
    try:
        # An interrupt while this is being loaded is one too.
        from tfrq.cli.running import run

        return run(arguments)
    except KeyboardInterrupt:
        return 130
