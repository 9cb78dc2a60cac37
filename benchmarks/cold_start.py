"""How long a command takes from nothing, against what no query on DuckDB can avoid.

`python benchmarks/cold_start.py [--runs 21] [--lake DIR]` starts whole processes, in turn, so that
whatever else the machine does meets all of them alike, and prints the median of each and its ratio
to a bare `import duckdb`. Ratios of one run are comparable between machines; milliseconds are not.
Without `--lake` it takes ./sample-lake, and where there is none makes a lake of 2,000 patients.
"""

# ruff: noqa: T201 (printing is what this file is for)
from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

DEFINITION = (
    "MR4.5 for >= 2 years (tests >= 4), imatinib >= 5 years, no previous TFR attempt, "
    "no accelerated or blast phase"
)
BASE = "import duckdb"
# What `--help` must not import: each costs more than everything that it does need.
HEAVY = ("duckdb", "rich", "pyarrow", "numpy", "jinja2", "tfrq.api")
LOADED = (
    "import sys, contextlib, io\n"
    "from tfrq.cli import main\n"
    "with contextlib.redirect_stdout(io.StringIO()): main(['--help'])\n"
    f"print(*(name for name in {HEAVY!r} if name in sys.modules))"
)


def commands(lake: Path) -> dict[str, list[str]]:
    """What is measured, by the name that it is printed under."""
    tfrq = [sys.executable, "-m", "tfrq"]
    asked = ["count", DEFINITION, "--index", "data cut", "--lake", str(lake), "--quiet"]
    return {
        "python": [sys.executable, "-c", "pass"],
        BASE: [sys.executable, "-c", BASE],
        "tfrq --help": [*tfrq, "--help"],
        "tfrq count": [*tfrq, *asked],
        "tfrq count --format json": [*tfrq, *asked, "--format", "json"],
    }


def seconds(command: Sequence[str]) -> float:
    """One whole process, from its start to its end."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def medians(named: dict[str, list[str]], runs: int) -> dict[str, float]:
    """Median seconds of each; the first round warms the file cache and does not count."""
    taken: dict[str, list[float]] = {name: [] for name in named}
    for _ in range(runs + 1):
        for name, command in named.items():
            taken[name].append(seconds(command))
    return {name: statistics.median(times[1:]) for name, times in taken.items()}


def imported_for_help() -> list[str]:
    """Which heavy modules `tfrq --help` imports: none, it is hoped."""
    found = subprocess.run(
        [sys.executable, "-c", LOADED], check=True, capture_output=True, text=True
    )
    return found.stdout.split()


def sample(folder: str) -> Path:
    """./sample-lake, or a lake made for this run."""
    if Path("sample-lake").is_dir():
        return Path("sample-lake")
    lake = Path(folder) / "lake"
    make = [sys.executable, "-m", "tfrq", "lake", "synth", "--patients", "2000", "--out", str(lake)]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    return lake


def main() -> int:
    """Print the table; 1 if `--help` imports what it should not."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=21)
    options.add_argument("--lake", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = medians(commands(given.lake or sample(folder)), given.runs)
    print(f"medians of {given.runs} interleaved runs of whole processes")
    for name, taken in found.items():
        print(f"  {name:26} {taken * 1000:7.0f} ms {taken / found[BASE]:6.2f} × {BASE}")
    heavy = imported_for_help()
    print(f"tfrq --help imports of {', '.join(HEAVY)}: {', '.join(heavy) or 'none'}")
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main())
