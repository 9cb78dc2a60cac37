"""`and` beside `or`: both readings are shown, and none is chosen (docs/semantics.md §6)."""

from __future__ import annotations

from typing import NoReturn

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
