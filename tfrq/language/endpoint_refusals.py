"""What is said where a text is no endpoint: with the place, and with what says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NoReturn

from tfrq.language.canonical import response_text
from tfrq.language.cursor import Cursor, near_word
from tfrq.language.happenings import MUTATION
from tfrq.language.responses import maybe_response
from tfrq.language.tokens import quoted

EXAMPLES = "as 'loss of MMR', 'MRFS', 'TFS', 'confirmed loss of MR4 or death competing restart'"
# What people call an endpoint, and what says it.
OTHER_WORDS = {
    **dict.fromkeys(("relapse", "relapsed", "recurrence", "molecular", "rfs"), "loss of MMR"),
    **dict.fromkeys(("loss", "lost", "losing", "mmr loss"), "loss of MMR"),
    **dict.fromkeys(("confirmed",), "confirmed loss of MMR"),
    **dict.fromkeys(("any", "first", "positive", "positivity", "detectable"), "any positive test"),
    **dict.fromkeys(("tfr", "failure", "treatment", "efs"), "TFS"),
    **dict.fromkeys(("os", "survival", "overall", "died", "dead", "mortality"), "death"),
    **dict.fromkeys(("pfs",), "progression or death"),
    **dict.fromkeys(("retreatment", "restarted", "restarting", "resumption", "tki"), "restart"),
    **dict.fromkeys(("regaining", "regain", "regains", "recovery"), "regained MMR"),
}
_DENIALS = ("no", "not", "never", "without", "free", "ever")
_WINDOWS = ("within", "before", "after", "at", "ever", "in", "for", "until", "up to", "during")
_CRITERIA = "what can be waited for: tfrq cohort phrases Endpoints"


def refuse_beginning(cursor: Cursor, known: Iterable[str]) -> NoReturn:
    """Refuse what stands where a part should begin; `known`: the words that begin one."""
    token = cursor.token
    if token.kind == "end":
        some = "an event is missing at the end" if cursor.position else "there is no endpoint here"
        cursor.fail(some, hint=EXAMPLES)
    if token.value in _DENIALS:
        cursor.fail(
            f"an endpoint is what happens: {quoted(token.text)} denies nothing here",
            hint="leave it out",
        )
    if token.value == "competing":
        cursor.fail("what does it compete with? An endpoint stands before it", hint=EXAMPLES)
    if token.value == "(":
        refuse_parenthesis(cursor)
    _refuse_level(cursor)
    if token.value in OTHER_WORDS:
        cursor.fail(
            f"no endpoint is called {quoted(token.text)}",
            hint=f"write '{OTHER_WORDS[token.value]}'",
        )
    if MUTATION.fullmatch(token.text):
        cursor.fail("what of it is waited for?", hint=f"write '{token.text.upper()} mutation'")
    near = _near_beginning(token.text, known)
    _refuse_criterion(cursor, near)
    cursor.fail(
        f"no endpoint begins with {quoted(token.text)}",
        hint=f"did you mean '{near}'?" if near else _CRITERIA,
    )


def _near_beginning(word: str, known: Iterable[str]) -> str | None:
    """What begins with a word that is near: `los` is `loss of`."""
    leads = {lead.split()[0].lower(): lead for lead in known}
    near = near_word(word, leads)
    return leads[near] if near else None


def _refuse_level(cursor: Cursor) -> None:
    """Refuse `loss of MMR or MR4` and `MR4 for >= 2 years`: a level is lost or regained."""
    start = cursor.position
    found = maybe_response(cursor)
    if found is None:
        return
    # What is above a level has lost it.
    opposite = {">": "<=", ">=": "<"}.get(found.operator, found.operator)
    level = response_text(replace(found, operator=opposite))
    lost = f"'loss of {level}', 'confirmed loss of {level}'"
    cursor.fail(
        "is this level lost, or regained?",
        hint=f"write {lost} or 'regained {level}'",
        span=cursor.since(start),
    )


def _refuse_criterion(cursor: Cursor, near: str | None) -> None:
    """Refuse `imatinib >= 5 years`, which is asked of a patient and happens on no day."""
    # Only where something is wrong are the other rules wanted.
    from tfrq.errors import DefinitionError, UsageError
    from tfrq.language.combine import RULES

    start = cursor.position
    try:
        found = any(rule(cursor) is not None for rule in RULES)
    except (DefinitionError, UsageError):
        found = near is None and cursor.position > start
    if found:
        cursor.fail(
            "this is a criterion: it is asked of a patient, and happens on no day",
            hint=_CRITERIA,
            span=cursor.since(start),
        )
    cursor.position = start


def refuse_parenthesis(cursor: Cursor) -> NoReturn:
    """Refuse `(loss of MMR or death)`, and qualifiers of what takes none."""
    cursor.fail(
        "parentheses hold what a test of a level has to show, and nothing else here",
        hint="an endpoint is a list: 'loss of MR4 (depth verified) or death competing restart'",
    )


def refuse_window(cursor: Cursor) -> None:
    """Refuse `loss of MMR within 12 months` and `restart after index`."""
    if not cursor.sees(*_WINDOWS):
        return
    start = cursor.position
    while cursor.token.kind != "end" and not cursor.sees("or", "competing", ","):
        cursor.advance()
    cursor.fail(
        "an endpoint looks at everything after the index, without a window",
        hint="leave it out; the curve is read at any month",
        span=cursor.since(start),
    )


_INSTEAD = {
    **dict.fromkeys(("and", "/", "+", ";", ",", "with", "oder", "and/or"), "or"),
    **dict.fromkeys(("competes", "against", "versus", "vs", "competed"), "competing"),
}


def refuse_rest(cursor: Cursor) -> NoReturn:
    """Refuse what stands behind a part and does not belong to it."""
    token = cursor.token
    if token.value == "competing":
        cursor.fail("'competing' stands once", hint="join what competes by 'or'")
    if token.value in _INSTEAD:
        cursor.fail(
            "the endpoint is the first of its parts, which 'or' joins",
            hint=f"write '{_INSTEAD[token.value]}' in place of {quoted(token.text)}",
        )
    near = near_word(token.text, ("or", "competing"))
    cursor.fail(
        f"{quoted(token.text)} does not belong to the endpoint before it",
        hint=f"did you mean '{near}'?" if near else "join parts by 'or'",
    )
