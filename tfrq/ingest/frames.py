"""The lake's tables as frames of Polars: types of their columns."""

from __future__ import annotations

import polars as pl

from tfrq.ingest.rejects import DISTINCT, EARLIEST, FILE, RECIPE, ROW
from tfrq.schema import PATIENT_ID, TABLES, Column

# What the pipeline knows of a record without reading it from a file.
GIVEN = ("country", "site")
_TYPES: dict[str, pl.DataType] = {
    "VARCHAR": pl.String(),
    "VARCHAR[]": pl.List(pl.String()),
    "BIGINT": pl.Int64(),
    "INTEGER": pl.Int32(),
    "SMALLINT": pl.Int16(),
    "DATE": pl.Date(),
    "BOOLEAN": pl.Boolean(),
}


def lake_types(table: str) -> dict[str, pl.DataType]:
    """Columns of a table of the lake, without `country` and `site`, with their Polars types, in
    the order of the schema."""
    columns = TABLES[table].columns
    return {column.name: column_type(column) for column in columns if column.name not in GIVEN}


def record_types(table: str) -> dict[str, pl.DataType]:
    """The same for records whose patient is still the site's own text, with their source."""
    return {**lake_types(table), PATIENT_ID: pl.String(), **source_types(table)}


def keyed_types(table: str) -> dict[str, pl.DataType]:
    """The same once the patient is a keyed hash."""
    return {**lake_types(table), **source_types(table)}


def refused_types() -> dict[str, pl.DataType]:
    """Of records that could not be made: their table, and the site's own text of their patient."""
    return {"table": pl.String(), PATIENT_ID: pl.String()}


def source_types(table: str) -> dict[str, pl.DataType]:
    """What stands at the end of every record: FILE, ROW, RECIPE, DISTINCT, and of patients
    EARLIEST."""
    source = {FILE: pl.String(), ROW: pl.Int64(), RECIPE: pl.Int16(), DISTINCT: pl.Boolean()}
    return source | ({EARLIEST: pl.Boolean()} if table == "patients" else {})


def column_type(column: Column) -> pl.DataType:
    """The Polars type of a column of the schema."""
    return _TYPES.get(column.type) or _decimal(column.type)


def _decimal(name: str) -> pl.DataType:
    precision, scale = name.removeprefix("DECIMAL(").removesuffix(")").split(",")
    return pl.Decimal(int(precision), int(scale))
