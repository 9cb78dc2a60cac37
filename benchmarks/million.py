"""Counts on a lake of a million patients, against a bare scan and against SQL written by hand.

`python benchmarks/million.py [--lake DIR | --patients N] [--runs 3]` makes the lake (or takes one)
and, for each definition, counts by country with tfrq, with benchmarks/hand/NAME.sql (the same
meaning, written for DuckDB by hand over the same views) and reads the columns that tfrq's query
names, each in a process of its own, in turn. It prints ratios and peak memory, fails where the
answers of tfrq and of the hand-written SQL differ in any country, and shows how often each shared
piece stands in tfrq's query and how often its plan reads each table.
"""

# ruff: noqa: T201 (printing is what this file is for)
from __future__ import annotations

import argparse
import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tfrq
from tfrq import lake as lakes
from tfrq import sql
from tfrq.schema import TABLES, day_column

HAND = Path(__file__).parent / "hand"
SIX = (
    "age >= 18 at diagnosis, chronic phase at diagnosis, no accelerated or blast phase, "
    "TKI >= 3 years, MR4 for >= 2 years, no previous TFR attempt"
)
# What is asked, and the index where the text does not bring its own.
ASKED = {
    "mr45-2y-imatinib-5y": ("mr45-2y-imatinib-5y", ""),
    "euro-ski": ("euro-ski", ""),
    "eln2020-minimal": ("eln2020-minimal", ""),
    "nccn": ("nccn", ""),
    "six": (SIX, "data cut"),
}
WAYS = ("tfrq", "hand", "scan")
Rows = list[tuple[Any, ...]]


def compiled(lake: Path, name: str) -> sql.Query:
    """tfrq's query for a count, by site and sex: countries are added up from these."""
    text, index = ASKED[name]
    return sql.compile_count(tfrq.open(lake).resolve(text, index=index).definition)


def scan(query: sql.Query) -> str:
    """A query that reads every value of the columns that `query` names, and does nothing else."""
    named = set(re.findall(r"\w+", query.sql))
    parts = []
    for table in (TABLES[name] for name in query.tables):
        columns = [c.name for c in table.columns if {c.name, day_column(c.name)} & named]
        parts.append(f"SELECT bit_xor(hash({', '.join(columns)})) FROM {table.name}")
    return " UNION ALL ".join(parts)


def one(way: str, name: str, folder: Path) -> dict[str, Any]:
    """Answer, seconds from opened lake to rows, and peak megabytes, of this process."""
    lake, query = tfrq.open(folder).lake, compiled(folder, name)
    text = {"tfrq": lambda: query.sql, "hand": (HAND / f"{name}.sql").read_text}.get(way)
    statement = text() if text else scan(query)
    start, worked = time.perf_counter(), time.process_time()
    columns, rows = lakes.run(lake, statement, query.tables)
    return {
        "seconds": time.perf_counter() - start,
        "cpu": time.process_time() - worked,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "rows": [] if way == "scan" else answers(columns, rows),
    }


def answers(columns: tuple[str, ...], rows: Rows) -> Rows:
    """Country, met, not met, not assessable, of the countries that have anybody to judge."""
    summed: Counter[tuple[str, int]] = Counter()
    first, country = columns.index("met"), columns.index("country")
    for row in rows:
        summed.update({(row[country], place): row[first + place] for place in range(3)})
    countries = sorted({name for name, _ in summed if any(summed[name, n] for n in range(3))})
    return [(name, *(summed[name, place] for place in range(3))) for name in countries]


def in_process(way: str, name: str, lake: Path) -> dict[str, Any]:
    """`one` in a process of its own."""
    command = [sys.executable, __file__, "--lake", str(lake), "--one", way, name]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(found.stdout))


def measured(name: str, lake: Path, runs: int) -> dict[str, list[dict[str, Any]]]:
    """Every way in turn, `runs` times; SystemExit where two answers differ."""
    found: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
    for _ in range(runs):
        for way in WAYS:
            found[way].append(in_process(way, name, lake))
    for ours, theirs in zip(found["tfrq"], found["hand"], strict=True):
        if ours["rows"] != theirs["rows"]:
            raise SystemExit(f"{name}: tfrq {ours['rows']}, by hand {theirs['rows']}")
    return found


def report(name: str, found: dict[str, list[dict[str, Any]]]) -> None:
    """One line: medians of the processor's seconds and of the clock's, and their ratios."""

    def median(way: str, what: str) -> float:
        return statistics.median(run[what] for run in found[way])

    cpu = {way: median(way, "cpu") for way in WAYS}
    clock = {way: median(way, "seconds") for way in WAYS}
    peak = {way: max(run["peak"] for run in found[way]) for way in WAYS}
    print(
        f"{name:20} {cpu['tfrq'] / cpu['hand']:8.2f} {clock['tfrq'] / clock['hand']:8.2f} "
        f"{cpu['tfrq'] / cpu['scan']:8.1f} {clock['tfrq'] / clock['scan']:8.1f} "
        f"{peak['tfrq']:8.0f} {peak['hand']:8.0f} {peak['scan']:8.0f} "
        f"{cpu['tfrq']:8.2f} {clock['tfrq']:8.2f}",
        flush=True,
    )


def plan(name: str, folder: Path) -> str:
    """How often each shared piece stands in the query, and how often the plan reads a table."""
    query = compiled(folder, name)
    pieces = Counter(
        re.sub(r"_\d+$", "", cte) for cte in re.findall(r"^(\w+) AS \($", query.sql, re.M)
    )
    pieces |= Counter(re.findall(r"^WITH (\w+) AS \($", query.sql, re.M))
    bodies = re.findall(r"AS \(\n(.*?)\n\)[,\n]", query.sql, re.S)
    assert len(set(bodies)) == len(bodies), "a piece stands in the query twice"
    shown = ", ".join(f"{piece} {times}" for piece, times in pieces.items() if piece != "criterion")
    _, rows = lakes.run(tfrq.open(folder).lake, f"EXPLAIN (FORMAT json) {query.sql}", query.tables)
    reads = Counter(_read(json.loads(rows[0][-1])))
    return f"{name}: {shown}\n  reads in the plan: {dict(reads)}"


def _read(node: Any) -> Iterator[str]:
    """The table of every scan below a node of a plan, told by a column that only it has."""
    if isinstance(node, list):
        for child in node:
            yield from _read(child)
        return
    if node.get("name", "").startswith("READ_PARQUET"):
        projected = str(node.get("extra_info", {}).get("Projections", ""))
        marks = {"test_date": "molecular", "start_date": "treatments", "data_cut_date": "sites"}
        yield next((table for mark, table in marks.items() if mark in projected), "others")
    for child in node.get("children", []):
        yield from _read(child)


def lake_of(options: argparse.Namespace, folder: str) -> Path:
    """The lake given, or one made for this run; says how long that took and its peak memory."""
    if options.lake:
        return Path(options.lake)
    lake, start = Path(folder) / "lake", time.perf_counter()
    asked = ["lake", "synth", "--patients", str(options.patients), "--out", str(lake)]
    subprocess.run([sys.executable, "-m", "tfrq", *asked], check=True, stdout=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"made {options.patients} patients in {time.perf_counter() - start:.0f} s "
        f"({used.ru_utime + used.ru_stime:.0f} s of processor), peak {used.ru_maxrss / 1024:.0f} MB"
    )
    return lake


def main() -> None:
    """Print the table and the plans, or, for a process of its own, one measurement."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--patients", type=int, default=1_000_000)
    options.add_argument("--lake")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        print(json.dumps(one(*given.one, Path(given.lake))))
        return
    with tempfile.TemporaryDirectory() as folder:
        lake = lake_of(given, folder)
        print(f"{'':20} {'tfrq / by hand':>17} {'tfrq / bare scan':>17} {'peak MB':>26} {'s':>17}")
        heads = ("cpu", "clock", "cpu", "clock", *WAYS, "cpu", "clock")
        print(f"{'':20} " + " ".join(f"{head:>8}" for head in heads))
        for name in ASKED:
            report(name, measured(name, lake, given.runs))
        print("Each piece and how often it stands in the query (numbered kinds differ):")
        for name in ASKED:
            print(plan(name, lake))


if __name__ == "__main__":
    main()
