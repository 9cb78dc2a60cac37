"""Grammar of what happens to a patient: events, attempts, observation (docs/semantics.md §6)."""

from __future__ import annotations

import re

from tfrq import model
from tfrq.errors import Span
from tfrq.language.cursor import Cursor
from tfrq.language.qualifiers import as_day, as_period, tail
from tfrq.language.quantities import maybe_length, needs_index
from tfrq.language.responses import ASSAY, Happening, endpoint, happening
from tfrq.model import At, Node, Period

EVENTS = {
    "progression": "progression",
    "transplant": "transplant",
    "transplantation": "transplant",
    **dict.fromkeys(("HSCT", "SCT", "alloSCT", "alloHSCT", "BMT"), "transplant"),
    **{
        f"{kind} {word}": "transplant"
        for kind in ("stem cell", "bone marrow", "allogeneic", "allogeneic stem cell")
        for word in ("transplant", "transplantation")
    },
    "mutation": "mutation",
    "death": "death",
}
MUTATION = re.compile(r"[a-z][0-9]{1,4}[a-z]", re.IGNORECASE | re.ASCII)


def events_and_endpoints(cursor: Cursor) -> Node | None:
    """`transplant or death`, `T315I mutation`, `confirmed loss of MR4 or restart`: a list that
    one trailing phrase governs. Endpoints among them are criteria of their own, joined by `or`."""
    start = cursor.position
    events: list[str] = []
    endpoints: list[Happening] = []
    while True:
        mark = cursor.position
        if (events or endpoints) and not cursor.accept("or"):
            break
        name = event_name(cursor)
        found = None if name else happening(cursor)
        if name is None and found is None:
            cursor.position = mark
            break
        events += [name] if name and name not in events else []
        endpoints += [found] if found and found not in endpoints else []
    return _happenings(cursor, start, events, endpoints) if events or endpoints else None


def _happenings(
    cursor: Cursor,
    start: int,
    events: list[str],
    endpoints: list[Happening],
) -> Node:
    confirmed = any(kind == "confirmed loss" for kind, _ in endpoints)
    leveled = any(response is not None for _, response in endpoints)
    allowed = (("dated at confirmation",) if confirmed else ()) + (ASSAY if leveled else ())
    after = tail(cursor, allowed)
    when = after.when
    if endpoints and when is None:
        # An endpoint is what comes after the index (§8), whatever an event looks at.
        if not cursor.index:
            needs_index(cursor, start)
        when = Period("after", "index")
    period = as_period(cursor, when, start)
    span = cursor.since(start)
    nodes: list[Node] = [event(tuple(events), period, span)] if events else []
    nodes += [endpoint(cursor, start, asked, after, period) for asked in endpoints]
    return nodes[0] if len(nodes) == 1 else model.Or(tuple(nodes), span=span)


def event(events: tuple[str, ...], period: Period, span: Span) -> model.Event:
    """`transplant or death`, from its parts."""
    return model.Event(events, period, span=span)


def event_name(cursor: Cursor) -> str | None:
    """`death`, `HSCT`, `T315I mutation`: the event that it stands for; None where none begins."""
    token = cursor.token
    if MUTATION.fullmatch(token.text):
        start = cursor.position
        cursor.advance()
        if cursor.accept("mutation") or cursor.sees("or"):
            return f"{token.text.upper()} mutation"
        cursor.position = start
        return None
    return cursor.name(EVENTS)


def previous_attempt(cursor: Cursor) -> Node | None:
    """`previous TFR attempt`."""
    start = cursor.position
    if not cursor.accept("previous tfr attempt", "prior tfr attempt", "earlier tfr attempt"):
        return None
    if not cursor.index:
        needs_index(cursor, start)
    after = tail(cursor, ())
    period = as_period(cursor, after.when or Period("before", "index"), start)
    if period.kind != "before" or period.anchor != "index":
        cursor.fail(
            "a previous attempt is one before the index",
            hint="write 'previous TFR attempt', or "
            "'previous TFR attempt within 5 years before index'",
            span=cursor.since(start),
        )
    return model.PreviousAttempt(period, span=cursor.since(start))


def followed(cursor: Cursor) -> Node | None:
    """`followed >= 6 months after index`."""
    start = cursor.position
    if not cursor.accept("followed for", "followed", "follow up for", "follow up"):
        return None
    length = maybe_length(cursor)
    if length is None:
        cursor.expect("how long", hint="as 'followed >= 6 months after index'")
    after = tail(cursor, ())
    when = after.when
    if isinstance(when, Period) and when.kind == "after" and when.within is None:
        when = At(when.anchor)
    if when is not None and not isinstance(when, At):
        cursor.fail(
            "'followed' counts from a date on",
            hint="write 'followed >= 6 months after index'",
            span=cursor.since(start),
        )
    return model.Followed(length, as_day(cursor, when, start), span=cursor.since(start))


def tapered(cursor: Cursor) -> Node | None:
    """`tapered before index`."""
    start = cursor.position
    if not cursor.accept("tapered"):
        return None
    if not cursor.index:
        needs_index(cursor, start)
    after = tail(cursor, ())
    if after.when not in (None, Period("before", "index")):
        cursor.fail(
            "'tapered' is asked up to the index",
            hint="write 'tapered before index'",
            span=cursor.since(start),
        )
    return model.Tapered(span=cursor.since(start))
