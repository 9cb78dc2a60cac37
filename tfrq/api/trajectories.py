"""Questions about markers over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tfrq.api.definitions import Definitions

if TYPE_CHECKING:
    from tfrq.survival.trajectory import TrajectoryEstimate


class Trajectories(Definitions):
    """What can be asked of markers around the index."""

    def trajectory(
        self,
        cohort: str,
        *,
        marker: str,
        unit: str = "",
        endpoint: str = "",
        horizon: str = "",
        index: str = "",
        options: Sequence[str] = (),
        exact: bool = False,
    ) -> TrajectoryEstimate:
        """Median and quartiles of a marker (`BCR::ABL1` is one) over bands of months before and
        after the index. With an endpoint, or that of the named definition, they are told apart by
        what happened within `horizon` ("" is 24 months): event, event-free, not known.

        `unit` "" is the first that the marker is reported in. `exact` asks for numbers that may not
        leave. Raises UsageError for an unknown marker or unit and where there is no one index per
        patient, PolicyError where the lake's policy refuses exact numbers.
        """
        from tfrq import language
        from tfrq.disclosure import bands
        from tfrq.survival import check_one_index
        from tfrq.survival import trajectory as trajectories

        resolved = self.resolve(cohort, index=index, options=options)
        check_one_index(resolved.definition)
        meant = trajectories.asked(marker, unit)
        outcome = resolved.waiting_for(endpoint).outcome
        until = language.parse_duration(horizon, "horizon", "24 months") if horizon else None
        asked = trajectories.trajectory(
            self.lake,
            resolved.definition,
            meant,
            outcome,
            until or trajectories.HORIZON,
            words=language.canonical_endpoint(outcome) if outcome else "",
            name=resolved.name,
        )
        return trajectories.estimate(bands.release_bands(asked, exact=exact))
