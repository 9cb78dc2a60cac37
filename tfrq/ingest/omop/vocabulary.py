"""The vocabulary of an export: codes and what is below them, from CONCEPT and CONCEPT_ANCESTOR.

Both have millions of rows, of which a concept map needs a few thousand: they are scanned, and
never held.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tfrq.errors import DataError
from tfrq.ingest.omop.codes import Code

_ENDINGS = (".csv", ".tsv", ".parquet")
_HINT = "export both tables with the others, or name the numbers of concepts in the map"


@dataclass(frozen=True)
class Meaning:
    """A concept that a code stands for, and how many levels it is below the code's own (0)."""

    concept: str
    below: int


def concepts(folder: Path, codes: Iterable[Code]) -> dict[str, tuple[Meaning, ...]]:
    """Text of each code → what it stands for: nothing, where the vocabulary lacks the code.

    Raises DataError where the folder has no CONCEPT or CONCEPT_ANCESTOR, or not their columns.
    """
    codes = tuple(codes)
    own = _own(folder, {code.key for code in codes})
    wider = {concept for code in codes if not code.only for concept in own.get(code.key, ())}
    below = _below(folder, wider) if wider else {}
    return {code.text: _meanings(code, own.get(code.key, ()), below) for code in codes}


def _meanings(
    code: Code, own: Iterable[str], below: dict[str, tuple[Meaning, ...]]
) -> tuple[Meaning, ...]:
    found = dict.fromkeys(own, 0)
    for concept in () if code.only else tuple(found):
        for meaning in below.get(concept, ()):
            found[meaning.concept] = min(meaning.below, found.get(meaning.concept, meaning.below))
    return tuple(Meaning(concept, levels) for concept, levels in found.items())


def _own(folder: Path, keys: set[str]) -> dict[str, tuple[str, ...]]:
    parts = ("vocabulary_id", "concept_code")
    key = pl.concat_str([pl.col(name).str.to_lowercase() for name in parts], separator=":")
    found = _rows(folder, "CONCEPT", ("concept_id", *parts), key.is_in(sorted(keys)))
    own: dict[str, tuple[str, ...]] = {}
    for name, concept in found.select(key.alias("key"), "concept_id").iter_rows():
        own[name] = (*own.get(name, ()), concept)
    return own


def _below(folder: Path, wanted: set[str]) -> dict[str, tuple[Meaning, ...]]:
    names = ("ancestor_concept_id", "descendant_concept_id", "min_levels_of_separation")
    found = _rows(folder, "CONCEPT_ANCESTOR", names, pl.col(names[0]).is_in(sorted(wanted)))
    levels = pl.col(names[2]).cast(pl.Int64, strict=False).fill_null(0)
    below: dict[str, tuple[Meaning, ...]] = {}
    for (ancestor,), rows in found.with_columns(levels).group_by(names[0], maintain_order=True):
        pairs = rows.select(names[1:]).sort(names[1:]).iter_rows()
        below[str(ancestor)] = tuple(Meaning(concept, level) for concept, level in pairs)
    return below


def _rows(folder: Path, table: str, columns: tuple[str, ...], wanted: pl.Expr) -> pl.DataFrame:
    """Columns, as text, of the wanted rows of a vocabulary table."""
    path = _path(folder, table)
    try:
        found = _scan(path)
        names = {name.lower(): name for name in found.collect_schema()}
        if lacking := [name for name in columns if name not in names]:
            raise DataError(f"{path.name} has no column {lacking[0]}", hint="it is that of CDM 5.4")
        texts = [pl.col(names[name]).cast(pl.String).alias(name) for name in columns]
        return found.select(texts).filter(wanted).collect(engine="streaming")
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as problem:
        raise DataError(f"{path.name} cannot be read: {problem}", hint=_HINT) from None


def _scan(path: Path) -> pl.LazyFrame:
    """A table as it lies there. Athena writes tabs and no quotes; others write what CSV is."""
    if path.suffix.lower() == ".parquet":
        return pl.scan_parquet(path)
    with path.open(encoding="utf-8-sig") as file:
        tabs = "\t" in file.readline()
    if tabs:
        return pl.scan_csv(path, separator="\t", quote_char=None, infer_schema=False)
    return pl.scan_csv(path, infer_schema=False)


def _path(folder: Path, table: str) -> Path:
    """The file of a vocabulary table, whatever capitals its name has."""
    names = {f"{table.lower()}{ending}" for ending in _ENDINGS}
    try:
        found = sorted(path for path in folder.iterdir() if path.name.lower() in names)
    except OSError as problem:
        raise DataError(f"{folder} cannot be read: {problem.strerror}", hint=_HINT) from None
    if not found:
        raise DataError(
            f"the concept map names codes, and {folder} has no {table}, which says what they are",
            hint=_HINT,
        )
    return found[0]
