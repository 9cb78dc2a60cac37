"""The steps that several curves have in common, on which a test can compare them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tfrq.survival.tables import LifeTable, Numbers


def aligned(tables: Sequence[LifeTable]) -> tuple[LifeTable, ...]:
    """The tables on the same steps, which end wherever each of them can tell who is at risk.

    A table can tell it at the end of a step and inside one in which nobody leaves (in any, where
    it is exact). After its own end it has no say; those still at risk there are censored at its
    last common boundary, and in the steps that follow it has nobody at risk. Where nobody is left
    at its end, nothing is unknown after it, and it goes on with nobody for ever.
    """
    if not tables:
        return ()
    ends = np.unique(np.concatenate([table.ends for table in tables]))
    common = ends[np.all([_can_tell(table, ends) for table in tables], axis=0)]
    return tuple(_regrouped(table, common) for table in tables)


def until_first_end(tables: Sequence[LifeTable]) -> tuple[LifeTable, ...]:
    """The tables on the same steps, up to the end of the first that ends while somebody is left.

    How long a curve is told depends on what happens to its patients, so what follows an end would
    compare only those who are still told of. A table in which nobody is left does not limit the
    others: nothing is unknown after its end. There may be no step in common.
    """
    end = min(map(reach, tables), default=0.0)
    return tuple(_cut(line, end) for line in aligned(tables))


def compared(tables: Sequence[LifeTable]) -> dict[int, LifeTable]:
    """The tables that a test can compare, aligned, by their place among `tables`: those with
    somebody at risk in a common step in which one of them has an event; none where that is one."""
    places = [place for place, table in enumerate(tables) if table.ends.size]
    lines = aligned([tables[place] for place in places])
    if not lines:
        return {}
    waited = np.sum([line.events for line in lines], axis=0) > 0
    pairs = zip(places, lines, strict=True)
    found = {place: line for place, line in pairs if np.any(line.at_risk[waited] > 0)}
    return found if len(found) > 1 else {}


def _cut(table: LifeTable, end: float) -> LifeTable:
    told = table.ends <= end
    return replace(
        table,
        starts=table.starts[told],
        ends=table.ends[told],
        at_risk=table.at_risk[told],
        events=table.events[told],
        competing=table.competing[told],
        censored=table.censored[told],
    )


def _can_tell(table: LifeTable, days: Numbers) -> NDArray[np.bool_]:
    # Behind the last step stands one without an end in which nobody leaves: there is no say in it.
    ends, leaving = np.append(table.ends, np.inf), np.append(table.leaving, 0)
    step = np.searchsorted(ends, days)
    told: NDArray[np.bool_] = (ends[step] == days) | (leaving[step] == 0) | table.exact
    return told


def _regrouped(table: LifeTable, ends: Numbers) -> LifeTable:
    """The table on the steps that end at `ends`, each of which it can tell or does not reach."""
    starts = np.append(0.0, ends[:-1])[: ends.size]
    covered = ends <= reach(table)
    over = np.searchsorted(table.ends, ends, side="right")

    def column(values: Numbers) -> Numbers:
        told = np.append(0.0, np.cumsum(values))[over]
        return np.where(covered, np.diff(told, prepend=0.0), 0.0)

    events, competing, censored = map(column, (table.events, table.competing, table.censored))
    gone = np.append(0.0, np.cumsum(events + competing + censored))[:-1]
    at_risk = np.where(covered, table.at_risk[:1].sum() - gone, 0.0)
    return LifeTable(starts, ends, at_risk, events, competing, censored, table.exact)


def reach(table: LifeTable) -> float:
    """The day up to which a table knows who is at risk: for ever where nobody is left."""
    if not table.ends.size:
        return 0.0
    return np.inf if table.at_risk[-1] == table.leaving[-1] else float(table.ends[-1])
