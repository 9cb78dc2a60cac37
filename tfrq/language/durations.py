"""A length of time alone, as an option gives it (docs/semantics.md §1)."""

from __future__ import annotations

import re

from tfrq.errors import DefinitionError, UsageError
from tfrq.language.cursor import Cursor
from tfrq.language.quantities import duration
from tfrq.model import Duration

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def parse_duration(text: str, what: str, example: str) -> Duration:
    """`6 months`, at least a day. `what` the length of time is, and an example, are for errors.

    DefinitionError where the text is no length of time, or more than one; UsageError for none at
    all, and for what is no text."""
    hint = f"as '{example}'"
    if not isinstance(text, str):
        raise UsageError(f"a {what} is a text with a number and a unit, not {text}", hint=hint)
    found = _read(text, what, hint)
    if not found.days:
        raise UsageError(f"a {what} is at least a day", hint=hint)
    return found


def _read(text: str, what: str, hint: str) -> Duration:
    cursor = Cursor(text, "")
    try:
        found = duration(cursor)
    except DefinitionError as error:
        if _NUMBER.fullmatch(text.strip()):
            error.hint = f"as '{text.strip()} months'"
        raise
    if cursor.token.kind != "end":
        cursor.expect(f"the end of the {what}", hint=hint)
    return found
