"""A concept map and a vocabulary make an ordinary mapping: codes become the numbers of concepts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tfrq.errors import DefinitionError
from tfrq.ingest.mapping.model import ColumnMapping, SiteMapping, TableMapping
from tfrq.ingest.mapping.reading import read_mapping
from tfrq.ingest.omop.codes import CONCEPT_COLUMN, codes_of
from tfrq.ingest.omop.vocabulary import Meaning, concepts

# The concept map that tfrq ships: to be copied and edited.
CDM_54 = Path(__file__).parent / "cdm54.toml"
# A concept's own number says more than any code.
_NUMBER = -1
_Known = Mapping[str, tuple[Meaning, ...]]


@dataclass(frozen=True)
class Resolved:
    """A mapping without codes. `lacking`: codes that the export's vocabulary does not have, which
    no row can be read by."""

    mapping: SiteMapping
    lacking: tuple[str, ...]


def read(path: Path, folder: Path) -> SiteMapping:
    """Read a concept map, its codes looked up in the vocabulary tables of the folder (needed only
    where it names codes). Raises DefinitionError (the map) and DataError (the tables)."""
    return resolve(read_mapping(path), folder).mapping


def resolve(mapping: SiteMapping, folder: Path) -> Resolved:
    """The mapping with concept ids in place of codes.

    An entry of [[tables]] whose `where` names nothing but codes that are lacking reads no row,
    and is left out. Raises DataError without a vocabulary, DefinitionError where one concept has
    two meanings.
    """
    codes = codes_of(mapping)
    if not codes:
        return Resolved(mapping, ())
    known = concepts(folder, codes)
    tables = [_table(table, known) for table in mapping.tables]
    return Resolved(
        replace(mapping, tables=tuple(table for table in tables if table)),
        tuple(code.text for code in codes if not known[code.text]),
    )


def _table(table: TableMapping, known: _Known) -> TableMapping | None:
    where = {
        source: _ids(texts, known) if source.endswith(CONCEPT_COLUMN) else texts
        for source, texts in table.where.items()
    }
    if not all(where.values()):
        return None
    return replace(
        table, where=where, columns=tuple(_column(column, known) for column in table.columns)
    )


def _ids(texts: Iterable[str], known: _Known) -> frozenset[str]:
    found = (_meanings(text, known) for text in texts)
    return frozenset(meaning.concept for meanings in found for meaning in meanings)


def _column(column: ColumnMapping, known: _Known) -> ColumnMapping:
    if column.source.endswith(CONCEPT_COLUMN):
        column = replace(column, values=_by_id(column.target, column.values, known))
    if column.unit_source.endswith(CONCEPT_COLUMN):
        column = replace(column, units=_by_id(column.target, column.units, known))
    return column


def _by_id(target: str, values: Mapping[str, str], known: _Known) -> dict[str, str]:
    """Concept id → value of the lake. Of several codes that a concept is below, the nearest one
    tells its value."""
    found: dict[str, tuple[int, str, str]] = {}
    for text, value in values.items():
        for meaning in _meanings(text, known):
            nearest = found.get(meaning.concept)
            if nearest and nearest[0] == meaning.below and nearest[1] != value:
                raise DefinitionError(
                    f"{target}: concept {meaning.concept} is '{nearest[1]}' as {nearest[2]} and "
                    f"'{value}' as {text}",
                    hint=f'say which: values = {{ "{meaning.concept}" = "…" }}',
                )
            if nearest is None or meaning.below < nearest[0]:
                found[meaning.concept] = (meaning.below, value, text)
    return {concept: value for concept, (_, value, _) in found.items()}


def _meanings(text: str, known: _Known) -> tuple[Meaning, ...]:
    return known.get(text, (Meaning(text, _NUMBER),))
