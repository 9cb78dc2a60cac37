"""Grammar of whole definitions: steps, and, or, not, parentheses, index, options (§2, §3, §6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tfrq import model, vocabulary
from tfrq.errors import DefinitionError, UsageError, nearest
from tfrq.language import attributes, exposures, responses
from tfrq.language.canonical import canonical
from tfrq.language.cursor import DEEPEST, Cursor
from tfrq.language.indexes import assumed_level, index_part, option_level, parse_index
from tfrq.language.quantities import ANCHORS, OPERATORS, comparison, whole_number
from tfrq.language.readings import refuse_mixed
from tfrq.language.responses import LEVEL_NAMES
from tfrq.language.tokens import LONGEST_TEXT, quoted
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
    "no": (*_EVENTS, model.StoppedFor, model.SwitchedFor, model.PreviousAttempt),
}
LEADS = (
    *LEVEL_NAMES,
    *exposures.DRUG_NAMES,
    *attributes.TRANSCRIPTS,
    *attributes.SCORES,
    *attributes.EVENTS,
    *attributes.SEXES,
    *vocabulary.PHASES,
    *exposures.ORDINALS,
    *("BCR::ABL1", "age", "country", "site", "diagnosed", "transcript", "typical transcript"),
    *attributes.MARKERS,
    *("last", "all tests", "first", "at least", "loss of", "confirmed loss of", "restart"),
    *("any positive test", "regained", "followed", "tapered", "in"),
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


def _read(
    text: str,
    given: Index | None,
    options: Sequence[str],
    lookup: Lookup | None,
    trail: tuple[str, ...],
) -> Definition:
    cursor = Cursor(text, "given" if given else "")
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
        _unexpected(cursor)


_JOINTS = ("and", "or", "at", "before", "after", "within", "ever", "for")


def _unexpected(cursor: Cursor) -> None:
    token = cursor.token
    if token.value == ")":
        cursor.fail("this parenthesis was never opened")
    if cursor.accept("at") and not cursor.sees(*(name.lower() for name in ANCHORS)):
        cursor.expect("index, diagnosis, TKI start or de-escalation", known=ANCHORS)
    near = nearest(token.text, _JOINTS)
    cursor.fail(
        f"{quoted(token.text)} does not belong to the criterion before it",
        hint=f"did you mean '{near}'?"
        if near and token.value not in _JOINTS
        else "join criteria with a comma, 'and' or 'or'",
        span=token.span,
    )


def expression(cursor: Cursor) -> Node:
    """Criteria joined by `and` or by `or`, never by both (§6)."""
    start = cursor.position
    marks, items, joints = [start], [unary(cursor)], list[str]()
    while joint := cursor.accept("and", "or"):
        joints.append(joint)
        marks.append(cursor.position)
        items.append(unary(cursor))
        if joint == "or":
            _unclear_reach(cursor, marks, items)
    if len(set(joints)) > 1:
        refuse_mixed(cursor, start, items, joints)
    if not joints:
        return items[0]
    kind = model.And if joints[0] == "and" else model.Or
    return kind(tuple(items), span=cursor.since(start))


def _unclear_reach(cursor: Cursor, marks: list[int], items: list[Node]) -> None:
    """Refuse `no A or B` where B could be meant to be denied as well: a list would deny it (§6)."""
    first, then = cursor.tokens[marks[-2]], cursor.tokens[marks[-1]]
    bare = first.value in ("no", "never") and then.value not in ("(", "ever")
    if not bare or not _one_kind(items[-2], items[-1]):
        return
    span = cursor.since(marks[-1])
    written = cursor.text[span.start : span.end]
    cursor.fail(
        f"does '{first.text}' also deny what follows 'or'?",
        hint=f"write '... and {first.text} {written}' for neither, "
        f"or '({first.text} ...) or {written}'",
        span=cursor.since(marks[-2]),
    )


def _one_kind(denied: Node, then: Node) -> bool:
    """Whether both could stand in one list: two responses, or two drugs or events."""
    first = denied.item if isinstance(denied, model.Not) else denied
    if isinstance(then, _RESPONSES):
        return isinstance(first, _RESPONSES)
    return isinstance(then, GOVERNED["no"])


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
        _unexpected(cursor)
    return node


def _governed(cursor: Cursor, start: int, governor: str) -> Node:
    if cursor.sees("(") and governor != "ever":
        cursor.fail(
            f"'{governor}' stands before a criterion, not before parentheses",
            hint="write 'not (...)'",
        )
    cursor.governor = governor
    node = criterion(cursor)
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
    attributes.event,
    attributes.previous_attempt,
    attributes.followed,
    attributes.tapered,
    attributes.laboratory,
    counted,
    in_definition,
)


def criterion(cursor: Cursor) -> Node:
    """One criterion of any kind."""
    for rule in RULES:
        node = rule(cursor)
        if node is not None:
            return node
    token = cursor.token
    if token.kind == "end":
        cursor.fail("a criterion is missing at the end")
    if token.text == "\n":
        cursor.fail(
            "a criterion is missing at the end of this line",
            hint="a new line begins the next step; write what belongs together on one line",
        )
    near = nearest(token.text, LEADS)
    cursor.fail(
        f"no criterion begins with {quoted(token.text)}",
        hint=f"did you mean '{near}'?" if near else "",
    )
