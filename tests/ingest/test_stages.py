"""The example exports through reading, harmonising and validation, against what they hold."""

from __future__ import annotations

import pytest

from tests.ingest.expected import SITES, expected
from tests.ingest.walk import Walked, walk


@pytest.fixture(scope="module", params=SITES)
def walked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Walked]:
    return request.param, walk(request.param, tmp_path_factory.mktemp(request.param))


def test_every_row_is_read(walked: tuple[str, Walked]) -> None:
    """That none is lost the accounts see to themselves."""
    site, done = walked
    assert {file.file: file.read for file in done.files} == expected(site).rows


def test_the_rejects_are_those_that_were_made(walked: tuple[str, Walked]) -> None:
    site, done = walked
    assert done.rejects == expected(site).rejects


def test_the_records_are_as_many_as_were_made(walked: tuple[str, Walked]) -> None:
    site, done = walked
    assert done.records == expected(site).records


def test_what_was_made_to_be_warned_of_is(walked: tuple[str, Walked]) -> None:
    site, done = walked
    assert expected(site).warnings <= done.warnings
