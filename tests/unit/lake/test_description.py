"""What `tfrq lake show` will tell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.unit.lake.small_lake import by_table, site_tables
from tfrq.lake import describe, open_lake, publish
from tfrq.lake.description import Site
from tfrq.results import Policy
from tfrq.schema import TABLES


def test_a_lake(root: Path) -> None:
    described = describe(open_lake(root))
    assert (described.name, described.synthetic) == ("small", True)
    assert (described.release, described.parent) == ("2024-01", None)
    assert described.created == "2024-01-31T12:00:00Z"
    assert described.data_cut == date(2023, 12, 31)
    assert described.policy == Policy(members="allow")
    cut = date(2023, 12, 31)
    assert described.sites == (
        Site("Nordic", "FI", "FI01", "finalised", cut, 10, 1),
        Site("Nordic", "FI", "FI02", "awaiting mapping", None, 7, 0),
        Site("Nordic", "SE", "SE01", "finalised", cut, 10, 2),
    )


def test_sites_by_status_and_country(root: Path) -> None:
    described = describe(open_lake(root))
    counts = described.sites_by_status()
    assert counts.pop("finalised") == 2
    assert counts.pop("awaiting mapping") == 1
    assert set(counts.values()) == {0}
    by_country = described.finalised_by_country()
    assert {country: [site.name for site in sites] for country, sites in by_country.items()} == {
        "FI": ["FI01"],
        "SE": ["SE01"],
    }


def test_tables_and_releases(root: Path) -> None:
    publish(root, by_table(SE01=site_tables("SE01", [5])), release="b")
    lake = open_lake(root)
    described = describe(lake)
    assert described.releases == ("2024-01", "b")
    assert [table.name for table in described.tables] == list(TABLES)
    patients = next(table for table in described.tables if table.name == "patients")
    sizes = [lake.path(file).stat().st_size for file in lake.release.tables["patients"]]
    assert (patients.files, patients.rows, patients.bytes) == (2, 2, sum(sizes))
