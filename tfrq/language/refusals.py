"""What is said where a criterion should begin and none does, or should end and goes on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from tfrq.language.cursor import Cursor, near_word
from tfrq.language.quantities import anchor
from tfrq.language.tokens import quoted

_JOINTS = ("and", "or", "at", "before", "after", "within", "ever", "for")
# What people write between two criteria, and what says it.
_BETWEEN = {
    **dict.fromkeys(("but", "plus", "with", "while", "und", "et", "och", ";", "+"), "and"),
    **dict.fromkeys(("oder", "ou", "eller", "/"), "or"),
    **dict.fromkeys(("without", "except", "unless"), "and no"),
}
_PHRASES = "what can be written: tfrq cohort phrases"


def unexpected(cursor: Cursor) -> NoReturn:
    """Refuse what stands behind a criterion and does not belong to it."""
    token = cursor.token
    if token.value == ")":
        cursor.fail("this parenthesis was never opened")
    if cursor.accept("at"):
        anchor(cursor)
    near = near_word(token.text, _JOINTS)
    hint = f"did you mean '{near}'?" if near else "join criteria with a comma, 'and' or 'or'"
    if token.value in _BETWEEN:
        hint = f"write '{_BETWEEN[token.value]}' in its place"
    elif token.value == "not":
        said = cursor.so_far()
        denied = f"never {said}" if cursor.accept("not ever") else f"not {said}"
        hint = f"it stands before the criterion: '{denied}'"
    cursor.fail(
        f"{quoted(token.text)} does not belong to the criterion before it",
        hint=hint,
        span=token.span,
    )


def no_criterion(cursor: Cursor, known: Iterable[str]) -> NoReturn:
    """Refuse what stands where a criterion should begin; `known`: the words that begin one."""
    token = cursor.token
    if token.kind == "end":
        cursor.fail("a criterion is missing at the end", hint=_PHRASES)
    if token.text == "\n":
        cursor.fail(
            "a criterion is missing at the end of this line",
            hint="a new line begins the next step; write what belongs together on one line",
        )
    if token.value == "'":
        cursor.fail("a quotation mark means nothing here", hint="a definition stands without them")
    if token.value == ")":
        cursor.fail("there is nothing in these parentheses", hint="leave them out")
    near = near_word(token.text, known)
    cursor.fail(
        f"no criterion begins with {quoted(token.text)}",
        hint=f"did you mean '{near}'?" if near else _PHRASES,
    )
