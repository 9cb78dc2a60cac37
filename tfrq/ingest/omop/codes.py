"""Codes in a mapping: `RxNorm:282388` in place of the number of a concept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tfrq.ingest.mapping.model import SiteMapping, TableMapping

# Codes are read in the concept columns of the CDM and nowhere else: a colon may stand in any text.
CONCEPT_COLUMN = "_concept_id"
_CODE = re.compile(r"(?P<vocabulary>[^:]*\w): ?(?P<code>\S+?)(?P<only> only)?")


@dataclass(frozen=True)
class Code:
    """A code of a vocabulary, both casefolded as a mapping's texts are. `only`: it stands for its
    own concept, else for the concepts below it too."""

    text: str
    vocabulary: str
    code: str
    only: bool

    @property
    def key(self) -> str:
        """The code without `only`."""
        return f"{self.vocabulary}:{self.code}"


def code_in(text: str) -> Code | None:
    """The code that a casefolded text is, or None (a plain concept id)."""
    found = _CODE.fullmatch(text)
    if found is None:
        return None
    return Code(text, found["vocabulary"].strip(), found["code"], found["only"] is not None)


def codes_of(mapping: SiteMapping) -> tuple[Code, ...]:
    """Every code that a mapping names, once, in its order."""
    texts = (text for table in mapping.tables for text in _texts(table))
    return tuple(dict.fromkeys(code for code in map(code_in, texts) if code))


def _texts(table: TableMapping) -> Iterator[str]:
    for source, texts in table.where.items():
        if source.endswith(CONCEPT_COLUMN):
            yield from sorted(texts)
    for column in table.columns:
        if column.source.endswith(CONCEPT_COLUMN):
            yield from column.values
        if column.unit_source.endswith(CONCEPT_COLUMN):
            yield from column.units
