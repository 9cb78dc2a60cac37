"""What two curves by number of attempt tell together. Rule: docs/release-curves.md."""

from __future__ import annotations

from collections.abc import Iterator
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
    """Who may hold everybody with another attempt: the cohort, and who left by the endpoint or what
    competes with it, of whom at least those are known whom the steps tell of."""
    yield from _cohort(curve, curve.followed)
    if curve.steps:
        events = sum(step.events for step in curve.steps)
        yield from _cohort(curve, events)
        yield from _cohort(curve, events + sum(step.competing for step in curve.steps))


def _cohort(curve: ReleasedCurve, some: int | None) -> Iterator[int]:
    """Some of the followed, without and with those left out."""
    if some is not None:
        yield some
        yield some + (curve.left_out or 0)
