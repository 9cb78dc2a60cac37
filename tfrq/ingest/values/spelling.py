"""The many signs for one thing: minus, spaces, full-width letters, HTML, traps of spreadsheets."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars

_SAME: dict[str, str | None] = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63", "-"),
    **dict.fromkeys("\u00a0\u2007\u2008\u2009\u200a\u202f\u3000\t\r\n", " "),
    # Nobody sees these, so nobody means anything by them.
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", None),
    "\u2019": "'",
    # The full-width forms of ASCII, as East Asian keyboards write them.
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
}
_SIGNS = str.maketrans(_SAME)
_QUOTED = re.compile(r'="(.*)"', re.DOTALL)
# Where lower case is not yet what Python calls casefolded, of the letters that exports hold.
_FOLDED = {"ß": "ss", "µ": "μ", "ς": "σ", "ſ": "s"}


def unquoted(text: str) -> str:
    """The text without what keeps a spreadsheet from reading it: a leading `'`, or `="…"`."""
    quoted = _QUOTED.fullmatch(text)
    return (quoted[1] if quoted else text.removeprefix("'")).strip()


def plain(text: str) -> str:
    """The text in ASCII signs: one minus, one kind of space, no HTML, nothing invisible."""
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = text.translate(_SIGNS)
    return re.sub(r"\s+", " ", unquoted(text)).strip()


def folded(text: str) -> str:
    """The text as words are compared: casefolded, spaces made one. Keys of a mapping are so."""
    return " ".join(unquoted(text).casefold().split())


def casefolded(texts: polars.Expr) -> polars.Expr:
    """What `str.casefold` makes of texts in the languages of Europe, for a whole column."""
    return texts.str.to_lowercase().str.replace_many(_FOLDED)
