"""One run: the rows of an upload to validated records on disk, with accounts of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType

import polars as pl

from tfrq import lake
from tfrq.ingest import upload
from tfrq.ingest.accounting import Accounts
from tfrq.ingest.ahead import ahead
from tfrq.ingest.findings import Findings
from tfrq.ingest.frames import keyed_types
from tfrq.ingest.harmonise.harmonised import Harmonised
from tfrq.ingest.harmonise.harmoniser import Harmoniser
from tfrq.ingest.mapping.model import SiteMapping
from tfrq.ingest.matching import Part, sources
from tfrq.ingest.pseudonyms import Pseudonyms
from tfrq.ingest.rejects import FILE
from tfrq.ingest.report import Broken, TableSum
from tfrq.ingest.rules import CHANGE, LOST, REJECT, RULES, WARNING
from tfrq.ingest.spool import Spool
from tfrq.ingest.typed import as_typed
from tfrq.ingest.upload.batch import Batch
from tfrq.ingest.validation.validate import validate
from tfrq.ingest.validation.validated import Validated
from tfrq.schema import PATIENT_TABLES, TABLES

# Spooled beside the tables: whose records could not be made.
_REFUSED = "refused"


class Run:
    """`read` each file, then `validate`; `files` are what is to be published, by table. `folder`
    is an empty one for records on their way; `bits` as for `Spool`."""

    def __init__(
        self,
        mapping: SiteMapping,
        country: str,
        pseudonyms: Pseudonyms,
        folder: Path,
        bits: int,
        *,
        values: bool,
    ) -> None:
        self.mapping = mapping
        self.country = country
        self.accounts = Accounts()
        self.rejects = Findings(folder / "rejects.parquet", show_values=values)
        self.warnings = Findings(folder / "warnings.parquet", show_values=values)
        self.derived: Counter[str] = Counter()
        self.lost_tests = 0  # patients that entered without a test of theirs
        self.lost = 0  # the same of any record
        self.unread: dict[str, tuple[str, ...]] = {}
        self.last_day: date | None = None
        self._pseudonyms = pseudonyms
        self._harmonised = Spool(folder / "harmonised", bits)
        self._folder = folder
        self._writers: dict[str, lake.Writer] = {}
        self._sums = {name: Counter[str]() for name in ("", *PATIENT_TABLES)}

    def __enter__(self) -> Run:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Where the disk is full, closing fails once more and says nothing new.
        for findings in (self.rejects, self.warnings):
            with suppress(OSError):
                findings.close()
        for writer in self._writers.values():
            with suppress(OSError):
                writer.close()

    def read(self, part: Part) -> None:
        """Read a part of the upload to its end: every row becomes records or rejects."""
        layout = part.source.layout
        mapping = as_typed(self.mapping, part.source, part.path)
        self.accounts.read(part.label, pl.Series([], dtype=pl.Int64))  # one without rows, too
        header = upload.header(part.path, layout)
        harmoniser = Harmoniser(mapping, part.source, header)
        unread = dict.fromkeys(name for name in header if name not in sources(mapping, part.source))
        filled: set[str] = set()
        batches = ahead(upload.read(part.path, layout))
        for batch, made in ahead((one, harmoniser.batch(part.label, one)) for one in batches):
            self._take(part.label, batch, made)
            cells = batch.cells
            filled |= {name for name in unread if cells[name].null_count() < cells.height}
        self.unread[part.label] = tuple(name for name in unread if name in filled)

    def _take(self, name: str, batch: Batch, made: Harmonised) -> None:
        bad = pl.Series([row.row for row in batch.bad], dtype=pl.Int64)
        rows = pl.concat([batch.rows.cast(pl.Int64), bad])
        self.accounts.read(name, rows)
        self._sums[""]["read"] += len(rows)
        self._reject(made.rejects)
        # A record that could not be made has no row of a frame: it is known by its rejects.
        unmade = made.rejects.select("row", "table").unique()
        for table, number in unmade.group_by("table").len().iter_rows():
            self._sums[table]["rejected"] += number
        for table, records in (*made.tables.items(), (_REFUSED, made.refused)):
            if not records.is_empty():
                patients = self._pseudonyms.patients(records["patient_id"])
                self._harmonised.add(table, records.with_columns(patients.alias("patient_id")))

    def validate(self) -> None:
        """Validate all that was read, a bucket of patients at a time."""
        for records, valid in ahead(map(self._bucket, self._harmonised.buckets)):
            self._enter(records, valid)
        for writer in self._writers.values():
            writer.close()

    def _bucket(self, bucket: int) -> tuple[dict[str, pl.DataFrame], Validated]:
        """The records of a bucket by table, and what of them is valid."""
        records = {table: self._records(table, bucket) for table in PATIENT_TABLES}
        refused = self._harmonised.read(_REFUSED, bucket)
        self._harmonised.drop(bucket)
        return records, validate(records, self.mapping, refused)

    def _enter(self, records: dict[str, pl.DataFrame], valid: Validated) -> None:
        self._reject(valid.rejects)
        self.warnings.add(valid.warnings)
        self.accounts.entered(valid.merged)
        self.derived.update(valid.derived)
        self.lost_tests += valid.lost_tests
        self.lost += valid.lost
        for table, entered in valid.tables.items():
            self.accounts.entered(entered)
            self._count(table, records[table], entered, valid)
            if not entered.is_empty():
                self._see(entered)
                moved = self._pseudonyms.shifted(entered, self.mapping.lake_cut)
                self._write(table, moved)

    def _see(self, entered: pl.DataFrame) -> None:
        """Keep the last day of any record."""
        days = [entered[name].max() for name, kind in entered.schema.items() if kind == pl.Date]
        known = [day for day in (*days, self.last_day) if isinstance(day, date)]
        self.last_day = max(known, default=None)

    def _write(self, table: str, entered: pl.DataFrame) -> None:
        """Append a bucket to the file of the table, in the lake's own types."""
        if table not in self._writers:
            self._writers[table] = lake.Writer(TABLES[table], self._path(table))
        schema = lake.arrow_schema(table)
        placed = entered.with_columns(country=pl.lit(self.country), site=pl.lit(self.mapping.site))
        rows = placed.select(schema.names).to_arrow(compat_level=pl.CompatLevel.oldest())
        self._writers[table].add(rows.cast(schema))

    def _path(self, table: str) -> Path:
        return self._folder / f"{table}.parquet"

    @property
    def files(self) -> dict[str, Path]:
        """After `validate`: table → the file of its records, where there are any."""
        return {table: self._path(table) for table in self._writers}

    def _records(self, table: str, bucket: int) -> pl.DataFrame:
        records = self._harmonised.read(table, bucket)
        if records is None:
            return pl.DataFrame(schema=keyed_types(table))
        return records

    def _count(
        self, table: str, made: pl.DataFrame, entered: pl.DataFrame, valid: Validated
    ) -> None:
        own = entered.height - entered[FILE].null_count()
        rejected = valid.rejected.get(table, 0)
        self._sums[table].update(
            entered=own,
            rejected=rejected,
            merged=made.height - own - rejected,
            derived=entered.height - own,
        )

    def sums(self) -> tuple[TableSum, ...]:
        """What became of the records of each table."""
        return tuple(
            TableSum(name, one["entered"], one["merged"], one["rejected"], one["derived"])
            for name, one in self._sums.items()
            if name
        )

    def broken(self) -> tuple[Broken, ...]:
        """Every rule that was broken: what patients have lost, then rejects, then warnings, of each
        the one in the most rows first."""
        lost = [self._broken("patients", LOST, CHANGE, self.lost)] if self.lost else []
        return (*lost, *self._by_rows())

    def _by_rows(self) -> Iterator[Broken]:
        yield from (
            self._broken(table, rule, severity, rows)
            for severity, found in ((REJECT, self.rejects), (WARNING, self.warnings))
            for (table, rule), rows in sorted(found.rows.items(), key=lambda one: (-one[1], one[0]))
        )

    def _broken(self, table: str, rule: str, severity: str, rows: int) -> Broken:
        sums = self._sums[table]
        # Rejects of no table ("") are of rows, and only that sum has rows read.
        of = sums["read"] if not table else sums["entered"] + sums["merged"] + sums["rejected"]
        if rule == LOST:
            of = sums["entered"]
        threshold = self.mapping.thresholds.get(rule, RULES[rule].threshold)
        return Broken(table, rule, severity, rows, Decimal(100 * rows) / max(of, 1), threshold)

    def _reject(self, rejects: pl.DataFrame) -> None:
        self.rejects.add(rejects)
        self.accounts.rejected(rejects)
