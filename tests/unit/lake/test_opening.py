"""Opening a lake: one release, resolved once, and nothing that is damaged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.lake.small_lake import make_folder
from tfrq.errors import DataError, UsageError
from tfrq.lake import open_lake, publish, release_names, run


def change(root: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """Edit the manifest of the release in force."""
    path = root / "releases" / "2024-01.json"
    manifest = json.loads(path.read_text())
    edit(manifest)
    path.write_text(json.dumps(manifest))


def test_no_lake_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no lake") as caught:
        open_lake(tmp_path)
    assert "--lake" in caught.value.hint


def test_nothing_published_yet(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no release yet"):
        open_lake(make_folder(tmp_path))


def test_an_older_release_and_one_misspelt(root: Path) -> None:
    publish(root, {}, release="2024-02")
    assert release_names(root) == ("2024-01", "2024-02")
    assert open_lake(root).release.name == "2024-02"
    assert open_lake(root, "2024-01").release.name == "2024-01"
    with pytest.raises(UsageError, match="no release 2024-2") as caught:
        open_lake(root, "2024-2")
    assert caught.value.hint == "did you mean '2024-02'?"
    with pytest.raises(UsageError, match="no release"):
        open_lake(root, "../releases/2024-01")


def test_an_open_lake_stays_at_its_release(root: Path) -> None:
    lake = open_lake(root)
    publish(root, {}, release="2024-02")
    assert lake.release.name == "2024-01"
    assert run(lake, "SELECT count(*) FROM patients")[1] == [(3,)]


@pytest.mark.parametrize("text", ["", "../2024-01", "2024-01\nx"])
def test_a_damaged_current(root: Path, text: str) -> None:
    (root / "CURRENT").write_text(text)
    with pytest.raises(DataError, match="names no release"):
        open_lake(root)


def test_a_manifest_that_is_gone(root: Path) -> None:
    (root / "CURRENT").write_text("2023-12\n")
    with pytest.raises(DataError, match="has no manifest"):
        open_lake(root)


def test_a_manifest_cut_short_anywhere(root: Path) -> None:
    path = root / "releases" / "2024-01.json"
    text = path.read_text().rstrip()
    for end in range(0, len(text), 97):
        path.write_text(text[:end])
        with pytest.raises(DataError, match="damaged"):
            open_lake(root)


def test_another_schema_version(root: Path) -> None:
    change(root, lambda manifest: manifest.update(schema_version="2"))
    with pytest.raises(DataError, match="schema version 2"):
        open_lake(root)


def first_file(manifest: dict[str, Any]) -> dict[str, Any]:
    file: dict[str, Any] = manifest["tables"]["patients"][0]
    return file


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda m: m.update(release="other"), "manifest of release other"),
        (lambda m: m.pop("tables"), "damaged"),
        (lambda m: m.update(tables=[1]), "damaged"),
        (lambda m: m.update(parent=3), "damaged"),
        (lambda m: m.update(data_cuts={"SE01": "soon"}), "damaged"),
        (lambda m: m["tables"].update(people=[]), "unknown table 'people'"),
        (lambda m: m["tables"]["patients"].append(first_file(m)), "lists a file twice"),
        (lambda m: m["tables"]["labs"].append(first_file(m)), "listed as a file of labs"),
        (lambda m: first_file(m).pop("bytes"), "damaged"),
        (lambda m: first_file(m).update(bytes="12"), "numbers of rows and bytes"),
        (lambda m: first_file(m).update(rows=-1), "numbers of rows and bytes"),
        (lambda m: first_file(m).update(sha256="x"), "without a SHA-256"),
        (lambda m: first_file(m).update(site="SE02"), "listed as a file of site SE02"),
        (lambda m: first_file(m).update(path="../patients/a.parquet"), "leaves the lake"),
        (lambda m: first_file(m).update(path="patients/../../a.parquet"), "leaves the lake"),
        (lambda m: first_file(m).update(path="/etc/passwd"), "leaves the lake"),
        (lambda m: first_file(m).update(path="patients/a.parquet"), "is not TABLE/country="),
        (lambda m: first_file(m).update(path=7), "damaged"),
    ],
)
def test_a_malformed_manifest(
    root: Path, edit: Callable[[dict[str, Any]], object], message: str
) -> None:
    change(root, edit)
    with pytest.raises(DataError, match=message) as caught:
        open_lake(root)
    assert "2024-01" in caught.value.message


def test_a_missing_file(root: Path) -> None:
    lake = open_lake(root)
    path = lake.path(lake.release.tables["labs"][0])
    path.unlink()
    with pytest.raises(DataError, match="the file is missing") as caught:
        open_lake(root)
    assert path.name in caught.value.message


def test_a_truncated_file(root: Path) -> None:
    lake = open_lake(root)
    path = lake.path(lake.release.tables["labs"][0])
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DataError, match="another size") as caught:
        open_lake(root)
    assert path.name in caught.value.message
