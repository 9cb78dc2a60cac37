"""A length of time alone, as an option gives it (docs/semantics.md §1)."""

from __future__ import annotations

from tfrq.language.cursor import Cursor
from tfrq.language.quantities import duration
from tfrq.model import Duration


def parse_duration(text: str) -> Duration:
    """`6 months`. DefinitionError where the text is no length of time, or more than one."""
    cursor = Cursor(text, "")
    found = duration(cursor)
    if cursor.token.kind != "end":
        cursor.expect("the end of the length of time", hint="as '6 months'")
    return found
