"""A lake of what validation left of one export, to be asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa

from tests.ingest.expected import Asked, Expected
from tests.ingest.walk import Walked
from tfrq import api, lake
from tfrq.ingest.rejects import FILE, ROW
from tfrq.lake.arrow import arrow_schema

_CUT = date(2024, 12, 31)
_TREE = """\
[lake]
name = "examples"
synthetic = true

[policy]
min_cell = 5
members = "allow"
exact = "allow"

[[regions]]
name = "Region"
countries = [{{ name = "{country}", sites = ["{site}"] }}]
"""


def publish(walked: Walked, told: Expected, folder: Path) -> Path:
    """Publish the records as the first release of a lake in the folder."""
    (folder / "lake.toml").write_text(_TREE.format(country=told.country, site=told.site))
    place = {"country": told.country, "site": told.site}
    with lake.Publication(folder, "first") as publication:
        sites = [{**place, "status": "finalised", "data_cut_date": _CUT, "expected_patients": None}]
        publication.add("sites", told.site, pa.Table.from_pylist(sites, arrow_schema("sites")))
        for table, frame in walked.validated.tables.items():
            rows = frame.drop(FILE, ROW).select(
                *(pl.lit(text).alias(name) for name, text in place.items()), pl.all()
            )
            publication.add(table, told.site, rows.to_arrow().cast(arrow_schema(table)))
    return folder


def count(folder: Path, definition: str) -> Asked:
    """The exact answer to a definition."""
    row = api.open(str(folder)).count(definition, exact=True).total
    assert None not in (row.met, row.not_met, row.not_assessable)
    return Asked(definition, row.met, row.not_met, row.not_assessable)
