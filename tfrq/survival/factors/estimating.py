"""Factors → a model of each alone and one of all together, from released curves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tfrq.disclosure import ReleasedTimes
from tfrq.errors import UsageError
from tfrq.lake import Lake
from tfrq.model import Definition, Levels
from tfrq.survival.factors.models import cox_model
from tfrq.survival.factors.reading import Factor, countries
from tfrq.survival.factors.results import CoxModel, Factors

STRATA = ("country",)
CAUSE_SPECIFIC = (
    "What competes with the endpoint censors, so these are cause-specific hazards; a Fine–Gray"
    " model of the cumulative incidence is not available."
)
SIDE_BY_SIDE = (
    "The numbers of each factor, and those of the model of all, are fit for release each taken"
    " alone; side by side they may tell more."
)
# Released curves by an axis ("" none), or by the combinations of levels.
Ask = Callable[[str, Sequence[Levels]], ReleasedTimes]


def estimate(asked: Sequence[Factor], ask: Ask, strata: tuple[str, Levels] | None) -> Factors:
    """A model of each factor, and where there are several one of all of them. `strata`: the name
    and the groups of the strata that have hazards of their own.

    Raises what `ask` raises, and UsageError without statsmodels.
    """
    behind = () if strata is None else (strata[1],)

    def one(factor: Factor) -> CoxModel:
        by_axis = bool(factor.axis) and not behind
        levels = () if by_axis else (factor.groups, *behind)
        return cox_model(ask(factor.axis if by_axis else "", levels), (factor,))

    alone = tuple(one(factor) for factor in asked)
    together = None
    if len(asked) > 1:
        groups = tuple(factor.groups for factor in asked)
        together = cox_model(ask("", (*groups, *behind)), asked)
    models = (*alone, together) if together else alone
    notes = tuple(dict.fromkeys(_notes(models)))
    return Factors(tuple(asked), alone, together, strata[0] if strata else "", notes)


def strata_of(lake: Lake, name: str) -> tuple[str, Levels] | None:
    """The strata of that name ("" none) as groups. Raises UsageError for an unknown one."""
    if not name:
        return None
    if name not in STRATA:
        raise UsageError(
            f"hazards cannot differ by '{name}'", hint=f"strata are {', '.join(STRATA)}"
        )
    return name, countries(tuple(sorted(set(lake.settings.countries().values()))))


def check_index(definition: Definition) -> None:
    """Raise UsageError where there is no day to judge at, or patients are there several times."""
    index = definition.index
    if index is None:
        raise UsageError(
            "without an index there is no day to judge a factor at, or to count from",
            hint='give the definition an index, as in --index "first TFR attempt"',
        )
    if index.kind == "each TFR attempt":
        raise UsageError(
            "factors are compared between patients, who may have several attempts",
            hint='take one attempt of each, as in --index "first TFR attempt"',
        )


def _notes(models: Sequence[CoxModel]) -> Iterator[str]:
    for model in models:
        yield from (f"{words[:1].upper()}{words[1:]}" for words in model.words)
    first = models[0].released
    if first.outcome.competing:
        yield CAUSE_SPECIFIC
    if len(models) > 1 and not first.not_for_release:
        yield SIDE_BY_SIDE
    for model in models:
        yield from model.released.notes
