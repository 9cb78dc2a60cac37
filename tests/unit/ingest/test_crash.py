"""Killed or short of disk at any moment of an ingestion, the lake is at one release, whole."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.ingest.commands import Desk, files_of
from tests.ingest.expected import expected, folder_of
from tests.transcript import ROOT
from tfrq.lake import check, open_lake

SITE = "SE01"
# Of the things that are done to the disk every so many-th fails, in a process each.
STEP = 24
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "POLARS_MAX_THREADS": "1"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A lake with the whole export as release `a`; ingested again is all but one file of tests."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.start(expected(SITE))
    desk.ingest(SITE, "--name", "a")
    mapping = (folder_of(SITE) / "mapping.toml").read_text()
    allowed = mapping.replace("[thresholds]", '[thresholds]\n"records gone" = 100.0')
    (desk.folder / "m.toml").write_text(allowed)
    return desk


def again(desk: Desk, folder: Path, *, at: int = 0, kind: str = "") -> list[str]:
    """The command for the second ingestion, into the lake of a folder."""
    files = [str(path) for path in files_of(SITE) if path.name != "pcr_2024_2.csv"]
    return [
        *(sys.executable, "-m", "tests.unit.ingest.faults", str(at), kind),
        *("lake", "ingest", SITE, "--mapping", str(desk.folder / "m.toml"), "--name", "b"),
        *("--key-file", str(desk.folder / "key"), "--lake", str(folder / "lake")),
        *("--rejects", str(folder / "rejects.csv"), "--warnings", str(folder / "warnings.csv")),
        *files,
    ]


def ran(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, **options
    )


def copied(desk: Desk, folder: Path) -> Path:
    shutil.copytree(desk.lake, folder / "lake")
    return folder


def whole(folder: Path) -> str:
    """The release in force, after a look at everything that can be wrong with it."""
    lake = open_lake(folder / "lake")
    assert {one.message for one in check(lake) if one.severity == "error"} == set()
    tests = sum(file.rows for file in lake.release.tables["molecular"])
    assert (lake.release.name == "a") == (tests == expected(SITE).records["molecular"])
    return lake.release.name


def goes_on(desk: Desk, folder: Path) -> None:
    """The next ingestion works, and nothing of the one before is left."""
    name = "b" if whole(folder) == "a" else "c"
    command = again(desk, folder)
    command[command.index("b", 5)] = name
    done = ran(command)
    assert done.returncode == 0, done.stderr
    assert whole(folder) == name
    assert [path for path in (folder / "lake" / ".ingest").rglob("*") if path.is_file()] == []
    assert not (folder / "lake" / ".staging").exists()


def points(desk: Desk, folder: Path) -> Iterator[int]:
    """Every STEP-th thing that is done to the disk, and the last ones one by one: there the new
    release is moved into place."""
    counted = ran(again(desk, copied(desk, folder)))
    number = int(counted.stderr.splitlines()[-1])
    yield from range(1, number - STEP, STEP)
    yield from range(number - STEP, number + 1, 4)


@pytest.mark.parametrize("kind", ["kill", "EIO", "ENOSPC"])
def test_a_disk_that_fails_at_any_moment(desk: Desk, tmp_path: Path, kind: str) -> None:
    folders = {at: tmp_path / str(at) for at in points(desk, tmp_path / "counted")}

    def fail(at: int) -> subprocess.CompletedProcess[str]:
        return ran(again(desk, copied(desk, folders[at]), at=at, kind=kind))

    with ThreadPoolExecutor(2) as both:
        ends = dict(zip(folders, both.map(fail, folders), strict=True))
    for at, end in ends.items():
        assert "Traceback" not in end.stderr, (at, end.stderr)
        assert end.returncode == -signal.SIGKILL if kind == "kill" else end.returncode in (0, 2, 4)
    in_force = {at: whole(folder) for at, folder in folders.items()}
    assert set(in_force.values()) == {"a", "b"}
    # One that ended early, one late, and one after the release was put in force.
    for at in (min(folders), *(max(at for at in folders if in_force[at] == n) for n in "ab")):
        goes_on(desk, folders[at])


@pytest.mark.parametrize("kilobytes", [1, 8, 32])
def test_a_disk_that_is_full(desk: Desk, tmp_path: Path, kilobytes: int) -> None:
    """No file may grow beyond a size, as set by the system itself."""
    folder = copied(desk, tmp_path)
    size = kilobytes * 1024

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    done = ran(again(desk, folder), preexec_fn=limited)
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 2)
    assert (done.returncode == 0) == (whole(folder) == "b")
    goes_on(desk, folder)
