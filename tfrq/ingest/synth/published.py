"""What the synthetic registry is held against."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Published:
    """Shares in per cent by months after the stop, and where they were published."""

    name: str
    endpoint: str
    percent: dict[int, float]
    source: str


# docs/domain.md §3.2; the 24-month figure is taken from a review (table T2 there).
EURO_SKI = Published(
    name="EURO-SKI",
    endpoint="molecular recurrence-free survival, recurrence being one test above 0.1 % IS",
    percent={6: 61.0, 24: 50.0, 36: 46.0},
    source="EURO-SKI final analysis (n = 728); 24 months: PMC6246017, table 3",
)
