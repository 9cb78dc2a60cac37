"""All rejects (or warnings) of a run: spooled as they come, counted, written as one CSV file."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
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


def check_written(rejects: Path, warnings: Path, lake: Path, read: Iterable[Path]) -> None:
    """A UsageError where the two files would replace one that is read (the key, and with it every
    pseudonym), each other, or anything in the lake, or where they cannot be."""
    inputs = {path.resolve() for path in read}
    for path, option in ((rejects, "--rejects"), (warnings, "--warnings")):
        if path.resolve() in inputs:
            raise UsageError(f"{option} {path} would replace what is read", hint="name a new file")
        if path.resolve().is_relative_to(lake.resolve()):
            raise UsageError(f"{option} {path} lies in the lake", hint="keep it with the site")
        if path.is_dir() or not path.parent.is_dir():
            raise UsageError(f"cannot write {path}: no such folder, or one itself")
    if rejects.resolve() == warnings.resolve():
        raise UsageError("--rejects and --warnings name one file", hint="name two")


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
        target = path.resolve()
        # Of one name, so that the next run takes away what a killed one has left.
        temporary = target.with_name(f".{target.name}.tmp")
        try:
            if target.exists() and not target.is_file():  # /dev/null, a named pipe
                self._copy(self._spool.with_suffix(".csv"))
                with self._spool.with_suffix(".csv").open("rb") as made, target.open("wb") as end:
                    shutil.copyfileobj(made, end)
                return
            temporary.unlink(missing_ok=True)
            temporary.touch(mode=0o600)
            self._copy(temporary)
            place({temporary: target}, target.parent)
        except (OSError, duckdb.IOException) as problem:
            raise UsageError(f"cannot write {path}: {problem}") from None
        finally:
            with suppress(OSError):
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
