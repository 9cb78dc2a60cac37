"""Text that a number format of Excel shows beside a number, where it changes what is meant.

A cell may hold 4.5 and show `MR4.5` (`"MR"0.0`), or hold 0.0032 and show `<0.0032`. Such a number
is read as its text, and is refused where the format does not show all of it (4.4771 as `MR4.5`).

What changes the meaning: a sign of comparison anywhere; a letter or digit before or between the
digits, or where the format shows nothing else; a minus before a positive number; a decimal mark of
its own between the digits; a digit right behind them. Letters behind the digits are a unit
(`0.0 "g/L"`), which changes nothing: the mapping says what the unit of a column is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tfrq.ingest.upload import doubles
from tfrq.ingest.upload.number_formats import NUMBER, PERCENT, kind_of, text_of, unmarked

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[(?P<brackets>[^\]]*)\]'
    r"|(?P<end>;)|(?P<digits>General|E[+-]|[0#?.,%@])|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_COMPARING = frozenset("<>=≤≥≦≧⩽⩾≈＜＞＝")
_MARKS = frozenset(".,")
_MINUS = frozenset("-−")
_GOES_ON = re.compile(r"[.,]?[0-9]|E[+-]?[0-9]", re.IGNORECASE)
# Digits before and behind the point; a comma among the first groups thousands.
_PLAIN = re.compile(r"((?:[#?0]|,(?=[#?0]))*)(?:\.([0#?]*))?(%?)")
# For which of -1 (smaller), 0 and 1 (larger) a comparison holds.
_HOLDS = {"<": (-1,), ">": (1,), "=": (0,), "<=": (-1, 0), ">=": (0, 1), "<>": (-1, 1)}


class Unclear(Exception):
    """A format shows something else than the number, and not all of the number."""


@dataclass(frozen=True)
class Section:
    """One of the parts of a format, which are divided by `;`. `digits` stand for the number."""

    before: str = ""
    digits: str = ""
    between: str = ""
    after: str = ""
    condition: tuple[str, Decimal] | None = None

    def holds(self, value: Decimal) -> bool:
        if self.condition is None:
            return False
        sign, bound = self.condition
        return (value > bound) - (value < bound) in _HOLDS[sign]

    def speaks(self, positive: bool) -> bool:
        """Whether what is shown beside a number changes what it means."""
        shown = self.before + self.between
        return (
            not _COMPARING.isdisjoint(shown + self.after)
            or any(one.isalnum() for one in shown)
            or not _MARKS.isdisjoint(self.between)
            or (positive and bool(self.digits) and not _MINUS.isdisjoint(self.before))
            or bool(_GOES_ON.match(self.after))
        )


@dataclass(frozen=True)
class Wording:
    """A format that shows text beside numbers, or beside texts."""

    code: str
    sections: tuple[Section, ...]
    text: Section | None

    def of_number(self, value: Decimal) -> str | None:
        """What is shown of a number; None where it is no more than the number. Raises Unclear."""
        conditional = any(one.condition for one in self.sections)
        section = self._by_condition(value) if conditional else self._by_sign(value)
        if not section.speaks(value > 0):
            return None
        if conditional and value < 0:
            raise Unclear
        minus = "-" if value < 0 and len(self.sections) == 1 else ""
        return f"{minus}{section.before}{_shown(section, abs(value))}{section.after}"

    def of_text(self, text: str) -> str:
        """What is shown of a text. Raises Unclear."""
        if self.text is None or not self.text.speaks(False):
            return text
        if self.text.digits != "@":
            raise Unclear
        return f"{self.text.before}{text}{self.text.after}"

    def _by_sign(self, value: Decimal) -> Section:
        at = 1 if value < 0 else 2 if value == 0 else 0
        return self.sections[at] if at < len(self.sections) else self.sections[0]

    def _by_condition(self, value: Decimal) -> Section:
        *first, last = self.sections
        if all(one.condition for one in first):
            for one in first:
                if one.holds(value):
                    return one
            if last.condition is None or last.holds(value):
                return last
        raise Unclear


@dataclass(frozen=True)
class Style:
    """How a cell shows what it holds."""

    kind: str = NUMBER
    wording: Wording | None = None

    def of_number(self, stored: str, first_day_1904: bool) -> str:
        """The text of a number as the file stores it. Raises ValueError where it is none, and
        Unclear."""
        text = text_of(stored, self.kind, first_day_1904)
        if self.wording is None:
            return text
        shown = self.wording.of_number(Decimal(repr(doubles.meant(float(stored)))))
        return text if shown is None else shown

    def of_text(self, text: str) -> str:
        """Raises Unclear."""
        return self.wording.of_text(text) if self.wording else text


def style_of(number: int, code: str | None) -> Style:
    """By the number of a format and, where the file has one, its code."""
    kind = kind_of(number, code)
    return Style(kind, wording(code) if code and kind in (NUMBER, PERCENT) else None)


def wording(code: str) -> Wording | None:
    """The text of a format, None where it shows none that could change the meaning."""
    sections = tuple(map(_section, _divided(code)))
    text = sections[-1] if "@" in sections[-1].digits or len(sections) > 3 else None
    numbers = sections[: len(sections) - bool(text)] or (Section(digits="General"),)
    found = Wording(code, numbers, text)
    return found if any(one.speaks(True) for one in sections) else None


def _divided(code: str) -> Iterator[list[re.Match[str]]]:
    found: list[re.Match[str]] = []
    for token in _TOKEN.finditer(code):
        if token["end"]:
            yield found
            found = []
        else:
            found.append(token)
    yield found


def _section(tokens: list[re.Match[str]]) -> Section:
    at = [number for number, token in enumerate(tokens) if token["digits"]]
    first, last = (at[0], at[-1]) if at else (len(tokens), len(tokens))
    bounds = (_CONDITION.fullmatch(token["brackets"] or "") for token in tokens)
    condition = next(((one[1], Decimal(one[2])) for one in bounds if one), None)
    return Section(
        before="".join(map(_literal, tokens[:first])),
        digits="".join(token["digits"] or "" for token in tokens),
        between="".join(map(_literal, tokens[first:last])),
        after="".join(map(_literal, tokens[last + 1 :])),
        condition=condition,
    )


def _literal(token: re.Match[str]) -> str:
    """What a token shows. In `[$kr-41D]` a currency stands before the language."""
    brackets = token["brackets"] or ""
    currency = brackets[1:].partition("-")[0] if brackets.startswith("$") else ""
    return token["quoted"] or token["escaped"] or token["plain"] or currency


def _shown(section: Section, value: Decimal) -> str:
    """The digits of a number as the format shows them. Raises Unclear where it does not show all.
    Behind a sign of comparison they are written without a decimal mark, as of every number."""
    if not section.digits:
        return ""
    general = section.digits.lower() == "general"
    form = _PLAIN.fullmatch("" if general else section.digits)
    if form is None or section.between or _GOES_ON.match(section.after):
        raise Unclear
    whole, decimals, percent = form[1], form[2] or "", form[3]
    value = value.scaleb(2) if percent else value
    if not general and _decimals(value) > len(decimals):
        raise Unclear
    if not any(one.isalnum() for one in section.before):
        return unmarked(value) + percent
    before, _, behind = f"{value:f}".partition(".")
    behind = behind.rstrip("0").ljust(decimals.rfind("0") + 1, "0")
    return before.zfill(whole.count("0")) + (f".{behind}" if behind else "") + percent


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
