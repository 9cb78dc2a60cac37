"""An export read and validated as the pipeline does it, up to what would be published."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tests.ingest.expected import Broken, folder_of
from tfrq.ingest.accounting import FileSum
from tfrq.ingest.findings import Findings
from tfrq.ingest.matching import matched
from tfrq.ingest.omop.reading import read
from tfrq.ingest.pseudonyms import Pseudonyms
from tfrq.ingest.run import Run


@dataclass(frozen=True)
class Walked:
    """Sums of the files, records of each table that would be published, and what was found."""

    files: tuple[FileSum, ...]
    records: dict[str, int]
    rejects: Broken
    warnings: Broken


def walk(site: str, working: Path) -> Walked:
    """What becomes of the export of a site; `working` is an empty folder."""
    folder = folder_of(site)
    mapping = read(folder / "mapping.toml", folder)
    pseudonyms = Pseudonyms(b"of synthetic patients", site, mapping.date_shift_days)
    with Run(mapping, "SE", pseudonyms, working, bits=1, values=False) as run:
        for part in matched(mapping, [folder]):
            run.read(part)
        run.validate()
        records = {one.table: one.entered + one.derived for one in run.sums()}
        found = (_broken(one, working) for one in (run.rejects, run.warnings))
        return Walked(run.accounts.sums(), records, *found)


def _broken(found: Findings, working: Path) -> Broken:
    path = working / "found.csv"
    found.write(path)
    rows = pl.read_csv(path, infer_schema=False).select("file", "row", "rule").rows()
    return Counter((file, int(row), rule) for file, row, rule in rows)
