"""Curves made by hand, as if they had been released."""

from collections.abc import Mapping, Sequence

from tfrq.disclosure import ReleasedCurve, ReleasedTimes
from tfrq.disclosure.released import MAKER
from tfrq.results import Outcome, Policy, Provenance, Step

PROVENANCE = Provenance(
    tfrq_version="0",
    release="2024-1",
    synthetic=True,
    data_cut="2024-01-01",
    definition_name="deep",
    definition_hash="abc",
    canonical="MR4.5",
    index="first TFR attempt",
    conventions=(),
    policy=Policy(),
)
# Events, competing events and censorings up to the end of each step.
Leaving = Sequence[tuple[int, int, int, int]]


def curve(strata: str, at_risk: int, leaving: Leaving = ()) -> ReleasedCurve:
    """A block of the strata ("low+high"), with steps (end, events, competing, censored)."""
    steps: list[Step] = []
    for end, *numbers in leaving:
        start = steps[-1].end if steps else 0
        steps.append(Step(start, end, steps[-1].remaining if steps else at_risk, *numbers))
    return ReleasedCurve(MAKER, strata, tuple(strata.split("+")), at_risk, 0, tuple(steps))


def times(
    *curves: ReleasedCurve, axis: str = "", competing: bool = False, exact: bool = False
) -> ReleasedTimes:
    """Those curves."""
    outcome = Outcome("loss of MMR", ("censored at the last test",), competing)
    return ReleasedTimes(
        maker=MAKER,
        axis=axis,
        curves=curves,
        outcome=outcome,
        ordered=True,
        exact=exact,
        notes=("Taken alone.",),
        not_for_release=exact,
        provenance=PROVENANCE,
    )


def plain(curves: Mapping[str, Leaving], at_risk: int = 100) -> ReleasedTimes:
    """Curves that all begin with as many."""
    return times(*(curve(strata, at_risk, leaving) for strata, leaving in curves.items()))
