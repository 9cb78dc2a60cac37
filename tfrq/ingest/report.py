"""What a run of `tfrq lake ingest` did, or in a dry run would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tfrq.ingest.accounting import FileSum
from tfrq.results import Difference


@dataclass(frozen=True)
class TableSum:
    """Records of one table that the upload's rows made: they `entered`, were `merged` into an
    equal one, or were `rejected`. `derived` ones were added to those that entered."""

    table: str
    entered: int
    merged: int
    rejected: int
    derived: int


@dataclass(frozen=True)
class Broken:
    """A rule that was broken: in `rows` rows, `share` per cent of the records made for the table
    (table "": of the rows read). `exceeded`: more than its `threshold` (None: none), so that the
    site may not be published."""

    table: str
    rule: str
    severity: str
    rows: int
    share: Decimal
    threshold: Decimal | None

    @property
    def exceeded(self) -> bool:
        """Whether this forbids publication."""
        return self.threshold is not None and self.share > self.threshold


@dataclass(frozen=True)
class Ingested:
    """A run. It has exact numbers of one site, and is for the site and the data centre alone.
    `release` is "" where nothing would be published; `derived`: what was derived → records;
    `lacking`: codes of the mapping that the vocabulary of an OMOP export does not have; `unread`:
    file → its columns with values that no entry reads; `lost_tests`: patients that entered without
    a test of theirs, which was rejected; `last_day` of any record;
    `lake_cut`: what the lake is told, earlier than `data_cut` where dates are shifted."""

    site: str
    release: str
    dry_run: bool
    mapping_version: str
    patients: int
    files: tuple[FileSum, ...]
    tables: tuple[TableSum, ...]
    broken: tuple[Broken, ...]
    derived: Mapping[str, int]
    lacking: tuple[str, ...]
    unread: Mapping[str, tuple[str, ...]]
    lost_tests: int
    last_day: date | None
    data_cut: date
    lake_cut: date
    difference: Difference | None

    @property
    def hindrances(self) -> tuple[Broken, ...]:
        """The rules whose thresholds forbid publication."""
        return tuple(rule for rule in self.broken if rule.exceeded)
