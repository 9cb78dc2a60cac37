"""Questions about what goes with the endpoint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tfrq.api.definitions import Definitions
from tfrq.errors import UsageError

if TYPE_CHECKING:
    from tfrq.disclosure import ReleasedTimes
    from tfrq.model import Duration, Levels, TimeToEvent
    from tfrq.survival.factors import Factors


class FactorQuestions(Definitions):
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
        from tfrq.survival.asking import times  # type: ignore[import-not-found, unused-ignore]

        resolved = self.resolve(cohort, index=index, options=options)
        definition = resolved.definition
        modelled.check_index(definition)
        at_index = language.canonical_index(definition)
        asked = modelled.read(factors, lambda text: self.library.parse(text, index=at_index))
        outcome, start = self._outcome(cohort, endpoint), _landmark(landmark)
        name, lake = resolved.name, self.lake

        def ask(axis: str, levels: Sequence[Levels]) -> ReleasedTimes:
            found = times(
                lake, definition, outcome, axis=axis, levels=levels, landmark=start, name=name
            )
            return disclosure.release_times((found,), found.people.axis, exact=exact)

        return modelled.estimate(asked, ask, modelled.strata_of(lake, strata))

    def _outcome(self, cohort: str, endpoint: str) -> TimeToEvent:
        from tfrq.language import parse_endpoint  # type: ignore[attr-defined, unused-ignore]

        own = self.library.find(cohort) if cohort in self.library else None
        found = parse_endpoint(endpoint) if endpoint else getattr(own, "outcome", None)
        if found is None:
            raise UsageError(
                "no endpoint is named", hint='name what is waited for: --endpoint "loss of MMR"'
            )
        return found  # type: ignore[no-any-return, unused-ignore]


def _landmark(text: str) -> Duration | None:
    from tfrq.language.cursor import Cursor
    from tfrq.language.quantities import duration

    if not text:
        return None
    cursor = Cursor(text, "")
    found = duration(cursor)
    if cursor.token.kind != "end":
        cursor.expect("the end of the landmark", hint="as '6 months'")
    return found
