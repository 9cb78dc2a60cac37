"""The example exports through reading, harmonising and validation, against what they hold."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from tests.ingest.expected import SITES, expected, folder_of
from tests.ingest.small_lakes import count, publish
from tests.ingest.walk import Walked, walk
from tfrq.ingest.rejects import FILE, ROW

sites = pytest.mark.parametrize("site", SITES)


@cache
def walked(site: str) -> Walked:
    return walk(folder_of(site))


def broken(frame: pl.DataFrame) -> Counter[tuple[str, int, str]]:
    return Counter(frame.select("file", "row", "rule").iter_rows())


@sites
def test_every_row_is_read(site: str) -> None:
    assert walked(site).rows == expected(site).rows


@sites
def test_the_rejects_are_those_that_were_made(site: str) -> None:
    assert broken(walked(site).rejects) == expected(site).rejects


@sites
def test_the_records_are_as_many_as_were_made(site: str) -> None:
    tables = walked(site).validated.tables
    assert {name: frame.height for name, frame in tables.items()} == expected(site).records


@sites
def test_what_was_made_to_be_warned_of_is(site: str) -> None:
    found = broken(walked(site).validated.warnings)
    assert expected(site).warnings <= found


@sites
def test_single_records_are_read_as_they_were_meant(site: str) -> None:
    validated = walked(site).validated
    for single in expected(site).singles:
        here = (pl.col(FILE) == single.file) & (pl.col(ROW) == single.row)
        those = validated.tables[single.table].filter(here)
        if those.is_empty() and not validated.merged.filter(here).is_empty():
            those = validated.tables[single.table]  # it is in the record of another row
        assert any(map(single.matches, those.to_dicts())), (single, those)


@sites
def test_no_row_is_lost(site: str) -> None:
    """Each row is that of a record, of one merged into it, or of a reject."""
    done = walked(site)
    frames = [frame.select(FILE, ROW) for frame in done.validated.tables.values()]
    of_rejects = done.rejects.select(pl.col("file").alias(FILE), pl.col("row").alias(ROW))
    every = pl.concat([*frames, done.validated.merged, of_rejects])
    rows = every.drop_nulls().unique().group_by(FILE).len()
    assert dict(rows.iter_rows()) == expected(site).rows


@sites
def test_counts_are_those_that_the_data_were_made_for(site: str, tmp_path: Path) -> None:
    told = expected(site)
    folder = publish(walked(site), told, tmp_path)
    assert [count(folder, asked.definition) for asked in told.counts] == list(told.counts)
