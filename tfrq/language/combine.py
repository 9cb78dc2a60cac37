"""Grammar of combinations: and, or, not, no, parentheses, `at least 2 of`, `in NAME` (§3, §6)."""

from __future__ import annotations

import re
from dataclasses import replace

from tfrq import model
from tfrq.errors import DefinitionError, UsageError
from tfrq.language.criteria import (
    GOVERNED,
    LEADS,
    RESPONSES,
    RULES,
    bare_word,
    counted,
    how_many,
)
from tfrq.language.cursor import DEEPEST, Cursor, near_word
from tfrq.language.quantities import ANCHORS
from tfrq.language.tokens import quoted
from tfrq.model import Node, Or

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)


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
    if isinstance(then, RESPONSES):
        return isinstance(first, RESPONSES)
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
        unexpected(cursor)
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


_JOINTS = ("and", "or", "at", "before", "after", "within", "ever", "for")


def unexpected(cursor: Cursor) -> None:
    token = cursor.token
    if token.value == ")":
        cursor.fail("this parenthesis was never opened")
    if cursor.accept("at") and not cursor.sees(*(name.lower() for name in ANCHORS)):
        cursor.expect("index, diagnosis, TKI start or de-escalation", known=ANCHORS)
    near = near_word(token.text, _JOINTS)
    cursor.fail(
        f"{quoted(token.text)} does not belong to the criterion before it",
        hint=f"did you mean '{near}'?"
        if near and token.value not in _JOINTS
        else "join criteria with a comma, 'and' or 'or'",
        span=token.span,
    )


def at_least(cursor: Cursor) -> Node | None:
    """`at least 2 of (A; B; C)`."""
    start = cursor.position
    count = how_many(cursor)
    if count is None or cursor.sees("of last", "of the last") or not cursor.accept("of"):
        cursor.position = start
        return None
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


def criterion(cursor: Cursor) -> Node:
    """One criterion of any kind."""
    for rule in (*RULES, at_least, counted, in_definition):
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
    near = near_word(token.text, LEADS)
    cursor.fail(
        f"no criterion begins with {quoted(token.text)}",
        hint=bare_word(cursor) or (f"did you mean '{near}'?" if near else ""),
    )
