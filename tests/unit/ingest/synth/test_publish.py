"""A synthetic lake on disk: for the same numbers the same bytes, however few patients it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tfrq.ingest.synth import registry
from tfrq.ingest.synth.publish import synthesize
from tfrq.lake import check, open_lake


def content(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_two_equal_runs_give_equal_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        synthesize(40, 3, tmp_path / name)
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert len(content(tmp_path / "one")) > 20


@pytest.mark.parametrize("patients", [1, 2, 5, 60])
def test_few_patients_are_a_lake_too(tmp_path: Path, patients: int) -> None:
    synthesize(patients, 1, tmp_path / "few")
    lake = open_lake(tmp_path / "few")
    assert sum(file.rows for file in lake.release.tables["patients"]) == patients
    assert [one for one in check(lake) if one.severity == "error"] == []


def test_a_site_in_pieces_is_published_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "PIECE", 5)
    synthesize(60, 1, tmp_path / "pieces")
    lake = open_lake(tmp_path / "pieces")
    assert sum(file.rows for file in lake.release.tables["patients"]) == 60
    assert {entry.name for entry in (tmp_path / "pieces").iterdir()}.isdisjoint({".pieces"})
