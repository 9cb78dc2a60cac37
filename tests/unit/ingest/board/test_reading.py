"""Where a site stands: its history, its row of `sites`, and what the releases tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.transcript import ROOT
from tests.unit.lake.small_lake import CREATED, by_table, site_tables, table
from tfrq import lake
from tfrq.errors import DataError, PolicyError, UsageError
from tfrq.ingest import board
from tfrq.ingest.board.facts import Fact
from tfrq.ingest.board.state import rejects

UPLOADED = board.Uploaded(1)
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
    happened(root, "FI02", UPLOADED, board.Drafted(), board.Tried(2_000, 600, False))
    site = board.read(root, now=CREATED + 10 * DAY).site("FI02")
    assert kinds(site) == ["found", "uploaded", "drafted", "tried"]
    assert [step.phase for step in site.steps][1:] == ["awaiting mapping", "mapping", "mapping"]
    assert [step.days for step in site.steps] == [None, 0, 1, 1]
    assert site.days == 7
    assert site.phase_since == CREATED + 2 * DAY
    assert site.last_upload == CREATED + DAY
    assert site.rejects == board.Rejects(30)
    assert (site.expected, site.available, site.to_come) == (7, 0, 7)


def test_a_publication_counts_when_its_release_is_in_force(root: Path) -> None:
    before = board.read(root).site("FI02")
    tables = site_tables("FI02", list(range(10, 16)))
    with lake.Publication(root, "2024-02", created=CREATED + 5 * DAY) as publication:
        for name, rows in tables.items():
            publication.add(name, "FI02", rows)
        published = board.Published("2024-02", 6, 500, 24)
        board.record(root, "FI02", published, within_lock=True, at=CREATED + 5 * DAY)
        assert board.read(root).site("FI02").phase == before.phase
    site = board.read(root).site("FI02")
    assert kinds(site) == ["found", "published"]
    assert (site.phase, site.available) == ("finalised", 6)
    assert site.rejects == board.Rejects(4)
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
    releases = {site: releases_of(root, site) for site in ("FI01", "FI02", "SE01")}
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
    ("read", "rejected", "words"),
    [
        (500, 0, "<1"),
        (500, 4, "<1"),
        (500, 5, "1"),
        (8_000, 1_000, "12"),
        (500, 496, "99"),
        (500, 500, "100"),
        (499, 499, ""),
        (0, 0, ""),
    ],
)
def test_the_share_is_told_of_many_rows(read: int, rejected: int, words: str) -> None:
    assert str(rejects(read, rejected, 5)) == words


@pytest.mark.parametrize("read", [500, 501, 599, 600, 1_234])
def test_no_share_tells_a_small_number_of_rows_from_another(read: int) -> None:
    assert {rejects(read, few, 5).share for few in range(5)} == {0}
    assert {rejects(read, read - few, 5).share for few in range(1, 5)} == {99}


def test_a_stricter_policy_hides_more(root: Path) -> None:
    happened(root, "FI02", UPLOADED, board.Tried(1_000, 70, True))
    for min_cell, share in ((None, 7), (10, 7), (11, None)):
        assert board.read(root, min_cell=min_cell).site("FI02").rejects == board.Rejects(share)
    with pytest.raises(PolicyError):
        board.read(root, min_cell=4)


def test_a_name_that_another_site_took_publishes_nothing(root: Path) -> None:
    """SE01 was killed before its release was there; FI01 was published under that name."""
    board.record(root, "SE01", board.Published("x", 2, 900, 9), at=CREATED + DAY)
    tables = by_table(FI01=site_tables("FI01", [3, 4]))
    lake.publish(root, tables, release="x", created=CREATED + 2 * DAY)
    assert releases_of(root, "SE01") == ["2024-01"]
    assert releases_of(root, "FI01") == ["2024-01", "x"]
    # Another publication of FI01, of the same data, under a name that SE01 had meant to take.
    board.record(root, "SE01", board.Published("y", 2, 900, 9), at=CREATED + 3 * DAY)
    board.record(root, "FI01", board.Published("y", 2, 900, 9), at=CREATED + 4 * DAY)
    lake.publish(root, tables, release="y", created=CREATED + 4 * DAY)
    assert releases_of(root, "SE01") == ["2024-01"]
    assert releases_of(root, "FI01") == ["2024-01", "x", "y"]


def test_a_publication_that_changed_tests_alone(root: Path) -> None:
    tables = site_tables("SE01", [1, 2])
    tables["molecular"] = tables["molecular"].slice(1)
    lake.publish(root, by_table(SE01=tables), release="b")
    assert releases_of(root, "SE01") == ["2024-01", "b"]


def releases_of(root: Path, site: str) -> list[str]:
    steps = board.read(root).site(site).steps
    return [step.fact.release for step in steps if isinstance(step.fact, board.Published)]


def test_a_site_on_hold_is_not_open(root: Path) -> None:
    board.check_open(root, "FI02")
    board.advance(root, "FI02", "on-hold", reason="waiting for the ethics board")
    with pytest.raises(UsageError, match="FI02 is on hold: waiting for the ethics board") as error:
        board.check_open(root, "FI02")
    assert "tfrq site advance FI02 mapping --reason" in error.value.hint
    board.advance(root, "FI02", "mapping", reason="approved")
    board.check_open(root, "FI02")


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
