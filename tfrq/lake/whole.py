"""What is wrong with a release as a whole: keys, patients, the tree, data cuts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tfrq import schema
from tfrq.lake.findings import Finding
from tfrq.lake.opening import Lake
from tfrq.lake.running import Query
from tfrq.lake.views import quoted
from tfrq.schema import TABLES, Table

# The tables that have rows of patients, apart from `patients` itself.
RECORDS = tuple(
    table
    for table in TABLES.values()
    if table is not schema.PATIENTS and schema.PATIENT in table.columns
)


def whole_errors(lake: Lake, query: Query) -> list[Finding]:
    """Everything that makes the release inconsistent in itself or with lake.toml; `query` runs
    SQL over its views."""
    return [
        *_repeated_keys(query),
        *_records_without_patient(query),
        *_repeated_events(query),
        *_sites(lake, query),
    ]


def _repeated_keys(query: Query) -> Iterator[Finding]:
    for table in TABLES.values():
        if table.key:
            yield from _repeated_key(table, query)


def _repeated_key(table: Table, query: Query) -> Iterator[Finding]:
    key = ", ".join(table.key)
    what = "patients" if table.key == ("patient_id",) else f"values of ({key})"
    for first, last in query(
        "SELECT DISTINCT first, last FROM (SELECT min(site) AS first, max(site) AS last "
        f"FROM {table.name} GROUP BY {key} HAVING count(*) > 1) "
        "ORDER BY first, last"
    ):
        where = f"in {first} and again in {last}" if first != last else f"more than once in {first}"
        yield Finding("error", table.name, first, "", f"{what} that are {where}")


def _records_without_patient(query: Query) -> Iterator[Finding]:
    for table in RECORDS:
        for (site,) in query(
            f"SELECT DISTINCT site FROM {table.name} AS r WHERE NOT EXISTS "
            "(SELECT 1 FROM patients AS p WHERE p.patient_id = r.patient_id AND p.site = r.site) "
            "ORDER BY site"
        ):
            message = f"patients with records here and no row in patients of {site}"
            yield Finding("error", table.name, site, "", message)


def _repeated_events(query: Query) -> Iterator[Finding]:
    once = ", ".join(map(quoted, schema.SINGLE_EVENTS))
    for site, event in query(
        "SELECT DISTINCT site, event FROM (SELECT site, event, patient_id FROM events "
        f"WHERE event IN ({once}) GROUP BY site, event, patient_id HAVING count(*) > 1) "
        "ORDER BY site, event"
    ):
        message = f"patients with more than one {event}"
        yield Finding("error", "events", site, "", message)


def _sites(lake: Lake, query: Query) -> Iterator[Finding]:
    tree = lake.settings.countries()
    known = {
        site: (country, cut)
        for site, country, cut in query("SELECT site, country, data_cut_date FROM sites")
    }
    for site, country in tree.items():
        # A site that was added since has no row yet: it gets one with its first data.
        if site in known and known[site][0] != country:
            yield _site(site, f"in {country} by lake.toml, in {known[site][0]} by the table sites")
    for file in lake.release.tables["patients"]:
        yield from _site_with_patients(lake, file.site, file.country, known)
    for site in sorted(lake.release.data_cuts.keys() - _with_patients(lake)):
        yield _site(site, "the manifest has a data cut for this site, which has no patients")


def _site_with_patients(
    lake: Lake, site: str, country: str, known: dict[str, tuple[str, date | None]]
) -> Iterator[Finding]:
    if site not in lake.settings.countries():
        yield _site(site, "has patients, and the tree of lake.toml does not name it")
    if site not in known:
        yield _site(site, "has patients, and the table sites has no row for it")
        return
    listed_country, cut = known[site]
    if listed_country != country:
        yield _site(site, f"its patients are in {country}, it is in {listed_country}")
    if cut is None:
        yield _site(site, "has patients and no data cut")
    if lake.release.data_cuts.get(site) != cut:
        yield _site(site, "the data cuts of the manifest and of the table sites differ")


def _with_patients(lake: Lake) -> set[str]:
    return {file.site for file in lake.release.tables["patients"]}


def _site(site: str, message: str) -> Finding:
    return Finding("error", "sites", site, "", message)
