"""What a lake holds, for `tfrq lake show`: all of it public, patients by site included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tfrq.errors import DataError
from tfrq.lake.opening import Lake, current_release, read_release, release_names
from tfrq.lake.running import run
from tfrq.lake.settings import read_settings
from tfrq.results import Policy
from tfrq.vocabulary import SITE_STATUSES


@dataclass(frozen=True)
class TableSize:
    """Files, rows and bytes of one table."""

    name: str
    files: int
    rows: int
    bytes: int


@dataclass(frozen=True)
class Site:
    """One site: its row of `sites`, and how many patients it has in the lake. `region` is ""
    where the tree of lake.toml does not name the site."""

    region: str
    country: str
    name: str
    status: str
    data_cut: date | None
    expected_patients: int | None
    patients: int


@dataclass(frozen=True)
class Description:
    """A lake at one release. `created` is UTC in ISO form; `sites` are in the order of country
    and name."""

    name: str
    synthetic: bool
    release: str
    parent: str | None
    created: str
    releases: tuple[str, ...]
    data_cut: date | None
    policy: Policy
    tables: tuple[TableSize, ...]
    sites: tuple[Site, ...]

    def sites_by_status(self) -> dict[str, int]:
        """Number of sites at each status, from on hold to finalised."""
        return {
            status: sum(site.status == status for site in self.sites) for status in SITE_STATUSES
        }

    def finalised_by_country(self) -> dict[str, tuple[Site, ...]]:
        """The finalised sites of every country that has one."""
        finalised = [site for site in self.sites if site.status == "finalised"]
        return {
            country: tuple(site for site in finalised if site.country == country)
            for country in dict.fromkeys(site.country for site in finalised)
        }


@dataclass(frozen=True)
class ReleaseEntry:
    """One release of a lake. `created` is UTC in ISO form; `sites`: how many have patients' data.
    Of one whose manifest is damaged `problem` says how, and nothing else is known."""

    name: str
    in_force: bool
    created: str = ""
    parent: str | None = None
    data_cut: date | None = None
    sites: int | None = None
    patients: int | None = None
    problem: str = ""


@dataclass(frozen=True)
class Releases:
    """Every release of a lake, oldest first, the damaged ones last."""

    lake: str
    synthetic: bool
    entries: tuple[ReleaseEntry, ...]


def describe_releases(root: Path) -> Releases:
    """The releases of the lake at `root`, none where nothing was published yet."""
    settings = read_settings(root)
    in_force = current_release(root)
    entries = [_entry(root, name, name == in_force) for name in release_names(root)]
    entries.sort(key=lambda one: (bool(one.problem), one.created, one.name))
    return Releases(settings.name, settings.synthetic, tuple(entries))


def _entry(root: Path, name: str, in_force: bool) -> ReleaseEntry:
    try:
        release = read_release(root, name)
    except DataError as problem:
        return ReleaseEntry(name, in_force, problem=problem.message)
    patients = release.tables["patients"]
    return ReleaseEntry(
        name,
        in_force,
        release.created,
        release.parent,
        release.data_cut,
        len({file.site for file in patients if file.rows}),
        sum(file.rows for file in patients),
    )


def describe(lake: Lake) -> Description:
    """What the lake at this release holds."""
    release, settings = lake.release, lake.settings
    return Description(
        settings.name,
        settings.synthetic,
        release.name,
        release.parent,
        release.created,
        release_names(lake.root),
        release.data_cut,
        settings.policy,
        tuple(
            TableSize(
                name,
                len(files),
                sum(file.rows for file in files),
                sum(file.bytes for file in files),
            )
            for name, files in release.tables.items()
        ),
        _sites(lake),
    )


def _sites(lake: Lake) -> tuple[Site, ...]:
    # A site's file of `patients` has one row per patient.
    patients = {file.site: file.rows for file in lake.release.tables["patients"]}
    regions = {
        site.name: region.name
        for region in lake.settings.tree.children
        for country in region.children
        for site in country.children
    }
    _, rows = run(
        lake,
        "SELECT country, site, status, data_cut_date, expected_patients FROM sites"
        " ORDER BY country, site",
        ["sites"],
    )
    return tuple(
        Site(regions.get(name, ""), country, name, status, cut, expected, patients.get(name, 0))
        for country, name, status, cut, expected in rows
    )
