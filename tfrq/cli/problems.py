"""How an error is shown: the message, the line with a caret line under it, the hint."""

from __future__ import annotations

from dataclasses import dataclass

import click

from tfrq.cli.choices import NARROWEST, filled
from tfrq.errors import Span, TfrqError

INDENT = "  "


@dataclass(frozen=True)
class Paper:
    """What an error is drawn on: columns, whether only ASCII will do, whether in colour."""

    columns: int
    ascii: bool = False
    color: bool = False
    wraps: bool = False  # on a terminal; in a pipe or a log a message stays one line

    def words(self, text: str) -> str:
        """The text as this paper takes it, without anything that could disturb a terminal."""
        shown = "".join(c if c.isprintable() or c == "\n" else _escaped(c) for c in text)
        return self.plain(shown)

    def line(self, text: str) -> str:
        """A part of the text that a person wrote. Tabs and the like become spaces, as nobody
        knows how wide they are."""
        return self.plain("".join(c if c.isprintable() else " " for c in text))

    def plain(self, text: str) -> str:
        """In ASCII where nothing else will do."""
        if not self.ascii or text.isascii():
            return text
        from tfrq.render import to_ascii

        return to_ascii(text)

    def labelled(self, label: str, look: str, text: str) -> str:
        """Words after a label, broken where they are longer than a terminal's line."""
        whole = f"{label} {self.words(text)}"
        lines = filled(whole, self.columns) if self.wraps else whole
        return self.painted(label, look) + lines.removeprefix(label)

    def painted(self, text: str, look: str) -> str:
        """In colour where that is wanted."""
        return click.style(text, fg=look, bold=True) if self.color else text


def drawn(error: TfrqError, paper: Paper) -> str:
    """The error in a few lines."""
    lines = [paper.labelled("error:", "red", error.message)]
    if error.span is not None and error.source is not None and error.source.strip():
        lines += _marked(error.source, error.span, paper)
    if error.hint:
        lines.append(paper.labelled("hint:", "cyan", error.hint))
    return "\n".join(lines)


def _marked(source: str, span: Span, paper: Paper) -> list[str]:
    """The line of the text that the span begins in, and carets under the span."""
    from tfrq.render.carets import Excerpt

    excerpt = Excerpt(source, span)
    margin = INDENT + (f"{excerpt.number} | " if "\n" in source.strip() else "")
    room = max(paper.columns, NARROWEST) - len(margin) - 1
    line, carets = excerpt.lines(room, paper.line, paper.plain("…"))
    return [margin + line, paper.painted(" " * len(margin) + carets, "red")]


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()
