"""Values of a marker over bands of time around the index (docs/trajectory.md)."""

from tfrq.survival.trajectory.asked import RESPONSE, Asked, asked
from tfrq.survival.trajectory.asking import trajectory
from tfrq.survival.trajectory.estimates import (
    BandEstimate,
    Quartile,
    TrajectoryEstimate,
    estimate,
)
from tfrq.survival.trajectory.time_bands import HORIZON

__all__ = [
    "HORIZON",
    "RESPONSE",
    "Asked",
    "BandEstimate",
    "Quartile",
    "TrajectoryEstimate",
    "asked",
    "estimate",
    "trajectory",
]
