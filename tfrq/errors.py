"""Every error that tfrq raises on purpose: a message, where in the text, a hint and the exit code.

Exit codes (the command contract): 2 usage, configuration or definition · 3 refused by the lake's
policy · 4 data invalid · 70 a fault of tfrq · 75 the lake is locked · 130 interrupted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """Half-open range of character positions in the text that a person wrote."""

    start: int
    end: int


class TfrqError(Exception):
    """The one root error. `source` is the text that `span` points into, where there is one."""

    exit_code = 70

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        span: Span | None = None,
        source: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.span = span
        self.source = source


class UsageError(TfrqError):
    """A command, an option or the configuration does not make sense."""

    exit_code = 2


class DefinitionError(TfrqError):
    """The text of a definition, or a definition file, cannot be understood."""

    exit_code = 2


class PolicyError(TfrqError):
    """The lake's policy does not allow what was asked for."""

    exit_code = 3


class DataError(TfrqError):
    """A lake or a file in it is missing, damaged, or not of this schema version."""

    exit_code = 4


class LockedError(TfrqError):
    """Another process is writing to the lake."""

    exit_code = 75


class Fault(TfrqError):
    """A mistake in tfrq itself."""

    exit_code = 70


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to a misspelt one, or None where none is near."""
    # difflib costs milliseconds to import and is wanted only when something is wrong.
    import difflib

    by_lower = {candidate.lower(): candidate for candidate in known}
    found = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None
