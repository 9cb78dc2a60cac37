"""A place in the text that moves forward, and the errors that point at it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import NoReturn

from tfrq.errors import DefinitionError, Span, nearest
from tfrq.language.tokens import BLANKS, DASHES, Token, quoted, tokenize
from tfrq.model import Definition

# Parentheses and `not` nest at most this deep, which no reader follows and Python's stack allows.
DEEPEST = 60
SHORTEST_MISSPELT = 2  # letters
NEAR = 0.8  # of the letters in common


class Cursor:
    """Reads tokens from left to right. `index` is "" or the canonical index of the definition."""

    def __init__(self, text: str, index: str) -> None:
        self.text = text
        self.index = index
        self.tokens = tokenize(text)
        self.position = 0
        self.depth = 0
        # Where in the text the criterion begins that is being read, with the word that governs it.
        self.begun = 0
        # The word that governs the criterion being read: "ever", "no", "never" or "".
        self.governor = ""
        # Finds the definition that `in NAME` means.
        self.named: Callable[[str], Definition] = _nothing_named

    @property
    def token(self) -> Token:
        """The token that is next."""
        return self.tokens[self.position]

    def advance(self) -> Token:
        """Take the next token."""
        token = self.token
        self.position = min(self.position + 1, len(self.tokens) - 1)
        return token

    def accept(self, *phrases: str) -> str | None:
        """Take the first of these phrases that stands here; the phrase, or None."""
        for phrase in phrases:
            words = phrase.split()
            ahead = self.tokens[self.position : self.position + len(words)]
            if [token.value for token in ahead] == words:
                self.position += len(words)
                return phrase
        return None

    def sees(self, *phrases: str) -> bool:
        """Whether one of these phrases stands here."""
        start = self.position
        found = self.accept(*phrases) is not None
        self.position = start
        return found

    def kind(self, kind: str) -> Token | None:
        """Take the next token if it is of this kind."""
        return self.advance() if self.token.kind == kind else None

    def name(self, names: Mapping[str, str]) -> str | None:
        """Take the longest of these names that stands here; what it stands for, or None."""
        start = self.token.span.start
        match = _pattern(tuple(names)).match(self.text, start)
        if match is None or not match.group():
            return None
        start_position = self.position
        while self.token.kind != "end" and self.token.span.start < match.end():
            self.advance()
        if self.tokens[self.position - 1].span.end != match.end():
            self.position = start_position  # the last word goes on, in letters beyond a to z
            return None
        return _by_folded(tuple(names.items()))[_folded(match.group())]

    def match(self, pattern: re.Pattern[str]) -> str | None:
        """Take what a pattern finds here, if it ends where a token does."""
        found = pattern.match(self.text, self.token.span.start)
        start = self.position
        while found and self.token.kind != "end" and self.token.span.start < found.end():
            self.advance()
        if not found or self.tokens[self.position - 1].span.end != found.end():
            self.position = start
            return None
        return found.group()

    def since(self, start: int) -> Span:
        """From the token at `start` to the last one taken."""
        last = max(start, self.position - 1)
        return Span(self.tokens[start].span.start, self.tokens[last].span.end)

    def so_far(self) -> str:
        """What has been read of the criterion, as it was written."""
        last = self.tokens[max(self.position - 1, 0)]
        return " ".join(self.text[self.begun : last.span.end].split())

    def fail(self, message: str, *, hint: str = "", span: Span | None = None) -> NoReturn:
        """Raise a DefinitionError that points at `span`, or at the next token."""
        raise DefinitionError(message, hint=hint, span=span or self.token.span, source=self.text)

    def expect(self, wanted: str, *, known: Iterable[str] = (), hint: str = "") -> NoReturn:
        """Raise an error that says what was expected here, with the nearest known word."""
        token = self.token
        if token.kind == "end":
            self.fail(f"{wanted} is missing at the end", hint=hint)
        self._refuse_comma_in_number()
        near = near_word(token.text, known)
        self.fail(
            f"expected {wanted}, found {quoted(token.text)}",
            hint=f"did you mean '{near}'?" if near else hint,
        )

    def _refuse_comma_in_number(self) -> None:
        """Say so where what stands here is the rest of `0,0032` or of `50,000`."""
        comma = self.position if self.token.text == "," else self.position - 1
        around = self.tokens[max(comma - 1, 0) : comma + 2]
        if [token.kind for token in around] != ["number", "sign", "number"]:
            return
        written = "".join(token.text for token in around)
        thousands = len(around[-1].text) == 3 and not written.startswith("0")
        span = Span(around[0].span.start, around[-1].span.end)
        if "," in written and len(written) == span.end - span.start:
            self.fail(
                "a number takes a decimal point, and no comma",
                hint=f"write '{written.replace(',', '' if thousands else '.')}'",
                span=span,
            )


def near_word(word: str, known: Iterable[str]) -> str | None:
    """The known word that a misspelt one was meant to be: never the word itself. It has to be
    near, for a wrong guess misleads more than none: `CML` is no `CMR`, and `failed` no `female`."""
    # Costs milliseconds to import and is wanted only when something is wrong.
    import difflib

    found = nearest(word, known)
    if found is None or found.lower() == word.lower() or len(word) <= SHORTEST_MISSPELT:
        return None
    alike = difflib.SequenceMatcher(None, word.lower(), found.lower()).ratio()
    return found if alike >= NEAR else None


def _nothing_named(name: str) -> Definition:
    raise DefinitionError(f"no definition is named '{name}'")


def _folded(text: str) -> str:
    return re.sub(rf"[{BLANKS}{DASHES}]+", "", text).lower()


@functools.cache
def _by_folded(items: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {_folded(name): meaning for name, meaning in items}


@functools.cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Longest name first; blanks and hyphens in a name match any of them, or none."""
    parts = []
    for name in sorted(names, key=len, reverse=True):
        pieces = [re.escape(piece) for piece in re.split(r"[\s-]+", name) if piece]
        parts.append(rf"[{BLANKS}{DASHES}]*".join(pieces))
    # ASCII: otherwise IGNORECASE also pairs letters such as the dotless i, which no table knows.
    return re.compile(rf"(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE | re.ASCII)
