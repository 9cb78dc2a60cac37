"""Parquet, every value as the text that a person would write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from tfrq.errors import DataError
from tfrq.ingest.upload import doubles, names
from tfrq.ingest.upload.batch import BATCH_ROWS, Batch, Layout
from tfrq.ingest.upload.tidy import tidied

# Cells read at once; a file of very many columns comes in shorter batches.
BATCH_CELLS = 4_000_000

_PER_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
# 0001-01-01 and 9999-12-31 in days from 1970.
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896


def header(path: Path, layout: Layout) -> list[str]:
    """Names of the columns. Raises DataError where one has no text that stands for its values."""
    with _opened(path) as file:
        return _header(path, file.schema_arrow)


def batches(path: Path, layout: Layout) -> Iterator[Batch]:
    """All rows, the first of them 1."""
    with _opened(path) as file:
        columns = _header(path, file.schema_arrow)
        size = max(1, min(BATCH_ROWS, BATCH_CELLS // len(columns)))
        row = 1
        for read in file.iter_batches(batch_size=size):
            # Texts of a file are not known to be UTF-8 until somebody looks.
            read.validate(full=True)
            rows = pl.Series("row", range(row, row + read.num_rows), dtype=pl.Int64)
            row += read.num_rows
            if read.num_rows:
                yield Batch(rows, _texts(read, columns))
        if row - 1 != file.metadata.num_rows:
            raise _damaged(path, f"it holds {row - 1:,} rows of {file.metadata.num_rows:,}")


def number_columns(path: Path) -> frozenset[str]:
    """Columns whose type is one of numbers."""
    kinds = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
    with _opened(path) as file:
        return frozenset(
            one.name.strip()
            for one in file.schema_arrow
            if any(is_kind(one.type) for is_kind in kinds)
        )


@contextmanager
def _opened(path: Path) -> Iterator[pq.ParquetFile]:
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            yield file
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise _damaged(path, str(error).partition("\n")[0]) from None


def _damaged(path: Path, how: str) -> DataError:
    return DataError(
        f"{path.name} is damaged or cut short, or encrypted: {how}",
        hint="ask the site to send it again",
    )


def _header(path: Path, schema: pa.Schema) -> list[str]:
    columns = names.checked(path, schema.names)
    if not columns:
        raise DataError(f"{path.name} has no columns", hint="ask the site to send it again")
    refused = [f"{at} ({one.type})" for at, one in enumerate(schema, 1) if not _has_text(one.type)]
    if refused:
        raise DataError(
            f"{path.name}: no text stands for the values of column {', '.join(refused[:5])}",
            hint="ask the site for columns of texts, numbers, dates and booleans only",
        )
    return columns


def _has_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _has_text(kind.value_type)
    return not (
        pa.types.is_nested(kind)
        or pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_fixed_size_binary(kind)
        or pa.types.is_duration(kind)
        or pa.types.is_interval(kind)
    )


def _texts(read: pa.RecordBatch, columns: list[str]) -> pl.DataFrame:
    series = [
        _text(pl.Series(name, _plain(column)))
        for name, column in zip(columns, read.columns, strict=True)
    ]
    return tidied(pl.DataFrame(series))


def _plain(column: pa.Array) -> pa.Array:
    """Without dictionaries and half floats, which not all of what follows can read."""
    if pa.types.is_dictionary(column.type):
        return column.dictionary_decode()
    return column.cast(pa.float32()) if pa.types.is_float16(column.type) else column


def _text(values: pl.Series) -> pl.Series:
    kind = values.dtype
    if kind.is_float():
        return _decimals(values)
    if kind == pl.Decimal:
        plain = values.cast(pl.String)
        return plain.str.replace(r"^([^.]*\.\d*?)0+$", "${1}").str.strip_suffix(".")
    if kind.is_temporal() and kind != pl.Time:
        return _days(values)
    return values.cast(pl.String)


def _decimals(values: pl.Series) -> pl.Series:
    """Numbers with the digits that their type carries, as `doubles.meant` has them, for many at
    once. Short texts have no more of them."""
    digits = doubles.SINGLE if values.dtype == pl.Float32 else doubles.DOUBLE
    texts = values.cast(pl.String)
    long = (texts.str.len_bytes() > digits) & values.is_finite() & (values != values.floor())
    if long.any():
        known = pl.Series([f"{one:.{digits}g}" for one in values.filter(long).to_list()])
        # Through numbers, so that all of them are written in one way.
        known = known.cast(pl.Float64).cast(pl.String)
        texts = texts.scatter(long.arg_true(), known)
    # Whole numbers with missing ones among them are floats in many programs.
    return texts.str.replace(r"\.0$", "")


def _days(values: pl.Series) -> pl.Series:
    """Days, with a time where it is not midnight. What no calendar has a day for (damage, or a
    mark of "never") stays the number that the file has, which reads as no date."""
    days, form = values.to_physical(), "%Y-%m-%d"
    if isinstance(values.dtype, pl.Datetime):
        days, form = days // _PER_DAY[values.dtype.time_unit], "%Y-%m-%d %H:%M:%S%.f"
    known = days.is_between(_FIRST_DAY, _LAST_DAY).fill_null(True)
    shown = values.set(~known, None).dt.to_string(form)
    texts = shown.str.strip_suffix(" 00:00:00")
    return texts.zip_with(known, values.to_physical().cast(pl.String))
