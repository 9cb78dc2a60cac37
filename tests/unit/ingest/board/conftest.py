"""Every test has its own copy of the small lake (SE01 with two patients, FI01 with one, FI02
waiting), and an empty lake."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.unit.lake.small_lake import make_lake
from tfrq.ingest.board import new_lake


@pytest.fixture(scope="session")
def made_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_lake(tmp_path_factory.mktemp("made") / "lake").root


@pytest.fixture
def root(made_lake: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_lake, tmp_path / "lake"))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    new_lake(tmp_path / "empty", "new")
    return tmp_path / "empty"
