"""The exact days of a curve: what must hold of them, and the steps that they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from tfrq.disclosure.tables import check
from tfrq.errors import Fault
from tfrq.results import Day, Step, Times


def check_days(times: Times) -> None:
    """The rule rests on these: days ascend, and together they hold the followed."""
    check(times.people)
    strata = times.people.strata
    alone = not times.people.axis and len(times.days) == 1
    if len(times.days) != len(strata) and not alone:
        raise Fault("there are not as many strata of days as of people")
    for own in times.days:
        if any(one.day >= other.day for one, other in pairwise(own)) or (own and own[0].day < 1):
            raise Fault("the days of a curve do not ascend from the first")
    followed = [stratum.rows.met for stratum in strata]
    left = [sum(day.leaving for day in own) for own in times.days]
    if (sum(left) != sum(followed)) if alone else (left != followed):
        raise Fault("those who left a curve are not those who were followed")


def day_steps(followed: int, days: Sequence[Sequence[Day]]) -> Iterator[Step]:
    """A step for each day on which somebody of these strata left."""
    every: dict[int, Day] = {}
    for day in (day for own in days for day in own):
        every[day.day] = _added(every.get(day.day, Day(day.day, 0, 0, 0)), day)
    leaving = [every[day] for day in sorted(every)]
    at_risk = accumulate((-day.leaving for day in leaving), initial=followed)
    spans = pairwise((0, *(day.day for day in leaving)))
    for (start, end), number, day in zip(spans, at_risk, leaving, strict=False):
        yield Step(start, end, number, day.events, day.competing, day.censored)


def _added(one: Day, other: Day) -> Day:
    return Day(
        one.day,
        one.events + other.events,
        one.competing + other.competing,
        one.censored + other.censored,
    )
