"""Whether curves differ: which test is put to them, and why none is."""

from __future__ import annotations

from collections.abc import Sequence

from tfrq.disclosure import ReleasedTimes
from tfrq.survival.estimates import TestResult
from tfrq.survival.gray import gray
from tfrq.survival.log_rank import log_rank, log_rank_trend
from tfrq.survival.tables import LifeTable

# What strata are called that hold those whose group is not known.
UNTOLD = {"unknown", "not assessable", "no index"}
_FEW = "No test: fewer than two curves have steps to compare."
_NO_EVENTS = "No test: no events in the steps that the curves have in common."


def compared(
    released: ReleasedTimes, tables: Sequence[LifeTable]
) -> tuple[tuple[TestResult, ...], tuple[str, ...]]:
    """The tests of curves that no patient shares (Gray's where something competes, else log-rank,
    for trend too where the curves lie in an order), and why there are none. Whose group is not
    known is in no test; a group joined with those has no place in an order."""
    if len(tables) < 2:
        return (), ()
    strata = [set(curve.strata) for curve in released.curves]
    drawn = [place for place, own in enumerate(strata) if len(tables[place].ends) and own - UNTOLD]
    if len(drawn) < 2:
        return (), (_FEW,)
    of = [tables[place] for place in drawn]
    labels = tuple(released.curves[place].label for place in drawn)
    competing = released.outcome.competing
    found = (
        [_named("Gray", gray(of), labels)]
        if competing
        else [_named("log-rank", log_rank(of), labels)]
    )
    placed = [place for place in drawn if not strata[place] & UNTOLD]
    if released.ordered and len(placed) > 2 and not competing:
        trend = log_rank_trend([tables[place] for place in placed], list(map(float, placed)))
        labels = tuple(released.curves[place].label for place in placed)
        found.append(_named("log-rank for trend", trend, labels))
    tests = tuple(one for one in found if one is not None)
    return tests, () if tests else (_NO_EVENTS,)


def _named(
    name: str, result: tuple[float, int, float] | None, curves: tuple[str, ...]
) -> TestResult | None:
    return None if result is None else TestResult(name, *result, curves)
