"""Publish a synthetic registry as the first release of a new lake."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from pyarrow import feather

from tfrq import lake, schema
from tfrq.errors import UsageError
from tfrq.ingest.synth.published import EURO_SKI
from tfrq.ingest.synth.recurrence import RecurrenceTally
from tfrq.ingest.synth.registry import SiteTables, simulate
from tfrq.ingest.synth.sites import SITES, lake_toml

# Folder, in the lake in the making, of what a site is made of.
SPOOL = ".pieces"


@dataclass(frozen=True)
class Synthesized:
    """A synthetic lake that was made: per cent without recurrence by months after the stop,
    `simulated` and as published."""

    release: str
    simulated: Mapping[int, float]
    published: Mapping[int, float]
    published_name: str


def synthesize(patients: int, seed: int, out: Path, *, dry_run: bool = False) -> Synthesized:
    """Simulate a registry and publish it as the first release of a new lake at `out`.

    The lake is there whole or not at all, and for the same numbers has the same files, byte by
    byte. Raises UsageError where `out` holds anything.
    """
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise UsageError(f"{out} is there already", hint="name a folder that holds nothing yet")
    release, tally = f"synthetic-{seed}", RecurrenceTally()
    pieces = _tallied(simulate(patients, seed), tally)
    if dry_run:
        for _ in pieces:
            pass
    else:
        _publish(out, release, pieces)
    return Synthesized(release, tally.percent(), EURO_SKI.percent, EURO_SKI.name)


def _tallied(pieces: Iterable[SiteTables], tally: RecurrenceTally) -> Iterator[SiteTables]:
    for piece in pieces:
        tally.add(piece.tables)
        yield piece


def _publish(folder: Path, release: str, pieces: Iterable[SiteTables]) -> None:
    """Publish site by site, beside the place where the lake will be, and then move it there."""
    building = folder.absolute().with_name(f".{folder.absolute().name}.{os.getpid()}.building")
    try:
        building.mkdir(parents=True)
        (building / "lake.toml").write_text(lake_toml(), encoding="utf-8")
        with lake.Publication(building, release, created=_last_cut()) as publication:
            for site, parts in groupby(pieces, key=attrgetter("site")):
                spooled = [_spool(part, building / SPOOL) for part in parts]
                for table in schema.TABLES:
                    publication.add(table, site, _read([part[table] for part in spooled]))
                shutil.rmtree(building / SPOOL)
        building.replace(folder)
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror}") from error
    finally:
        with suppress(OSError):
            shutil.rmtree(building)


def _spool(piece: SiteTables, folder: Path) -> dict[str, Path]:
    """Write the tables of a piece, each to a file: a publication takes a site table by table, and
    the pieces of a large site would not fit in memory together."""
    folder.mkdir(exist_ok=True)
    number = len(list(folder.iterdir()))
    paths = {name: folder / f"{name}-{number}.arrow" for name in piece.tables}
    for name, path in paths.items():
        feather.write_feather(piece.tables[name], path, compression="lz4")
    return paths


def _read(paths: Iterable[Path]) -> Iterator[Any]:
    return (feather.read_table(path, memory_map=False) for path in paths)


def _last_cut() -> datetime:
    # The day of the run would make two equal lakes differ.
    return datetime.combine(max(site.data_cut for site in SITES if site.data_cut), time(), UTC)
