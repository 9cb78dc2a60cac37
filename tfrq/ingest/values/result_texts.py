"""One result of a BCR::ABL1 test as a laboratory has written it (docs/domain.md §1.5).

A text is divided at its punctuation into parts, each a word on detection, a level or a number
with or without a sign before it; what the parts say together has to make sense.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from tfrq import vocabulary
from tfrq.ingest.mapping.model import NumberStyle
from tfrq.ingest.values.distinct import Unreadable
from tfrq.ingest.values.months import month
from tfrq.ingest.values.number_texts import EXACT, exact_number
from tfrq.ingest.values.result_units import ResultUnit
from tfrq.ingest.values.spelling import plain
from tfrq.ingest.values.synonyms import DETECTED, NOT_DETECTED, synonyms

# No assay finds a hundred times as many fusion transcripts as copies of its reference gene.
LIMIT = Decimal(10_000)
# A value of less than so many times a level's cut-off may be called by the level: a log of 4.48 is
# told as 4.5. From here on one of the two is in another unit, or of another test.
ROUNDED_LEVEL = Decimal(2)
# Below it a logarithm is over 89 % of the scale, and the number rather one in per cent.
LEAST_LOGARITHM = Decimal("0.05")
# Digits of a power of ten that is no decimal number; results are kept to 7 places.
_LOGARITHMS = EXACT.copy()
_LOGARITHMS.prec = 30
_UNMAPPED = "unmapped value"
_FLIPPED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_SINGLE_SIGNS = "".join(sign for sign in vocabulary.OPERATOR_SYNONYMS if len(sign) == 1)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹·", "0123456789.")
# Raised digits are a level's own only directly behind its letters; elsewhere (0.1¹) they are marks
# of a footnote, or powers.
_RAISED = re.compile(r"\bmr ?\^?[⁰¹²³⁴-⁹]+(?:[.,·][⁰¹²³⁴-⁹]+)?(?![0-9.,])", re.IGNORECASE)
_LEVELS = {level.name: level for level in vocabulary.LEVELS}
_LEVEL = re.compile(rf"\b(?:mr[\s^]*[0-9]|{'|'.join(vocabulary.LEVEL_SYNONYMS)})", re.IGNORECASE)
_NAMED_LEVEL = re.compile(rf"\b(?:{'|'.join(vocabulary.LEVEL_SYNONYMS)})\b", re.IGNORECASE)

_DIVISION = re.compile(r"[;()\[\]]|[,:]\s|\s-\s|\s/\s")
_SPREADSHEET = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?:[ t][\d:.]+)?"
    r"|\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})(?: [\d:.]+)?"
    # Serial numbers of the days from 1954 to 2064: no result is so large.
    r"|[2-5]\d{4}(?:[.,]0+)?"
)
_DAY_AND_MONTH = re.compile(r"\d{0,2}[. /-]{0,2}([^\W\d_]{3,})[. /-]{0,2}\d{0,4}")
_MARK = re.compile(r"\s*([.,^])\s*")
_NUMBER = re.compile(
    rf"(?P<prefix>mr\s*)?(?P<sign><\s*=?|>\s*=?|=\s*[<>]?|[{_SINGLE_SIGNS}])?\s*(?P<after>mr\s*)?"
    r"(?P<number>[+-]?[0-9.,' ]*[0-9](?:e[+-]?[0-9]+)?)\s*"
    r"(?P<percent>%)?\s*(?P<scale>is)?(?P<log>-?\s*log(?:10)?(?:\s+reduction)?)?"
)
_LOQ = re.compile(r"<\s*loq|below loq|not quantifiable")


def _either(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_WORD = rf"(?:(?P<no>{_either(NOT_DETECTED)})|(?P<yes>{_either(DETECTED)}))\.?"
_NOT_DETECTED = re.compile(rf"\b(?:{_either(NOT_DETECTED)})")
# Words of the disease alone: nobody calls a level that is not met undetectable.
_UNDETECTABLE = re.compile(r"\b(?:undetectable|undetected|umrd|cmr)\b")
_WORD_FIRST = re.compile(rf"{_WORD}(?P<rest>$|\s.*|[<>≤≥].*)")
_WORD_LAST = re.compile(rf"(?P<rest>.*?\S)\s+{_WORD}")


@dataclass(frozen=True)
class Result:
    """What a text says. `value` is per cent of the scale, exact (of a logarithm: 30 digits)."""

    value: Decimal | None = None
    operator: str | None = None
    detected: bool | None = None
    level: str | None = None
    unquantified: bool = False  # below the limit of quantification


@dataclass(frozen=True)
class _Style:
    """How the numbers of a text are read. `beside`: the sign in another column, None for none."""

    unit: ResultUnit
    numbers: NumberStyle
    start: Decimal
    beside: str | None


def read_result(
    text: str, unit: ResultUnit, style: NumberStyle, start: Decimal, beside: str | None = None
) -> Result:
    """The result that a text says in a unit. `start`: where the unit is a logarithm, per cent at
    0: 100 on the International Scale, else the laboratory's own. `beside`: a sign that stands
    beside the text, for a number without one; a text without a number has no use for it. Raises
    Unreadable."""
    read = _Style(unit, style, start, beside)
    text = _RAISED.sub(lambda found: found[0].translate(_SUPERSCRIPTS), plain(text))
    text = text.replace("·", ".").casefold()
    if made_a_date(text):
        raise Unreadable("changed by a spreadsheet")
    said = Result()
    for part in _parts(text):
        said = _together(said, _part(part, read))
    if said.detected is False and said.level and not _tells_depth(text, said.level):
        raise Unreadable(_UNMAPPED)
    return _sensible(said, unit)


def _tells_depth(text: str, level: str) -> bool:
    """Whether a level beside "not detected" can only be how deep the test could see.

    `MMR: neg` and `MR3 not detected` may as well mean that the response is not there. What is
    defined with a depth of undetectable disease (MR4 and deeper, docs/domain.md §1.2) is such a
    depth where it follows the result (`neg, MR4.5`), or where the word is none of a level that is
    not met (`MR5.0 (undetected)`). MMR and DMR name responses, and no depth of a test.
    """
    level_at, word_at = _LEVEL.search(text), _NOT_DETECTED.search(text)
    if not _LEVELS[level].abl1_copies or _NAMED_LEVEL.search(text):
        return False
    follows = level_at and word_at and word_at.start() < level_at.start()
    return bool(follows or _UNDETECTABLE.search(text))


def made_a_date(text: str) -> bool:
    """Whether a text is a day, or a month with a number, as a spreadsheet makes of `3.2`."""
    if _SPREADSHEET.fullmatch(text):
        return True
    found = _DAY_AND_MONTH.fullmatch(text)
    return bool(found and month(found[1]) and re.search(r"\d", text))


def _parts(text: str) -> list[str]:
    found = [part.strip() for part in _DIVISION.split(text.replace("(is)", " is"))]
    parts = [part for part in found if part]
    if not parts:
        raise Unreadable(_UNMAPPED)
    return parts


def _part(text: str, read: _Style) -> Result:
    """What one part says: a word, a level, a number, or a word beside one of these."""
    found = _WORD_FIRST.fullmatch(text) or _WORD_LAST.fullmatch(text)
    if found:
        word = Result(detected=found["no"] is None)
        rest = found["rest"].strip()
        return _together(word, _part(rest, read)) if rest else word
    if _LOQ.fullmatch(text):
        return Result(unquantified=True)
    level = reported_level(text)
    return Result(level=level) if level else _number(text, read)


def reported_level(text: str) -> str | None:
    """The level that a folded text names (`mr4.5`, `mr 4,5`, `mr4^5`, `mmr`), None if none."""
    return synonyms("molecular", "reported_level").get(_MARK.sub(r"\1", text))


def _number(text: str, read: _Style) -> Result:
    unit, found = read.unit, _NUMBER.fullmatch(text)
    if not found:
        raise Unreadable("unreadable number" if re.match("[<>=≤≥]?[0-9]", text) else _UNMAPPED)
    logarithm = unit.factor is None and not found["percent"]
    if (found["prefix"] or found["after"] or found["log"]) and not logarithm:
        raise Unreadable(_UNMAPPED)
    if found["scale"] and unit.scale != vocabulary.IS:
        raise Unreadable("unknown unit")
    number = exact_number(found["number"], read.numbers)
    operator = _operator(found["sign"], read.beside)
    # >MR4 is written of both sides of a level.
    if (found["prefix"] or found["after"]) and operator != "=":
        raise Unreadable(_UNMAPPED)
    if logarithm:
        return _percent(_power(number, read.start), _FLIPPED[operator])
    factor = Decimal(1) if found["percent"] or unit.factor is None else unit.factor
    return _percent(EXACT.multiply(number, factor), operator)


def _operator(sign: str | None, beside: str | None) -> str:
    """The operator of a number, from its own sign and the one beside it, which have to agree."""
    if sign is None:
        return beside or "="
    sign = re.sub(r"\s", "", sign)
    operator = vocabulary.OPERATOR_SYNONYMS.get(sign, sign)
    if beside not in (None, operator):
        raise Unreadable("contradictory result")
    return operator


def _power(reduction: Decimal, start: Decimal) -> Decimal:
    """Per cent at a reduction by so many powers of ten. Exact where it is a decimal number."""
    # 0.0032 stands in per cent in the wrong column: nobody tells 99 % as a logarithm.
    if not -2 <= reduction <= 9 or 0 < reduction < LEAST_LOGARITHM:
        raise Unreadable("number out of range")
    if reduction == reduction.to_integral_value():
        return EXACT.scaleb(start, -int(reduction))
    return _LOGARITHMS.multiply(start, _LOGARITHMS.power(10, -reduction))


def _percent(value: Decimal, operator: str) -> Result:
    if not 0 <= value < LIMIT or (value == 0 and operator != "="):
        raise Unreadable("number out of range")
    return Result(value=abs(value), operator=operator)


def _together(one: Result, other: Result) -> Result:
    """What two parts say. Two of a kind are no way to write one result."""
    for name in ("value", "detected", "level"):
        if getattr(one, name) is not None and getattr(other, name) is not None:
            raise Unreadable(_UNMAPPED)
    return Result(
        other.value if one.value is None else one.value,
        one.operator or other.operator,
        other.detected if one.detected is None else one.detected,
        one.level or other.level,
        one.unquantified or other.unquantified,
    )


def _sensible(said: Result, unit: ResultUnit) -> Result:
    """The result, if its parts can stand together."""
    if said.unquantified and not said.detected:
        raise Unreadable(_UNMAPPED)
    # The number beside a negative result may be its sensitivity, or anything.
    if said.detected is False and said.operator == "=" and said.value:
        raise Unreadable(_UNMAPPED)
    if said.level is None or said.value is None:
        return said
    return _number_or_level(said, unit)


def _number_or_level(said: Result, unit: ResultUnit) -> Result:
    """Of a number and a level that it meets the number is kept: the lake has one of the two. One
    that is above the level by no more than rounding is told with it, for validation to warn."""
    if unit.scale != vocabulary.IS or said.level is None or said.value is None:
        raise Unreadable(_UNMAPPED)
    if said.value == 0:
        detected = said.detected is True
        return replace(said, value=None, operator=None, detected=detected)
    cutoff = _LEVELS[said.level].cutoff
    if said.operator in ("=", *vocabulary.UPPER_BOUNDS) and said.value <= cutoff:
        return replace(said, level=None)
    if said.operator == "=" and said.value < cutoff * ROUNDED_LEVEL:
        return said
    raise Unreadable("contradictory result")
