"""Whether curves differ: which test is put to them, and why none is."""

from __future__ import annotations

from collections.abc import Sequence

from tfrq.disclosure import ReleasedTimes
from tfrq.survival.estimates import TestResult
from tfrq.survival.gray import gray
from tfrq.survival.log_rank import log_rank, log_rank_trend
from tfrq.survival.tables import LifeTable

_FEW = "No test: fewer than two curves have steps to compare."
_NO_EVENTS = "No test: no events in the steps that the curves have in common."


def compared(
    released: ReleasedTimes, tables: Sequence[LifeTable]
) -> tuple[tuple[TestResult, ...], tuple[str, ...]]:
    """The tests of curves that no patient shares (Gray's where something competes, else log-rank,
    for trend too where the curves lie in an order), and why there are none."""
    drawn = [place for place, table in enumerate(tables) if len(table.ends)]
    if len(tables) < 2:
        return (), ()
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
    if released.ordered and len(of) > 2 and not competing:
        found.append(
            _named("log-rank for trend", log_rank_trend(of, list(map(float, drawn))), labels)
        )
    tests = tuple(one for one in found if one is not None)
    return tests, () if tests else (_NO_EVENTS,)


def _named(
    name: str, result: tuple[float, int, float] | None, curves: tuple[str, ...]
) -> TestResult | None:
    return None if result is None else TestResult(name, *result, curves)
