"""An export through reading, harmonising and validation in memory: no pseudonyms, no lake."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import polars as pl

from tfrq.ingest.frames import record_types
from tfrq.ingest.harmonise.harmonised import Harmonised
from tfrq.ingest.harmonise.harmoniser import Harmoniser
from tfrq.ingest.mapping.model import SiteMapping, SourceFile
from tfrq.ingest.omop.reading import read
from tfrq.ingest.rejects import rejects_schema
from tfrq.ingest.upload.reading import header
from tfrq.ingest.upload.reading import read as batches
from tfrq.ingest.validation.validate import validate
from tfrq.ingest.validation.validated import Validated
from tfrq.schema import PATIENT_ID, PATIENT_TABLES

EXPORTS = Path(__file__).parents[1] / "exports"


@dataclass(frozen=True)
class Walked:
    """`rows`: rows of data by file. `refused`: rejects of reading and harmonising."""

    rows: dict[str, int]
    refused: pl.DataFrame
    validated: Validated

    @property
    def rejects(self) -> pl.DataFrame:
        """Every reject."""
        return pl.concat([self.refused, self.validated.rejects])


def walk(folder: Path) -> Walked:
    """The records that the export in the folder makes."""
    mapping = read(folder / "mapping.toml", folder)
    rows: dict[str, int] = {}
    refused = [pl.DataFrame(schema=rejects_schema())]
    made = {name: [pl.DataFrame(schema=record_types(name))] for name in PATIENT_TABLES}
    for name, size, harmonised in _harmonised(mapping, folder):
        rows[name] = rows.get(name, 0) + size
        refused.append(harmonised.rejects)
        for table, frame in harmonised.tables.items():
            made[table].append(frame)
    records = {name: _numbered(pl.concat(frames)) for name, frames in made.items()}
    return Walked(rows, pl.concat(refused), validate(records, mapping))


def _harmonised(mapping: SiteMapping, folder: Path) -> Iterator[tuple[str, int, Harmonised]]:
    for file in mapping.files:
        for path in sorted(folder.iterdir()):
            if fnmatch(path.name.lower(), file.match.lower()):
                name = source_name(path, file)
                harmoniser = Harmoniser(mapping, file, header(path, file.layout))
                for batch in batches(path, file.layout):
                    size = len(batch.rows) + len(batch.bad)
                    yield name, size, harmoniser.batch(name, batch)


def source_name(path: Path, file: SourceFile) -> str:
    """A file, and the sheet of it where there are several."""
    return f"{path.name} [{file.layout.sheet}]" if file.layout.sheet else path.name


def _numbered(records: pl.DataFrame) -> pl.DataFrame:
    """Patients by number, as validation has them. No key: nothing of this leaves a test."""
    numbers = records[PATIENT_ID].map_elements(_number, return_dtype=pl.Int64)
    return records.with_columns(numbers.alias(PATIENT_ID))


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 1
