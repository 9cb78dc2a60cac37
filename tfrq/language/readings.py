"""What can be read in two ways: both are shown, and none is chosen (docs/semantics.md §6)."""

from __future__ import annotations

from typing import NoReturn

from tfrq import model
from tfrq.language.canonical import DENIED_BY_NO, same_kind
from tfrq.language.cursor import Cursor
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
    """Refuse `no A or B` and `no A and B` where B could be meant to be denied as well: a list
    would deny it (§6)."""
    first, then = cursor.tokens[marks[-2]], cursor.tokens[marks[-1]]
    bare = first.value in ("no", "never") and then.value not in ("(", "ever")
    alike = _one_kind if joint == "or" else same_kind
    if not bare or not alike(items[-2], items[-1]):
        return
    span = cursor.since(marks[-1])
    written = cursor.text[span.start : span.end]
    denied = cursor.text[cursor.tokens[marks[-2]].span.start : span.start].strip()
    denied = denied[: -len(joint)].strip()
    cursor.fail(
        f"does '{first.text}' also deny what follows '{joint}'?",
        hint=f"write '{denied} and {first.text} {written}' for neither, "
        f"or '({denied}) {joint} {written}'",
        span=cursor.since(marks[-2]),
    )


def _one_kind(denied: Node, then: Node) -> bool:
    """Whether both could stand in one list: two responses, or two drugs or events."""
    responses = (model.AnyResponse, model.SustainedResponse)
    first = denied.item if isinstance(denied, model.Not) else denied
    if isinstance(then, responses):
        return isinstance(first, responses)
    return isinstance(then, DENIED_BY_NO)
