"""What a question about the time after the index costs, against a count of the same cohort.

`python benchmarks/following.py --lake DIR [--runs 5]` asks for survival by country and for a count
by country of the same definition, each in a process of its own, in turn, and prints the medians of
the processor's seconds from an open lake to the released answer, and their ratio. Ratios of one run
are comparable between machines; seconds are not.
"""

# ruff: noqa: T201 (printing is what this file is for)
from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import tfrq

ASKED = {"euro-ski": "MRFS", "eln2020-minimal": "loss of MMR competing death or restart"}
WAYS = ("survival", "count")


def one(way: str, name: str, lake: Path) -> dict[str, float]:
    """Seconds of the processor and peak megabytes of this process."""
    session = tfrq.open(lake)
    index = "first TFR attempt"
    # What is imported, and what the first query of a connection costs, are no part of it.
    session.count("female", by="country")
    session.survival("female", endpoint="death", index=index)
    worked = time.process_time()
    if way == "survival":
        session.survival(name, endpoint=ASKED[name], by="country", index=index)
    else:
        session.count(name, by="country", index=index)
    worked = time.process_time() - worked
    return {"cpu": worked, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def in_process(way: str, name: str, lake: Path) -> dict[str, float]:
    """`one` in a process of its own."""
    command = [sys.executable, __file__, "--lake", str(lake), "--one", way, name]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(found.stdout))


def report(name: str, lake: Path, runs: int) -> None:
    """One line: medians, their ratio and the peaks."""
    found = [{way: in_process(way, name, lake) for way in WAYS} for _ in range(runs)]
    cpu = {way: statistics.median(run[way]["cpu"] for run in found) for way in WAYS}
    peak = {way: max(run[way]["peak"] for run in found) for way in WAYS}
    print(
        f"{name:20} {cpu['survival'] / cpu['count']:10.2f} {cpu['survival']:10.2f} "
        f"{cpu['count']:8.2f} {peak['survival']:10.0f} {peak['count']:8.0f}",
        flush=True,
    )


def main() -> None:
    """Print the table, or, for a process of its own, one measurement."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lake", type=Path, required=True)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        print(json.dumps(one(*given.one, given.lake)))
        return
    heads = ("ratio, cpu", "survival", "count", "peak MB", "count")
    print(
        f"{'':20} "
        + " ".join(f"{head:>{width}}" for head, width in zip(heads, _WIDTHS, strict=True))
    )
    for name in ASKED:
        report(name, given.lake, given.runs)


_WIDTHS = (10, 10, 8, 10, 8)

if __name__ == "__main__":
    main()
