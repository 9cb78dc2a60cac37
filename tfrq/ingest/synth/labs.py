"""Immune markers and blood values around the stop (docs/domain.md §5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tfrq import schema, vocabulary
from tfrq.ingest.synth import arrow
from tfrq.ingest.synth.course import Course
from tfrq.ingest.synth.draws import MONTH, Codes, Days, Random, Reals, chance, whole_days


@dataclass(frozen=True)
class Marker:
    """A marker: typical value in a unit, deviation of its logarithm, and by how much it rises
    with the patient's NK latent, which favours success."""

    name: str
    unit: str
    typical: float
    sigma: float = 0.35
    with_nk: float = 0.0


_MARKERS = (
    Marker("NK cells", "10^9/L", 0.22, 0.3, 0.35),
    Marker("NK cells", "% of lymphocytes", 14.0, 0.3, 0.35),
    Marker("CD56dim NK cells", "10^9/L", 0.19, 0.3, 0.38),
    Marker("CD56bright NK cells", "% of lymphocytes", 0.6, 0.4, -0.15),
    Marker("CD57+CD62L- NK cells", "% of NK cells", 42.0, 0.25, 0.15),
    Marker("TNF/IFN-gamma secreting NK cells", "% of NK cells", 24.0, 0.35, 0.15),
    Marker("CD4 T cells", "10^9/L", 0.82),
    Marker("CD8 T cells", "10^9/L", 0.48),
    Marker("PD-1+ CD4 T cells", "% of CD4 T cells", 14.0, 0.4, -0.1),
    Marker("PD-1+ CD8 T cells", "% of CD8 T cells", 19.0, 0.4, -0.2),
    Marker("Tregs", "% of CD4 T cells", 5.6, 0.3, -0.15),
    Marker("gamma-delta T cells", "% of lymphocytes", 2.9, 0.5, -0.1),
    Marker("CD86+ pDC", "per 10^5 lymphocytes", 82.0, 0.5, -0.25),
    Marker("mo-MDSC", "% of mononuclear cells", 3.1, 0.45, -0.15),
    Marker("haemoglobin", "g/L", 133.0, 0.08),
    Marker("leukocytes", "10^9/L", 6.1, 0.25),
    Marker("platelets", "10^9/L", 226.0, 0.22),
)
_MONTHS = (-1, 0, 1, 3, 6)
# A site measures NK cells in one unit; FI01 and IT01 count, the others give a share or both.
_COUNTS_ONLY = ("FI01", "IT01")
_SHARES_ONLY = ("CZ01", "ES01", "DE02")


def labs_table(course: Course, random: Random) -> Any:
    """The labs table of a piece, sorted by patient and date."""
    markers = [m for m in _MARKERS if _measured_at(course.site.code, m)]
    patient, day, latent = _samples(course, random)
    row = np.repeat(np.arange(len(patient)), len(markers))
    marker = np.tile(np.arange(len(markers)), len(patient))
    made = chance(random, 0.8, len(row))
    row, marker = row[made], marker[made]
    values = _values(markers, marker, latent[row], random)
    known = [f"{m.name}|{m.unit}" for m in markers]
    names, units = zip(*(label.split("|") for label in known), strict=True)
    panel = np.where(chance(random, 0.85, len(row)), (row % 2), -1)
    blood = np.array([m.name in ("haemoglobin", "leukocytes", "platelets") for m in markers])[
        marker
    ]
    columns = {
        "patient_id": arrow.whole(course.people.ids[patient[row]]),
        "sample_date": arrow.dates(day[row]),
        "marker": arrow.words(marker, names),
        "value": arrow.decimals(values, 12, 5),
        "unit": arrow.words(marker, units),
        "panel": arrow.words(np.where(blood, -1, panel), ("NK-8", "TB-12")),
        "gating": arrow.words(np.where(blood, -1, panel), ("G1", "G2")),
        "preservation": arrow.words(np.where(blood, 0, panel), vocabulary.PRESERVATIONS),
    }
    return arrow.build(schema.LABS, course.site, columns, len(row))


def _measured_at(site: str, marker: Marker) -> bool:
    if marker.name != "NK cells":
        return True
    left_out = _COUNTS_ONLY if marker.unit == "% of lymphocytes" else _SHARES_ONLY
    return site not in left_out


def _samples(course: Course, random: Random) -> tuple[Days, Days, Reals]:
    """Samples of nearly half of the first attempts: patient, day, NK latent at that time."""
    stop = course.attempts[0].stop
    studied = np.flatnonzero((stop < course.fate.end) & chance(random, 0.45, len(stop)))
    patient = np.repeat(studied, len(_MONTHS))
    offset = np.tile(whole_days(np.array(_MONTHS) * MONTH), len(studied))
    shift = np.where(offset == 0, 0, random.integers(-6, 7, len(patient)))
    day = stop[patient] + offset + shift
    taken = chance(random, 0.85, len(patient)) & (day <= course.fate.end[patient])
    taken &= day < np.maximum(course.attempts[0].restart[patient], day - 1)
    latent = course.intention.nk_cells[patient] + 0.1 * (offset > 0)
    return patient[taken], day[taken], latent[taken]


def _values(markers: list[Marker], marker: Codes, latent: Reals, random: Random) -> Codes:
    """Values in 10^-5 of the unit, rounded to three significant places or so."""
    typical = np.array([m.typical for m in markers])[marker]
    sigma = np.array([m.sigma for m in markers])[marker]
    effect = np.array([m.with_nk for m in markers])[marker]
    values = typical * np.exp(effect * latent + sigma * random.normal(0, 1, len(marker)))
    percent = np.array([m.unit.startswith("%") for m in markers])[marker]
    values = np.where(percent, np.minimum(values, 99.0), values)
    step = 10 ** np.clip(np.ceil(np.log10(typical)).astype(np.int64) + 2, 1, 5)
    return np.asarray(np.rint(values * 10**5 / step).astype(np.int64) * step)
