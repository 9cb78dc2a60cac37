"""Questions about what goes with the endpoint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tfrq.api.endpoints import Endpoints

if TYPE_CHECKING:
    from tfrq.disclosure import ReleasedTimes
    from tfrq.model import Levels
    from tfrq.survival.factors import Factors


class FactorQuestions(Endpoints):
    """What can be asked of the factors that go with an endpoint."""

    def factors(
        self,
        cohort: str,
        *,
        endpoint: str = "",
        factors: Sequence[str] = (),
        strata: str = "",
        index: str = "",
        options: Sequence[str] = (),
        landmark: str = "",
        exact: bool = False,
    ) -> Factors:
        """Hazard ratios of factors for an endpoint (a name's own, unless one is given): of each
        alone, and of all in one Cox model. `factors`: names of docs/factors.md, or texts of
        criteria. `strata`: "country" lets each country have its own hazard. `landmark`: how long
        after the index the curves begin, as "6 months". `exact` asks for numbers that may not
        leave.

        Raises UsageError for an unknown factor or no endpoint, PolicyError where the lake's
        policy refuses exact numbers.
        """
        from tfrq import disclosure, language
        from tfrq.survival import factors as modelled
        from tfrq.survival import times

        resolved = self.resolve(cohort, index=index, options=options)
        definition = resolved.definition
        modelled.check_index(definition)
        at_index = language.canonical_index(definition)
        asked = modelled.read(factors, lambda text: self.library.parse(text, index=at_index))
        outcome = self.endpoint(cohort, endpoint)
        start = language.parse_duration(landmark) if landmark else None
        name, lake = resolved.name, self.lake

        def ask(axis: str, levels: Sequence[Levels]) -> ReleasedTimes:
            found = times(
                lake, definition, outcome, axis=axis, levels=levels, landmark=start, name=name
            )
            return disclosure.release_times((found,), found.people.axis, exact=exact)

        return modelled.estimate(asked, ask, modelled.strata_of(lake, strata), exact=exact)
