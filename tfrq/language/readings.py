"""What can be read in two ways: both are shown, and none is chosen (docs/semantics.md §6)."""

from __future__ import annotations

from typing import NoReturn

from tfrq import model
from tfrq.language.canonical import DENIED_BY_NO, same_kind
from tfrq.language.cursor import Cursor
from tfrq.language.responses import LEVEL_NAMES
from tfrq.language.tokens import Token
from tfrq.model import Node


def refuse_mixed(cursor: Cursor, start: int, items: list[Node], joints: list[str]) -> NoReturn:
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


def refuse_unclear_reach(cursor: Cursor, marks: list[int], items: list[Node], joint: str) -> None:
    """Refuse two criteria side by side where a word of the one could be meant for both: a list
    would share it (§6). Parentheses around either make it clear."""
    first, then = cursor.tokens[marks[-2]], cursor.tokens[marks[-1]]
    if first.value == "(" or then.value in ("(", "ever"):
        return
    if first.value in ("no", "never", "not") and _alike(first.value, joint, *items[-2:]):
        _refuse_unclear_denial(cursor, marks, joint)
    _refuse_shared_level(cursor, marks, items, joint)


def _alike(denier: str, joint: str, denied: Node, then: Node) -> bool:
    """Whether `no A or B`, `no A and B` or `not A or B` could deny B as well."""
    if denier == "not":
        item = denied.item if isinstance(denied, model.Not) else denied
        return joint == "or" and (type(item) is type(then) or _both(item, then, LEVELS))
    return _one_kind(denied, then) if joint == "or" else same_kind(denied, then)


def _refuse_unclear_denial(cursor: Cursor, marks: list[int], joint: str) -> None:
    denier = cursor.tokens[marks[-2]].text
    denied, written = _texts(cursor, marks)
    cursor.fail(
        f"does '{denier}' also deny what follows '{joint}'?",
        hint=f"write '{denied} and {denier} {written}' for neither, "
        f"or '({denied}) {joint} {written}'",
        span=cursor.since(marks[-2]),
    )


def _texts(cursor: Cursor, marks: list[int]) -> tuple[str, str]:
    """The last two criteria as they were written."""
    end = cursor.tokens[marks[-1] - 2].span.end
    span = cursor.since(marks[-1])
    return cursor.text[cursor.tokens[marks[-2]].span.start : end], cursor.text[
        span.start : span.end
    ]


# What begins with a level.
LEVELS = (model.ResponseState, model.AnyResponse, model.SustainedResponse, model.ResponseAt)


def _both(one: Node, other: Node, kinds: tuple[type[Node], ...]) -> bool:
    return isinstance(one, kinds) and isinstance(other, kinds)


def _one_kind(denied: Node, then: Node) -> bool:
    """Whether both could stand in one list: two responses, or two drugs or events."""
    first = denied.item if isinstance(denied, model.Not) else denied
    if isinstance(then, LEVELS):
        return isinstance(first, LEVELS)
    return isinstance(then, DENIED_BY_NO)


def _refuse_shared_level(cursor: Cursor, marks: list[int], items: list[Node], joint: str) -> None:
    """Refuse `loss of MMR or MR4`, `last 4 tests MMR or MR4` and `MMR or MR4 for >= 2 years`:
    levels make no list, and each of these would be read as if the other words were not there."""
    then = items[-1]
    open_ended = _is_level(cursor.tokens[marks[-1] - 2])
    if not open_ended or not isinstance(then, LEVELS):
        return
    denied, written = _texts(cursor, marks)
    lead = _lead(items[-2])
    length = isinstance(then, model.SustainedResponse)
    if lead and (joint == "or" or _is_level(cursor.tokens[cursor.position - 1])):
        no = cursor.tokens[marks[-2]].text + " " if isinstance(items[-2], model.Not) else ""
        both = f"{denied} {joint} {no if joint == 'and' else ''}{lead} {written}"
    elif not lead and joint == "or" and length and isinstance(items[-2], LEVELS):
        both = f"{denied} {written[written.index(' for ') + 1 :]} or {written}"
    else:
        return
    shared = "the length" if length and not lead else f"'{lead}'"
    cursor.fail(
        f"is {shared} meant for both levels?",
        hint=f"write '{both}', or '({denied}) {joint} {written}'",
        span=cursor.since(marks[-2]),
    )


def _is_level(token: Token) -> bool:
    """Whether a level ends here, so that nothing says where its criterion looks."""
    words = {name.split()[-1].lower() for name in LEVEL_NAMES}
    return token.kind == "level" or token.value in words | {"%", "is"}


def _lead(node: Node) -> str:
    """The words before the level that the next one could be meant to share."""
    if isinstance(node, model.Not):
        return _lead(node.item)
    if isinstance(node, model.Or):
        return _lead(node.items[-1])
    if isinstance(node, model.Endpoint) and node.response is not None:
        return f"{node.kind} of".replace("regained of", "regained")
    if isinstance(node, model.LastTests):
        some = f"{node.needed} of " if node.needed != node.tests else ""
        return f"{some}last {node.tests} tests"
    return "all tests" if isinstance(node, model.AllTests) else ""


def refuse_unclear_step(cursor: Cursor, mark: int, before: Node, then: Node) -> None:
    """Refuse `no transplant, progression`: the second step asks for a progression, which no
    reader expects after `no`. On a line of its own, or with a period, it is clear."""
    tokens = cursor.tokens[mark : cursor.position]
    bare = not {token.value for token in tokens} & {"before", "after", "within", "ever", "in", "("}
    if not bare or cursor.tokens[mark - 1].text != "," or not same_kind(before, then):
        return
    span = cursor.since(mark)
    written = cursor.text[span.start : span.end]
    denied = cursor.text[before.span.start : before.span.end] if before.span else ""
    cursor.fail(
        "does 'no' also deny what follows the comma?",
        hint=f"write '{denied} or {written}' for neither, or '{denied}, {written} ever'",
        span=span,
    )
