"""Whether a mapping's own words are values that the lake can hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from tfrq import vocabulary
from tfrq.ingest.mapping.entry import Entry, folded, suggestion
from tfrq.ingest.mapping.model import NumberStyle
from tfrq.ingest.mapping.targets import MUTATION, Kind, Target
from tfrq.ingest.values.distinct import PROBLEM
from tfrq.ingest.values.numbers import NUMBER, read_numbers
from tfrq.ingest.values.synonyms import synonyms
from tfrq.ingest.values.words import read_mutations

YES, NO = "true", "false"
DETECTED, NOT_DETECTED = "detected", "not detected"
# A code of a laboratory, panel or gating strategy: neither a sentence nor a name fits in it, nor
# the number of a person.
_CODE = re.compile(r"(?!.*[0-9]{5})[A-Z][A-Z0-9_-]{0,15}")
_RESULT_NUMBER = re.compile(r"(<|<=|>|>=)?[0-9]+(\.[0-9]+)?")
_TOGETHER = "+"


def check_value(entry: Entry, key: str, target: Target, value: str) -> None:
    """Refuse `value`, which `key` of the mapping gives for a column, where the lake has no such
    value there."""
    known = known_values(target)
    if known is not None:
        parts = value.split(_TOGETHER) if target.kind is Kind.TRANSCRIPTS else [value]
        for part in parts:
            if part.strip() not in known:
                raise entry.refuse(
                    f"'{key}' gives '{value}', which the lake does not have",
                    _nearest(target, part.strip(), known),
                )
    elif value_of(target, value) is None:
        example = _MUTATION if target.name == MUTATION else _EXAMPLES[target.kind]
        raise entry.refuse(f"'{key}' gives '{value}', which is not {target.kind.value}", example)


def known_values(target: Target) -> tuple[str, ...] | None:
    """Every value that the lake has in a column; None where they cannot be listed."""
    if target.kind is Kind.TRUTH:
        return (YES, NO)
    return target.column.allowed or None if target.column else None


def _nearest(target: Target, word: str, known: tuple[str, ...]) -> str:
    meant = synonyms(target.table, target.name).get(folded(word))
    return f"did you mean '{meant}'?" if meant else suggestion(word, known)


_MUTATION = "one change of an amino acid: T315I"
_EXAMPLES = {
    Kind.CODE: "capitals, digits, _ and -, a letter first: at most 16, no 5 digits in a row",
    Kind.NUMBER: "with a decimal point, in the unit of the lake: 0.5",
    Kind.DATE: "write 2024-12-31",
    Kind.YEAR: "write 1956",
    Kind.RESULT: f"'{NOT_DETECTED}', '{DETECTED}', a level, or a number with a decimal point",
    Kind.PATIENT: 'write from = "…"',
}


def value_of(target: Target, text: str) -> Any:
    """What a mapping's own word or number for a column is in the lake; None where the lake has no
    such value there."""
    return _VALUES[target.kind](target, text)


def _word(target: Target, text: str) -> str | None:
    assert target.column is not None
    return text if text in target.column.allowed else None


def _code(target: Target, text: str) -> str | None:
    if target.name == MUTATION:
        (change,) = read_mutations(pl.Series([text]), {}).to_series(0)
        return str(change) if change else None
    return text if _CODE.fullmatch(text) else None


def _number(target: Target, text: str) -> Decimal | None:
    """The number, if the lake's column holds it as it stands."""
    assert target.column is not None
    read = read_numbers(pl.Series([text]), NumberStyle(), target.column.type)
    if read[PROBLEM].null_count() == 0:
        return None
    number = Decimal(text)
    return number if number == read[NUMBER].item() >= 0 else None


def _day(target: Target, text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _year(target: Target, text: str) -> int | None:
    return int(text) if re.fullmatch(r"(19|20)\d\d", text) else None


def _transcripts(target: Target, text: str) -> list[str] | None:
    parts = [part.strip() for part in text.split(_TOGETHER)]
    known = all(part in vocabulary.TRANSCRIPTS for part in parts)
    return sorted(parts, key=vocabulary.TRANSCRIPTS.index) if known else None


def _result(target: Target, text: str) -> str | None:
    words = (DETECTED, NOT_DETECTED, *(level.name for level in vocabulary.LEVELS))
    return text if text in words or _RESULT_NUMBER.fullmatch(text) else None


_VALUES: dict[Kind, Callable[[Target, str], Any]] = {
    Kind.WORD: _word,
    Kind.CODE: _code,
    Kind.TRUTH: lambda target, text: {YES: True, NO: False}.get(text),
    Kind.NUMBER: _number,
    Kind.DATE: _day,
    Kind.YEAR: _year,
    Kind.TRANSCRIPTS: _transcripts,
    Kind.RESULT: _result,
}
