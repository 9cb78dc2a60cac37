"""The command line: read options, call the API, hand the result to a renderer. No logic."""

from __future__ import annotations

import gc
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `tfrq` with these arguments (None: those of the process); the exit code comes back."""
    # A command makes many objects while it loads and little garbage: look for it less often.
    gc.set_threshold(100_000)
    try:
        # An interrupt while this is being loaded is one too.
        from tfrq.cli.running import run

        return run(arguments)
    except KeyboardInterrupt:
        return 130
