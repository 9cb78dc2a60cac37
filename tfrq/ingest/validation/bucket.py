"""The records of some patients while validation goes over them, and what it has found so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from tfrq import schema
from tfrq.errors import Fault
from tfrq.ingest.frames import keyed_types, lake_types, refused_types
from tfrq.ingest.mapping.model import SiteMapping
from tfrq.ingest.rejects import FILE, RECIPE, ROW, rejects, rejects_schema
from tfrq.ingest.rules import REJECT, RULES
from tfrq.ingest.validation.derivations import DERIVATIONS
from tfrq.ingest.validation.sources import Sources
from tfrq.ingest.validation.validated import Validated
from tfrq.schema import PATIENT_ID, PATIENT_TABLES

# Number of a record in its table. A row of a wide file makes several records, so that file and
# row do not tell them apart.
RECORD = "record"
DUPLICATE = "duplicate record"
# Rejects of what is in another record all the same: nothing is lost by them.
_NO_LOSS = (DUPLICATE, "repeated event")


@dataclass(frozen=True)
class Check:
    """A rule of tfrq.ingest.rules, and where it is broken: true or false for each record of a
    table (null: not broken). `columns` are those of the lake's table that it is about; `reason`
    is the rule's meaning unless it can be said more exactly, and holds no value of a patient.
    `against`: the column beside the table that the record was held against; its name and value
    are shown where values are."""

    rule: str
    broken: pl.Expr | pl.Series
    columns: tuple[str, ...]
    reason: str | pl.Expr = ""
    against: str = ""


class Bucket:
    """All records of some patients, by table. `tables` holds those that have broken no rule that
    rejects them; steps of validation replace its frames. `derived` counts what they derive.
    `had_row`: patients with a row in the upload, whatever became of it."""

    def __init__(
        self,
        records: Mapping[str, pl.DataFrame],
        mapping: SiteMapping,
        refused: pl.DataFrame | None = None,
    ) -> None:
        _check_types(records)
        self.mapping = mapping
        self.sources = Sources(mapping)
        unread = pl.DataFrame(schema=refused_types()) if refused is None else refused
        unread = unread.with_columns(pl.col(PATIENT_ID).cast(pl.Int64))
        no_row = unread.filter(table="patients").get_column(PATIENT_ID)
        self.had_row = pl.concat([records["patients"].get_column(PATIENT_ID), no_row]).unique()
        self._lost = [unread.select("table", PATIENT_ID)]
        self.tables = {name: records[name].with_row_index(RECORD) for name in PATIENT_TABLES}
        self.derived: Counter[str] = Counter()
        self._rejected: Counter[str] = Counter()
        self._rejects: list[pl.DataFrame] = []
        self._warnings: list[tuple[str, pl.DataFrame]] = []
        self._merged: list[pl.DataFrame] = []

    def judge(
        self, table: str, checks: Sequence[Check], beside: pl.DataFrame | None = None
    ) -> None:
        """List the records that break the rules, and take out those that a rule rejects. `beside`
        has further columns for the checks, a row per record of the table."""
        frame = self.tables[table]
        seen = frame if beside is None else pl.concat([frame, beside], how="horizontal")
        answers = seen.select(
            check.broken.fill_null(False).alias(str(n)) for n, check in enumerate(checks)
        )
        found = [
            (check, broken)
            for check, broken in zip(checks, answers.get_columns(), strict=True)
            if broken.any()
        ]
        if found:
            self._settle(table, seen, found)

    def merge(self, table: str, records: pl.Series) -> None:
        """Take out records (by their numbers) that are in another one of the same table."""
        frame = self.tables[table]
        merged = pl.col(RECORD).is_in(records.implode())
        self._merged.append(frame.filter(merged).select(FILE, ROW))
        self.tables[table] = frame.filter(~merged)

    def derive(self, what: str, number: int) -> None:
        """Count what was derived: `what` is one of DERIVATIONS."""
        assert what in DERIVATIONS, what
        self.derived[what] += number

    def sort(self, table: str) -> None:
        """Bring a table into the order that its records have in the lake."""
        self.tables[table] = self.tables[table].sort(order(table))

    def validated(self) -> Validated:
        """What is left, and what was found, in an order that the input's does not change."""
        lost = pl.concat(self._lost)
        return Validated(
            tables={name: _of_the_lake(name, frame) for name, frame in self.tables.items()},
            rejects=_sorted(self._rejects),
            warnings=_sorted([self._of_those_left(*told) for told in self._warnings]),
            merged=pl.concat(
                [pl.DataFrame(schema={FILE: pl.String, ROW: pl.Int64}), *self._merged]
            ).sort(FILE, ROW),
            rejected={name: self._rejected[name] for name in PATIENT_TABLES},
            derived={what: count for what, count in sorted(self.derived.items()) if count},
            lost=self._patients_of(lost),
            lost_tests=self._patients_of(lost.filter(table="molecular")),
        )

    def _patients_of(self, lost: pl.DataFrame) -> int:
        """How many of the patients that enter are among these."""
        theirs = lost.get_column(PATIENT_ID).unique()
        return int(self.tables["patients"].get_column(PATIENT_ID).is_in(theirs.implode()).sum())

    def _is_grave(self, rule: str) -> bool:
        """Whether the rule keeps records out, by the mapping or else by itself."""
        severity = RULES[rule].severity
        if not RULES[rule].fixed:
            severity = self.mapping.severities.get(rule, severity)
        return severity == REJECT

    def _settle(
        self, table: str, seen: pl.DataFrame, found: Sequence[tuple[Check, pl.Series]]
    ) -> None:
        grave = [broken for check, broken in found if self._is_grave(check.rule)]
        for check, broken in found:
            told = self._told(seen.filter(broken), table, check)
            if self._is_grave(check.rule):
                if check.rule not in _NO_LOSS:
                    patients = seen.filter(broken).select(pl.lit(table).alias("table"), PATIENT_ID)
                    self._lost.append(patients)
                self._rejects.append(told.drop(RECORD))
            else:
                self._warnings.append((table, told))
        if grave:
            gone = pl.DataFrame(grave).select(pl.any_horizontal(pl.all())).to_series()
            self._rejected[table] += int(gone.sum())
            self.tables[table] = self.tables[table].filter(~gone)

    def _told(self, broken: pl.DataFrame, table: str, check: Check) -> pl.DataFrame:
        """A reject or warning of each of these records, with its number."""
        own = check.reason if isinstance(check.reason, pl.Expr) else pl.lit(None, dtype=pl.String)
        said = "" if isinstance(check.reason, pl.Expr) else check.reason
        row, lake_names = _row_of(broken, table, check), ", ".join(check.columns)
        told = rejects(row, check.rule, table=table, column=lake_names, reason=said)
        recipe = broken.get_column(RECIPE)
        names = {
            one: self.sources.names(one, check.columns) for one in recipe.unique().drop_nulls()
        }
        reasons = broken.select(own.alias("reason")).to_series()
        return told.with_columns(
            recipe.replace_strict(names, default=lake_names, return_dtype=pl.String).alias(
                "column"
            ),
            pl.coalesce(reasons, "reason").alias("reason"),
            broken.get_column(RECORD),
        )

    def _of_those_left(self, table: str, warnings: pl.DataFrame) -> pl.DataFrame:
        # A record that a later step rejected has its rejects, and does not enter with a warning.
        return warnings.join(self.tables[table], on=RECORD, how="semi").drop(RECORD)


def text(column: str, table: str) -> pl.Expr:
    """A column as a text, or as what can be compared and sorted like one: a list joined."""
    listed = isinstance(lake_types(table).get(column), pl.List)
    return pl.col(column).list.join("+") if listed else pl.col(column)


def order(table: str) -> list[pl.Expr]:
    """What records are sorted by: the schema's order, then every other column, then the source."""
    sort = schema.TABLES[table].sort
    rest = [name for name in lake_types(table) if name not in sort]
    return [*(text(name, table) for name in (*sort, *rest)), pl.col(FILE), pl.col(ROW)]


def _of_the_lake(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(*lake_types(table), FILE, ROW)


def _row_of(broken: pl.DataFrame, table: str, check: Check) -> pl.DataFrame:
    # A patient's id here is a pseudonym of the lake, which stands beside no row of an upload.
    shown = [text(name, table).cast(pl.String) for name in check.columns if name != PATIENT_ID]
    value = pl.concat_str(shown, separator=", ", ignore_nulls=True) if shown else pl.lit("")
    if check.against:
        value = pl.format("{} ({} {})", value, pl.lit(check.against), pl.col(check.against))
    return broken.select(file=FILE, row=ROW, value=pl.when(value != "").then(value))


def _sorted(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    every = pl.concat([pl.DataFrame(schema=rejects_schema()), *frames])
    return every.sort(
        "file", "row", *(name for name in every.columns if name not in {"file", "row"})
    )


def _check_types(records: Mapping[str, pl.DataFrame]) -> None:
    for name in PATIENT_TABLES:
        expected = keyed_types(name)
        if name not in records or list(records[name].schema.items()) != list(expected.items()):
            raise Fault(
                f"records of {name} do not have the columns and types of the lake",
                hint="report it with the mapping; nothing was published",
            )
