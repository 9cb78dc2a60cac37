"""Hazard ratios and the like on a log scale: one row each, for screens and for print."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ForestRow:
    """A ratio with its 95 % limits. `estimate` is None for a heading or a reference group, which
    have a label and a note alone; limits are None where there are none. `note`: words or numbers
    that stand beside it (patients, events, p)."""

    label: str
    estimate: float | None
    low: float | None
    high: float | None
    note: str = ""
