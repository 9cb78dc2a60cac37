"""What goes with the endpoint: factors, their levels, and Cox models of released curves."""

from tfrq.survival.factors.estimating import estimate, strata_of
from tfrq.survival.factors.known import KNOWN
from tfrq.survival.factors.reading import Factor, read
from tfrq.survival.factors.results import CoxModel, Factors, HazardRatio, ModelTest

__all__ = [
    "KNOWN",
    "CoxModel",
    "Factor",
    "Factors",
    "HazardRatio",
    "ModelTest",
    "estimate",
    "read",
    "strata_of",
]
