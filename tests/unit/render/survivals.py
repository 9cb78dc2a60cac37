"""Released curves and what is estimated of them, to render: the estimates are made up simply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from tests.unit.render.released import PROVENANCE
from tfrq.disclosure import ReleasedCurve, ReleasedTimes
from tfrq.disclosure.released import MAKER
from tfrq.results import Outcome, Step
from tfrq.survival.estimates import (
    AtMonth,
    CurveEstimate,
    Limited,
    Point,
    PublishedRate,
    Survival,
    TestResult,
)

# Months at which steps end, then events and censorings of each.
EARLY = ((1, 5, 0), (2, 12, 0), (3, 30, 0), (6, 60, 5), (12, 25, 6), (24, 12, 40), (60, 8, 20))
COUNTRIES = ("DK+FI", "SE", "DE", "FR+ES+IT+PT+NL+BE+CZ+SK+AT", "NO", "PL", "HU", "GB")
OUTCOME = Outcome("loss of MMR", ("Censored at the last test for MMR.",), competing=False)
LANDMARK = 182
RATE = PublishedRate(24, 50.0, 46.0, 54.0, "euro-ski", "interim")


def day_of(month: int) -> int:
    return int(month * 30.4375)


def steps(
    followed: int, rows: Sequence[tuple[int, int, int]] = EARLY, competing: int = 0
) -> tuple[Step, ...]:
    """Steps of a curve from its first day on, with so many competing events in each."""
    found: list[Step] = []
    for month, events, censored in rows:
        start = found[-1].end if found else 0
        at_risk = found[-1].remaining if found else followed
        found.append(Step(start, day_of(month), at_risk, events, competing, censored))
    return tuple(found)


def points(found: Sequence[Step], competing: bool = False) -> tuple[Point, ...]:
    """Product limit (or the share with the event), with limits that only look like limits."""
    free, with_event, drawn = 1.0, 0.0, []
    for step in found:
        with_event += free * step.events / step.at_risk
        free *= 1 - (step.events + step.competing) / step.at_risk
        share = 100 * (with_event if competing else free)
        width = 800 / step.at_risk
        limits = max(share - width, 0.0), min(share + width, 100.0)
        drawn.append(Point(step, Limited(share, *limits)))
    return tuple(drawn)


def curve(
    label: str, found: Sequence[Step], *, competing: bool = False, followed: int | None = 250
) -> CurveEstimate:
    """One curve with estimates at 6, 24, 36 and 120 months, the end of a step, inside of one and
    after the end."""
    drawn = points(found, competing)
    ends = {point.step.end: point for point in drawn}
    number = found[0].at_risk if found else followed
    released = ReleasedCurve(MAKER, label, (label,), number, 12, tuple(found))
    at = tuple(_at(month, drawn, ends) for month in (6, 24, 36, 120))
    median = None if competing else Limited(19.75, 14.0, None)
    mean = Limited(13.5, 12.25, 14.75)
    return CurveEstimate(released, drawn, at, median, None, mean, 24)


def _at(month: int, drawn: Sequence[Point], ends: Mapping[int, Point]) -> AtMonth:
    day = day_of(month)
    if day in ends:
        before = [point.step for point in drawn if point.step.end <= day]
        risk = before[-1].remaining
        return AtMonth(month, ends[day].share, None, risk, sum(one.events for one in before))
    around = [(a, b) for a, b in pairwise(drawn) if b.step.end > day]
    shares = [(a.share.value, b.share.value) for a, b in around if a.step.end < day]
    return AtMonth(month, None, shares[0] if shares else None, None, None)


def survival(
    curves: Sequence[CurveEstimate] | None = None,
    *,
    axis: str = "",
    tests: Sequence[TestResult] = (),
    published: Sequence[PublishedRate] = (),
    outcome: Outcome = OUTCOME,
    exact: bool = False,
    notes: Sequence[str] = (),
    **provenance: object,
) -> Survival:
    """A result of these curves, or of one."""
    curves = (curve("", steps(250)),) if curves is None else tuple(curves)
    released = ReleasedTimes(
        maker=MAKER,
        axis=axis,
        curves=tuple(one.released for one in curves),
        outcome=outcome,
        ordered=False,
        exact=exact,
        notes=(),
        not_for_release=exact,
        provenance=replace(PROVENANCE, **provenance),
    )
    return Survival(released, tuple(curves), tuple(tests), tuple(published), tuple(notes))


def several(number: int, *, competing: bool = False) -> tuple[CurveEstimate, ...]:
    """So many curves; the later ones end early."""
    return tuple(
        curve(
            label,
            steps(
                260 + 30 * place,
                [(month, n * (8 - place) // 8, lost) for month, n, lost in EARLY[: 8 - place % 4]],
                5 if competing else 0,
            ),
            competing=competing,
        )
        for place, label in enumerate(COUNTRIES[:number])
    )


def log_rank(number: int) -> TestResult:
    return TestResult("log-rank", 14.25, number - 1, 0.0004, COUNTRIES[:number])
