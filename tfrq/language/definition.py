"""Grammar of whole definitions: steps, index, options, and definitions that they name (§2, §6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tfrq import model, vocabulary
from tfrq.errors import DefinitionError, Span, nearest
from tfrq.language import responses
from tfrq.language.canonical import canonical
from tfrq.language.combine import expression, unexpected
from tfrq.language.cursor import Cursor
from tfrq.language.tokens import LONGEST_QUOTE, LONGEST_TEXT, quoted
from tfrq.model import Definition, Index, Node

MOST_CRITERIA = 200
MOST_NAMES = 20  # definitions that name each other, one inside the other
MOST_LEVELS = 25  # of combinations inside each other; canonical text takes two DEEPEST for each
INDEXES = {
    **{name: name for name in model.INDEXES if name != "first response"},
    "every TFR attempt": "each TFR attempt",
    "start of TKI": "TKI start",
    "today": "data cut",
}


@dataclass(frozen=True)
class NamedText:
    """What a name stands for: the text of a definition, and its options."""

    text: str
    options: tuple[str, ...] = ()


Lookup = Callable[[str], NamedText]
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


def parse(
    text: str, *, index: str = "", options: Sequence[str] = (), lookup: Lookup | None = None
) -> Definition:
    """The definition that a text means.

    `index` is a phrase of §2 ("" for none), `options` such as "assume undetectable = MR4.5". Both
    may also be leading parts of the text, as `canonical` writes them. `lookup` finds the text and
    options that a name in `in NAME` stands for. Raises DefinitionError with the span in the text.
    """
    return _read(text, parse_index(index) if index else None, options, lookup, ())


def _read(
    text: str,
    given: Index | None,
    options: Sequence[str],
    lookup: Lookup | None,
    trail: tuple[str, ...],
) -> Definition:
    cursor = Cursor(text, "given" if given else "")
    assumed = [_option(option) for option in options]
    steps: list[Node] = []

    def named(name: str) -> Definition:
        return _named(name, given, lookup, trail)

    cursor.named = named
    while _skip_separators(cursor):
        if cursor.accept("assume undetectable"):
            assumed.append(_assumed(cursor))
        elif cursor.sees("index"):
            given = _index_part(cursor, given, bool(steps))
        else:
            steps.append(expression(cursor))
        _end_of_step(cursor)
    return _definition(cursor, steps, given, assumed)


def _named(
    name: str, index: Index | None, lookup: Lookup | None, trail: tuple[str, ...]
) -> Definition:
    """Another definition with its own options, at this one's index (§6)."""
    if name in trail:
        circle = " → ".join((*trail[trail.index(name) :], name))
        raise DefinitionError(f"these definitions name each other in a circle: {circle}")
    if len(trail) >= MOST_NAMES:
        raise DefinitionError(f"more than {MOST_NAMES} definitions name each other")
    if lookup is None:
        raise DefinitionError("there is no folder of definitions to look names up in")
    found = lookup(name)
    try:
        return _read(found.text, index, found.options, lookup, (*trail, name))
    except DefinitionError as error:
        if error.source != found.text:
            raise
        raise DefinitionError(f"'{name}' says: {error.message}", hint=error.hint) from error


def _definition(
    cursor: Cursor, steps: list[Node], index: Index | None, assumed: list[str]
) -> Definition:
    if not steps:
        cursor.fail(
            "a definition needs at least one criterion",
            hint="for example 'MR4.5 for >= 2 years, imatinib >= 5 years'",
        )
    if len(set(assumed)) > 1:
        cursor.fail("two levels are assumed for undetectable tests", hint="keep one of them")
    count = sum(1 for step in steps for _ in model.criteria(step))
    if count > MOST_CRITERIA:
        cursor.fail(f"{count} criteria in one definition; the limit is {MOST_CRITERIA}")
    if max(_levels(step) for step in steps) > MOST_LEVELS:
        cursor.fail(f"more than {MOST_LEVELS} levels of 'and', 'or' and 'not' inside each other")
    found = Definition(tuple(steps), index, assumed[0] if assumed else "")
    # Short names are written out in canonical text, which has to be readable again.
    if len(canonical(found)) > LONGEST_TEXT:
        cursor.fail(f"this definition is longer than {LONGEST_TEXT:,} characters when written out")
    return found


def _levels(node: Node) -> int:
    return max((1 + _levels(item) for item in model.children(node)), default=0)


def _skip_separators(cursor: Cursor) -> bool:
    """Go to the next part; whether there is one. New lines may be doubled, commas may not."""
    while cursor.token.text == "\n":
        cursor.advance()
    if cursor.token.value == ",":
        cursor.fail("nothing stands before this comma", hint="leave it out")
    return cursor.token.kind != "end"


def _end_of_step(cursor: Cursor) -> None:
    if cursor.token.kind != "end" and not cursor.accept(","):
        unexpected(cursor)


def _index_part(cursor: Cursor, given: Index | None, late: bool) -> Index:
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
        cursor.fail("the definition has another index already", span=cursor.since(start))
    cursor.index = "given"
    return found


def _option(option: str) -> str:
    cursor = Cursor(option, "")
    if not cursor.accept("assume undetectable"):
        cursor.expect(
            "an option",
            known=("assume undetectable = MR4.5",),
            hint="the one option is 'assume undetectable = MR4.5' (or another level)",
        )
    found = _assumed(cursor)
    if cursor.token.kind != "end":
        cursor.expect("the end of the option")
    return found


def _assumed(cursor: Cursor) -> str:
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
