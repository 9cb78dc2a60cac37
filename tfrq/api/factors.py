"""Questions about what goes with the endpoint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tfrq.api.definitions import Definitions
from tfrq.api.endpoints import endpoint_of, landmark_of
from tfrq.errors import UsageError

if TYPE_CHECKING:
    from tfrq.disclosure import ReleasedTimes
    from tfrq.model import Levels
    from tfrq.survival.factors import Factors


class FactorQuestions(Definitions):
    """What can be asked of the factors that go with an endpoint."""

    def factors(
        self,
        cohort: str,
        factors: str | Sequence[str] = (),
        *,
        endpoint: str = "",
        strata: str = "",
        index: str = "",
        options: Sequence[str] = (),
        landmark: str = "",
        exact: bool = False,
    ) -> Factors:
        """Hazard ratios of factors for an endpoint (a name's own, unless one is given): of each
        alone, and of all in one Cox model. `factors`: a name of docs/factors.md or the text of a
        criterion, or several. `strata`: "country" lets each country have its own hazard, with
        `exact` only. `landmark`: how long after the origin the curves begin, as "6 months".
        `exact` asks for numbers that may not leave.

        Raises UsageError for an unknown factor or no endpoint, PolicyError where the lake's
        policy refuses exact numbers.
        """
        from tfrq import disclosure, language
        from tfrq.survival import check_one_index, times
        from tfrq.survival import factors as modelled

        resolved = self.resolve(cohort, index=index, options=options)
        definition = resolved.definition
        check_one_index(definition)
        at_index = language.canonical_index(definition)
        names = _names(factors)
        asked = modelled.read(names, lambda text: self.library.parse(text, index=at_index))
        outcome = endpoint_of([resolved.waiting_for(endpoint)])
        start, name, lake = landmark_of(landmark), resolved.name, self.lake

        def ask(axis: str, levels: Sequence[Levels]) -> ReleasedTimes:
            found = times(
                lake, definition, outcome, axis=axis, levels=levels, landmark=start, name=name
            )
            return disclosure.release_times((found,), found.people.axis, exact=exact)

        return modelled.estimate(asked, ask, modelled.strata_of(lake, strata), exact=exact)


def _names(factors: str | Sequence[str]) -> tuple[str, ...]:
    """One or several; UsageError for places, which are no factors."""
    names = (factors,) if isinstance(factors, str) else tuple(factors)
    for one in names:
        if one.strip().lower() in ("country", "site"):
            raise UsageError(
                f"{one.strip()} is no factor",
                hint="--strata country gives each country its own baseline hazard;"
                " 'tfrq survival --by country' compares their curves",
            )
    return names
