"""Sets of BCR::ABL1 transcripts, in the many spellings of their names (docs/domain.md §1.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import polars as pl

from tfrq import vocabulary
from tfrq.ingest.values.distinct import Unreadable, read_distinct
from tfrq.ingest.values.spelling import folded, plain

TRANSCRIPTS = "transcripts"
# M-bcr (major) and m-bcr (minor) differ in nothing but the size of one letter.
_BREAKPOINTS = {
    **dict.fromkeys(("Mbcr", "M-bcr", "M-BCR"), vocabulary.UNSPECIFIED_TRANSCRIPT),
    **dict.fromkeys(("mbcr", "m-bcr", "mBCR", "m-BCR"), "e1a2"),
}
_SYNONYMS = {
    **vocabulary.TRANSCRIPT_SYNONYMS,
    "b2a3": "e13a3",
    "b3a3": "e14a3",
    "major": vocabulary.UNSPECIFIED_TRANSCRIPT,
    "minor": "e1a2",
    "μbcr": "e19a2",
    "micro": "e19a2",
}
_KNOWN = {word.casefold().replace(" ", ""): word for word in vocabulary.TRANSCRIPTS} | _SYNONYMS
_ORDER = {word: place for place, word in enumerate(vocabulary.TRANSCRIPTS)}


def read_transcripts(texts: pl.Series, separator: str, values: Mapping[str, str]) -> pl.DataFrame:
    """Texts as sets of transcripts: `transcripts` (List of String, each once, in the order of the
    vocabulary; null: not typed) and `problem`. A cell is looked up in `values` as a whole, then
    each part between `separator`; `values` may give several, joined by `+`."""

    def read(text: str) -> tuple[list[str] | None]:
        found = set(_cell(text, separator, values))
        return (sorted(found, key=lambda word: _ORDER[word]) or None,)

    return read_distinct(texts, read, {TRANSCRIPTS: pl.List(pl.String())})


def _cell(text: str, separator: str, values: Mapping[str, str]) -> Iterable[str]:
    whole = _part(text, values)
    if whole is not None:
        return whole
    parts = plain(text).split(separator) if separator else [text]
    found = [_part(part.strip(), values) for part in parts]
    if len(parts) < 2 or any(words is None for words in found):
        raise Unreadable("unmapped value")
    return [word for words in found for word in words or ()]


def _part(text: str, values: Mapping[str, str]) -> list[str] | None:
    """The transcripts that a part names, [] where `values` say it means none, else None."""
    target = values.get(folded(text))
    if target == "":
        return []
    words = (
        [transcript(word.strip()) for word in (target or "").split("+")]
        if target
        else [transcript(text)]
    )
    return None if None in words else [word for word in words if word]


def transcript(name: str) -> str | None:
    """The transcript that a name stands for: `e14a2`, `b3-a2`, `e14/a2`, `p210` …"""
    name = plain(name)
    if name in _BREAKPOINTS:
        return _BREAKPOINTS[name]
    if re.fullmatch("m-?bcr", name.casefold()):
        return None
    return _KNOWN.get(re.sub(r"[\s/_-]", "", name.casefold()))
