"""A folder of OMOP CDM tables, known by the names of its files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tfrq.errors import UsageError

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
    """The first mapping of a folder of CDM tables. Raises UsageError: there is none yet."""
    raise UsageError(
        "these are OMOP CDM tables, for which no draft can be made yet",
        hint="copy tfrq/ingest/omop/cdm54.toml and edit it; docs/mapping.md says how",
    )
