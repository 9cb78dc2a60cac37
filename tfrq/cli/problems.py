"""How an error is shown: the message, the line with a caret line under it, the hint."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from tfrq.errors import Span, TfrqError

INDENT = "  "
NARROWEST = 40


def drawn(error: TfrqError, paint: Callable[[str, str], str], width: int | None = None) -> str:
    """The error in a few lines. `paint(text, look)` colours; `width` None is the terminal's."""
    lines = [f"{paint('error:', 'red')} {error.message}"]
    if error.span is not None and error.source is not None:
        columns = width or shutil.get_terminal_size().columns
        lines += _marked(error.source, error.span, columns, paint)
    if error.hint:
        lines.append(f"{paint('hint:', 'cyan')} {error.hint}")
    return "\n".join(lines)


def _marked(source: str, span: Span, columns: int, paint: Callable[[str, str], str]) -> list[str]:
    """The line of the text that the span begins in, and carets under the span."""
    start = min(max(span.start, 0), len(source))
    first = source.rfind("\n", 0, start) + 1
    line = source[first:].partition("\n")[0]
    begin, end = start - first, min(max(span.end, start + 1) - first, max(len(line), 1))
    number = f"{source.count(chr(10), 0, first) + 1} | " if "\n" in source.strip() else ""
    room = max(columns, NARROWEST) - len(INDENT + number) - 1
    before, marked, after = _cut(line[:begin], line[begin:end], line[end:], room)
    carets = " " * _width(INDENT + number + before) + "^" * max(_width(marked), 1)
    return [f"{INDENT}{number}{before}{marked}{after}", paint(carets, "red")]


def _cut(before: str, marked: str, after: str, room: int) -> tuple[str, str, str]:
    """The three parts cut to the room, around the marked one, with … where something went."""
    before, marked, after = (_one_line(part) for part in (before, marked, after))
    if _width(before + marked + after) <= room:
        return before, marked, after
    marked = _shortened(marked, room - 2)
    side = max((room - _width(marked)) // 2, 1)
    if _width(before) <= side:
        return before, marked, _shortened(after, room - _width(before + marked))
    if _width(after) <= side:
        return _shortened_left(before, room - _width(marked + after)), marked, after
    return _shortened_left(before, side), marked, _shortened(after, side)


def _shortened(text: str, room: int) -> str:
    if _width(text) <= room:
        return text
    while text and _width(text) > room - 1:
        text = text[:-1]
    return text + "…"


def _shortened_left(text: str, room: int) -> str:
    if _width(text) <= room:
        return text
    while text and _width(text) > room - 1:
        text = text[1:]
    return "…" + text


def _one_line(text: str) -> str:
    """Without tabs and control characters, whose width nobody knows."""
    return "".join(character if character.isprintable() else " " for character in text)


def _width(text: str) -> int:
    """Columns on a terminal."""
    if text.isascii():
        return len(text)
    # Only a text with other letters needs to know how wide they are.
    from rich.cells import cell_len

    return cell_len(text)
