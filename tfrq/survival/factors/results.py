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
    `words` says which of the two, and why. `subjects` and `events` are those of the level; None
    where that is not told, `events` too where the level is in no model."""

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

    `subjects` and `events` are those in the model; None where nothing is estimated because some
    curve is not told. `missing`: how many followed subjects are not in the model (or would not
    be, were it told): a level is not known, or joined with others; None where that is hidden.
    `tests` of the whole; `proportional`: tests of proportional hazards, of each factor and of all.
    `words`: what could not be estimated, and why.
    """

    factors: tuple[str, ...]
    ratios: tuple[HazardRatio, ...]
    subjects: int | None
    events: int | None
    missing: int | None
    tests: tuple[ModelTest, ...]
    proportional: tuple[ModelTest, ...]
    words: tuple[str, ...]
    released: ReleasedTimes


@dataclass(frozen=True)
class Factors:
    """The answer of `tfrq factors`: a model of each factor alone, and one of all (None where only
    one factor was asked for). `strata`: what each stratum of which has a hazard of its own, or "".
    `notes`: plain words, in which a patient number is a sum of released ones."""

    asked: tuple[Factor, ...]
    alone: tuple[CoxModel, ...]
    together: CoxModel | None
    strata: str
    notes: tuple[str, ...]

    @property
    def released(self) -> ReleasedTimes:
        """The one release that all of it comes from, and what was waited for."""
        return self.alone[0].released
