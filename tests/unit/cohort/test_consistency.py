"""A lake that does not agree with itself is not counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.lake.small_lake import make_lake
from tfrq import language
from tfrq.cohort import count, members
from tfrq.cohort.consistency import check
from tfrq.errors import DataError
from tfrq.lake import open_lake

ROW = {"country": "SE", "site": "SE01", "sex": None, "listed": 1, "data_cuts": 1, "repeated": 0}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"site": "NO01"}, "NO01"),
        ({"country": "FI"}, "SE by lake.toml"),
        ({"sex": "F"}, "sex"),
        ({"listed": None, "data_cuts": None}, "no row"),
        ({"listed": 2}, "more than one row"),
        ({"data_cuts": 0}, "no data cut"),
        ({"repeated": 1}, "more than one row for a patient"),
    ],
)
def test_what_is_refused(tmp_path: Path, change: dict[str, object], says: str) -> None:
    lake = make_lake(tmp_path)
    check(lake, [ROW])
    with pytest.raises(DataError, match=says) as caught:
        check(lake, [ROW, ROW | change])
    assert "lake check" in caught.value.hint


def test_neither_counts_nor_lists(tmp_path: Path) -> None:
    make_lake(tmp_path)
    settings = tmp_path / "lake.toml"
    settings.write_text(settings.read_text().replace('"SE01"', '"SE09"'))
    lake, female = open_lake(tmp_path), language.parse("female")
    for ask in (count, members):
        with pytest.raises(DataError, match="SE01"):
            ask(lake, female)
