"""What a site has in one release and had in another: records added, changed, gone, and figures.

Exact numbers: for the site itself, or for `disclosure` to release. Both releases are read in
slices of patients, which files in the order of patients are quickly cut into, so that memory does
not grow with the site; of a table whose rows are the same nothing is compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

from tfrq.errors import UsageError, nearest
from tfrq.lake.columns import check_columns
from tfrq.lake.figures import MEDIANS, median_side, per_cent, share_sides, shares
from tfrq.lake.interrupting import interruptible
from tfrq.lake.opening import Lake
from tfrq.lake.running import Query, damage_named, sandbox
from tfrq.lake.views import files, view_statements
from tfrq.results import Amount, Difference, Figure, LakeDifference, Side, TableDifference
from tfrq.schema import TABLES

# Of which rows it is asked, beside the patient, whether they are the same record.
_RECORD = {
    "patients": (),
    "treatments": ("drug", "start_date"),
    "molecular": ("test_date",),
    "tfr_attempts": ("attempt_number",),
    "events": ("event", "event_date"),
    "labs": ("sample_date", "marker"),
}
ROWS_AT_ONCE = 1_000_000


def difference(before: Lake | None, after: Lake, site: str) -> Difference:
    """What `site` has in `after` and had in `before` (None: there was no release).

    Raises DataError where a file of the site is damaged, in either.
    """
    had, has = _of_site(before, after, site), _of_site(after, after, site)
    cuts = tuple(lake.release.data_cuts.get(site) for lake in (had, has))
    versions = tuple(lake.release.mapping_versions.get(site, "") for lake in (had, has))
    equal = {name for name in _RECORD if _rows(had, name) == _rows(has, name)}
    tables: list[TableDifference] = []
    figures: list[Figure] = []
    if len(equal) < len(_RECORD):
        with _querying(had, has) as query:
            slices = _slices(query, had, has)
            for name in _RECORD:
                if name in equal:
                    tables.append(_equal(query, name))
                elif not _rows(had, name):
                    tables.append(_new(query, name))
                else:
                    tables.append(_table(query, name, slices))
            figures.extend(_figures(query, tables, slices))
    return Difference(
        site, tuple(tables), tuple(figures), (cuts[0], cuts[1]), (versions[0], versions[1])
    )


def lake_difference(before: Lake, after: Lake, site: str = "") -> LakeDifference:
    """The same of one site, or of every site that has patients' data in either release, in the
    order of the tree. Raises UsageError for a site that has none in either."""
    held = {file.site for lake in (before, after) for file in files(lake, "patients")}
    tree = list(after.settings.countries())
    sites = sorted(held, key=lambda one: (tree.index(one) if one in tree else len(tree), one))
    if site and site not in held:
        near = nearest(site, held)
        raise UsageError(
            f"site {site} has no patients in {before.release.name} or {after.release.name}",
            hint=f"did you mean '{near}'?" if near else f"sites: {', '.join(sites)}",
        )
    settings = after.settings
    return LakeDifference(
        settings.name,
        settings.synthetic,
        settings.policy,
        before.release.name,
        after.release.name,
        tuple(difference(before, after, one) for one in sites if site in ("", one)),
    )


def _of_site(lake: Lake | None, after: Lake, site: str) -> Lake:
    """The lake with no files but those of one site; with none at all in place of no lake."""
    if lake is None:
        nothing = dict.fromkeys(TABLES, ())
        release = replace(after.release, tables=nothing, data_cuts={}, mapping_versions={})
        return replace(after, release=release)
    tables = {
        name: tuple(file for file in listed if file.site == site)
        for name, listed in lake.release.tables.items()
    }
    return replace(lake, release=replace(lake.release, tables=tables))


def _rows(lake: Lake, table: str) -> list[str]:
    # Releases of before have no files without rows.
    return [file.rows_sha256 for file in files(lake, table) if file.rows]


@contextmanager
def _querying(had: Lake, has: Lake) -> Iterator[Query]:
    """Queries over before.TABLE and after.TABLE."""
    listed = {name: (*files(had, name), *files(has, name)) for name in _RECORD}
    either = replace(has, release=replace(has.release, tables=listed))
    # A file of both may be staged in the one and lie in the lake already in the other.
    paths = [
        str(lake.path(file))
        for lake in (had, has)
        for name in _RECORD
        for file in files(lake, name)
    ]
    with damage_named(either, _RECORD), sandbox(paths) as connection:
        for name, lake in (("before", had), ("after", has)):
            check_columns(connection, lake, _RECORD)
            views = view_statements(lake, _RECORD)
            connection.execute(";\n".join((f"CREATE SCHEMA {name}", f"USE {name}", *views)))
        yield lambda sql: interruptible(connection, lambda: connection.execute(sql).fetchall())


def _slices(query: Query, had: Lake, has: Lake) -> list[str]:
    """Conditions that part the patients, each with about so many rows of the largest table."""
    rows = max(
        sum(file.rows for lake in (had, has) for file in files(lake, name)) for name in _RECORD
    )
    ends = query(
        f"SELECT max(patient_id) FROM (SELECT patient_id, ntile({rows // ROWS_AT_ONCE + 1}) "
        "OVER (ORDER BY patient_id) AS slice FROM (SELECT patient_id FROM before.patients "
        "UNION ALL SELECT patient_id FROM after.patients)) GROUP BY slice ORDER BY slice"
    )
    inner = [end for (end,) in ends[:-1]]
    lower = ["true", *(f"patient_id > {end}" for end in inner)]
    upper = [*(f"patient_id <= {end}" for end in inner), "true"]
    return [f"{least} AND {most}" for least, most in zip(lower, upper, strict=True)]


def _equal(query: Query, table: str) -> TableDifference:
    all_, none = _amount(query, table), Amount()
    return TableDifference(table, True, all_, all_, none, none, none, all_)


def _new(query: Query, table: str) -> TableDifference:
    """The difference where there was no row before."""
    all_, none = _amount(query, table), Amount()
    return TableDifference(table, False, none, all_, all_, none, none, none)


def _amount(query: Query, table: str) -> Amount:
    return Amount(*query(f"SELECT count(*), count(DISTINCT patient_id) FROM after.{table}")[0])


_CHANGES = """
WITH both_releases AS (
  SELECT {record}, hash({columns}) AS content, false AS later
  FROM before.{table} WHERE {patients}
  UNION ALL
  SELECT {record}, hash({columns}) AS content, true AS later
  FROM after.{table} WHERE {patients}
), contents AS (
  SELECT {record}, count(*) FILTER (NOT later) AS was, count(*) FILTER (later) AS now
  FROM both_releases GROUP BY {record}, content
), records AS (
  SELECT {record}, sum(was) AS was, sum(now) AS now, sum(least(was, now)) AS unchanged
  FROM contents GROUP BY {record}
), of_patients AS (
  SELECT sum(was) AS before, sum(now) AS after, sum(greatest(now - was, 0)) AS added,
    sum(least(was, now) - unchanged) AS changed, sum(greatest(was - now, 0)) AS gone,
    sum(unchanged) AS unchanged
  FROM records GROUP BY patient_id
)
SELECT {amounts} FROM of_patients
"""
_AMOUNTS = ("before", "after", "added", "changed", "gone", "unchanged")


def _table(query: Query, table: str, slices: list[str]) -> TableDifference:
    amounts = [Amount()] * len(_AMOUNTS)
    asked = (f"sum({name}), count(*) FILTER ({name} > 0)" for name in _AMOUNTS)
    # Contents are compared by a hash of 64 bits, and only within one record.
    parts = {
        "table": table,
        "record": ", ".join(("patient_id", *_RECORD[table])),
        "columns": ", ".join(column.name for column in TABLES[table].columns),
        "amounts": ", ".join(asked),
    }
    for patients in slices:
        (row,) = query(_CHANGES.format(patients=patients, **parts))
        numbers = [int(number or 0) for number in row]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        amounts = [one + Amount(*more) for one, more in zip(amounts, pairs, strict=True)]
    return TableDifference(table, False, *amounts)


def _figures(query: Query, tables: list[TableDifference], slices: list[str]) -> Iterator[Figure]:
    by_name = {table.table: table for table in tables}
    patients = by_name["patients"]
    for name, table in by_name.items():
        if name == "patients" and not table.equal:
            yield from _medians(query)
        if name == "molecular" and not (table.equal and patients.equal):
            yield _tests_per_patient(table, patients)
        if name == "tfr_attempts" and not (table.equal and patients.equal):
            yield _with_an_attempt(table, patients)
        if not table.equal:
            yield from _shares(query, name, slices)


def _medians(query: Query) -> Iterator[Figure]:
    for median in MEDIANS:
        before, after = (median_side(query, release, median) for release in ("before", "after"))
        yield Figure("patients", median.name, "median", median.unit, before, after)


def _tests_per_patient(tests: TableDifference, patients: TableDifference) -> Figure:
    before, after = (
        Side(Decimal(records.records) / number if number else None)
        for records, number in (
            (tests.before, patients.before.patients),
            (tests.after, patients.after.patients),
        )
    )
    return Figure("molecular", "tests per patient", "mean", "", before, after)


def _with_an_attempt(attempts: TableDifference, patients: TableDifference) -> Figure:
    before = Side(per_cent(attempts.before.patients, patients.before.patients))
    after = Side(per_cent(attempts.after.patients, patients.after.patients))
    name = "patients with a TFR attempt"
    return Figure("tfr_attempts", name, "share", "%", before, after)


def _shares(query: Query, table: str, slices: list[str]) -> Iterator[Figure]:
    sides = (share_sides(query, release, table, slices) for release in ("before", "after"))
    for share, before, after in zip(shares(TABLES[table]), *sides, strict=True):
        yield Figure(table, share.name, "share", "%", before, after, share.missing)
