"""What is estimated of factors: frozen results, computed from released numbers alone."""

from __future__ import annotations

from dataclasses import dataclass

from tfrq.disclosure import ReleasedTimes
from tfrq.survival.factors.reading import Factor

REFERENCE = "reference"


@dataclass(frozen=True)
class HazardRatio:
    """The hazard of a level of a factor over that of the reference, with 95 % limits and the p
    value of Wald's test. `ratio` is None for the reference and where nothing can be estimated;
    `words` says which of the two, and why. `subjects` and `events` are those of the level in the
    model; a level whose curve is not told has None."""

    factor: str
    level: str
    reference: str
    subjects: int | None
    events: int | None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    words: str = ""


@dataclass(frozen=True)
class ModelTest:
    """A test of a whole model. `name`: likelihood ratio, Wald or score, all of no effect at all;
    proportional hazards of one `factor`, or of all ("")."""

    name: str
    statistic: float
    degrees: int
    p: float
    factor: str = ""


@dataclass(frozen=True)
class CoxModel:
    """A Cox model of one factor or several, and the released curves that it was fitted to.

    `subjects` and `events` are those in the model. `missing`: how many followed subjects are not
    assessable (of one factor), or not in the model (of several); None where that is hidden.
    `tests` of the whole; `proportional`: tests of proportional hazards, of each factor and of all.
    `words`: what could not be estimated, and why.
    """

    factors: tuple[str, ...]
    ratios: tuple[HazardRatio, ...]
    subjects: int
    events: int
    missing: int | None
    tests: tuple[ModelTest, ...]
    proportional: tuple[ModelTest, ...]
    words: tuple[str, ...]
    released: ReleasedTimes


@dataclass(frozen=True)
class Factors:
    """The answer of `tfrq factors`: a model of each factor alone, and one of all (None where only
    one factor was asked for). `strata`: what each stratum of which has a hazard of its own, or "".
    `notes`: plain words, without patient numbers."""

    asked: tuple[Factor, ...]
    alone: tuple[CoxModel, ...]
    together: CoxModel | None
    strata: str
    notes: tuple[str, ...]

    @property
    def released(self) -> ReleasedTimes:
        """The curves of the first factor: where all of it comes from, and what was waited for."""
        return self.alone[0].released
