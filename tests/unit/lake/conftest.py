"""Every test has its own copy of one small lake."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.unit.lake.small_lake import make_lake


@pytest.fixture(scope="session")
def made_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_lake(tmp_path_factory.mktemp("made") / "lake").root


@pytest.fixture
def root(made_lake: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_lake, tmp_path / "lake"))
