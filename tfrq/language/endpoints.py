"""Text → endpoint → canonical text: what is waited for after the index (docs/semantics.md §8).

    ENDPOINT = PARTS [competing PARTS]      PARTS = PART or PART or …

The grammar is that of docs/survival.md; a part is read as the criterion of the same words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tfrq import model
from tfrq.language.canonical import endpoint_qualifiers, endpoint_text
from tfrq.language.cursor import Cursor
from tfrq.language.endpoint_refusals import (
    refuse_beginning,
    refuse_parenthesis,
    refuse_rest,
    refuse_window,
)
from tfrq.language.happenings import EVENTS, event, event_name
from tfrq.language.qualifiers import Tail, tail
from tfrq.language.responses import ASSAY, endpoint, happening
from tfrq.model import AFTER_INDEX, Node, Response, TimeToEvent

# §8: what the abbreviations stand for.
COMPOSITES: dict[str, tuple[Node, ...]] = {
    "MRFS": (
        model.Endpoint("loss", Response("MR3"), AFTER_INDEX),
        model.Event(("death",), AFTER_INDEX),
        model.Event(("progression",), AFTER_INDEX),
    ),
    "TFS": (
        model.Endpoint("loss", Response("MR3"), AFTER_INDEX),
        model.Endpoint("restart", None, AFTER_INDEX),
        model.Event(("progression",), AFTER_INDEX),
        model.Event(("death",), AFTER_INDEX),
    ),
}
COMPOSITE_NAMES = {
    "MRFS": "MRFS",
    "molecular relapse free survival": "MRFS",
    "TFS": "TFS",
    "treatment free survival": "TFS",
}
# Either half of a progression is an event of its own.
PHASES = {
    "accelerated or blast phase": "progression",
    **dict.fromkeys(("accelerated phase", "AP"), "accelerated phase"),
    **dict.fromkeys(("blast phase", "blast crisis", "BP", "BC"), "blast phase"),
}
# What begins a part, for whoever misspelt it.
LEADS = (
    *("confirmed loss of", "loss of", "regained", "restart"),
    *EVENTS,
    *PHASES,
    *COMPOSITE_NAMES,
)


def parse_endpoint(text: str) -> TimeToEvent:
    """The endpoint that a text means. Raises DefinitionError with the span in the text."""
    cursor = Cursor(text, "given")
    parts, competing = _parts(cursor), tuple[Node, ...]()
    if cursor.accept("competing", ", competing"):
        competing = _parts(cursor)
    if cursor.token.kind != "end":
        refuse_rest(cursor)
    _refuse_repeats(cursor, parts, competing)
    _refuse_both_sides(cursor, (*parts, *competing))
    return TimeToEvent(tuple(dict.fromkeys(parts)), tuple(dict.fromkeys(competing)))


def _parts(cursor: Cursor) -> tuple[Node, ...]:
    """`loss of MMR or death`: every part, as often as it is written."""
    found = [*_part(cursor)]
    while cursor.accept("or"):
        found += _part(cursor)
    return tuple(found)


def _part(cursor: Cursor) -> Iterator[Node]:
    start = cursor.position
    cursor.begun = cursor.token.span.start
    named = cursor.name(COMPOSITE_NAMES)
    if named is not None:
        yield from (replace(one, span=cursor.since(start)) for one in COMPOSITES[named])
    else:
        yield _single(cursor, start)
    if cursor.sees("("):
        refuse_parenthesis(cursor)
    refuse_window(cursor)


def _single(cursor: Cursor, start: int) -> Node:
    name = cursor.name(PHASES) or event_name(cursor)
    if name is not None:
        return event((name,), AFTER_INDEX, cursor.since(start))
    asked = happening(cursor)
    if asked is None:
        refuse_beginning(cursor, LEADS)
    kind, response = asked
    confirmed = ("dated at confirmation",) if kind == "confirmed loss" else ()
    allowed = (*confirmed, *ASSAY) if response is not None else ()
    after = tail(cursor, allowed, when=False) if allowed else Tail()
    return endpoint(cursor, start, asked, after, AFTER_INDEX)


def _refuse_repeats(cursor: Cursor, parts: tuple[Node, ...], competing: tuple[Node, ...]) -> None:
    """Refuse what competes with itself."""
    for one in competing:
        if one in parts:
            cursor.fail(
                f"'{part_text(one)}' is part of the endpoint, and cannot compete with it",
                hint="leave it out on one side",
                span=one.span,
            )


def _refuse_both_sides(cursor: Cursor, every: tuple[Node, ...]) -> None:
    """Refuse what is looked for after the restart beside what is looked for up to it."""
    asked = [one for one in every if isinstance(one, model.Endpoint)]
    regained = any(one.kind == "regained" for one in asked)
    for one in asked if regained else ():
        if one.kind != "regained":
            cursor.fail(
                "a response is regained after the restart, "
                f"and '{part_text(one)}' is looked for up to it",
                hint="ask for the two apart: two endpoints, two curves",
                span=one.span,
            )


def canonical_endpoint(outcome: TimeToEvent) -> str:
    """The one text of an endpoint: parse_endpoint(canonical_endpoint(e)) == e."""
    parts = _listed(outcome.parts)
    return f"{parts} competing {_listed(outcome.competing)}" if outcome.competing else parts


def _listed(parts: tuple[Node, ...]) -> str:
    for name, composite in COMPOSITES.items():
        if parts == composite:
            return name
    return " or ".join(map(part_text, parts))


def part_text(part: Node) -> str:
    """`confirmed loss of MR4 (dated at confirmation)`, `death`."""
    if isinstance(part, model.Endpoint):
        return f"{endpoint_text(part)}{endpoint_qualifiers(part)}"
    assert isinstance(part, model.Event)
    return " or ".join(part.events)


def same_endpoint(one: TimeToEvent, other: TimeToEvent) -> bool:
    """Whether two endpoints are the same event, in whatever order their parts were written."""
    return (set(one.parts), set(one.competing)) == (set(other.parts), set(other.competing))
