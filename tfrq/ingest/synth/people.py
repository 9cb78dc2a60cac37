"""Who the patients are: age, sex, day and phase of diagnosis, blood values, transcripts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tfrq import vocabulary
from tfrq.ingest.synth import scores
from tfrq.ingest.synth.draws import (
    Codes,
    Days,
    Flags,
    Random,
    Reals,
    chance,
    choose,
    day,
    spread,
    whole_days,
)
from tfrq.ingest.synth.sites import Site

CHRONIC, ACCELERATED, BLAST = range(3)

# Sets of transcripts and how common they are; the last is a fusion that nobody typed further.
TRANSCRIPT_SETS = (
    (("e14a2",), 0.49),
    (("e13a2",), 0.34),
    (("e13a2", "e14a2"), 0.08),
    (("p210 unspecified",), 0.055),
    (("e1a2",), 0.010),
    (("e19a2",), 0.008),
    (("e13a3",), 0.007),
    (("e14a3",), 0.005),
    (("e6a2",), 0.003),
    (("e8a2",), 0.002),
)
_TYPICAL = {*vocabulary.TYPICAL_TRANSCRIPTS, vocabulary.UNSPECIFIED_TRANSCRIPT}


@dataclass(frozen=True)
class People:
    """One entry per patient. `risk` is about standard normal: the frailty behind the scores;
    `atypical` marks transcripts that have no International Scale."""

    ids: Codes
    female: Flags
    birth_year: Codes
    age: Reals
    diagnosis: Days
    phase: Codes
    transcripts: Codes
    atypical: Flags
    blood: scores.Blood
    groups: dict[str, Codes]
    risk: Reals

    def __len__(self) -> int:
        return len(self.ids)


def draw_people(site: Site, ids: Codes, random: Random) -> People:
    """Patients of a site at diagnosis; `ids` gives their number and their order."""
    count = len(ids)
    diagnosis = _diagnosis_days(site, count, random)
    age = _ages(count, random)
    phase = choose(random, (0.945, 0.04, 0.015), count)
    blood = _blood(count, phase, random)
    transcripts = choose(random, tuple(share for _, share in TRANSCRIPT_SETS), count)
    return People(
        ids=ids,
        female=chance(random, 0.46, count),
        birth_year=np.asarray(np.floor(1970 + diagnosis / 365.2425 - age), dtype=np.int64),
        age=age,
        diagnosis=diagnosis,
        phase=phase,
        transcripts=transcripts,
        atypical=_is_atypical()[transcripts],
        blood=blood,
        groups=scores.groups(age, blood),
        risk=_risk(age, blood),
    )


def _diagnosis_days(site: Site, count: int, random: Random) -> Days:
    """More patients in later years, none in the last 60 days before the data cut."""
    assert site.data_cut is not None, f"{site.code} has no data"
    last = day(site.data_cut.year, site.data_cut.month, site.data_cut.day) - 60
    first = day(site.first_year)
    return whole_days(first + (last - first) * random.beta(1.25, 1.2, count))


def _ages(count: int, random: Random) -> Reals:
    """Median about 55 years, 18 to 92."""
    return np.asarray(np.clip(random.normal(54.5, 15.5, count), 18.0, 92.0))


def _blood(count: int, phase: Codes, random: Random) -> scores.Blood:
    """Blood values that rise together with the mass of the disease."""
    mass = random.normal(0.0, 1.0, count)
    palpable = chance(random, 1 / (1 + np.exp(-0.1 - 0.9 * mass)), count)
    blasts = random.gamma(0.7, 2.2, count) * np.exp(0.25 * mass) + np.array([0, 11.0, 28.0])[phase]
    return scores.Blood(
        leukocytes=np.clip(85 * np.exp(0.75 * mass) * spread(random, 0.5, count), 4, 750),
        haemoglobin=np.clip(random.normal(121 - 9 * mass, 16), 55, 175),
        platelets=np.clip(390 * spread(random, 0.6, count), 30, 3500),
        blasts=np.clip(blasts, 0, 92),
        basophils=np.clip(random.gamma(1.6, 1.9, count), 0, 40),
        eosinophils=np.clip(random.gamma(1.8, 1.4, count), 0, 30),
        spleen=np.where(palpable, np.clip(random.gamma(1.7, 3.6, count) + 1, 1, 28), 0.0),
    )


def _risk(age: Reals, blood: scores.Blood) -> Reals:
    """Mean of the logarithms of Sokal and of ELTS, each brought to mean 0 and deviation 1.

    Fixed numbers do the scaling: a patient's risk must not depend on who else is simulated.
    """
    by_sokal = (np.log(scores.sokal(age, blood)) + 0.02) / 0.5
    by_elts = (np.log(scores.elts(age, blood)) - 0.5) / 0.4
    return np.asarray(np.clip((by_sokal + by_elts) / 2, -2.5, 3.0))


def _is_atypical() -> Flags:
    return np.array([not _TYPICAL.issuperset(names) for names, _ in TRANSCRIPT_SETS])
