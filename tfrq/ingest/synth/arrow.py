"""From numpy arrays to Arrow tables with exactly the columns of the schema."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from tfrq.ingest.synth.draws import NEVER, Codes, Days, Flags
from tfrq.ingest.synth.sites import Site
from tfrq.schema import Column, Table

_TYPES: dict[str, Any] = {
    "VARCHAR": pa.string(),
    "VARCHAR[]": pa.list_(pa.string()),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "SMALLINT": pa.int16(),
    "DATE": pa.date32(),
    "BOOLEAN": pa.bool_(),
}


def arrow_type(column: Column) -> Any:
    """The Arrow type of a column of the schema."""
    decimal = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", column.type)
    if decimal:
        return pa.decimal128(int(decimal[1]), int(decimal[2]))
    return _TYPES[column.type]


def arrow_schema(table: Table) -> Any:
    """The Arrow schema of a table: names, order, types, nullability."""
    return pa.schema([pa.field(c.name, arrow_type(c), nullable=c.nullable) for c in table.columns])


def build(table: Table, site: Site, columns: Mapping[str, Any], rows: int) -> Any:
    """A table of the lake from its columns but country and site, which are the site's."""
    same = {"country": site.country, "site": site.code}
    arrays = [
        pa.repeat(pa.scalar(same[c.name], pa.string()), rows) if c.name in same else columns[c.name]
        for c in table.columns
    ]
    return pa.Table.from_arrays(arrays, schema=arrow_schema(table))


def empty(table: Table) -> Any:
    """A table of the lake without rows."""
    return arrow_schema(table).empty_table()


def dates(days: Days) -> Any:
    """Days since 1970-01-01; NEVER becomes null."""
    return pa.array(days.astype(np.int32), mask=days >= NEVER).cast(pa.date32())


def whole(values: Codes, valid: Flags | None = None, kind: Any = None) -> Any:
    """Whole numbers; null where not valid."""
    kind = kind or pa.int64()
    return pa.array(values, mask=None if valid is None else ~valid).cast(kind)


def small(values: Codes, valid: Flags | None = None) -> Any:
    """Whole numbers of 16 bits; null where not valid."""
    return whole(values, valid, pa.int16())


def decimals(units: Codes, precision: int, scale: int, valid: Flags | None = None) -> Any:
    """Decimals from whole numbers of their last digit, never through a floating-point number."""
    halves = np.empty((len(units), 2), dtype="<i8")
    halves[:, 0] = units
    halves[:, 1] = units >> 63
    nulls = None if valid is None else pa.array(valid).buffers()[1]
    buffers = [nulls, pa.py_buffer(halves)]
    return pa.Array.from_buffers(pa.decimal128(precision, scale), len(units), buffers)


def words(codes: Codes, vocabulary: Sequence[str]) -> Any:
    """Text by its number in a vocabulary; null for -1."""
    indices = pa.array(codes.astype(np.int32), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(vocabulary, pa.string())).cast(
        pa.string()
    )


def answers(codes: Codes) -> Any:
    """1 true, 0 false, -1 null."""
    return pa.array(codes > 0, mask=codes < 0)


def word_lists(codes: Codes, lists: Sequence[Sequence[str]]) -> Any:
    """Lists of text by their number in `lists`; null for -1."""
    choices = pa.array([*lists, None], pa.list_(pa.string()))
    return choices.take(pa.array(np.where(codes < 0, len(lists), codes)))
