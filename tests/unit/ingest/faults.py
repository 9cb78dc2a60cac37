"""Ingest with the disk failing at the n-th thing that is done to it:
`python -m tests.unit.ingest.faults AT KIND ARGUMENTS OF TFRQ`.

AT counts what tests.unit.lake.faults counts, from 1; 0 fails nothing and prints how many there
were. KIND: `kill`, `EIO`, `ENOSPC` as there. The exit code is that of tfrq.
"""

from __future__ import annotations

import sys

from tests.unit.lake.faults import failing
from tfrq import cli


def main(at: int, kind: str, arguments: list[str]) -> int:
    done = failing(at or sys.maxsize, kind)
    code = cli.main(arguments)
    if not at:
        sys.stderr.write(f"{len(done)}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2], sys.argv[3:]))
