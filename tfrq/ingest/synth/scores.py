"""Risk scores at diagnosis (docs/domain.md §5.1), for the simulation's own use.

Sites report groups of these, and the course of the disease leans on them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tfrq.ingest.synth.draws import Codes, Reals


@dataclass(frozen=True)
class Blood:
    """Values at diagnosis: 10^9/L, g/L, % of the blood differential, cm below the costal margin."""

    leukocytes: Reals
    haemoglobin: Reals
    platelets: Reals
    blasts: Reals
    basophils: Reals
    eosinophils: Reals
    spleen: Reals


def sokal(age: Reals, blood: Blood) -> Reals:
    """Relative risk after Sokal."""
    return np.asarray(
        np.exp(
            0.0116 * (age - 43.4)
            + 0.0345 * (blood.spleen - 7.51)
            + 0.1880 * ((blood.platelets / 700) ** 2 - 0.563)
            + 0.0887 * (blood.blasts - 2.10)
        )
    )


def hasford(age: Reals, blood: Blood) -> Reals:
    """Euro (Hasford) score."""
    return np.asarray(
        1000
        * (
            0.6666 * (age >= 50)
            + 0.0420 * blood.spleen
            + 0.0584 * blood.blasts
            + 0.0413 * blood.eosinophils
            + 0.2039 * (blood.basophils >= 3)
            + 1.0956 * (blood.platelets >= 1500)
        )
    )


def eutos(blood: Blood) -> Reals:
    """EUTOS score."""
    return 7 * blood.basophils + 4 * blood.spleen


def elts(age: Reals, blood: Blood) -> Reals:
    """EUTOS long-term survival score."""
    return np.asarray(
        0.0025 * (age / 10) ** 3
        + 0.0615 * blood.spleen
        + 0.1052 * blood.blasts
        + 0.4104 * (blood.platelets / 1000) ** -0.5
    )


def groups(age: Reals, blood: Blood) -> dict[str, Codes]:
    """Numbers of the risk groups, in the order of vocabulary.SCORES."""
    relative = sokal(age, blood)
    return {
        "Sokal": np.where(relative > 1.2, 2, np.where(relative < 0.8, 0, 1)),
        "Hasford": np.searchsorted([780.0, 1480.0], hasford(age, blood), side="left"),
        "EUTOS": np.searchsorted([87.0], eutos(blood), side="left"),
        "ELTS": np.searchsorted([1.5680, 2.2185], elts(age, blood), side="left"),
    }
