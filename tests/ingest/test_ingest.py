"""The example exports from the command line to a count, against what they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.commands import Desk
from tests.ingest.expected import SITES, expected


@pytest.fixture(scope="module", params=SITES)
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp(request.param))
    desk.start(expected(request.param))
    desk.ingest(request.param)
    return desk


@pytest.fixture
def site(published: Desk) -> str:
    return next(one for one in SITES if published.folder.name.startswith(one))


def test_as_many_records_enter_as_were_made(published: Desk, site: str) -> None:
    told = expected(site).records
    assert {table: len(published.records(table)) for table in told} == told


def test_the_rejects_are_those_that_were_made(published: Desk, site: str) -> None:
    found = published.broken()
    severe = {one: times for one, times in found.items() if one not in expected(site).warnings}
    assert severe == expected(site).rejects


def test_single_records_are_read_as_they_were_meant(published: Desk, site: str) -> None:
    for single in expected(site).singles:
        assert any(map(single.matches, published.records(single.table))), single


def test_counts_are_those_that_the_data_were_made_for(published: Desk, site: str) -> None:
    for asked in expected(site).counts:
        assert published.count(asked.definition) == asked


def test_nothing_that_was_not_mapped_is_in_the_lake(published: Desk, site: str) -> None:
    """Neither identifiers nor free text: all of them are marked in the examples."""
    for table in expected(site).records:
        for record in published.records(table):
            texts = [str(value).lower() for value in record.values()]
            assert not any("synt" in text for text in texts), (table, record)


def test_a_dry_run_publishes_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.start(expected("SE01"))
    desk.ingest("SE01", "--dry-run")
    assert not (desk.lake / "CURRENT").exists()
