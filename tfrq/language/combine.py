"""Grammar of whole definitions: steps, and, or, not, parentheses, index, options (§2, §3, §6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from tfrq import model, vocabulary
from tfrq.errors import Span, nearest
from tfrq.language import attributes, exposures, responses
from tfrq.language.canonical import canonical
from tfrq.language.cursor import DEEPEST, Cursor
from tfrq.language.quantities import ANCHORS
from tfrq.language.responses import LEVEL_NAMES
from tfrq.language.tokens import LONGEST_QUOTE, LONGEST_TEXT, quoted
from tfrq.model import Definition, Index, Node

MOST_CRITERIA = 200
MOST_LEVELS = 25  # of combinations inside each other; canonical text takes two DEEPEST for each
INDEXES = {
    **{name: name for name in model.INDEXES if name != "first response"},
    "every TFR attempt": "each TFR attempt",
    "start of TKI": "TKI start",
    "today": "data cut",
}
# Each rule reads one criterion, or answers None without having moved.
RULES: tuple[Callable[[Cursor], Node | None], ...] = (
    responses.response_criterion,
    exposures.line_drug,
    exposures.drug_criterion,
    exposures.line_count,
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
)
_EVENTS = (model.AnyExposure, model.AdvancedPhase, model.Event)
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
    *("ever", "never", "no", "not", "on", "stopped", "switched", "previous", "assume", "index"),
)


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


def parse(text: str, *, index: str = "", options: Sequence[str] = ()) -> Definition:
    """The definition that a text means.

    `index` is a phrase of §2 ("" for none), `options` such as "assume undetectable = MR4.5". Both
    may also be leading parts of the text, as `canonical` writes them. Raises DefinitionError with
    the span in the text.
    """
    given = parse_index(index) if index else None
    cursor = Cursor(text, "given" if given else "")
    assumed = [_option(option) for option in options]
    steps: list[Node] = []
    while _skip_separators(cursor):
        if cursor.accept("assume undetectable"):
            assumed.append(_assumed(cursor))
        elif cursor.sees("index"):
            given = _index_part(cursor, given, bool(steps))
        else:
            steps.append(expression(cursor))
        _end_of_step(cursor)
    return _definition(cursor, steps, given, assumed)


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
        _mixed(cursor, start, items, joints)
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


def _mixed(cursor: Cursor, start: int, items: list[Node], joints: list[str]) -> None:
    """Refuse `and` beside `or`, showing both readings."""
    texts = [cursor.text[item.span.start : item.span.end] if item.span else "" for item in items]
    readings = [_grouped(texts, joints, tight) for tight in ("and", "or")]
    cursor.fail(
        "'and' and 'or' stand side by side without parentheses",
        hint=f"write {readings[0]}, or {readings[1]}",
        span=cursor.since(start),
    )


def _grouped(texts: list[str], joints: list[str], tight: str) -> str:
    groups = [[texts[0]]]
    for joint, text in zip(joints, texts[1:], strict=True):
        if joint == tight:
            groups[-1].append(text)
        else:
            groups.append([text])
    loose = "or" if tight == "and" else "and"
    parts = [f"({f' {tight} '.join(one)})" if len(one) > 1 else one[0] for one in groups]
    return "'" + f" {loose} ".join(parts) + "'"


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
    if not isinstance(node, GOVERNED[governor]):
        instead = "leave it out" if governor == "ever" else "write 'not'"
        cursor.fail(
            f"'{governor}' does not go with this criterion", hint=instead, span=cursor.since(start)
        )
    if governor == "ever":
        return node
    return model.Not(node, span=cursor.since(start))


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
