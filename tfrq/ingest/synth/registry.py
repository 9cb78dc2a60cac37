"""The whole registry, site by site, in pieces of bounded size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from tfrq import schema
from tfrq.errors import UsageError
from tfrq.ingest.synth import arrow
from tfrq.ingest.synth.assays import together
from tfrq.ingest.synth.boundaries import on_boundaries
from tfrq.ingest.synth.draws import streams
from tfrq.ingest.synth.fate import draw_fate
from tfrq.ingest.synth.history import run_course
from tfrq.ingest.synth.identifiers import patient_ids
from tfrq.ingest.synth.labs import labs_table
from tfrq.ingest.synth.outcomes import attempts_table, events_table
from tfrq.ingest.synth.patients_table import patients_table
from tfrq.ingest.synth.people import draw_people
from tfrq.ingest.synth.reports import molecular_table
from tfrq.ingest.synth.sites import SITES, Site, sizes
from tfrq.ingest.synth.treatments import treatments_table

# A piece of this many patients takes about half a gigabyte while it is made.
PIECE = 20_000


@dataclass(frozen=True)
class SiteTables:
    """Tables of one site, or of some of its patients: `tables` has every table of the schema by
    name. A large site comes in several pieces, one after the other in order of the patients'
    numbers, no patient in two of them; its row of `sites` is in the first alone."""

    site: str
    country: str
    tables: dict[str, Any]


def simulate(patients: int, seed: int) -> Iterator[SiteTables]:
    """A synthetic registry with this many patients, the same for the same numbers.

    Every site of SITES comes, in that order; those without data have a row of `sites` and else
    empty tables. UsageError if `patients` is below 1 or `seed` below 0.
    """
    _check(patients, seed)
    return _simulate(patients, seed)


def _simulate(patients: int, seed: int) -> Iterator[SiteTables]:
    expected, first = sizes(patients), 0
    seeds = np.random.SeedSequence(seed).spawn(len(SITES))
    for site, site_seed in zip(SITES, seeds, strict=True):
        announced = expected.get(site.code, site.patients)
        pieces = -(-expected.get(site.code, 0) // PIECE)
        # Sorted over the site, so that its pieces follow each other in its files.
        every_id = np.sort(patient_ids(first, expected.get(site.code, 0), seed))
        first += len(every_id)
        if not pieces:
            yield SiteTables(site.code, site.country, _without_data(site, announced))
        for number, piece_seed in enumerate(site_seed.spawn(pieces)):
            ids = every_id[number * PIECE : (number + 1) * PIECE]
            tables = _piece(site, ids, piece_seed)
            tables["sites"] = (
                _site_row(site, announced) if number == 0 else arrow.empty(schema.SITES)
            )
            yield SiteTables(site.code, site.country, tables)


def _check(patients: int, seed: int) -> None:
    if patients < 1:
        raise UsageError(
            f"{patients} patients cannot be simulated", hint="ask for at least one patient"
        )
    if seed < 0:
        raise UsageError(f"{seed} is no seed", hint="a seed is a whole number, 0 or more")


def _piece(site: Site, ids: np.ndarray[Any, Any], seed: np.random.SeedSequence) -> dict[str, Any]:
    parts = streams(seed)
    people = draw_people(site, ids, parts["people"])
    fate = draw_fate(site, people, parts["fate"])
    course = run_course(site, people, fate, parts)
    tests = on_boundaries(course, together(course.tests), parts["visits"])
    return {
        "patients": patients_table(course, parts["missing"]),
        "treatments": treatments_table(course, parts["treatments"]),
        "molecular": molecular_table(course, tests, parts["reports"]),
        "tfr_attempts": attempts_table(course, parts["missing"]),
        "events": events_table(course, parts["missing"]),
        "labs": labs_table(course, parts["labs"]),
    }


def _without_data(site: Site, announced: int) -> dict[str, Any]:
    tables = {name: arrow.empty(table) for name, table in schema.TABLES.items()}
    return tables | {"sites": _site_row(site, announced)}


def _site_row(site: Site, announced: int) -> Any:
    cut = site.data_cut
    columns = {
        "status": pa.array([site.status]),
        "data_cut_date": pa.array([cut], pa.date32()),
        "expected_patients": pa.array([announced], pa.int32()),
    }
    return arrow.build(schema.SITES, site, columns, 1)
