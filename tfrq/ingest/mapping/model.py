"""A mapping as docs/mapping.md describes it: frozen, checked when it is read."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from tfrq.ingest.upload.batch import Layout

ISO_DATE = "%Y-%m-%d"
VISIT = "{visit}"


@dataclass(frozen=True)
class NumberStyle:
    """How numbers are written. `decimal` is ".", "," or "either"; `thousands` "" for none."""

    decimal: str = "."
    thousands: str = ""


@dataclass(frozen=True)
class SourceFile:
    """One entry of [[files]]."""

    name: str
    match: str
    layout: Layout = field(default_factory=Layout)
    numbers: NumberStyle = field(default_factory=NumberStyle)
    missing: tuple[str, ...] = ()
    dates: tuple[str, ...] = (ISO_DATE,)


@dataclass(frozen=True)
class ColumnMapping:
    """How one column of the lake is read. What the file decides and the column may overrule
    (`missing`, `dates`, `numbers`) is resolved here: these are the values in force. Keys of
    `values`, `units` and the texts of `missing` are casefolded, with runs of spaces made one."""

    target: str
    source: str = ""
    constant: str | None = None
    values: Map[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    dates: tuple[str, ...] = (ISO_DATE,)
    assume_day: int | None = None
    add_days: int = 0
    open_at_data_cut: bool = False
    numbers: NumberStyle = field(default_factory=NumberStyle)
    unit: str = ""
    unit_source: str = ""
    units: Map[str, str] = field(default_factory=dict)
    separator: str = "+"
    flags: Map[str, str] = field(default_factory=dict)
    baseline: Decimal | None = None
    bounds_detected: bool = False
    without_factor: str = ""


@dataclass(frozen=True)
class TableMapping:
    """One entry of [[tables]]. `columns` in the order of the file; `where`: source column →
    casefolded texts. An entry with `earliest` has `distinct` too."""

    table: str
    file: str
    columns: tuple[ColumnMapping, ...]
    where: Map[str, frozenset[str]] = field(default_factory=dict)
    visits: tuple[str, ...] = ()
    record_if: tuple[str, ...] = ()
    distinct: bool = False
    earliest: str = ""


@dataclass(frozen=True)
class ConversionFactor:
    """A factor to the International Scale; "" and None: any. `last_day` is included."""

    laboratory: str
    factor: Decimal
    reference_gene: str = ""
    method: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class SiteMapping:
    """A whole mapping file. `thresholds`: rule → per cent; `severities`: rule → severity."""

    site: str
    version: str
    data_cut: date
    files: tuple[SourceFile, ...]
    tables: tuple[TableMapping, ...]
    conversion_factors: tuple[ConversionFactor, ...] = ()
    date_shift_days: int = 0
    thresholds: Map[str, Decimal] = field(default_factory=dict)
    severities: Map[str, str] = field(default_factory=dict)

    @property
    def lake_cut(self) -> date:
        """The data cut that the lake is told. With shifted dates it lies before every day that the
        true one could have become: nobody is observed for longer than they were, and no day beside
        it tells by how much a patient's dates were moved."""
        return self.data_cut - timedelta(days=self.date_shift_days)
