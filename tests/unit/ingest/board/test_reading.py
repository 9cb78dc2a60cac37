"""Where a site stands: its history, its row of `sites`, and what the releases tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.transcript import ROOT
from tests.unit.lake.small_lake import CREATED, by_table, site_tables, table
from tfrq import lake
from tfrq.errors import DataError, PolicyError, UsageError
from tfrq.ingest import board
from tfrq.ingest.board.facts import Fact
from tfrq.ingest.board.state import rejects

UPLOADED = board.Uploaded((board.UploadedFile("a.csv", 1, "ab"),), 100)
DAY = timedelta(days=1)


def happened(root: Path, site: str, *facts: Fact, first: datetime = CREATED + DAY) -> None:
    """One fact a day."""
    for number, fact in enumerate(facts):
        board.record(root, site, fact, at=first + number * DAY)


def kinds(site: board.Site) -> list[str]:
    return [step.fact.kind for step in site.steps]


def test_the_sample_lake() -> None:
    found = board.read(ROOT / "sample-lake")
    assert (found.finalised, len(found.sites), found.countries) == (8, 23, 16)
    assert (found.available, found.to_come, found.unannounced) == (2_320, 1_900, 0)
    described = lake.describe(lake.open_lake(ROOT / "sample-lake"))
    assert found.phases() == described.sites_by_status()
    for row in described.sites:
        site = found.site(row.name)
        assert (site.region, site.country, site.phase) == (row.region, row.country, row.status)
        assert (site.expected, site.available) == (row.expected_patients, row.patients)
        assert site.last_upload is None
        assert kinds(site) == (["published"] if row.patients else [])
    assert [site.phase for site in found.sites] == sorted(
        (site.phase for site in found.sites), key=list(found.phases()).index
    )


def test_a_lake_without_a_release(empty: Path) -> None:
    assert board.read(empty).sites == ()
    board.add(empty, "SE01", country="SE", region="Nordic")
    board.add(empty, "FI01", country="FI", region="Nordic", expected=30)
    happened(empty, "FI01", UPLOADED)
    found = board.read(empty)
    assert (found.release, found.available, found.to_come, found.unannounced) == ("", 0, 30, 1)
    assert [(one.name, one.phase) for one in found.sites] == [
        ("SE01", "transferring"),
        ("FI01", "awaiting mapping"),
    ]


def test_a_site_from_its_upload_to_its_publication(root: Path) -> None:
    happened(root, "FI02", UPLOADED, board.Drafted(), board.Tried(200, 60, False))
    site = board.read(root, now=CREATED + 10 * DAY).site("FI02")
    assert kinds(site) == ["found", "uploaded", "drafted", "tried"]
    assert [step.phase for step in site.steps][1:] == ["awaiting mapping", "mapping", "mapping"]
    assert [step.days for step in site.steps] == [None, 0, 1, 1]
    assert site.days == 7
    assert site.phase_since == CREATED + 2 * DAY
    assert site.last_upload == CREATED + DAY
    assert site.rejects == board.Rejects(200, 60, Decimal("30.0"))
    assert (site.expected, site.available, site.to_come) == (7, 0, 7)


def test_a_publication_counts_when_its_release_is_in_force(root: Path) -> None:
    before = board.read(root).site("FI02")
    tables = site_tables("FI02", list(range(10, 16)))
    with lake.Publication(root, "2024-02", created=CREATED + 5 * DAY) as publication:
        for name, rows in tables.items():
            publication.add(name, "FI02", rows)
        published = board.Published("2024-02", 6, 200, 8)
        board.record(root, "FI02", published, within_lock=True, at=CREATED + 5 * DAY)
        assert board.read(root).site("FI02").phase == before.phase
    site = board.read(root).site("FI02")
    assert kinds(site) == ["found", "published"]
    assert (site.phase, site.available) == ("finalised", 6)
    assert site.rejects == board.Rejects(200, 8, Decimal("4.0"))
    assert board.read(root, "2024-01").site("FI02").available == 0


def test_a_publication_that_failed_counts_for_nothing(root: Path) -> None:
    with pytest.raises(DataError, match="not published"):
        _published_without_a_data_cut(root)
    assert board.read(root).site("FI02").phase == "awaiting mapping"
    # Tried again under the same name: it was published once.
    lake.publish(root, by_table(FI02=site_tables("FI02", [9])), release="2024-02")
    board.record(root, "FI02", board.Published("2024-02", 1, 9, 1))
    assert kinds(board.read(root).site("FI02")) == ["found", "published"]


def _published_without_a_data_cut(root: Path) -> None:
    with lake.Publication(root, "2024-02") as publication:
        publication.add("patients", "FI02", site_tables("FI02", [9])["patients"])
        publication.add("sites", "FI02", table("sites", "FI02", [{"status": "finalised"}]))
        board.record(root, "FI02", board.Published("2024-02", 1, 9, 0), within_lock=True)


def test_a_publication_that_nobody_recorded_is_told_by_the_release(root: Path) -> None:
    happened(root, "FI02", UPLOADED)
    lake.publish(
        root,
        by_table(FI02=site_tables("FI02", [9])),
        release="2024-02",
        created=CREATED + 5 * DAY,
    )
    happened(root, "FI02", board.Advanced("mapping", "a new export"), first=CREATED + 9 * DAY)
    site = board.read(root).site("FI02")
    assert kinds(site) == ["found", "uploaded", "published", "advanced"]
    assert [step.phase for step in site.steps][2:] == ["finalised", "mapping"]
    assert site.steps[2].at == CREATED + 5 * DAY
    assert site.rejects is None


def test_only_a_release_that_changed_a_site_published_it(root: Path) -> None:
    lake.publish(root, by_table(FI02=site_tables("FI02", [9])), release="b")
    lake.publish(root, by_table(SE01=site_tables("SE01", [1, 2, 5])), release="c")
    found = board.read(root)
    releases = {
        site.name: [
            step.fact.release for step in site.steps if isinstance(step.fact, board.Published)
        ]
        for site in found.sites
    }
    assert releases == {"FI01": ["2024-01"], "FI02": ["b"], "SE01": ["2024-01", "c"]}


def test_a_release_whose_ancestors_are_gone(root: Path) -> None:
    lake.publish(root, by_table(FI02=site_tables("FI02", [9])), release="b")
    (root / "releases" / "2024-01.json").unlink()
    assert {site.phase for site in board.read(root).sites} == {"finalised"}


def test_a_hold_is_ended_by_a_person(root: Path) -> None:
    board.advance(root, "FI02", "on-hold", reason="ethics")
    board.record(root, "FI02", UPLOADED, board.Tried(100, 0, True))
    assert board.read(root).site("FI02").phase == "on hold"
    board.advance(root, "FI02", "awaiting mapping", reason="approved")
    assert board.read(root).site("FI02").phase == "awaiting mapping"
    board.record(root, "FI02", board.Tried(100, 0, True))
    assert board.read(root).site("FI02").phase == "finalising"


def test_a_clock_that_goes_backwards_counts_no_days(root: Path) -> None:
    happened(root, "FI02", UPLOADED)
    board.record(root, "FI02", board.Drafted(), at=CREATED - 9 * DAY)
    site = board.read(root, now=CREATED - 20 * DAY).site("FI02")
    assert [step.days for step in site.steps] == [None, 0, 0]
    assert (site.days, site.phase) == (0, "mapping")


@pytest.mark.parametrize(
    ("read", "rejected", "patients", "share"),
    [
        (1_000, 0, 100, "0.0"),
        (1_000, 5, 100, "0.5"),
        (8_000, 1_000, 5, "12.5"),
        (1_000, 1_000, 5, "100.0"),
        (1_000, 4, 100, None),
        (1_000, 997, 100, None),
        (4, 0, 100, None),
        (1_000, 100, 4, None),
        (1_000, 100, None, None),
    ],
)
def test_which_numbers_of_rows_may_be_shown(
    read: int, rejected: int, patients: int | None, share: str | None
) -> None:
    shown = rejects(read, rejected, patients, 5)
    if share is None:
        assert shown == board.Rejects(None, None, None, hidden=True)
    else:
        assert shown == board.Rejects(read, rejected, Decimal(share))


def test_no_row_has_no_share() -> None:
    assert rejects(0, 0, 0, 5) == board.Rejects(0, 0, None)


def test_a_stricter_policy_hides_more(root: Path) -> None:
    happened(root, "FI02", UPLOADED, board.Tried(1_000, 7, True))
    for min_cell, hidden in ((None, False), (7, False), (8, True)):
        shown = board.read(root, min_cell=min_cell).site("FI02").rejects
        assert shown is not None
        assert shown.hidden == hidden
    with pytest.raises(PolicyError):
        board.read(root, min_cell=4)


def test_the_patients_behind_a_dry_run_are_those_of_the_upload(root: Path) -> None:
    few = board.Uploaded(UPLOADED.files, 4)
    happened(root, "FI02", few, board.Tried(1_000, 100, True))
    shown = board.read(root).site("FI02").rejects
    assert shown is not None
    assert shown.hidden


def test_errors(root: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no site SE1") as error:
        board.read(root).site("SE1")
    assert error.value.hint == "did you mean 'SE01'?"
    with pytest.raises(UsageError, match="no release 2024-09"):
        board.read(root, "2024-09")
    with pytest.raises(UsageError, match="there is no lake"):
        board.read(tmp_path / "nowhere")
    manifest = root / "releases" / "2024-01.json"
    manifest.write_text(manifest.read_text().replace("2024-01-31T12:00:00Z", "a while ago"))
    with pytest.raises(DataError, match="does not say when it was created"):
        board.read(root)


def test_times_without_a_zone_are_utc(root: Path) -> None:
    manifest = root / "releases" / "2024-01.json"
    manifest.write_text(manifest.read_text().replace("2024-01-31T12:00:00Z", "2024-01-31T12:00:00"))
    assert board.read(root).site("SE01").steps[0].at == datetime(2024, 1, 31, 12, tzinfo=UTC)


def test_a_site_that_only_the_table_has(root: Path) -> None:
    toml = root / "lake.toml"
    toml.write_text(toml.read_text().replace(', "FI02"', ""))
    site = board.read(root).site("FI02")
    assert (site.region, site.country, site.phase) == ("", "FI", "awaiting mapping")
    board.record(root, "FI02", UPLOADED)
    with pytest.raises(DataError, match=r"lake.toml does not name FI02"):
        board.site_row(root, "FI02", None)
