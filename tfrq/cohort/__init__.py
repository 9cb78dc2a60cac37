"""Definition + lake → results."""

from tfrq.cohort.counting import AXES, count, provenance
from tfrq.cohort.members import members

__all__ = ["AXES", "count", "members", "provenance"]
