"""A lake that does not agree with itself is not counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import tfrq
from tests.unit.lake.small_lake import make_lake
from tfrq import language
from tfrq.cohort import count, members
from tfrq.cohort.consistency import check
from tfrq.errors import DataError
from tfrq.lake import open_lake

FACTS = {"sex": None, "listed": 1, "data_cuts": 1, "repeated": 0}
ROW = {"country": "SE", "site": "SE01", "lake_patients": 2} | FACTS
OTHER = {"country": "FI", "site": "FI01", "lake_patients": 1} | FACTS


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
        ({"lake_patients": 3}, "SE01 has not as many patients"),
    ],
)
def test_what_is_refused(tmp_path: Path, change: dict[str, object], says: str) -> None:
    lake = make_lake(tmp_path)
    check(lake, [ROW, OTHER])
    with pytest.raises(DataError, match=says) as caught:
        check(lake, [ROW | change, OTHER])
    assert "lake check" in caught.value.hint


def test_neither_counts_nor_lists(tmp_path: Path) -> None:
    make_lake(tmp_path)
    settings = tmp_path / "lake.toml"
    settings.write_text(settings.read_text().replace('"SE01"', '"SE09"'))
    lake, female = open_lake(tmp_path), language.parse("female")
    for ask in (count, members):
        with pytest.raises(DataError, match="SE01"):
            ask(lake, female)


def manifest_says_more(root: Path) -> None:
    manifest = root / "releases" / "2024-01.json"
    told = json.loads(manifest.read_text())
    told["tables"]["patients"][0]["rows"] += 1
    manifest.write_text(json.dumps(told))


def data_cuts_of_the_release_are_older(root: Path) -> None:
    manifest = root / "releases" / "2024-01.json"
    told = json.loads(manifest.read_text())
    told["data_cuts"] = dict.fromkeys(told["data_cuts"], "2005-12-31")
    manifest.write_text(json.dumps(told))


def test_no_patient_is_left_out_of_the_strata(tmp_path: Path) -> None:
    root = make_lake(tmp_path).root
    tfrq.open(root).count("MMR ever", index="diagnosis", by="year")
    data_cuts_of_the_release_are_older(root)
    with pytest.raises(DataError, match="in a stratum of year"):
        tfrq.open(root).count("MMR ever", index="diagnosis", by="year")


def another_country(root: Path) -> None:
    toml = root / "lake.toml"
    toml.write_text(toml.read_text().replace('name = "FI"', 'name = "DK"'))


@pytest.mark.parametrize("axis", ["", "country", "sokal"])
@pytest.mark.parametrize("change", [manifest_says_more, another_country])
def test_nothing_is_counted_on_it(
    tmp_path: Path, change: Callable[[Path], None], axis: str
) -> None:
    root = make_lake(tmp_path).root
    tfrq.open(root).count("MMR ever", by=axis)
    change(root)
    with pytest.raises(DataError, match="does not agree with itself"):
        tfrq.open(root).count("MMR ever", by=axis)
