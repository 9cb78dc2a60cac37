"""Factors → a model of each alone and one of all together, from released curves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tfrq.disclosure import ReleasedTimes
from tfrq.errors import PolicyError, UsageError
from tfrq.lake import Lake
from tfrq.model import Levels
from tfrq.survival.factors.known import KNOWN
from tfrq.survival.factors.models import cox_model
from tfrq.survival.factors.reading import Factor, countries
from tfrq.survival.factors.results import CoxModel, Factors

STRATA = ("country",)
CAUSE_SPECIFIC = (
    "What competes with the endpoint censors, so these are cause-specific hazards; a Fine–Gray"
    " model of the cumulative incidence is not available."
)
TOGETHER = (
    "Each factor alone, too, is estimated among the {patients} patients whose every factor can be"
    " told; asked for without the others, it may tell more."
)
# Released curves by an axis ("" none), or by the combinations of levels.
Ask = Callable[[str, Sequence[Levels]], ReleasedTimes]


def estimate(
    asked: Sequence[Factor], ask: Ask, strata: tuple[str, Levels] | None, *, exact: bool = False
) -> Factors:
    """A model of each factor, and where there are several one of all of them. `strata`: the name
    and the groups of the strata that have hazards of their own.

    All models are computed from one release, of every combination of levels: curves of each factor
    beside those would tell of combinations that are too small to be shown.
    That release does not depend on the order of the factors. Raises what `ask` raises, UsageError
    without statsmodels, and PolicyError where combinations of places or sexes would have to leave.
    """
    if not exact:
        _check_public(asked, strata)
    behind = () if strata is None else (strata[1],)
    (first, *others) = asked
    by_axis = bool(first.axis) and not others and not behind
    order = sorted(asked, key=_place)
    levels = () if by_axis else (*(factor.groups for factor in order), *behind)
    released = ask(first.axis if by_axis else "", levels)
    alone = tuple(cox_model(released, (factor,), order) for factor in asked)
    together = cox_model(released, asked, order) if others else None
    models = (*alone, together) if together else alone
    notes = tuple(dict.fromkeys(_notes(models)))
    return Factors(tuple(asked), alone, together, strata[0] if strata else "", notes)


def _place(factor: Factor) -> tuple[int, str]:
    """Known factors as they are listed, then texts."""
    listed = [*KNOWN]
    return listed.index(factor.name) if factor.name in KNOWN else len(listed), factor.name


def _check_public(asked: Sequence[Factor], strata: tuple[str, Levels] | None) -> None:
    """Combinations with places or sexes, whose totals every reader knows, are not guarded."""
    public = [factor.name for factor in asked if factor.axis] if strata or len(asked) > 1 else []
    public += [f"strata by {strata[0]}"] if strata else []
    if public:
        raise PolicyError(
            f"a model with {' and '.join(public)} cannot be released: how many patients a country"
            " or a sex has is known, and would tell of small groups",
            hint="leave that out, ask for it alone, or give --exact where the policy allows it",
        )


def strata_of(lake: Lake, name: str) -> tuple[str, Levels] | None:
    """The strata of that name ("" none) as groups. Raises UsageError for an unknown one."""
    if not name:
        return None
    if name not in STRATA:
        raise UsageError(
            f"hazards cannot differ by '{name}'", hint=f"strata are {', '.join(STRATA)}"
        )
    return name, countries(tuple(sorted(set(lake.settings.countries().values()))))


def _notes(models: Sequence[CoxModel]) -> Iterator[str]:
    for model in models:
        yield from (f"{words[:1].upper()}{words[1:]}" for words in model.words)
    first = models[0].released
    if first.outcome.competing:
        yield CAUSE_SPECIFIC
    if len(models) > 1 and models[-1].subjects is not None:
        yield TOGETHER.format(patients=f"{models[-1].subjects:,}")
    for model in models:
        yield from model.released.notes
