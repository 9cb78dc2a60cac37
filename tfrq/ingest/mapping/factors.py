"""[[conversion_factors]] of a mapping: from laboratories' own scales to the International Scale."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from tfrq import vocabulary
from tfrq.ingest.mapping.entry import Entry
from tfrq.ingest.mapping.model import ConversionFactor, TableMapping

_KEYS = ("laboratory", "reference_gene", "method", "first_day", "last_day", "factor")
_LARGEST, _PLACES = Decimal(1000), 5  # of conversion_factor in the lake


def conversion_factors(
    top: Entry, tables: tuple[TableMapping, ...]
) -> tuple[ConversionFactor, ...]:
    """Read every entry; no two may fit one test. `tables` say which laboratories there are."""
    known = _laboratories(tables)
    found: list[ConversionFactor] = []
    for entry in top.sections("conversion_factors"):
        factor = _factor(entry, known)
        placed = Entry(entry.content, entry.under(factor.laboratory))
        for number, other in enumerate(found, 1):
            if _overlap(factor, other):
                raise placed.refuse(
                    f"it and entry {number} fit the same tests",
                    "tell them apart by reference_gene, method, first_day or last_day",
                )
        found.append(factor)
    return tuple(found)


def _laboratories(tables: tuple[TableMapping, ...]) -> list[str]:
    named = [
        text
        for table in tables
        for column in table.columns
        if column.target == "laboratory"
        for text in (*column.values.values(), column.constant)
        if text
    ]
    return sorted(set(named))


def _factor(entry: Entry, laboratories: list[str]) -> ConversionFactor:
    laboratory = entry.text("laboratory")
    entry = Entry(entry.content, entry.under(laboratory))
    entry.only(_KEYS)
    if laboratory not in laboratories:
        raise entry.unknown("no entry of [[tables]] gives the laboratory", laboratory, laboratories)
    found = ConversionFactor(
        laboratory=laboratory,
        factor=_number(entry),
        reference_gene=_word(entry, "reference_gene", vocabulary.REFERENCE_GENES),
        method=_word(entry, "method", vocabulary.METHODS),
        first_day=entry.day("first_day"),
        last_day=entry.day("last_day"),
    )
    if (found.last_day or date.max) < (found.first_day or date.min):
        raise entry.refuse("'last_day' lies before 'first_day'", "both days are included")
    return found


def _number(entry: Entry) -> Decimal:
    text = entry.text("factor")
    try:
        factor = Decimal(text)
    except InvalidOperation:
        raise entry.refuse("'factor' is not a number", 'write factor = "0.83"') from None
    exponent = factor.as_tuple().exponent
    if not isinstance(exponent, int) or not 0 < factor < _LARGEST or -exponent > _PLACES:
        raise entry.refuse(
            f"'factor' is not a number above 0 and below {_LARGEST}, of at most {_PLACES} decimals",
            "the lake keeps no more",
        )
    return factor


def _word(entry: Entry, key: str, known: tuple[str, ...]) -> str:
    word = entry.text(key, "")
    if word and word not in known:
        raise entry.unknown(f"'{key}' has an unknown word", word, known)
    return word


def _overlap(one: ConversionFactor, other: ConversionFactor) -> bool:
    return (
        one.laboratory == other.laboratory
        and _meet(one.reference_gene, other.reference_gene)
        and _meet(one.method, other.method)
        and (one.first_day or date.min) <= (other.last_day or date.max)
        and (other.first_day or date.min) <= (one.last_day or date.max)
    )


def _meet(one: str, other: str) -> bool:
    return one == other or not one or not other
