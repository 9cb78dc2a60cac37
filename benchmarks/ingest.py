"""A large export to a published release, beside what Polars alone takes to read and write it.

`python benchmarks/ingest.py [--tests N] [--runs 2] [--folder DIR]` makes an export of one site (a
CSV of N tests, 10 million unless told, and their patients and treatments), then in turn, each in
a process of its own: Polars reads the tests and writes them as Parquet, sorted by patient and
date and not; tfrq ingests the export into a new lake. It prints seconds by the clock and of the
processor, peak memory, and their ratios; the numbers of the release have to be those of the export.
"""

# ruff: noqa: T201 (printing is what this file is for)
from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

TESTS_PER_PATIENT = 32
PIECE = 1_000_000
MAPPING = """
site = "SE01"
version = "benchmark"
data_cut = 2024-12-31

[[files]]
name = "patients"
match = "patients.csv"

[[files]]
name = "treatments"
match = "treatments.csv"

[[files]]
name = "tests"
match = "tests.csv"

[[tables]]
table = "patients"
file = "patients"
[tables.columns]
patient_id = { from = "id" }
sex = { from = "sex" }
birth_year = { from = "born", dates = ["%Y"] }
diagnosis_date = { from = "diagnosed" }

[[tables]]
table = "treatments"
file = "treatments"
[tables.columns]
patient_id = { from = "id" }
drug = { from = "drug" }
start_date = { from = "start" }
stop_date = { from = "stop" }

[[tables]]
table = "molecular"
file = "tests"
[tables.columns]
patient_id = { from = "id" }
test_date = { from = "date" }
result = { from = "result", unit = "% IS" }
reference_gene = { from = "gene" }
reference_copies = { from = "copies" }
method = { value = "RT-qPCR" }
laboratory = { from = "laboratory", values = { "one" = "LAB1", "two" = "LAB2" } }
sample_type = { from = "material", values = { "PB" = "blood", "BM" = "bone marrow" } }
"""
LAKE = """
[lake]
name = "benchmark"
synthetic = true

[[regions]]
name = "Nordic"
countries = [{ name = "SE", sites = ["SE01"] }]
"""


def make(folder: Path, tests: int) -> None:
    """The export: `tests` rows, none of which is a reject."""
    patients = -(-tests // TESTS_PER_PATIENT)
    random = np.random.default_rng(1)
    number = np.arange(patients)
    ids = pl.Series("id", number).cast(pl.String).str.zfill(9)
    diagnosed = np.datetime64("2000-01-01") + random.integers(0, 5000, patients)
    sexes = pl.Series(["female", "male"]).gather(random.integers(0, 2, patients))
    born = pl.Series("born", 1940 + random.integers(0, 40, patients))
    pl.DataFrame([ids, sexes.alias("sex"), born, pl.Series("diagnosed", diagnosed)]).write_csv(
        folder / "patients.csv"
    )
    drugs = pl.Series(["imatinib", "nilotinib"]).gather(random.integers(0, 2, patients))
    pl.DataFrame([ids, drugs.alias("drug"), pl.Series("start", diagnosed + 10)]).with_columns(
        stop=None
    ).write_csv(folder / "treatments.csv")
    with (folder / "tests.csv").open("wb") as file:
        for first in range(0, tests, PIECE):
            rows = np.arange(first, min(first + PIECE, tests))
            patient = rows // TESTS_PER_PATIENT
            _tests(random, ids.gather(patient), diagnosed[patient], rows).write_csv(
                file, include_header=first == 0
            )


def _tests(random: Any, ids: pl.Series, diagnosed: Any, rows: Any) -> pl.DataFrame:
    number = len(rows)
    value = 10.0 ** random.uniform(-3.5, 1.0, number)
    shown = pl.Series("result", value).round(5).cast(pl.String)
    result = pl.select(
        pl.when(pl.Series(random.random(number) < 0.2))
        .then(pl.lit("not detected"))
        .otherwise(shown)
    ).to_series()
    return pl.DataFrame(
        [
            ids,
            pl.Series("date", diagnosed + (rows % TESTS_PER_PATIENT) * 90),
            result.alias("result"),
            pl.Series(["ABL1", "GUSB"]).gather(random.integers(0, 2, number)).alias("gene"),
            pl.Series("copies", random.integers(10_000, 200_000, number)),
            pl.Series(["one", "two"]).gather(random.integers(0, 2, number)).alias("laboratory"),
            pl.Series(["PB", "BM"]).gather(random.integers(0, 2, number)).alias("material"),
        ]
    )


def polars_alone(folder: Path, *, ordered: bool) -> None:
    """Read the tests with their types and write them, as Polars does it by itself."""
    tests = pl.scan_csv(
        folder / "tests.csv", try_parse_dates=True, schema_overrides={"id": pl.String}
    )
    if ordered:
        tests = tests.sort("id", "date")
    tests.sink_parquet(folder / "polars.parquet", compression="zstd")


def ingest(folder: Path) -> None:
    """Ingest the export into a new lake; SystemExit where a row is not in it."""
    import tfrq
    from tfrq.ingest.pseudonyms import make_key

    lake, key = folder / "lake", folder / "key"
    lake.mkdir()
    (lake / "lake.toml").write_text(LAKE)
    (folder / "mapping.toml").write_text(MAPPING)
    make_key(key)
    done = tfrq.open(lake).ingest(
        "SE01",
        [folder / f"{name}.csv" for name in ("patients", "treatments", "tests")],
        mapping=folder / "mapping.toml",
        key_file=key,
        rejects=folder / "rejects.csv",
        warnings=folder / "warnings.csv",
    )
    if not done.release or any(one.rejected for one in done.files):
        raise SystemExit(f"not every row is in the lake: {done.files} {done.broken}")


WAYS = {
    "polars": lambda folder: polars_alone(folder, ordered=False),
    "polars, sorted": lambda folder: polars_alone(folder, ordered=True),
    "tfrq": ingest,
}


def one(way: str, folder: Path) -> dict[str, float]:
    """Seconds by the clock, seconds of the processor and peak megabytes of this process."""
    began, worked = time.perf_counter(), time.process_time()
    WAYS[way](folder)
    return {
        "clock": time.perf_counter() - began,
        "cpu": time.process_time() - worked,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def in_process(way: str, folder: Path) -> dict[str, float]:
    """`one` in a process of its own, with a folder of its own for what it writes."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        for name in ("patients.csv", "treatments.csv", "tests.csv"):
            (Path(own) / name).symlink_to(folder / name)
        command = [sys.executable, __file__, "--one", way, "--folder", own]
        return dict(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def main() -> None:
    """Read the options and report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tests", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(one(given.one, given.folder)))
        return
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        make(folder, given.tests)
        size = (folder / "tests.csv").stat().st_size
        print(f"{given.tests:,} tests, {size / 2**20:.0f} MB of CSV")
        best: dict[str, dict[str, float]] = {}
        for _ in range(given.runs):
            for way in WAYS:
                found = in_process(way, folder)
                print(
                    f"{way:16} clock {found['clock']:7.1f} s  cpu {found['cpu']:7.1f} s"
                    f"  peak {found['peak']:6.0f} MB"
                )
                if way not in best or found["clock"] < best[way]["clock"]:
                    best[way] = found
        for way in ("polars", "polars, sorted"):
            print(
                f"tfrq / {way}: clock {best['tfrq']['clock'] / best[way]['clock']:.1f}, "
                f"cpu {best['tfrq']['cpu'] / best[way]['cpu']:.1f}"
            )


if __name__ == "__main__":
    main()
