"""What people see, as transcripts in snapshots/.

An empty line ends each output. After a change that is meant, write them anew with
TFRQ_SNAPSHOTS=write and read the difference.
"""

import os
from pathlib import Path

import pytest

from tests.transcript import replayed

SNAPSHOTS = sorted((Path(__file__).parent / "snapshots").glob("*.txt"))


@pytest.mark.parametrize("path", SNAPSHOTS, ids=lambda path: path.stem)
def test_snapshot(path, shell):
    expected = path.read_text(encoding="utf-8")
    seen = replayed(expected, shell, separator="\n")
    if os.environ.get("TFRQ_SNAPSHOTS") == "write":
        path.write_text(seen, encoding="utf-8")
    assert seen == expected


def test_there_are_snapshots():
    assert SNAPSHOTS
