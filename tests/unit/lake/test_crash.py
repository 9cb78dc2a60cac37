"""Whatever happens to a process that publishes, or to its disk, the lake is at one release."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.unit.lake.faults import DONE, KILLED, PUBLISHED, REFUSED, next_release
from tests.unit.lake.small_lake import (
    CREATED,
    first_release,
    make_folder,
    site_tables,
)
from tfrq.errors import LockedError
from tfrq.lake import Lake, check, open_lake, publish, run

TOP = Path(__file__).parents[3]
IN_TESTS: dict[str, Any] = {
    "cwd": TOP,
    "env": os.environ | {"PYTHONPATH": str(TOP)},
    "capture_output": True,
    "text": True,
}
BEFORE, AFTER = [(1,), (2,)], [(1,), (7,)]


def patients(lake: Lake) -> list[tuple[Any, ...]]:
    return run(lake, "SELECT patient_id FROM patients ORDER BY patient_id", ["patients"])[1]


def first(root: Path) -> Path:
    """A lake with two patients, at release a."""
    tables = {
        "sites": first_release()["sites"],
        "patients": {"SE01": site_tables("SE01", [1, 2])["patients"]},
    }
    publish(make_folder(root), tables, release="a", created=CREATED)
    return root


def state(root: Path) -> str:
    """What is where beside the staging, and what CURRENT says: of runs that end alike one is
    looked at."""
    listed = [
        (str(path.relative_to(root)), path.stat().st_size)
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(".") and ".staging" not in path.parts
    ]
    return json.dumps([sorted(listed), (root / "CURRENT").read_text()])


def whole(root: Path) -> str:
    """The release in force, after a look at everything that can be wrong with it."""
    lake = open_lake(root)
    assert {one.message for one in check(lake)} <= {"no release lists this file"}
    assert patients(lake) == (BEFORE if lake.release.name == "a" else AFTER)
    return lake.release.name


def goes_on(root: Path, reader: Lake) -> None:
    """The next publication works, one of the same name or of another, and clears the staging; who
    has opened the first release reads it."""
    next_release(root, "b" if open_lake(root).release.name == "a" else "c")
    assert whole(root) in ("b", "c")
    assert not (root / ".staging").exists()
    assert patients(reader) == BEFORE


@pytest.mark.parametrize("kind", ["kill", "EIO", "ENOSPC"])
def test_a_disk_that_fails_at_any_moment(tmp_path: Path, kind: str) -> None:
    first(tmp_path / "old")
    command = [sys.executable, "-m", "tests.unit.lake.faults", str(tmp_path), kind, "7"]
    ran = subprocess.run(command, **IN_TESTS)
    assert ran.returncode == 0, ran.stderr
    ends = dict(line.split(" ", 1) for line in ran.stdout.splitlines())
    assert set(ends.values()) <= {DONE, *([KILLED] if kind == "kill" else [REFUSED, PUBLISHED])}
    seen, in_force = set(), set()
    for name in ends:
        root = tmp_path / name
        if state(root) not in seen:
            seen.add(state(root))
            in_force.add(whole(root))
            goes_on(root, open_lake(root, "a"))
    assert in_force == {"a", "b"}
    assert len(ends) > len(seen) > 2


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """No file may grow beyond what the lake's largest has, as set by the system itself."""
    root = first(tmp_path / "lake")
    largest = max(path.stat().st_size for path in root.rglob("*.parquet"))
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from tests.unit.lake.faults import next_release\n"
        "from tfrq.errors import TfrqError\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({largest // 2}, {largest // 2}))\n"
        "try: next_release(Path(sys.argv[1]))\n"
        "except TfrqError as error: print(error.exit_code, error.message)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(root)], **IN_TESTS)
    assert ran.stdout.startswith("2 the lake at"), ran.stderr
    assert "too large" in ran.stdout
    assert whole(root) == "a"
    assert not (root / ".staging").exists()
    goes_on(root, open_lake(root))


@contextmanager
def publishing(root: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has staged its files and waits, holding the lock."""
    code = (
        "import sys, time; from pathlib import Path\n"
        "from tests.unit.lake.faults import site_tables\n"
        "from tfrq.lake import Publication\n"
        "with Publication(Path(sys.argv[1]), 'b') as publication:\n"
        "    publication.add('patients', 'SE01', site_tables('SE01', [1, 7])['patients'])\n"
        "    print('staged', flush=True)\n"
        "    time.sleep(60)\n"
    )
    options = {key: value for key, value in IN_TESTS.items() if key != "capture_output"}
    with subprocess.Popen(
        [sys.executable, "-c", code, str(root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "staged\n"
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGKILL"])
def test_a_writer_that_is_told_to_end(tmp_path: Path, name: str) -> None:
    root = first(tmp_path / "lake")
    with publishing(root) as process:
        # Meanwhile nobody else writes, and everybody reads.
        with pytest.raises(LockedError, match=f"process {process.pid}") as refused:
            next_release(root)
        assert refused.value.exit_code == 75
        assert patients(open_lake(root)) == BEFORE
        process.send_signal(getattr(signal, name))
        process.wait(30)
    assert whole_but_staging(root) == "a"
    assert (root / ".staging").exists() == (name != "SIGINT")
    goes_on(root, open_lake(root))


def whole_but_staging(root: Path) -> str:
    staged = {one.file for one in check(open_lake(root)) if one.file.startswith(".staging/")}
    assert bool(staged) == (root / ".staging").exists()
    return whole(root)


def test_readers_see_one_release_or_the_other(tmp_path: Path) -> None:
    root = first(tmp_path / "lake")
    seen: list[tuple[str, list[tuple[Any, ...]]]] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            lake = open_lake(root)
            seen.append((lake.release.name, patients(lake)))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        while not seen and reader.is_alive():
            time.sleep(0.01)
        for name in ("b", "c", "d"):
            next_release(root, name)
    finally:
        over.set()
        reader.join()
    assert seen[0] == ("a", BEFORE)
    assert all(rows == (BEFORE if name == "a" else AFTER) for name, rows in seen)


def test_what_reaches_the_disk_before_what(tmp_path: Path, monkeypatch: Any) -> None:
    """After a power cut a name lasts only if its folder was written, up to the lake: the files
    before the manifest is there, the manifest before CURRENT is."""
    root = first(tmp_path / "lake")
    log: list[tuple[str, str]] = []
    replace, fsync = os.replace, os.fsync

    def replacing(source: Any, target: Any) -> None:
        log.append(("moved", os.path.relpath(target, root)))
        replace(source, target)

    def syncing(descriptor: int) -> None:
        log.append(
            ("synced", os.path.relpath(Path(f"/proc/self/fd/{descriptor}").readlink(), root))
        )
        fsync(descriptor)

    monkeypatch.setattr(os, "replace", replacing)
    monkeypatch.setattr(os, "fsync", syncing)
    next_release(root)
    moves = [path for what, path in log if what == "moved"]
    assert moves[-2:] == ["releases/b.json", "CURRENT"]
    files = log.index(("moved", moves[-2]))
    manifest = log.index(("moved", "CURRENT"))
    for path in moves[:-2]:
        moved = log.index(("moved", path))
        for folder in (Path(path).parent, *Path(path).parent.parents):
            assert ("synced", str(folder)) in log[moved:files]
    assert ("synced", "releases") in log[files:manifest]
    assert log[-1] == ("synced", ".")
    for number, (what, path) in enumerate(log):
        if what == "moved":
            suffix = Path(path).suffix
            synced = [done for how, done in log[:number] if how == "synced"]
            assert any(Path(done).suffix == suffix and ".staging" in done for done in synced)
