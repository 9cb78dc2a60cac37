"""Which TKI, by era and by what came before. Shares are made up to look plausible."""

from __future__ import annotations

import numpy as np

from tfrq import vocabulary
from tfrq.ingest.synth.draws import Codes, Days, Flags, Random, Reals, calendar_year, day, pick

IMATINIB, DASATINIB, NILOTINIB, BOSUTINIB, PONATINIB, ASCIMINIB = (
    vocabulary.TKIS.index(name)
    for name in ("imatinib", "dasatinib", "nilotinib", "bosutinib", "ponatinib", "asciminib")
)
OFF = -1
SECOND_GENERATION = np.array(
    [name in vocabulary.DRUG_CLASSES["2G TKI"] for name in vocabulary.TKIS]
)
# Standard daily doses in mg and one reduced dose (docs/domain.md §2.1), in the order of the six.
STANDARD_DOSE = np.array([400, 100, 600, 400, 45, 80])
OTHER_DOSE = np.array([300, 70, 450, 300, 15, 40])

IMATINIB_SINCE = day(2001, 5)
OTHERS_SINCE = day(2006, 12)

# Weights from a year on, of imatinib, dasatinib, nilotinib, bosutinib, ponatinib, asciminib.
_FIRST = (
    (1990.0, (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)),
    (2010.9, (0.58, 0.19, 0.23, 0.0, 0.0, 0.0)),
    (2018.3, (0.60, 0.21, 0.12, 0.07, 0.0, 0.0)),
    (2024.8, (0.56, 0.19, 0.10, 0.06, 0.0, 0.09)),
)
_LATER = (
    (1990.0, (0.12, 0.68, 0.20, 0.0, 0.0, 0.0)),
    (2007.9, (0.12, 0.46, 0.42, 0.0, 0.0, 0.0)),
    (2013.3, (0.12, 0.34, 0.26, 0.18, 0.10, 0.0)),
    (2022.6, (0.12, 0.26, 0.18, 0.15, 0.12, 0.17)),
)


def first_drug(starts: Days, random: Random) -> Codes:
    """The first TKI by the day it begins."""
    return pick(random, _weights(_FIRST, starts))


def next_drug(starts: Days, previous: Codes, t315i: Flags, random: Random) -> Codes:
    """Another TKI than the previous one; T315I asks for ponatinib or asciminib where there are."""
    weights = _weights(_LATER, starts)
    weights[np.arange(len(starts)), np.maximum(previous, 0)] = 0.0
    active = weights.copy()
    active[:, :PONATINIB] = 0.0
    wanted = t315i & (active.sum(axis=1) > 0)
    return pick(random, np.where(wanted[:, None], active, weights))


def _weights(eras: tuple[tuple[float, tuple[float, ...]], ...], starts: Days) -> Reals:
    era = np.searchsorted([year for year, _ in eras], calendar_year(starts), side="right") - 1
    return np.asarray(np.array([weights for _, weights in eras])[np.maximum(era, 0)])
