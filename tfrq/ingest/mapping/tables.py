"""[[tables]] of a mapping: which records are made of a file's rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from tfrq.ingest.mapping.columns import column_mappings
from tfrq.ingest.mapping.entry import Entry, folded, suggestion
from tfrq.ingest.mapping.identity import check_identity
from tfrq.ingest.mapping.mistakes import every
from tfrq.ingest.mapping.model import VISIT as VISIT
from tfrq.ingest.mapping.model import ColumnMapping, SourceFile, TableMapping
from tfrq.ingest.mapping.targets import Kind, required, targets
from tfrq.ingest.mapping.twice import check_read_once
from tfrq.schema import PATIENT_ID, PATIENT_TABLES

_KEYS = ("table", "file", "where", "visits", "record_if", "distinct", "earliest", "columns")


def table_mappings(
    top: Entry, files: Mapping[str, SourceFile], data_cut: date
) -> tuple[TableMapping, ...]:
    """Read every entry of [[tables]]; `files` are those of [[files]] by name. No constant lies
    after the data cut."""
    entries = top.sections("tables")
    if not entries:
        raise top.refuse("there is no [[tables]]", "say which records are made of which file")
    placed = every(partial(_placed, entry) for entry in entries)
    found = every(partial(_table_mapping, entry, files, data_cut) for entry in placed)
    check_identity(list(zip(placed, found, strict=True)))
    check_read_once(list(zip(placed, found, strict=True)))
    for name in files:
        if not any(table.file == name for table in found):
            raise top.refuse(
                f"no entry of [[tables]] reads the file '{name}'", "add one, or leave the file out"
            )
    return found


def _placed(entry: Entry) -> Entry:
    table = entry.text("table")
    if table not in PATIENT_TABLES:
        raise entry.unknown("the lake has no table of a site's data called", table, PATIENT_TABLES)
    return Entry(entry.content, entry.under(table))


def _table_mapping(entry: Entry, files: Mapping[str, SourceFile], data_cut: date) -> TableMapping:
    entry.only(_KEYS)
    table, file = entry.text("table"), entry.text("file")
    if file not in files:
        raise entry.unknown("[[files]] has no file", file, files)
    found = TableMapping(
        table=table,
        file=file,
        columns=column_mappings(entry, table, files[file]),
        where=_where(entry),
        visits=entry.texts("visits"),
        record_if=entry.texts("record_if"),
        distinct=entry.truth("distinct") or "earliest" in entry.content,
        earliest=entry.text("earliest", ""),
    )
    _check_required(entry, found)
    _check_visits(entry, found)
    _check_record_if(entry, found)
    _check_earliest(entry, found)
    _check_days(entry, found, data_cut)
    return found


def _where(entry: Entry) -> dict[str, frozenset[str]]:
    content = entry.section("where")
    found = {column: content.texts(column) for column in content.content}
    for column, texts in found.items():
        if not texts:
            raise content.refuse(f"'{column}' has no texts", "no row would be read")
    return {column: frozenset(map(folded, texts)) for column, texts in found.items()}


def _check_required(entry: Entry, found: TableMapping) -> None:
    mapped = frozenset(column.target for column in found.columns)
    missing = [name for name in required(found.table, mapped) if name not in mapped]
    if missing:
        raise entry.refuse(
            f"column {missing[0]} is not mapped, and the lake needs it",
            f'write {missing[0]} = {{ from = "…" }} in [tables.columns]',
        )
    if not any(names_of(column) for column in found.columns if column.target != PATIENT_ID):
        raise entry.refuse(
            f"no column of the file is read but that of {PATIENT_ID}, so that no record is made",
            "a record is made where another column has a value",
        )


def _check_visits(entry: Entry, found: TableMapping) -> None:
    by_visit = [
        column for column in found.columns if any(VISIT in name for name in names_of(column))
    ]
    if by_visit and not found.visits:
        raise entry.refuse(
            f"{by_visit[0].target} names {VISIT}, and there are no 'visits'",
            'visits = ["3m", "6m"]',
        )
    if "visits" in entry.content and not by_visit:
        raise entry.refuse(f"no column names {VISIT}", f'as from = "pcr_{VISIT}"')
    if any(column.target == PATIENT_ID for column in by_visit):
        raise entry.refuse(f"{PATIENT_ID} names {VISIT}", "a row is of one patient")
    twice = [name for name in found.visits if found.visits.count(name) > 1]
    if twice or "" in found.visits:
        raise entry.refuse(f"'visits' has '{(*twice, '')[0]}' twice or an empty one")


def _check_record_if(entry: Entry, found: TableMapping) -> None:
    read = {column.target: column for column in found.columns if names_of(column)}
    mapped = [column.target for column in found.columns]
    for name in found.record_if:
        if name in read and name != PATIENT_ID:
            continue
        raise entry.refuse(f"'record_if' names {name}, {_not_usable(name, mapped)}", _usable(read))


def _check_earliest(entry: Entry, found: TableMapping) -> None:
    if not found.earliest:
        return
    if found.table != "patients":
        raise entry.refuse("'earliest' is only for patients, who have one row each", "leave it out")
    read = [column.target for column in found.columns if column.source]
    days = [name for name in read if targets(found.table)[name].kind is Kind.DATE]
    if found.earliest not in days:
        raise entry.refuse(
            f"'earliest' names {found.earliest}, which is no date that the entry reads",
            suggestion(found.earliest, days) if days else "map diagnosis_date",
        )


def _not_usable(name: str, mapped: list[str]) -> str:
    if name == PATIENT_ID:
        return "which every record has"
    return "which is a constant" if name in mapped else "which is not mapped"


def _usable(read: Mapping[str, ColumnMapping]) -> str:
    return suggestion("", [name for name in read if name != PATIENT_ID])


def _check_days(entry: Entry, found: TableMapping, data_cut: date) -> None:
    for column in found.columns:
        is_day = targets(found.table)[column.target].kind is Kind.DATE
        if is_day and column.constant and column.constant > data_cut.isoformat():
            raise entry.refuse(
                f"{column.target} is {column.constant}, after the data cut", f"it is {data_cut}"
            )


def names_of(column: ColumnMapping) -> tuple[str, ...]:
    """The source columns that a column is read from (its unit's apart)."""
    return (column.source,) if column.source else tuple(column.flags)
