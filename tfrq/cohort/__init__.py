"""Definition + lake → results."""

from tfrq.cohort.counting import AXES, count, provenance

__all__ = ["AXES", "count", "provenance"]
