"""Records of a case → the views of a lake, in memory.

What a case does not write is NULL, but for these: every patient is at site SE01; a site's country
is the first two letters of its code and its data cut 2022-01-01; a molecular value without a sign
is the result itself, on the International Scale, and copies without a gene are of ABL1; a TKI
without a line belongs to the first one; attempts are numbered in the order written.
"""

from __future__ import annotations

import re
from collections import Counter

import duckdb

from tests.spec.reading import Case
from tfrq.schema import TABLES, Column, Table, day_column
from tfrq.vocabulary import TKIS

SITE = "SE01"
DATA_CUT = "2022-01-01"
_BOUND = re.compile(r"(<=|>=|<|>)(.+)")
_WORDS = {"yes": "true", "no": "false"}
Row = dict[str, str | None]


def connection(case: Case) -> duckdb.DuckDBPyConnection:
    """A database with the views that queries name, holding the records of a case."""
    database = duckdb.connect(config={"threads": 1})
    rows = _rows(case)
    for table in TABLES.values():
        _create(database, table)
        for row in rows[table.name]:
            _insert(database, table, row)
    return database


def patient_ids(case: Case) -> dict[str, int]:
    """A number for each patient in the table of answers."""
    names = dict.fromkeys(answer.patient for answer in case.answers)
    return {name: number for number, name in enumerate(names, start=1)}


def _create(database: duckdb.DuckDBPyConnection, table: Table) -> None:
    columns = [f"{column.name} {column.type}{_checks(column)}" for column in table.columns]
    rules = [f"CHECK ({rule.condition})" for rule in table.rules]
    database.execute(f"CREATE TABLE raw_{table.name} ({', '.join(columns + rules)})")
    days = "".join(
        f", CAST({column.name} - DATE '1970-01-01' AS INTEGER) AS {day_column(column.name)}"
        for column in table.dates
    )
    database.execute(f"CREATE VIEW {table.name} AS SELECT *{days} FROM raw_{table.name}")


def _checks(column: Column) -> str:
    """Records that no lake would take make no case."""
    checks = "" if column.nullable else " NOT NULL"
    if column.allowed and column.type == "VARCHAR":
        words = ", ".join("'" + word.replace("'", "''") + "'" for word in column.allowed)
        checks += f" CHECK ({column.name} IN ({words}))"
    if column.minimum:
        checks += f" CHECK ({column.name} >= {column.minimum})"
    return checks


def _insert(database: duckdb.DuckDBPyConnection, table: Table, row: Row) -> None:
    values = [_value(column, row.get(column.name)) for column in table.columns]
    casts = ", ".join(f"CAST(? AS {column.type})" for column in table.columns)
    database.execute(f"INSERT INTO raw_{table.name} VALUES ({casts})", values)


def _value(column: Column, cell: str | None) -> str | list[str] | None:
    if not cell:
        return None
    if column.type == "VARCHAR[]":
        return [] if cell == "none found" else re.split(r", *", cell)
    if column.type == "BOOLEAN":
        return _WORDS[cell]
    return cell if column.type in ("VARCHAR", "DATE") else cell.replace(",", "")


def _rows(case: Case) -> dict[str, list[Row]]:
    """The rows of every table, with what the head of this file says filled in."""
    ids = patient_ids(case)
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for records in case.records:
        for first, *cells in records.rows:
            row = dict(zip(records.columns[1:], cells, strict=True))
            owner = "site" if records.table == "sites" else "patient"
            owners = [first] if owner == "site" else _patients(first, ids)
            rows[records.table] += [{owner: name, **row} for name in owners]
    rows["patients"] = [_patient(name, rows["patients"]) for name in ids]
    _belong(rows, ids)
    _sites(rows)
    for name, defaults in _DEFAULTS.items():
        counts = Counter[str | None]()
        for record in rows[name]:
            counts[record["patient"]] += 1
            defaults(record, counts[record["patient"]])
    return rows


def _patients(cell: str, ids: dict[str, int]) -> list[str]:
    names = list(ids) if cell == "all" else re.split(r", *", cell)
    unknown = set(names) - set(ids)
    assert not unknown, f"{sorted(unknown)} have no answer"
    return names


def _patient(name: str, written: list[Row]) -> Row:
    """One row for each patient, whether or not the case has something to say of them."""
    row: Row = {"patient": name, "site": SITE}
    for part in written:
        row |= part if part["patient"] == name else {}
    return row


def _belong(rows: dict[str, list[Row]], ids: dict[str, int]) -> None:
    """Country, site and number of the patient in every row."""
    site_of = {row["patient"]: row["site"] for row in rows["patients"]}
    for name in set(TABLES) - {"sites"}:
        for row in rows[name]:
            row["site"] = site_of[row["patient"]]
            row["country"] = _country(row)
            row["patient_id"] = str(ids[str(row["patient"])])


def _country(row: Row) -> str:
    return str(row["site"])[:2]


def _sites(rows: dict[str, list[Row]]) -> None:
    listed = {row["site"] for row in rows["sites"]}
    wanted = dict.fromkeys(row["site"] for row in rows["patients"])
    rows["sites"] += [{"site": site} for site in wanted if site not in listed]
    for row in rows["sites"]:
        row.setdefault("data_cut_date", DATA_CUT)
        row |= {"country": _country(row), "status": "finalised"}


def _molecular(row: Row, number: int) -> None:
    row["scale"] = row.get("scale") or "IS"
    bound = _BOUND.fullmatch(row.get("value") or "")
    if bound:
        row["operator"], row["value"] = bound.groups()
    elif row.get("value"):
        row["operator"] = "="
    if row.get("reference_copies"):
        row["reference_gene"] = row.get("reference_gene") or "ABL1"


def _treatment(row: Row, number: int) -> None:
    if row["drug"] in TKIS:
        row["line_number"] = row.get("line_number") or "1"


def _attempt(row: Row, number: int) -> None:
    row["attempt_number"] = row.get("attempt_number") or str(number)


_DEFAULTS = {"molecular": _molecular, "treatments": _treatment, "tfr_attempts": _attempt}
