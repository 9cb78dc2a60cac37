"""Sites, sizes, pieces and identifiers of the synthetic registry."""

from __future__ import annotations

import tomllib
from collections import Counter

import numpy as np
import pyarrow as pa
import pytest

from tfrq.errors import UsageError
from tfrq.ingest.synth import (
    REGIONS,
    SAMPLE_PATIENTS,
    SITES,
    lake_toml,
    registry,
    simulate,
)
from tfrq.ingest.synth.identifiers import patient_ids
from tfrq.ingest.synth.sites import sizes, with_data


def test_the_alliance_is_the_one_that_was_asked_for() -> None:
    assert len(SITES) == 23
    assert len({site.country for site in SITES}) == 16
    assert Counter(site.status for site in SITES) == {
        "finalised": 8,
        "finalising": 3,
        "awaiting mapping": 8,
        "transferring": 2,
        "on hold": 2,
    }
    assert {site for site in SITES if site.status == "finalised"} == set(with_data())
    assert len({site.country for site in with_data()}) >= 7
    assert sum(site.patients for site in with_data()) == SAMPLE_PATIENTS
    assert sum(site.patients for site in SITES) == SAMPLE_PATIENTS + 1_900


def test_regions_hold_every_site_once_under_its_country() -> None:
    tree = [
        (site, country)
        for _, countries in REGIONS
        for country, codes in countries
        for site in codes
    ]
    assert sorted(tree) == sorted((site.code, site.country) for site in SITES)


def test_lake_toml_says_what_the_data_say() -> None:
    content = tomllib.loads(lake_toml("a lake"))
    assert content["lake"] == {"name": "a lake", "synthetic": True}
    assert content["policy"] == {"min_cell": 5, "members": "allow", "exact": "allow"}
    tree = tuple(
        (region["name"], tuple((c["name"], tuple(c["sites"])) for c in region["countries"]))
        for region in content["regions"]
    )
    assert tree == REGIONS


@pytest.mark.parametrize("patients", [1, 7, 100, SAMPLE_PATIENTS, 1_000_003])
def test_sizes_add_up_and_keep_their_proportion(patients: int) -> None:
    by_site = sizes(patients)
    assert sum(by_site.values()) == patients
    for site in with_data():
        assert abs(by_site[site.code] - patients * site.patients / SAMPLE_PATIENTS) < 1


def test_every_site_comes_once_with_its_row_and_its_patients() -> None:
    pieces = list(simulate(300, 1))
    assert [piece.site for piece in pieces] == [site.code for site in SITES]
    expected = sizes(300)
    for piece, site in zip(pieces, SITES, strict=True):
        assert piece.tables["patients"].num_rows == expected.get(site.code, 0)
        row = piece.tables["sites"].to_pylist()
        assert [r["expected_patients"] for r in row] == [expected.get(site.code, site.patients)]


def test_a_large_site_comes_in_disjoint_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "PIECE", 25)
    pieces = [piece for piece in simulate(300, 1) if piece.site == "SE01"]
    assert len(pieces) == 3
    patients = pa.concat_tables([piece.tables["patients"] for piece in pieces])
    assert len(set(patients["patient_id"].to_pylist())) == sizes(300)["SE01"]
    assert [piece.tables["sites"].num_rows for piece in pieces] == [1, 0, 0]


def test_pieces_of_a_site_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "PIECE", 25)
    pieces = [piece.tables["patients"] for piece in simulate(300, 1) if piece.site == "SE01"]
    numbers = [number for piece in pieces for number in piece["patient_id"].to_pylist()]
    assert numbers == sorted(numbers)


def test_identifiers_never_collide_and_depend_on_the_seed() -> None:
    ids = np.concatenate([patient_ids(0, 70_000, 9), patient_ids(70_000, 130_000, 9)])
    assert len(np.unique(ids)) == len(ids)
    assert ids.min() >= 0
    assert not np.isin(patient_ids(0, 1_000, 10), ids).any()


@pytest.mark.parametrize(("patients", "seed"), [(0, 1), (-5, 1), (10, -1)])
def test_what_cannot_be_simulated_is_refused_at_once(patients: int, seed: int) -> None:
    with pytest.raises(UsageError) as refused:
        simulate(patients, seed)
    assert refused.value.hint
