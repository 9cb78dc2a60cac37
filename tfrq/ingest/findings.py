"""All rejects (or warnings) of a run: spooled as they come, counted, written as one CSV file."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet

from tfrq.durable import place
from tfrq.errors import UsageError
from tfrq.ingest.rejects import COLUMNS, rejects_schema
from tfrq.lake.views import quoted

_SORT = "1, 2, 3, 4, 5"  # file, row, table, column, rule
# A spreadsheet would take such a text for a formula (the command contract, docs/commands.md).
_HARMLESS = "CASE WHEN regexp_matches({0}, '^[=+@\\t\\r-]') THEN '''' || {0} ELSE {0} END AS {0}"


class Findings:
    """Rejects by file and row. Raw values are not even spooled without `show_values`."""

    def __init__(self, spool: Path, *, show_values: bool) -> None:
        self._spool = spool
        self._columns = COLUMNS if show_values else COLUMNS[:-1]
        self._schema = {name: rejects_schema()[name] for name in self._columns}
        empty = pl.DataFrame(schema=self._schema).to_arrow(compat_level=pl.CompatLevel.oldest())
        self._writer = pyarrow.parquet.ParquetWriter(spool, empty.schema, compression="lz4")
        self.rows: Counter[tuple[str, str]] = Counter()  # table, rule → rows

    def add(self, found: pl.DataFrame) -> None:
        """Append a frame of rejects (tfrq.ingest.rejects)."""
        if found.is_empty():
            return
        kept = found.select(self._columns)
        self._writer.write_table(kept.to_arrow(compat_level=pl.CompatLevel.oldest()))
        distinct = found.select("file", "row", "table", "rule").unique()
        for table, rule, number in distinct.group_by("table", "rule").len().iter_rows():
            self.rows[table, rule] += number

    def close(self) -> None:
        """After the last `add`; done once."""
        self._writer.close()

    def write(self, path: Path) -> None:
        """Write them all, in the order of files and rows, for the owner of the file alone; on any
        failure the file is as it was, and a UsageError says why."""
        self.close()
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            temporary.touch(mode=0o600)
            self._copy(temporary)
            place({temporary: path}, path.parent)
        except (OSError, duckdb.IOException) as problem:
            raise UsageError(f"cannot write {path}: {problem}") from None
        finally:
            temporary.unlink(missing_ok=True)

    def _copy(self, target: Path) -> None:
        columns = (
            name if name == "row" else _HARMLESS.format(f'"{name}"') for name in self._columns
        )
        with duckdb.connect() as connection:
            connection.execute(f"SET temp_directory = {quoted(str(self._spool.parent))}")
            connection.execute(
                f"COPY (SELECT {', '.join(columns)} FROM read_parquet(?) ORDER BY {_SORT})"
                " TO ? (FORMAT csv, HEADER, USE_TMP_FILE false)",
                [str(self._spool), str(target)],
            )
