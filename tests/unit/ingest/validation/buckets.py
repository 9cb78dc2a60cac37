"""Small buckets of patients, written as lists of records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from tfrq.ingest.frames import keyed_types
from tfrq.ingest.mapping.model import SiteMapping
from tfrq.ingest.rejects import DISTINCT, EARLIEST, FILE, RECIPE, ROW
from tfrq.ingest.validation.validate import validate
from tfrq.ingest.validation.validated import Validated
from tfrq.schema import PATIENT_TABLES

Record = dict[str, Any]
Records = dict[str, list[Record]]
CUT = date(2024, 12, 31)


def patient(**changes: Any) -> Record:
    return {"birth_year": 1950, "diagnosis_date": "2010-01-01", "sex": "female"} | changes


def drug(start: str, stop: str | None = None, name: str = "imatinib", **changes: Any) -> Record:
    return {"drug": name, "start_date": start, "stop_date": stop} | changes


def pcr(day: str, value: str | None = "0.05", **changes: Any) -> Record:
    operator = None if value is None else "="
    return {"test_date": day, "value": value, "operator": operator, "scale": "IS"} | changes


def attempt(stop: str, **changes: Any) -> Record:
    return {"stop_date": stop} | changes


def event(name: str, day: str, **changes: Any) -> Record:
    return {"event": name, "event_date": day} | changes


def lab(day: str, **changes: Any) -> Record:
    usual = {"marker": "NK cells", "value": "0.2", "unit": "10^9/L"}
    return {"sample_date": day} | usual | changes


def frames(records: Mapping[str, list[Record]]) -> dict[str, pl.DataFrame]:
    """What `validate` takes. Texts become days and decimals; the patient is 1, and each record is
    a row of its own in a file of its table, unless the record says otherwise."""
    return {name: _frame(name, records.get(name, [])) for name in PATIENT_TABLES}


def run(records: Mapping[str, list[Record]], **options: Any) -> Validated:
    """Validate records, under a mapping with these options; `refused`: patients and tables of those
    that could not be made."""
    refused = pl.DataFrame(
        records.get("refused", []), schema={"table": pl.String, "patient_id": pl.Int64}
    )
    return validate(frames(records), mapping(**options), refused)


def mapping(**options: Any) -> SiteMapping:
    return SiteMapping("SE01", "1", CUT, (), (), **options)


def told(found: pl.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of rejects, warnings or a table as tuples."""
    return found.select(columns).rows()


def _frame(table: str, records: list[Record]) -> pl.DataFrame:
    types = keyed_types(table)
    rows = []
    for number, record in enumerate(records, 2):
        source = {FILE: f"{table}.csv", ROW: number, RECIPE: 0, DISTINCT: False, "patient_id": 1}
        full = dict.fromkeys(types) | source | {EARLIEST: False} | record
        rows.append([_read(full[name], kind) for name, kind in types.items()])
    return pl.DataFrame(rows, schema=types, orient="row")


def _read(value: Any, kind: pl.DataType) -> Any:
    if isinstance(value, str) and kind == pl.Date:
        return date.fromisoformat(value)
    return Decimal(value) if isinstance(value, str) and kind.is_decimal() else value
