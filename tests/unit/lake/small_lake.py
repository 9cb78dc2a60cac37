"""A small lake to test on: SE01 with two patients, FI01 with one, FI02 still without data."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow

from tfrq import schema
from tfrq.lake import Lake, arrow_schema, open_lake, publish

Rows = list[dict[str, Any]]
Tables = dict[str, dict[str, pyarrow.Table]]
COUNTRIES = {"SE01": "SE", "FI01": "FI", "FI02": "FI"}
CREATED = datetime(2024, 1, 31, 12, tzinfo=UTC)
LAKE_TOML = """
[lake]
name = "small"
synthetic = true

[policy]
members = "allow"

[[regions]]
name = "Nordic"

[[regions.countries]]
name = "FI"
sites = ["FI01", "FI02"]

[[regions.countries]]
name = "SE"
sites = ["SE01"]
"""
SITE: dict[str, Any] = {
    "status": "finalised",
    "data_cut_date": date(2023, 12, 31),
    "expected_patients": 10,
}
PATIENT: dict[str, Any] = {
    "sex": "female",
    "birth_year": 1960,
    "diagnosis_date": date(2010, 1, 1),
    "phase": "chronic",
    "transcripts": ["e13a2", "e14a2"],
    "platelets": Decimal("300.00"),
}
TREATMENT: dict[str, Any] = {
    "line_number": 1,
    "drug": "imatinib",
    "start_date": date(2010, 2, 1),
    "stop_date": date(2020, 1, 1),
    "stop_reason": "TFR attempt",
}
TEST: dict[str, Any] = {
    "test_date": date(2019, 6, 1),
    "value": Decimal("0.0032000"),
    "operator": "=",
    "scale": "IS",
}
ATTEMPT: dict[str, Any] = {"attempt_number": 1, "stop_date": date(2020, 1, 1), "drug": "imatinib"}
EVENT: dict[str, Any] = {"event": "last contact", "event_date": date(2023, 6, 1)}
LAB: dict[str, Any] = {
    "sample_date": date(2019, 6, 1),
    "marker": "NK cells",
    "value": Decimal("0.25000"),
    "unit": "10^9/L",
}


def table(name: str, site: str, rows: Rows) -> pyarrow.Table:
    """Rows of one site; the columns that a row leaves out are missing."""
    columns = [column.name for column in schema.TABLES[name].columns]
    home = {"country": COUNTRIES[site], "site": site}
    full = [dict.fromkeys(columns) | home | row for row in rows]
    return pyarrow.Table.from_pylist(full, schema=arrow_schema(name))


def site_tables(site: str, patient_ids: list[int], **changes: Rows) -> dict[str, pyarrow.Table]:
    """Every table of one site, one record per patient; `changes` replaces a table's rows."""
    usual = {
        "patients": PATIENT,
        "treatments": TREATMENT,
        "molecular": TEST,
        "tfr_attempts": ATTEMPT,
        "events": EVENT,
        "labs": LAB,
    }
    rows: dict[str, Rows] = {"sites": [SITE]} | {
        name: [{"patient_id": number} | record for number in patient_ids]
        for name, record in usual.items()
    }
    return {name: table(name, site, listed) for name, listed in (rows | changes).items()}


def by_table(**sites: dict[str, pyarrow.Table]) -> Tables:
    """What `publish` takes, from site → table → rows."""
    names = dict.fromkeys(name for tables in sites.values() for name in tables)
    return {
        name: {site: tables[name] for site, tables in sites.items() if name in tables}
        for name in names
    }


def waiting(site: str) -> dict[str, pyarrow.Table]:
    """A site whose data have not arrived."""
    row = {"status": "awaiting mapping", "expected_patients": 7}
    return {"sites": table("sites", site, [row])}


def make_folder(root: Path) -> Path:
    """A folder with a lake.toml, nothing published."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "lake.toml").write_text(LAKE_TOML)
    return root


def first_release() -> Tables:
    """SE01 with patients 1 and 2, FI01 with patient 3, FI02 waiting."""
    return by_table(
        SE01=site_tables("SE01", [1, 2]), FI01=site_tables("FI01", [3]), FI02=waiting("FI02")
    )


def make_lake(root: Path) -> Lake:
    """The small lake at its first release, 2024-01."""
    publish(
        make_folder(root),
        first_release(),
        release="2024-01",
        mapping_versions={"SE01": "1", "FI01": "4"},
        created=CREATED,
    )
    return open_lake(root)
