"""Columns of words: the mapping's own list first, then the lake's words, then synonyms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import polars as pl

from tfrq.ingest.values.distinct import PROBLEM, Unreadable, read_distinct
from tfrq.ingest.values.spelling import folded
from tfrq.ingest.values.synonyms import BOOLEANS, FLAGS

WORD = "word"
_UNMAPPED = "unmapped value"
# The one-letter code of the amino acids, and the three-letter one.
_ACIDS = dict(
    zip(
        (
            *("ala", "arg", "asn", "asp", "cys", "gln", "glu", "gly", "his", "ile"),
            *("leu", "lys", "met", "phe", "pro", "ser", "thr", "trp", "tyr", "val"),
        ),
        "ARNDCQEGHILKMFPSTWYV",
        strict=True,
    )
)
_LETTER = f"[{''.join(sorted(_ACIDS.values()))}]"
_CHANGE = re.compile(rf"{_LETTER}[1-9][0-9]{{0,3}}{_LETTER}")
_LONG_CHANGE = re.compile(r"([a-z]{3})([1-9][0-9]{0,3})([a-z]{3})")


def read_words(
    texts: pl.Series,
    allowed: Sequence[str],
    values: Mapping[str, str],
    synonyms: Mapping[str, str],
) -> pl.DataFrame:
    """Texts as words of the lake: `word` (String) and `problem`.

    `values`: folded source text → word of the lake, "" for no value. A text that is not in it is
    the lake's word (of `allowed`) that it is but for capitals, or by `synonyms`; else an
    "unmapped value". An empty `allowed` (codes of laboratories) takes what `values` give, only.
    """
    reading = _reading(allowed, values, synonyms)
    return read_distinct(texts, lambda text: (reading(text),), {WORD: pl.String()})


def _reading(
    allowed: Sequence[str], values: Mapping[str, str], synonyms: Mapping[str, str]
) -> Callable[[str], str | None]:
    known = {**synonyms, **{folded(word): word for word in allowed}, **values}
    targets = frozenset((*allowed, "")) if allowed else None

    def read(text: str) -> str | None:
        word = known.get(folded(text))
        if word is None or (targets is not None and word not in targets):
            raise Unreadable(_UNMAPPED)
        return word or None

    return read


def read_booleans(
    texts: pl.Series, values: Mapping[str, str], synonyms: Mapping[str, str] = BOOLEANS
) -> pl.DataFrame:
    """Texts as `word` (Boolean) and `problem`; `values` and `synonyms` give "true" or "false"."""
    read = read_words(texts, ("true", "false"), values, synonyms)
    return read.select(pl.col(WORD) == "true", PROBLEM)


def read_flags(texts: pl.Series) -> pl.DataFrame:
    """The same for a column that is checked (1, yes, true, checked, x) or not."""
    return read_booleans(texts, {}, FLAGS)


def read_mutations(texts: pl.Series, values: Mapping[str, str]) -> pl.DataFrame:
    """Texts as changes of one amino acid: `word` (T315I) and `problem`. The prefix `p.` and the
    three-letter code (p.Thr315Ile) are read too."""

    def read(text: str) -> tuple[str | None]:
        target = values.get(folded(text))
        word = _change(target if target else folded(text))
        if target == "":
            return (None,)
        if word is None:
            raise Unreadable(_UNMAPPED)
        return (word,)

    return read_distinct(texts, read, {WORD: pl.String()})


def _change(text: str) -> str | None:
    short = re.sub(r"^p\.\(?|\)$", "", text.casefold())
    long = _LONG_CHANGE.fullmatch(short)
    if long and long[1] in _ACIDS and long[3] in _ACIDS:
        return f"{_ACIDS[long[1]]}{long[2]}{_ACIDS[long[3]]}"
    return short.upper() if _CHANGE.fullmatch(short.upper()) else None
