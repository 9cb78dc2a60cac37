"""The command line as a data manager uses it: a lake for an export, ingestion, counts."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import duckdb

from tests.ingest.expected import Asked, Broken, Expected, folder_of
from tests.transcript import ROOT
from tfrq.ingest.mapping.reading import read_mapping

_POLICY = '\n[policy]\nmembers = "allow"\nexact = "allow"\n'


@dataclass(frozen=True)
class Desk:
    """A folder with a lake, a key and what ingestion writes."""

    folder: Path

    @property
    def lake(self) -> Path:
        """The lake."""
        return self.folder / "lake"

    @property
    def rejects(self) -> Path:
        """Where the rejects of the last ingestion are."""
        return self.folder / "rejects.csv"

    def start(self, told: Expected) -> None:
        """A synthetic lake that lets exact numbers out, the site, and its key."""
        self.tfrq("lake", "init", str(self.lake), "--name", "examples", "--synthetic")
        arguments = ("--country", told.country, "--region", "Region", "--lake", str(self.lake))
        self.tfrq("site", "add", told.site, *arguments)
        settings = self.lake / "lake.toml"
        before, _, after = settings.read_text().partition("[policy]\n")
        kept = [line for line in after.splitlines() if not line.startswith(("members", "exact"))]
        policy = _POLICY.strip().splitlines()
        settings.write_text(before + "\n".join([*policy, *kept]) + "\n")
        key = self.folder / "key"
        key.touch(mode=0o600)
        key.write_text(hashlib.sha256(b"of synthetic patients").hexdigest())

    def ingest(self, site: str, *more: str) -> subprocess.CompletedProcess[str]:
        """`tfrq lake ingest` of the example export."""
        folder = folder_of(site)
        key, lake = ("--key-file", str(self.folder / "key")), ("--lake", str(self.lake))
        mapping = ("--mapping", str(folder / "mapping.toml"))
        files = map(str, files_of(site))
        return self.tfrq("lake", "ingest", site, *mapping, *key, *lake, *more, *files)

    def tfrq(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command that has to end well."""
        done = subprocess.run(
            [sys.executable, "-m", "tfrq", *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(self.folder)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done

    def records(self, table: str) -> list[dict[str, Any]]:
        """Rows of a table of the release in force."""
        listed = self.tfrq("lake", "files", table, "--lake", str(self.lake), "--format", "json")
        files = [str(self.lake / row["file"]) for row in json.loads(listed.stdout)["rows"]]
        found = duckdb.read_parquet(files, hive_partitioning=False, union_by_name=True)
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]

    def broken(self) -> Broken:
        """File, row and rule of every reject of the last ingestion."""
        with self.rejects.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        return Broken((row["file"], int(row["row"]), row["rule"]) for row in rows)

    def count(self, definition: str) -> Asked:
        """The exact answer to a definition."""
        arguments = ("--lake", str(self.lake), "--exact", "--format", "json")
        total = json.loads(self.tfrq("count", definition, *arguments).stdout)["rows"][-1]
        return Asked(definition, total["met"], total["not_met"], total["not_assessable"])


def files_of(site: str) -> list[Path]:
    """What is handed over: the files that the mapping reads, or the folder of a CDM."""
    folder = folder_of(site)
    if (folder / "concept.csv").exists():
        return [folder]
    patterns = {file.match.lower() for file in read_mapping(folder / "mapping.toml").files}
    return sorted(
        path
        for path in folder.iterdir()
        if any(fnmatch(path.name.lower(), pattern) for pattern in patterns)
    )
