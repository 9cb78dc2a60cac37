"""Text → tokens. Case, spacing, hyphens between words and typographic signs make no difference."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from tfrq.errors import DefinitionError, Span

LONGEST_TEXT = 20_000
LONGEST_NUMBER = 20  # digits: more is no clinical number, and arithmetic stays exact
LONGEST_QUOTE = 40  # characters of a text that a message repeats
# Blanks and dashes as keyboards, word processors and web pages write them, for use in [...].
BLANKS = r" \t\r\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\ufeff"
DASHES = r"\-\u2010-\u2015\u2212"

SUPERSCRIPTS = {ord(sign): str(digit) for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
# `MR4,5` is the one number with a decimal comma: any other comma separates steps. Papers print
# `MR⁴·⁵` and `MR4.0`, spreadsheets `MR4^5`.
_TOKEN = re.compile(
    rf"""
      (?P<space>[{BLANKS}]+)
    | (?P<newline>\n)
    | (?P<level>MR[{BLANKS}]*(?:[0-9](?:\.[0-9]+|[,^·⋅˙]5(?![0-9]))?|[⁰-⁹¹²³](?:[.·⋅˙]⁵)?)(?!\.?\w))
    | (?P<ratio>BCR[{BLANKS}]*(?:::|[/{DASHES}])?[{BLANKS}]*ABL1?(?!\w))
    | (?P<date>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?!\w))
    | (?P<number>[0-9]+(?:\.[0-9]+)?)
    | (?P<comparison>>=|=>|[≥≧⩾]|<=|=<|[≤≦⩽]|[<>=])
    | (?P<word>[^\W\d_]\w*)
    | (?P<dash>[{DASHES}])
    | (?P<sign>[(),;%/^+:'.×*])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIGNS = "definitions are words, numbers, comparisons, commas and parentheses"
_INSTEAD = {
    "&": "write 'and'",
    "|": "write 'or'",
    "!": "write 'not' before the criterion",
    **dict.fromkeys("~≈", "nothing is compared roughly: write a range, as '2-3 years'"),
    **dict.fromkeys('"‘’“”„«»`', "leave it out: a definition stands without quotation marks"),
}
_COMPARISONS = dict.fromkeys(("=>", *"≥≧⩾"), ">=") | dict.fromkeys(("=<", *"≤≦⩽"), "<=")


@dataclass(frozen=True)
class Token:
    """One token: `value` is what matching looks at, `text` what was written."""

    kind: str
    value: str
    text: str
    span: Span

    @property
    def number(self) -> Decimal:
        """The number, for tokens of kind "number"."""
        return Decimal(self.value)


def tokenize(text: str) -> tuple[Token, ...]:
    """All tokens of a text, ending in one of kind "end". DefinitionError on a strange sign."""
    if len(text) > LONGEST_TEXT:
        raise DefinitionError(
            f"this definition has {len(text):,} characters; the limit is {LONGEST_TEXT:,}",
            hint="put parts of it into definitions of their own",
        )
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise DefinitionError(
                f"{quoted(text[position])} means nothing here",
                hint=_INSTEAD.get(text[position], _SIGNS),
                span=Span(position, position + 1),
                source=text,
            )
        if match.lastgroup != "space":
            found.append(_token(match, text))
        position = match.end()
    found.append(Token("end", "", "", Span(len(text), len(text))))
    return tuple(_without_hyphens(found))


def quoted(written: str) -> str:
    """What somebody wrote, for a message: in quotes, short, and by its number if invisible."""
    if written == "\n":
        return "a new line"
    if len(written) == 1 and not written.isprintable():
        return f"the invisible sign U+{ord(written):04X}"
    if written in ("'", '"'):
        return "a quotation mark"
    shown = "".join(sign if sign.isprintable() else " " for sign in written)
    return f"'{shown[:LONGEST_QUOTE]}…'" if len(shown) > LONGEST_QUOTE else f"'{shown}'"


def _token(match: re.Match[str], text: str) -> Token:
    kind, written = match.lastgroup or "", match.group()
    span = Span(match.start(), match.end())
    value = written.lower()
    if kind == "comparison":
        value = _COMPARISONS.get(value, value)
    elif kind == "level":
        value = "".join(written.upper().split()).replace("\ufeff", "").translate(SUPERSCRIPTS)
        value = re.sub(r"[,^·⋅˙]", ".", value).removesuffix(".0")
    elif kind in ("dash", "newline"):
        value = {"dash": "-", "newline": ","}[kind]
    elif kind == "number" and len(written) > LONGEST_NUMBER:
        raise DefinitionError(
            "this number is too long",
            hint=f"write at most {LONGEST_NUMBER} digits",
            span=span,
            source=text,
        )
    return Token("sign" if kind == "newline" else kind, value, written, span)


def _without_hyphens(tokens: list[Token]) -> list[Token]:
    """Leave out the hyphens inside words, so that `first-line` and `first line` are the same."""
    kept: list[Token] = []
    for index, token in enumerate(tokens):
        inside = (
            token.kind == "dash"
            and 0 < index < len(tokens) - 1
            and (tokens[index - 1].kind == "word" or tokens[index + 1].kind == "word")
            and tokens[index - 1].span.end == token.span.start
            and tokens[index + 1].span.start == token.span.end
        )
        if not inside:
            kept.append(token)
    return kept
