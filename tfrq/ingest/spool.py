"""Records on their way, on disk in buckets of patients, so that memory holds a bucket at a time.

The buckets are ranges of the patient's id, which is a hash: all are about as large, all records of
a patient are in one, and one after the other they are in the order of the lake's files.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa
from pyarrow import ipc

ID_BITS = 63
_BUCKET = "source_bucket"
_PACKED = ipc.IpcWriteOptions(compression="lz4")


class Spool:
    """Frames of records by table and bucket: `add` in any order, then `read`. Its files lie in
    `folder` and go with that; there are 2 ** `bits` buckets."""

    def __init__(self, folder: Path, bits: int) -> None:
        folder.mkdir()
        self._folder = folder
        self._bits = bits

    @property
    def buckets(self) -> range:
        """The buckets, in the order of patients."""
        return range(2**self._bits)

    def add(self, table: str, records: pl.DataFrame) -> None:
        """Append records of any patients; all frames of a table have the same columns."""
        bucket = pl.col("patient_id") // 2 ** (ID_BITS - self._bits)
        parts = records.with_columns(bucket.alias(_BUCKET)).partition_by(
            _BUCKET, as_dict=True, include_key=False, maintain_order=True
        )
        for (number,), part in parts.items():
            self._append(self._path(table, int(number)), part)

    def _append(self, path: Path, records: pl.DataFrame) -> None:
        # Texts as Polars has them itself: they go out and come in again without being rewritten.
        rows = records.to_arrow(compat_level=pl.CompatLevel.newest())
        # A stream of its own for each frame: more buckets than files may be open do no harm.
        with path.open("ab") as file, ipc.new_stream(file, rows.schema, options=_PACKED) as stream:
            stream.write_table(rows)

    def read(self, table: str, bucket: int) -> pl.DataFrame | None:
        """The records of a bucket in the order they came; None where there are none."""
        path = self._path(table, bucket)
        if not path.exists():
            return None
        with pa.OSFile(str(path), "rb") as file:
            size, rows = file.size(), []
            while file.tell() < size:
                rows.append(ipc.open_stream(file).read_all())
        frame = pl.from_arrow(pa.concat_tables(rows), rechunk=True)
        assert isinstance(frame, pl.DataFrame)
        return frame

    def drop(self, bucket: int) -> None:
        """Give back the room of a bucket that was read."""
        for path in self._folder.glob(f"*.{bucket}"):
            path.unlink()

    def _path(self, table: str, bucket: int) -> Path:
        return self._folder / f"{table}.{bucket}"
