"""Grammar of whole definitions: steps, and, or, not, parentheses, index, options (§2, §3, §6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tfrq import model, vocabulary
from tfrq.errors import DefinitionError, UsageError
from tfrq.language import attributes, exposures, happenings, responses
from tfrq.language.canonical import DENIED_BY_NO, canonical
from tfrq.language.cursor import DEEPEST, Cursor
from tfrq.language.indexes import assumed_level, index_part, option_level, parse_index
from tfrq.language.quantities import OPERATORS, comparison, whole_number
from tfrq.language.readings import refuse_mixed, refuse_unclear_reach, refuse_unclear_step
from tfrq.language.refusals import no_criterion, unexpected
from tfrq.language.responses import LEVEL_NAMES
from tfrq.language.tokens import LONGEST_TEXT
from tfrq.model import Comparison, Definition, Index, Node, Or

MOST_CRITERIA = 200
MOST_COUNTED = 60
MOST_NAMES = 20  # definitions that name each other, one inside the other
MOST_LEVELS = 25  # of combinations inside each other; canonical text takes two DEEPEST for each
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)


@dataclass(frozen=True)
class NamedText:
    """What a name stands for: the text of a definition, and its options."""

    text: str
    options: tuple[str, ...] = ()


Lookup = Callable[[str], NamedText]


_EVENTS = (model.AnyExposure, model.AdvancedPhase, model.Event, model.Endpoint)
_RESPONSES = (model.AnyResponse, model.SustainedResponse)
GOVERNED: dict[str, tuple[type[Node], ...]] = {
    "ever": (*_EVENTS, *_RESPONSES),
    "never": (*_EVENTS, *_RESPONSES),
    "no": DENIED_BY_NO,
}
LEADS = (
    *LEVEL_NAMES,
    *exposures.DRUG_NAMES,
    *attributes.TRANSCRIPTS,
    *attributes.SCORES,
    *happenings.EVENTS,
    *attributes.SEXES,
    *vocabulary.PHASES,
    *exposures.ORDINALS,
    *("BCR::ABL1", "age", "country", "site", "diagnosed", "transcript", "typical transcript"),
    *attributes.MARKERS,
    *("last", "all tests", "first", "at least", "loss of", "confirmed loss of", "restart"),
    *("any positive test", "regained", "followed", "tapered", "halving time", "in"),
    *("ever", "never", "no", "not", "on", "stopped", "switched", "previous", "assume", "index"),
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


def parses(text: str) -> bool:
    """Whether a text is a definition: as `parse` decides, without looking for what would help."""
    try:
        _steps(Cursor(text, ""), None, (), None, ())
    except DefinitionError:
        return False
    return True


def _read(
    text: str,
    given: Index | None,
    options: Sequence[str],
    lookup: Lookup | None,
    trail: tuple[str, ...],
) -> Definition:
    def read(text: str, cursor: Cursor | None = None) -> Definition:
        cursor = cursor or Cursor(text, "given" if given else "")
        return _steps(cursor, given, options, lookup, trail)

    def maybe(text: str) -> Definition | None:
        try:
            return read(text)
        except DefinitionError:
            return None

    cursor = Cursor("", "")
    try:
        cursor = Cursor(text, "given" if given else "")
        return read(text, cursor)
    except DefinitionError as error:
        # Costs milliseconds, and is wanted only when something is wrong.
        from tfrq.language.habits import taught

        raise taught(error, text, cursor.begun, maybe) from error


def _steps(
    cursor: Cursor,
    given: Index | None,
    options: Sequence[str],
    lookup: Lookup | None,
    trail: tuple[str, ...],
) -> Definition:
    assumed = [option_level(option) for option in options]
    steps: list[Node] = []

    def named(name: str) -> Definition:
        return _named(name, given, lookup, trail)

    cursor.named = named
    while _skip_separators(cursor):
        if cursor.accept("assume undetectable"):
            assumed.append(assumed_level(cursor))
        elif cursor.sees("index"):
            given = index_part(cursor, given, bool(steps))
        else:
            mark = cursor.position
            steps.append(expression(cursor))
            if len(steps) > 1:
                refuse_unclear_step(cursor, mark, *steps[-2:])
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


def expression(cursor: Cursor) -> Node:
    """Criteria joined by `and` or by `or`, never by both (§6)."""
    start = cursor.position
    marks, items, joints = [start], [unary(cursor)], list[str]()
    while joint := cursor.accept("and", "or"):
        joints.append(joint)
        marks.append(cursor.position)
        items.append(unary(cursor))
        refuse_unclear_reach(cursor, marks, items, joint)
    if len(set(joints)) > 1:
        refuse_mixed(cursor, start, items, joints)
    if not joints:
        return items[0]
    kind = model.And if joints[0] == "and" else model.Or
    return kind(tuple(items), span=cursor.since(start))


def unary(cursor: Cursor) -> Node:
    """`not X`, `no X`, `(...)`, or a criterion."""
    start = cursor.position
    cursor.depth += 1
    if cursor.depth > DEEPEST:
        cursor.fail(f"more than {DEEPEST} levels of parentheses and 'not'")
    undetectable = cursor.sees("not detected")
    governor = None if undetectable else cursor.accept("not", "no", "never", "ever")
    if governor == "not":
        node: Node = model.Not(unary(cursor), span=cursor.since(start))
    elif governor is not None:
        node = _governed(cursor, start, governor)
    elif cursor.accept("("):
        # With its parentheses: whoever repeats the text of this node must not lose them.
        node = replace(_group(cursor), span=cursor.since(start))
    else:
        node = criterion(cursor)
    cursor.depth -= 1
    return node


def _group(cursor: Cursor) -> Node:
    node = expression(cursor)
    if cursor.sees(","):
        cursor.fail(
            "a comma or a new line separates the steps of the whole definition",
            hint="inside parentheses write 'and'",
        )
    if not cursor.accept(")"):
        if cursor.token.kind == "end":
            cursor.expect("')'")
        unexpected(cursor)
    return node


def _governed(cursor: Cursor, start: int, governor: str) -> Node:
    if cursor.sees("(") and governor != "ever":
        cursor.fail(
            f"'{governor}' stands before a criterion, not before parentheses",
            hint="write 'not (...)'",
        )
    cursor.governor = governor
    node = criterion(cursor, start)
    cursor.governor = ""
    # A list of endpoints comes as `or`, and is governed as a whole.
    parts = node.items if isinstance(node, Or) else (node,)
    if not all(isinstance(part, GOVERNED[governor]) for part in parts):
        instead = "leave it out" if governor == "ever" else "write 'not'"
        cursor.fail(
            f"'{governor}' does not go with this criterion", hint=instead, span=cursor.since(start)
        )
    if governor == "ever":
        return node
    return model.Not(node, span=cursor.since(start))


def counted(cursor: Cursor) -> Node | None:
    """Whatever begins with a count: lines, tests, `2 of last 4 tests`, `at least 2 of (...)`."""
    start = cursor.position
    lines = cursor.accept("tki lines", "tki line", "lines")
    if not lines and cursor.token.kind != "number" and not cursor.sees(*OPERATORS, "between"):
        return None
    count = comparison(
        cursor, lambda inner: Decimal(whole_number(inner, MOST_COUNTED, "a count")), "how many"
    )
    if lines or cursor.accept("tki lines", "tki line", "lines", "line"):
        return exposures.line_count(cursor, start, count)
    if cursor.accept("of last", "of the last"):
        if count.operator != "=":
            cursor.fail("write the number alone", hint="as '2 of last 4 tests MR4.5'")
        return responses.last_tests(cursor, start, int(count.value))
    if cursor.accept("of"):
        return at_least(cursor, start, count)
    if cursor.accept("tests", "test", "test days"):
        return responses.test_count(cursor, start, count)
    cursor.expect(
        "what is counted",
        known=("TKI lines", "tests"),
        hint="as 'at most 2 TKI lines' or 'at least 3 tests within 12 months before index'",
    )


def at_least(cursor: Cursor, start: int, count: Comparison[Decimal]) -> model.AtLeast:
    """`at least 2 of (A; B; C)`, from the parenthesis on."""
    if not cursor.accept("("):
        cursor.expect("'(' and criteria", hint="as 'at least 2 of (female; age >= 60; Sokal low)'")
    items = [expression(cursor)]
    while cursor.accept(";"):
        items.append(expression(cursor))
    if not cursor.accept(")"):
        cursor.expect("')'", hint="the criteria are separated by semicolons")
    number = int(count.value)
    if count.operator == "=":
        written = cursor.text[cursor.since(start).start : cursor.since(start).end]
        cursor.fail(
            "exactly so many of them, or at least?",
            hint=f"write 'at least {written.removeprefix('=').strip()}'",
            span=cursor.since(start),
        )
    if count.operator != ">=" or not 1 <= number <= len(items):
        cursor.fail(
            f"of {len(items)} criteria, 'at least 1' to 'at least {len(items)}' can be asked for",
            span=cursor.since(start),
        )
    return model.AtLeast(number, tuple(items), span=cursor.since(start))


def in_definition(cursor: Cursor) -> Node | None:
    """`in euro-ski`."""
    start = cursor.position
    if not cursor.accept("in"):
        return None
    name = cursor.match(_NAME)
    if name is None:
        cursor.expect("the name of a definition", hint="'tfrq cohort list' names them")
    span = cursor.since(start)
    try:
        definition = cursor.named(name)
    except (DefinitionError, UsageError) as error:
        cursor.fail(error.message, hint=error.hint, span=span)
    return model.InDefinition(name, definition, span=span)


# Each rule reads one criterion, or answers None without having moved.
RULES: tuple[Callable[[Cursor], Node | None], ...] = (
    responses.response_criterion,
    responses.last,
    responses.all_tests,
    responses.first_response,
    exposures.line_drug,
    exposures.drug_criterion,
    exposures.on_drug,
    exposures.stopped,
    exposures.switched_for,
    attributes.age,
    attributes.sex,
    attributes.country,
    attributes.site,
    attributes.diagnosed,
    attributes.phase,
    attributes.transcript,
    attributes.risk_score,
    happenings.events_and_endpoints,
    happenings.previous_attempt,
    happenings.followed,
    happenings.tapered,
    attributes.laboratory,
    attributes.halving_time,
    counted,
    in_definition,
)


def criterion(cursor: Cursor, begun: int | None = None) -> Node:
    """One criterion of any kind; `begun`: the place of the word that governs it."""
    first = cursor.tokens[cursor.position if begun is None else begun]
    cursor.begun = first.span.start
    for rule in RULES:
        node = rule(cursor)
        if node is not None:
            return node
    no_criterion(cursor, LEADS)
