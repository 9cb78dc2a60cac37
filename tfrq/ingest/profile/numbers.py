"""How the numbers of a column are written: which mark is for decimals, which for thousands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tfrq.ingest.mapping.model import NumberStyle

_NUMBER = re.compile(r"[+-]?(?:\d[\d.,'’ \u00a0\u202f]*\d|\d|[.,]\d+)\.?(?:[eE][+-]?\d+)?")
_OPERATOR = re.compile(r"(?:[<>]=?|≤|≥|=<|=>|=)\s?")
_MARKS = ".,"
_GROUPS = "'’ \u00a0\u202f"
# Texts such as 120.000 that are needed to take all of a column's points for thousands.
_ENOUGH = 2


@dataclass(frozen=True)
class Notation:
    """What one text tells: its `decimal` and `thousands` marks, or `either` a mark that may be one
    or the other (1,234)."""

    decimal: str = ""
    thousands: str = ""
    either: str = ""


def is_number(text: str) -> bool:
    """Whether a text is a number and nothing else."""
    return bool(_NUMBER.fullmatch(text))


def bare(text: str) -> str:
    """A result without its operator and its per cent sign."""
    return _OPERATOR.sub("", text, count=1).removesuffix("%").strip()


@lru_cache(maxsize=50_000)
def notation(text: str) -> Notation:
    """What a text that is a number tells of its marks."""
    body = re.split("[eE]", text.lstrip("+-"))[0]
    marks = [character for character in body if character in _MARKS]
    group = next((character for character in body if character in _GROUPS), "")
    if not marks:
        return Notation(thousands=group)
    last = marks[-1]
    if len(set(marks)) == 2:
        return Notation(decimal=last, thousands=marks[0])
    if len(marks) > 1:
        return Notation(thousands=last)
    before, after = body.split(last)
    if group or len(after) != 3 or len(before) not in (1, 2, 3) or before == "0":
        return Notation(decimal=last, thousands=group)
    return Notation(either=last)


def number_style(texts: Mapping[str, int]) -> NumberStyle | None:
    """The style that the most rows of some numbers are written in; None where they have no marks
    at all. Decimals "either" where both marks are written for decimals."""
    found = [(notation(bare(text)), rows) for text, rows in texts.items()]
    decimals, thousands, either = Counter[str](), Counter[str](), Counter[str]()
    for one, rows in found:
        decimals[one.decimal] += rows
        thousands[one.thousands] += rows
        either[one.either] += 1
    for counted in (decimals, thousands, either):
        del counted[""]
    if not (decimals or thousands or either):
        return None
    group = thousands.most_common(1)[0][0] if thousands else ""
    if len(decimals) == 2:
        return NumberStyle("either", "" if group in _MARKS else group)
    decimal = next(iter(decimals), "")
    unsure = next((mark for mark in either if mark != decimal), "")
    if not group and unsure and (decimal or either[unsure] >= _ENOUGH):
        group = unsure
    return NumberStyle(decimal or _other(group, unsure), group)


def _other(group: str, unsure: str) -> str:
    """The mark for decimals where none was written: what is not the one for thousands."""
    if not group:
        return unsure or "."
    return "." if group != "." else ","


def value(text: str, style: NumberStyle) -> float | None:
    """A number as a float, to find quantiles by; None where it is none in this style."""
    plain = bare(text)
    if style.thousands:
        plain = plain.replace(style.thousands, "")
    plain = plain.replace(",", ".") if style.decimal in (",", "either") else plain
    try:
        return float(plain)
    except ValueError:
        return None
