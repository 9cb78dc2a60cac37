"""Texts that are words of the lake's vocabulary and nothing else: they identify nobody."""

from __future__ import annotations

import re
from functools import lru_cache

from tfrq.ingest.profile import numbers, synonyms
from tfrq.schema import TABLES

_LEAST = 2  # letters: one may be an initial
_DRUGS, _TRANSCRIPTS = "drug", "transcripts"


@lru_cache(maxsize=50_000)
def is_known(text: str) -> bool:
    """Whether a text is read by a known synonym in full: no number, and no word beside it."""
    if numbers.is_number(text) or len(text) < _LEAST:
        return False
    words = [word for word in re.split(r"[\W_]+", text) if word]
    if words and all(synonyms.lake_value(_DRUGS, word) for word in words):
        return synonyms.lake_value(_DRUGS, text) is not None
    if synonyms.lake_value(_TRANSCRIPTS, text):
        return "(" not in text
    return any(synonyms.is_word(target, text) for target in _targets())


@lru_cache(maxsize=1)
def _targets() -> tuple[str, ...]:
    listed = (column.name for table in TABLES.values() for column in table.columns)
    return tuple(dict.fromkeys((*listed, *synonyms.WORDS)))
