"""One way in for every kind of file."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from tfrq.ingest.upload import files
from tfrq.ingest.upload.batch import Batch, Layout

_READERS = {files.CSV: "delimited", files.XLSX: "excel", files.PARQUET: "columnar"}


def header(path: Path, layout: Layout) -> list[str]:
    """Names of the columns, stripped, in their order. Errors as of `read`."""
    names: list[str] = _reader(path).header(path, layout)
    return names


def read(path: Path, layout: Layout) -> Iterator[Batch]:
    """The rows of a file, in bounded memory: every row is in `cells` or in `bad` of one batch.
    Rows that hold nothing at all (an empty line) are counted and left out. Row numbers are those
    of a spreadsheet; in Parquet, which has no header row, the first row of data is 1.

    Raises UsageError (no such file, no such encoding) and DataError (cannot be read, or not to
    its end; names the row where it can)."""
    batches: Iterator[Batch] = _reader(path).batches(path, layout)
    return batches


def number_columns(path: Path) -> frozenset[str]:
    """Columns that hold numbers by their type, so that their texts have decimal points whatever
    the texts beside them have: of Parquet. (Numbers of Excel have no mark at all.)"""
    if files.kind(path) != files.PARQUET:
        return frozenset()
    from tfrq.ingest.upload import columnar

    return columnar.number_columns(path)


def _reader(path: Path) -> ModuleType:
    # Polars, pyarrow and numpy are loaded when a file is read, not with the names of this package.
    return importlib.import_module(f"{__package__}.{_READERS[files.kind(path)]}")
