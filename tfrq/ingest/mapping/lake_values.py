"""Whether a mapping's own words are values that the lake can hold."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

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
# A code of a laboratory, panel or gating strategy: no sentence fits in it.
_CODE = re.compile(r"\w[\w .,:+/()&-]{0,39}")
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
    elif not _fits(target, value):
        raise entry.refuse(
            f"'{key}' gives '{value}', which is not {target.kind.value}", _EXAMPLES[target.kind]
        )


def known_values(target: Target) -> tuple[str, ...] | None:
    """Every value that the lake has in a column; None where they cannot be listed."""
    if target.kind is Kind.TRUTH:
        return (YES, NO)
    return target.column.allowed or None if target.column else None


def _nearest(target: Target, word: str, known: tuple[str, ...]) -> str:
    meant = synonyms(target.table, target.name).get(folded(word))
    return f"did you mean '{meant}'?" if meant else suggestion(word, known)


_EXAMPLES = {
    Kind.CODE: "at most 40 letters, digits and marks",
    Kind.NUMBER: "with a decimal point, in the unit of the lake: 0.5",
    Kind.DATE: "write 2024-12-31",
    Kind.YEAR: "write 1956",
    Kind.RESULT: f"'{NOT_DETECTED}', '{DETECTED}', a level, or a number with a decimal point",
    Kind.PATIENT: 'write from = "…"',
}


def _fits(target: Target, value: str) -> bool:
    if target.kind is Kind.CODE:
        if target.name == MUTATION:
            return read_mutations(pl.Series([value]), {})[PROBLEM].null_count() == 1
        return bool(_CODE.fullmatch(value))
    if target.kind is Kind.NUMBER:
        return _is_number(target, value)
    if target.kind is Kind.DATE:
        return _is_day(value)
    if target.kind is Kind.YEAR:
        return bool(re.fullmatch(r"(19|20)\d\d", value))
    return _is_result(value)


def _is_number(target: Target, value: str) -> bool:
    """Whether the lake's column holds the number as it stands."""
    assert target.column is not None
    text = pl.Series([value])
    read = read_numbers(text, NumberStyle(), target.column.type)
    if read[PROBLEM].null_count() == 0:
        return False
    return bool(Decimal(value) == read[NUMBER].item() >= 0)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_result(value: str) -> bool:
    words = (DETECTED, NOT_DETECTED, *(level.name for level in vocabulary.LEVELS))
    return value in words or bool(_RESULT_NUMBER.fullmatch(value))
