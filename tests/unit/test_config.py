"""Where settings come from, and which of two wins."""

from pathlib import Path

import pytest

from tfrq import config
from tfrq.errors import UsageError


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A working folder in which nothing is configured."""
    for key in config.KEYS:
        monkeypatch.delenv("TFRQ_" + key.upper().replace("-", "_"), raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    folder = tmp_path / "project" / "notebooks"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def test_nothing_is_configured(here):
    assert config.settings() == config.Settings(None, None, "", None)


def test_folders_in_the_working_folder_come_last(here, monkeypatch):
    (here / "sample-lake").mkdir()
    (here / "queries").mkdir()
    assert config.settings().lake == Path("sample-lake")
    assert config.settings().queries == Path("queries")
    monkeypatch.setenv("TFRQ_LAKE", "/lake/of/environment")
    assert config.settings().lake == Path("/lake/of/environment")


def test_each_source_gives_way_to_the_one_before(here, monkeypatch):
    user = here.parents[1] / "xdg" / "tfrq" / "tfrq.toml"
    user.parent.mkdir(parents=True)
    user.write_text('release = "user"\n')
    assert config.settings().release == "user"
    (here.parent / "tfrq.toml").write_text('release = "project"\n')
    assert config.settings().release == "project"
    monkeypatch.setenv("TFRQ_RELEASE", "environment")
    assert config.settings().release == "environment"
    assert config.settings({"release": "flag"}).release == "flag"


def test_an_empty_environment_variable_is_none(here, monkeypatch):
    monkeypatch.setenv("TFRQ_RELEASE", "")
    assert config.settings().release == ""
    monkeypatch.setenv("TFRQ_MIN_CELL", "")
    assert config.settings().min_cell is None


def test_a_path_in_a_file_is_meant_from_the_file(here):
    (here.parent / "tfrq.toml").write_text('lake = "data/lake"\nqueries = "/elsewhere"\n')
    assert config.settings().lake == here.parent / "data" / "lake"
    assert config.settings().queries == Path("/elsewhere")


def test_cron_has_no_home(here, monkeypatch):
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.delenv("HOME")
    assert config.settings().lake is None


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        ("lkae = 'x'", "unknown key 'lkae'", "did you mean 'lake'?"),
        ("colour = 'x'", "unknown key 'colour'", "lake, queries, release, min-cell"),
        ("min_cell = 10", "unknown key 'min_cell'", "did you mean 'min-cell'?"),
        ("lake = 7", "'lake' must be text", ""),
        ("lake = ''", "'lake' must be text", ""),
        ("min-cell = '10'", "'min-cell' must be a whole number", ""),
        ("min-cell = true", "'min-cell' must be a whole number", ""),
        ("lake = ", "cannot read", ""),
        ("lake = " + "[" * 5000, "too deeply nested", ""),
    ],
)
def test_a_file_with_a_mistake_is_named(here, content, message, hint):
    path = here / "tfrq.toml"
    path.write_text(content)
    with pytest.raises(UsageError) as caught:
        config.settings()
    assert str(path) in caught.value.message
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize("text", ["0", "-1", "5.0", "five", "٥", "9" * 5000])
def test_a_smallest_cell_is_a_whole_number(here, text):
    with pytest.raises(UsageError, match="must be a whole number"):
        config.settings({"min-cell": text})


def test_the_smallest_cell_can_only_be_raised(here):
    (here / "tfrq.toml").write_text("min-cell = 10\n")
    assert config.settings({"min-cell": "12"}).min_cell == 12
    with pytest.raises(UsageError, match=r"6 \(--min-cell\) would loosen the 10 of .*tfrq.toml"):
        config.settings({"min-cell": "6"})


def test_sample_is_the_lake_in_the_package(here, monkeypatch, tmp_path):
    monkeypatch.setattr(config, "shipped", lambda folder: tmp_path / folder)
    (here / "sample").mkdir()
    assert config.settings({"lake": "sample"}).lake == tmp_path / "sample-lake"
    assert config.settings({"lake": "./sample"}).lake == Path("sample")
    (here / "tfrq.toml").write_text('lake = "sample"\n')
    assert config.settings().lake == tmp_path / "sample-lake"
    monkeypatch.setattr(config, "shipped", lambda folder: None)
    with pytest.raises(UsageError, match="no sample lake"):
        config.settings()


def test_a_wheel_is_looked_into_before_the_folders_beside_it(monkeypatch, tmp_path):
    package = tmp_path / "site-packages" / "tfrq"
    (tmp_path / "site-packages" / "queries").mkdir(parents=True)
    monkeypatch.setattr(config, "__file__", str(package / "config.py"))
    assert config.shipped("queries") == tmp_path / "site-packages" / "queries"
    (package / "_shipped" / "queries").mkdir(parents=True)
    assert config.shipped("queries") == package / "_shipped" / "queries"
    assert config.shipped("sample-lake") is None


def test_nobody_has_that_home(here):
    with pytest.raises(UsageError, match="nobody has the home folder"):
        config.settings({"lake": "~nobody-of-that-name/lake"})


def test_the_working_folder_is_gone(here):
    here.rmdir()
    with pytest.raises(UsageError, match="no longer exists"):
        config.settings()
