"""lake.toml is read strictly, and its policy is only ever tightened."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.lake.small_lake import LAKE_TOML, make_folder
from tfrq.errors import DataError, PolicyError, UsageError
from tfrq.lake import read_settings, tightened
from tfrq.results import Node, Policy


def test_a_lake_toml(tmp_path: Path) -> None:
    settings = read_settings(make_folder(tmp_path))
    assert (settings.name, settings.synthetic) == ("small", True)
    assert settings.policy == Policy(min_cell=5, members="allow", exact="refuse")
    finland = Node("FI", (Node("FI01"), Node("FI02")))
    nordic = Node("Nordic", (finland, Node("SE", (Node("SE01"),))))
    assert settings.tree == Node("small", (nordic,))
    assert settings.countries() == {"FI01": "FI", "FI02": "FI", "SE01": "SE"}


def test_the_least_that_a_lake_toml_says(tmp_path: Path) -> None:
    (tmp_path / "lake.toml").write_text('[lake]\nname = "new"\n')
    settings = read_settings(tmp_path)
    assert settings.policy == Policy()
    assert not settings.synthetic
    assert settings.tree == Node("new")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "small"', "", r"\[lake\] has no name"),
        ("synthetic = true", 'synthetic = "yes"', "synthetic is not true or false"),
        ('members = "allow"', "min_cell = 0", "min_cell is not a whole number"),
        ('members = "allow"', "min_cell = 5.5", "min_cell is not a whole number"),
        ('members = "allow"', "min_cell = true", "min_cell is not a whole number"),
        ('members = "allow"', 'members = "yes"', "members is neither"),
        ('members = "allow"', "min_cel = 12", "unknown key 'min_cel'"),
        ('name = "FI"', 'name = "Finland"', "'Finland' is no ISO 3166-1"),
        ('"FI01"', '"23"', "'23' is no site code"),
        ('"FI01"', '"../FI"', "no site code"),
        ('"FI01"', '"SE01"', "site SE01 is there twice"),
        ('name = "FI"', 'name = "SE"', "country SE is there twice"),
        ('sites = ["SE01"]', 'sites = "SE01"', "sites of country SE is not a list of texts"),
        ('sites = ["SE01"]', "", "country SE has no sites"),
        ('sites = ["SE01"]', 'sites = ["SE01"', "cannot be read"),
    ],
)
def test_what_is_wrong_with_it(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in LAKE_TOML
    (tmp_path / "lake.toml").write_text(LAKE_TOML.replace(old, new))
    with pytest.raises(DataError, match=message) as caught:
        read_settings(tmp_path)
    assert "lake.toml" in caught.value.message


def test_a_misspelt_key_is_told_its_name(tmp_path: Path) -> None:
    (tmp_path / "lake.toml").write_text('[lake]\nname = "a"\n[policy]\nmin_cel = 12\n')
    with pytest.raises(DataError) as caught:
        read_settings(tmp_path)
    assert caught.value.hint == "did you mean 'min_cell'?"


def test_no_lake_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no lake at"):
        read_settings(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="is no lake"):
        read_settings(tmp_path)


def test_a_policy_can_be_tightened() -> None:
    policy = Policy(min_cell=5, members="allow")
    assert tightened(policy, None) == policy
    assert tightened(policy, 5) == policy
    assert tightened(policy, 10) == Policy(min_cell=10, members="allow")


@pytest.mark.parametrize("min_cell", [4, 1, 0, -3])
def test_a_policy_cannot_be_loosened(min_cell: int) -> None:
    with pytest.raises(PolicyError, match="cannot be lowered"):
        tightened(Policy(min_cell=5), min_cell)
