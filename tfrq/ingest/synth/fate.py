"""How long each patient is seen: death, the last contact, the site's data cut."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tfrq import vocabulary
from tfrq.ingest.synth.draws import NEVER, YEAR, Codes, Days, Random, chance, choose, day
from tfrq.ingest.synth.people import People
from tfrq.ingest.synth.sites import Site


@dataclass
class Fate:
    """One entry per patient; NEVER where it does not happen. `end` is the last day of the record:
    the death, or else the last contact. The course of the disease brings some ends forward."""

    end: Days
    death: Days
    cause: Codes
    progression: Days
    blast: Codes
    transplant: Days

    def die(self, days: Days, cause: str) -> None:
        """Death on these days, unless the record ends before."""
        dies = days <= self.end
        self.death = np.where(dies, days, self.death)
        self.cause = np.where(dies, vocabulary.DEATH_CAUSES.index(cause), self.cause)
        self.end = np.where(dies, days, self.end)


def draw_fate(site: Site, people: People, random: Random) -> Fate:
    """What happens to the patients whatever the leukaemia does."""
    count = len(people)
    fate = Fate(
        end=_last_contacts(site, people, random),
        death=np.full(count, NEVER),
        cause=np.full(count, -1),
        progression=np.full(count, NEVER),
        blast=np.full(count, 0),
        transplant=np.full(count, NEVER),
    )
    fate.die(_natural_deaths(people, random), "other")
    others = choose(random, (0.0, 0.0, 0.34, 0.36, 0.30), count)
    fate.cause = np.where(fate.cause >= 0, others, fate.cause)
    return fate


def _last_contacts(site: Site, people: People, random: Random) -> Days:
    """Most are seen within the year before the data cut; some are lost at any time before."""
    assert site.data_cut is not None, f"{site.code} has no data"
    count = len(people)
    cut = day(site.data_cut.year, site.data_cut.month, site.data_cut.day)
    recent = cut - np.minimum(random.exponential(75, count), 330).astype(np.int64)
    since = (random.random(count) ** 0.7 * (cut - people.diagnosis)).astype(np.int64)
    lost = chance(random, 0.09, count)
    end = np.where(lost, people.diagnosis + since, recent)
    return np.asarray(np.maximum(end, people.diagnosis + 30))


def _natural_deaths(people: People, random: Random) -> Days:
    """Gompertz: about 0.16 % a year at 40, 0.8 % at 60, 4 % at 80."""
    slope, start = 0.082, 6.0e-5
    hazard = start * np.exp(slope * people.age)
    years = np.log1p(random.exponential(1.0, len(people)) * slope / hazard) / slope
    return np.asarray(people.diagnosis + np.minimum(years, 100) * YEAR, dtype=np.int64)
