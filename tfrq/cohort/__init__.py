"""Definition + lake → results."""

from tfrq.cohort.counting import AXES, count, known_axis, provenance, tabulated
from tfrq.cohort.members import members

__all__ = ["AXES", "count", "known_axis", "members", "provenance", "tabulated"]
