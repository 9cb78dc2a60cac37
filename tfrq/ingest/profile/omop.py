"""A folder of OMOP CDM tables, known by the names of its files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

_PERSON = "person"
# Tables of the Common Data Model 5.4 that hold what a registry of CML needs.
_CLINICAL = frozenset(
    (
        *("measurement", "drug_exposure", "condition_occurrence", "observation", "drug_era"),
        *("death", "observation_period", "procedure_occurrence", "visit_occurrence", "specimen"),
    )
)


def is_cdm(paths: Iterable[Path]) -> bool:
    """Whether files are tables of the CDM: persons, and something that happened to them."""
    names = {path.stem.lower() for path in paths}
    return _PERSON in names and bool(names & _CLINICAL)


def draft(site: str) -> str:
    """The first mapping of a folder of CDM tables: the concept map that tfrq ships."""
    from tfrq.ingest.omop.reading import CDM_54

    text = CDM_54.read_text(encoding="utf-8")
    return text.replace('site = "XX01"', f'site = "{site}"', 1) if site else text
