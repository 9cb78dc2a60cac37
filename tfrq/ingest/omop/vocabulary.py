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
    table = _scan(folder, "CONCEPT", ("concept_id", *parts))
    key = pl.concat_str([pl.col(name).str.to_lowercase() for name in parts], separator=":")
    found = table.select("concept_id", key=key).filter(pl.col("key").is_in(sorted(keys)))
    by_key = found.collect(engine="streaming").group_by("key", maintain_order=True).all()
    return {name: tuple(ids) for name, ids in by_key.select("key", "concept_id").iter_rows()}


def _below(folder: Path, wanted: set[str]) -> dict[str, tuple[Meaning, ...]]:
    names = ("ancestor_concept_id", "descendant_concept_id", "min_levels_of_separation")
    found = (
        _scan(folder, "CONCEPT_ANCESTOR", names)
        .filter(pl.col(names[0]).is_in(sorted(wanted)))
        .with_columns(pl.col(names[2]).cast(pl.Int64, strict=False).fill_null(0))
        .collect(engine="streaming")
    )
    below: dict[str, tuple[Meaning, ...]] = {}
    for (ancestor,), rows in found.sort(names).group_by(names[0], maintain_order=True):
        pairs = rows.select(names[1:]).iter_rows()
        below[str(ancestor)] = tuple(Meaning(concept, levels) for concept, levels in pairs)
    return below


def _scan(folder: Path, table: str, columns: tuple[str, ...]) -> pl.LazyFrame:
    """Columns of a vocabulary table as text; capitals in names of files and columns do not
    matter."""
    path = _path(folder, table)
    try:
        scanned = pl.scan_parquet(path) if path.suffix.lower() == ".parquet" else _scan_text(path)
        names = {name.lower(): name for name in scanned.collect_schema()}
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as problem:
        raise DataError(f"{path.name} cannot be read: {problem}", hint=_HINT) from None
    if lacking := [name for name in columns if name not in names]:
        raise DataError(f"{path.name} has no column {lacking[0]}", hint="it is that of CDM 5.4")
    return scanned.select(pl.col(names[name]).cast(pl.String).alias(name) for name in columns)


def _scan_text(path: Path) -> pl.LazyFrame:
    """Athena writes tabs and no quotes; others write what CSV is."""
    with path.open(encoding="utf-8-sig") as file:
        tabs = "\t" in file.readline()
    if tabs:
        return pl.scan_csv(path, separator="\t", quote_char=None, infer_schema=False)
    return pl.scan_csv(path, infer_schema=False)


def _path(folder: Path, table: str) -> Path:
    names = {f"{table.lower()}{ending}" for ending in _ENDINGS}
    found = sorted(path for path in folder.iterdir() if path.name.lower() in names)
    if not found:
        raise DataError(
            f"the concept map names codes, and {folder} has no {table}, which says what they are",
            hint=_HINT,
        )
    return found[0]
