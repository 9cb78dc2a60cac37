"""Tables in memory to Parquet files."""

from __future__ import annotations

from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest

from tfrq.lake import arrow
from tfrq.schema import SITES


def sites(first: int, last: int) -> pa.Table:
    rows = [
        {"country": "SE", "site": f"S{number:03}", "status": "finalised"}
        for number in range(first, last)
    ]
    return pa.Table.from_pylist(rows, schema=arrow.arrow_schema("sites"))


def write(pieces: list[pa.Table], path: Path) -> None:
    with closing(arrow.Writer(SITES, path)) as writer:
        for piece in pieces:
            writer.add(piece)


@pytest.mark.parametrize("cuts", [(0, 40), (0, 1, 25, 40), (0, 10, 20, 30, 40)])
def test_a_file_is_the_same_in_however_many_pieces_its_rows_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cuts: tuple[int, ...]
) -> None:
    monkeypatch.setattr(arrow, "ROW_GROUP", 8)
    pieces = [sites(*ends) for ends in pairwise(cuts)]
    write(pieces, tmp_path / "pieces")
    write([sites(0, 40)], tmp_path / "whole")
    assert (tmp_path / "pieces").read_bytes() == (tmp_path / "whole").read_bytes()
