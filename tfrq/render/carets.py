"""A line of what somebody wrote, with carets under a part of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tfrq.errors import Span
from tfrq.render.wrapping import width_of


@dataclass(frozen=True)
class Excerpt:
    """The line of a text that a span begins in; a screen shows it cut, around the span."""

    source: str
    span: Span

    @property
    def number(self) -> int:
        """Of the line, from 1."""
        return self.source.count("\n", 0, self._first) + 1

    @property
    def _start(self) -> int:
        return min(max(self.span.start, 0), len(self.source))

    @property
    def _first(self) -> int:
        return self.source.rfind("\n", 0, self._start) + 1

    def lines(self, room: int, clean: Callable[[str], str], sign: str) -> tuple[str, str]:
        """The line and its carets, in at most `room` columns; `sign` stands where it is cut."""
        line = self.source[self._first :].partition("\n")[0]
        begin, end = self._start - self._first, max(self.span.end, self._start + 1) - self._first
        before, marked, after = map(clean, (line[:begin], line[begin:end], line[end:]))
        before, marked, after = _cut(before, marked, after, room, sign)
        return before + marked + after, " " * width_of(before) + "^" * max(width_of(marked), 1)


def spaced(text: str) -> str:
    """A part of a line, with tabs and the like as spaces, as nobody knows how wide they are."""
    return "".join(c if c.isprintable() else " " for c in text)


def _cut(before: str, marked: str, after: str, room: int, sign: str) -> tuple[str, str, str]:
    """The three parts cut to the room, around the marked one, with a sign where something went."""
    if width_of(before + marked + after) <= room:
        return before, marked, after
    marked = _beginning(marked, room - 2 * len(sign), sign)
    spare = room - width_of(marked)
    side = max(spare // 2, len(sign) + 1)
    before = _ending(before, max(side, spare - width_of(after)), sign)
    return before, marked, _beginning(after, room - width_of(before + marked), sign)


def _beginning(text: str, room: int, sign: str) -> str:
    if width_of(text) <= room:
        return text
    while text and width_of(text + sign) > room:
        text = text[:-1]
    return text + sign


def _ending(text: str, room: int, sign: str) -> str:
    if width_of(text) <= room:
        return text
    while text and width_of(sign + text) > room:
        text = text[1:]
    return sign + text
