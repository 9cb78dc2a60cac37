"""The measurement: reference copies, transcripts found by chance, the value a laboratory gets."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from tfrq.ingest.synth.draws import (
    Codes,
    Days,
    Flags,
    Random,
    Reals,
    calendar_year,
    chance,
    choose,
    spread,
)
from tfrq.ingest.synth.laboratories import LABORATORIES, SHARES
from tfrq.ingest.synth.visits import Visits

# Values are whole numbers of 10^-7 %, the last digit of the lake's DECIMAL(12,7).
UNITS = 10**7
_REPEATED = 0.016


@dataclass(frozen=True)
class Tests:
    """Measured tests, one entry each, in no order. `units` is the value in 10^-7 % (0: nothing
    found), `copies` those of the laboratory's gene, `stage` the number of the patient's stage."""

    patient: Days
    day: Days
    stage: Codes
    laboratory: Codes
    copies: Codes
    units: Codes

    def rows(self, wanted: Days | Flags) -> Tests:
        """Some of the tests, by a mask or by their numbers."""
        return Tests(*(getattr(self, field.name)[wanted] for field in fields(self)))


def together(batches: list[Tests]) -> Tests:
    """All batches in order of patient and day."""
    joined = Tests(
        *(np.concatenate([getattr(b, field.name) for b in batches]) for field in fields(Tests))
    )
    return joined.rows(np.argsort(joined.patient * 100_000 + joined.day, kind="stable"))


def main_laboratories(site: str, count: int, random: Random) -> Codes:
    """The laboratory that does most of a patient's tests."""
    return choose(random, SHARES[len(LABORATORIES[site])], count)


def measure(
    site: str, main: Codes, visits: Visits, level: Reals, stage: int, random: Random
) -> Tests:
    """Measure true levels (log10 % IS). Some samples go to two laboratories; they may disagree."""
    twice = chance(random, _REPEATED, len(level))
    row = np.repeat(np.arange(len(level)), 1 + twice)
    second = np.concatenate([[False], row[1:] == row[:-1]]) if len(row) else np.zeros(0, bool)
    patient, when = visits.patient[row], visits.day[row]
    laboratory = _laboratory(site, main[patient], when, second, random)
    noise = random.normal(0.0, 0.14, len(row)) + np.where(
        second, random.normal(0, 0.4, len(row)), 0
    )
    copies = _copies(site, laboratory, when, random)
    factor = np.array([lab.factor for lab in LABORATORIES[site]])[laboratory]
    share = 10 ** (level[row] + noise) / 100 / factor
    found = random.poisson(np.minimum(share * copies, 1e8))
    units = _rounded(site, laboratory, 100 * found / copies * factor)
    return Tests(patient, when, np.full(len(row), stage), laboratory, copies, units)


def _laboratory(site: str, main: Codes, when: Days, second: Flags, random: Random) -> Codes:
    """Another than the main one now and then, and for every second measurement of a sample."""
    number = len(LABORATORIES[site])
    elsewhere = second | chance(random, 0.05, len(main))
    step = random.integers(1, number, len(main))
    chosen = np.where(elsewhere, (main + step) % number, main)
    since = np.array([lab.since for lab in LABORATORIES[site]])[chosen]
    return np.where(calendar_year(when) >= since, chosen, 0)


def _copies(site: str, laboratory: Codes, when: Days, random: Random) -> Codes:
    """Reference copies: better by the year, now and then a poor sample."""
    labs = LABORATORIES[site]
    typical = np.array([lab.copies for lab in labs])[laboratory]
    yearly = np.array([lab.yearly for lab in labs])[laboratory]
    growth = np.exp(yearly * (np.minimum(calendar_year(when), 2022) - 2012))
    poor = np.where(chance(random, 0.03, len(when)), 0.15, 1.0)
    copies = typical * growth * poor * spread(random, 0.42, len(when))
    return np.asarray(np.clip(copies, 400, 2_000_000), dtype=np.int64)


def _rounded(site: str, laboratory: Codes, percent: Reals) -> Codes:
    """Whole units after the laboratory's rounding; what was found never rounds to nothing."""
    decimals = np.array([lab.decimals for lab in LABORATORIES[site]])[laboratory]
    quantum = 10 ** (7 - decimals)
    steps = np.rint(np.minimum(percent, 150.0) * UNITS / quantum).astype(np.int64)
    return np.asarray(np.where(percent > 0, np.maximum(steps, 1), 0) * quantum)
