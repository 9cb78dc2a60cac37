"""A lake, a folder of definitions, and two ways to run tfrq: in a shell and in this process."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.transcript import Shell
from tfrq import api, cli, config

DEEP = 'criteria = ["MR4.5 for >= 2 years at index"]\nindex = "first TFR attempt"\n'
SHIPPED = 'title = "A definition of the package"\ncriteria = ["TKI >= 3 years"]\n'


@pytest.fixture(scope="session")
def lake(tmp_path_factory) -> Path:
    """A synthetic lake, whose policy allows exact numbers."""
    folder = tmp_path_factory.mktemp("lakes") / "lake"
    api.synthesize(400, 1, folder)
    return folder


@pytest.fixture
def package(tmp_path) -> Path:
    """What the package ships: one definition. What it really ships may change."""
    (tmp_path / "package" / "queries").mkdir(parents=True)
    (tmp_path / "package" / "queries" / "reference.toml").write_text(SHIPPED)
    return tmp_path / "package"


@pytest.fixture
def place(tmp_path, monkeypatch, lake, package) -> Path:
    """A working folder with ./queries and ./sample-lake, and nothing else configured."""
    folder = tmp_path / "place"
    (folder / "queries").mkdir(parents=True)
    (folder / "queries" / "deep.toml").write_text(DEEP)
    (folder / "sample-lake").symlink_to(lake)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(config, "shipped", lambda name: package / name)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("XDG_CONFIG_HOME", "TFRQ_LAKE", "TFRQ_QUERIES", "TFRQ_RELEASE", "TFRQ_MIN_CELL"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def shell(place, tmp_path, package) -> Shell:
    """A shell in the working folder."""
    return Shell(place, tmp_path / "programs", package)


@dataclass(frozen=True)
class Outcome:
    """What one run did."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(place, capfd) -> Run:
    """Run tfrq in this process: quick."""

    def run(*arguments: str) -> Outcome:
        capfd.readouterr()
        code = cli.main(arguments)
        return Outcome(code, *capfd.readouterr())

    return run
