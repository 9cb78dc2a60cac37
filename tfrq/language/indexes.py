"""Grammar of the index and of the options (docs/semantics.md §2, §4)."""

from __future__ import annotations

import re

from tfrq import model, vocabulary
from tfrq.errors import Span, nearest
from tfrq.language import responses
from tfrq.language.cursor import Cursor
from tfrq.language.tokens import LONGEST_QUOTE, quoted
from tfrq.model import Index

INDEXES = {
    **{name: name for name in model.INDEXES if name != "first response"},
    "every TFR attempt": "each TFR attempt",
    "start of TKI": "TKI start",
    "today": "data cut",
}
_ALL_INDEXES = (
    "an index is one of: "
    + ", ".join(name for name in model.INDEXES if name != "first response")
    + ", first MR4.5 (or any other level)"
)


def parse_index(text: str) -> Index:
    """The index that a phrase of §2 names. DefinitionError where it names none."""
    cursor = Cursor(text, "")
    found = _index(cursor)
    if cursor.token.kind != "end":
        cursor.expect("the end of the index")
    return found


def _index(cursor: Cursor) -> Index:
    name = cursor.name(INDEXES)
    if name is not None:
        return Index(name)
    start = cursor.position
    if cursor.accept("first"):
        response = responses.maybe_response(cursor)
        if response is not None:
            return Index("first response", responses.with_assay(cursor, start, response))
    cursor.position = start
    if cursor.token.kind == "end":
        cursor.expect("an index", hint=_ALL_INDEXES)
    written = re.split(r"[,\n]", cursor.text[cursor.token.span.start :])[0].rstrip()
    near = nearest(written[:LONGEST_QUOTE], (*INDEXES, "first MR4.5"))
    cursor.fail(
        f"expected an index, found {quoted(written or cursor.token.text)}",
        hint=f"did you mean '{near}'?" if near else _ALL_INDEXES,
        span=Span(cursor.token.span.start, cursor.token.span.start + max(1, len(written))),
    )


def index_part(cursor: Cursor, given: Index | None, late: bool) -> Index:
    """`index = data cut` as the first part of a definition; `late`: criteria stand before it."""
    start = cursor.position
    cursor.accept("index")
    if not cursor.accept("=", ":"):
        cursor.expect("'=' and an index", hint="as 'index = data cut'")
    found = _index(cursor)
    if late:
        cursor.fail(
            "the index comes first",
            hint="move it before the first criterion",
            span=cursor.since(start),
        )
    if given is not None and given != found:
        cursor.fail(
            "the definition has another index already",
            hint="leave one of the two out",
            span=cursor.since(start),
        )
    cursor.index = "given"
    return found


def option_level(option: str) -> str:
    """The level that the option `assume undetectable = MR4.5` names."""
    cursor = Cursor(option, "")
    if not cursor.accept("assume undetectable"):
        cursor.expect(
            "an option",
            known=("assume undetectable = MR4.5",),
            hint="the one option is 'assume undetectable = MR4.5' (or another level)",
        )
    found = assumed_level(cursor)
    if cursor.token.kind != "end":
        cursor.expect("the end of the option")
    return found


def assumed_level(cursor: Cursor) -> str:
    """The rest of that option, from the sign on."""
    start = cursor.position
    if not cursor.accept("="):
        cursor.expect("'=' and a level", hint="as 'assume undetectable = MR4.5'")
    response = responses.maybe_response(cursor)
    if response is None or response.level in ("", vocabulary.UNDETECTABLE):
        cursor.fail(
            "a named level is needed here",
            hint="as 'assume undetectable = MR4.5'",
            span=cursor.since(start),
        )
    return response.level
