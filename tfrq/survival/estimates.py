"""What is estimated of released curves: frozen results, computed from released numbers alone."""

from __future__ import annotations

from dataclasses import dataclass

from tfrq.disclosure import ReleasedCurve, ReleasedTimes
from tfrq.results import Step


@dataclass(frozen=True)
class Limited:
    """An estimate with its 95 % confidence limits; limits are None where there are none."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Point:
    """A curve at the end of a step: `share` of the followed in per cent, event-free (Kaplan–Meier)
    or, where the outcome is `rising`, with the event (Aalen–Johansen where something competes,
    else 100 − Kaplan–Meier)."""

    step: Step
    share: Limited


@dataclass(frozen=True)
class AtMonth:
    """A curve at a month that was asked for. `share` is None where no step ends there; then it
    lies `between` the shares at both ends of the step around it (None: after the curve's end).
    `at_risk`, `events`: after that month, and up to it; None where no step ends there."""

    month: float
    share: Limited | None
    between: tuple[float, float] | None
    at_risk: int | None
    events: int | None


@dataclass(frozen=True)
class CurveEstimate:
    """One curve. `points`: one per step, beginning at 100 % (0 % where outcomes are rising) on day
    0, which is not among them. `at`: the months that were asked for. `median` in months, None
    where the curve does not come to half (or something competes); its limits are None where
    theirs do not. Of steps that are no days it is the end of the step in which it lies, which
    goes from the one to the other month of `median_step`. `restricted_mean`: mean time without the
    event up to `mean_until` months; None where the curve ends before, or its steps are too long to
    tell it to a month."""

    released: ReleasedCurve
    points: tuple[Point, ...]
    at: tuple[AtMonth, ...]
    median: Limited | None
    median_step: tuple[float, float] | None
    restricted_mean: Limited | None
    mean_until: float | None

    @property
    def events(self) -> int | None:
        """How many had the event by the end of the curve; None where no step is told."""
        return sum(point.step.events for point in self.points) if self.points else None


@dataclass(frozen=True)
class TestResult:
    """A test of the hypothesis that curves do not differ. `name`: log-rank, log-rank for trend or
    Gray. `curves`: the labels of those compared; curves without steps are not."""

    __test__ = False
    name: str
    statistic: float
    degrees: int
    p: float
    curves: tuple[str, ...]


@dataclass(frozen=True)
class PublishedRate:
    """What a source reports of the same endpoint, in per cent at a month."""

    month: float
    percent: float
    low: float | None
    high: float | None
    label: str
    note: str


@dataclass(frozen=True)
class Survival:
    """The answer of `tfrq survival`: estimates of released curves, tests, and published rates.

    `notes`: plain words on what could not be estimated or told, besides those of `released`.
    """

    released: ReleasedTimes
    curves: tuple[CurveEstimate, ...]
    tests: tuple[TestResult, ...]
    published: tuple[PublishedRate, ...]
    notes: tuple[str, ...]
