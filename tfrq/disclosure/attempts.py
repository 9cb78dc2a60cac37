"""What two curves by number of attempt tell together. Rule: docs/release-curves.md."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tfrq.disclosure.curves import ReleasedCurve


def tells_apart(earlier: ReleasedCurve, later: ReleasedCurve, t: int) -> bool:
    """Whether no number of the later attempt is 1 to t away from one of the earlier that may hold
    everybody in it."""
    return not any(
        1 <= abs(number - other) <= t
        for number in _holding(earlier)
        for other in _cohort(later, later.followed)
    )


def _holding(curve: ReleasedCurve) -> Iterator[int]:
    """Who may hold everybody with another attempt: the cohort, and whoever left it in some of the
    ways that the steps tell of, or is still there. Where restart is waited for, those censored
    have no other attempt, so what is left of the others counts as well."""
    if curve.followed is None:
        return
    ways = ((step.events, step.competing, step.censored) for step in curve.steps)
    left = [sum(way) for way in zip(*ways, strict=True)]
    parts = (*left, curve.followed - sum(left), curve.left_out or 0)
    for size in range(1, len(parts) + 1):
        yield from map(sum, combinations(parts, size))


def _cohort(curve: ReleasedCurve, some: int | None) -> Iterator[int]:
    """Some of the followed, without and with those left out."""
    if some is not None:
        yield some
        yield some + (curve.left_out or 0)
