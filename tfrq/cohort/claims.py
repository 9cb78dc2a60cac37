"""What a criterion says of one quantity of a patient: its value lies in a set.

Two criteria about the same quantity can then be held against each other: `imatinib >= 5 years`
and `imatinib < 3 years` are both about the days on imatinib before the index. A criterion that has
no number or list in it is about itself: met or not.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from tfrq import model, vocabulary
from tfrq.cohort.ranges import Ranges, difference, intersection
from tfrq.model import Comparison, Node, Period, Response
from tfrq.sql.bounds import UNLIMITED, date_bounds, length_bounds, number_bounds, value_bounds

OLDEST = 130  # years: nobody was older
NOTHING = -(10**50)  # stands for "no run": neither short nor long
_ANYTHING: Ranges = ((-(10**60), 10**60),)
_SCALE = 10**7  # steps of a laboratory value, or of a percentage, in one
_FINEST = 10**9  # of a cut-off: more decimals than anybody writes
# A response, or a stretch up to now, may not be there at all, and then has no length.
_MAY_BE_ABSENT = (model.SustainedResponse, model.CurrentExposure, model.FirstResponse)
# What a criterion picks from, and whether every other word is known too. Not transcripts: a
# patient may have several.
_CHOICES: dict[type[Node], tuple[str, tuple[str, ...]]] = {
    model.Sex: ("sex", vocabulary.SEXES),
    model.PhaseAtDiagnosis: ("phases", vocabulary.PHASES),
    model.RiskScore: ("groups", ()),
    model.Country: ("countries", ()),
    model.Site: ("sites", ()),
}
# One test decides, so a result below one cut-off is not above a higher one.
_ONE_TEST = (model.ResponseState, model.ResponseAt)


@dataclass(frozen=True)
class Claim:
    """`about` names the quantity, `possible` has all values of it, and `met` those that meet."""

    about: tuple[Hashable, ...]
    possible: Ranges
    met: Ranges

    def where(self, is_met: bool) -> Ranges:
        """The values with which the criterion is met, or is not met."""
        met = intersection(self.possible, self.met)
        return met if is_met else difference(self.possible, met)


def claim(node: Node, assumed: str = "") -> Claim:
    """What a criterion says. `assumed`: its definition's option on undetectable tests, which
    decides what a response is."""
    if isinstance(node, model.AnyExposure):
        days = _about(_as_exposure(node), assumed)
        return Claim(days, ((0, UNLIMITED),), ((1, UNLIMITED),))
    if type(node) in _CHOICES:
        return _choice(node, assumed)
    if comparison(node) is not None:
        return _number(node, assumed)
    if (
        isinstance(
            node, model.ResponseState | model.ResponseAt | model.AnyResponse | model.AllTests
        )
        and node.response.level != "undetectable"
    ):
        return _cutoff(node, node.response, assumed)
    return Claim(_about(node, assumed), ((0, 1),), ((1, 1),))


def comparison(node: Node) -> Comparison[Any] | None:
    """The comparison of a criterion, if it has one."""
    values = (getattr(node, part.name) for part in fields(node))
    return next((value for value in values if isinstance(value, Comparison)), None)


def asked(node: Node) -> tuple[int, int]:
    """Least and most that the comparison of a criterion lets through."""
    found = comparison(node)
    assert found is not None
    if isinstance(node, model.HalvingTime):
        least, most = value_bounds(node.days, Decimal(1))
        return int(least * _SCALE), int(most * _SCALE)
    if isinstance(node, model.Laboratory):
        least, most = value_bounds(found, vocabulary.UNIT_FACTORS[node.unit][1])
        return int(least * _SCALE), int(most * _SCALE)
    if isinstance(node, model.Diagnosed):
        return date_bounds(found)
    return number_bounds(found) if isinstance(found.value, Decimal) else length_bounds(found)


def possible(node: Node) -> tuple[int, int]:
    """Least and most that there can be: of days and tests, no more than a window holds."""
    if isinstance(node, model.Age):
        return 0, OLDEST
    if isinstance(node, model.Laboratory):
        return 0, (100 if node.unit.startswith("%") else UNLIMITED) * _SCALE
    if isinstance(node, model.HalvingTime):
        return 0, UNLIMITED * _SCALE
    if isinstance(node, model.Diagnosed | model.Followed):
        return -UNLIMITED, UNLIMITED
    return shortest(node), window(node)


def shortest(node: Node) -> int:
    """Days that a response needs at least, to hold the tests that it asks for."""
    if not isinstance(node, model.SustainedResponse):
        return 0
    apart = node.spacing.days if node.spacing else 1
    return ((node.tests or 1) - 1) * max(apart, 1)


def window(node: Node) -> int:
    """Days of the window that a length, or test days, have to fit into."""
    period = getattr(node, "period", getattr(node, "when", None))
    if not isinstance(period, Period) or period.within is None:
        return UNLIMITED
    days = period.within.days
    # [i − d, i] has a day more than (i, i + d]; a run lasts from its first day to its last.
    if isinstance(node, model.TestCount | model.AllTests):
        return days + 1 if period.kind == "before" else days
    if isinstance(node, model.SustainedResponse):
        return days if period.kind == "before" else max(days - 1, 0)
    return days if isinstance(node, model.Exposure) else UNLIMITED


def never_exceeds(one: tuple[Hashable, ...], other: tuple[Hashable, ...]) -> bool:
    """Whether one quantity is never above another: days on fewer drugs, or in a shorter period."""
    if one == other or one[0] != other[0]:
        return False
    parts, others = _by_name(one), _by_name(other)
    if one[0] == model.Exposure:
        same = parts["gap"] is None and others["gap"] is None
        fewer = _ingredients(parts["drugs"]) <= _ingredients(others["drugs"])
        return same and fewer and _within(parts["period"], others["period"])
    if one[0] in (model.TestCount, model.LineCount):
        return _within(parts["period"], others["period"])
    return False


def _by_name(about: tuple[Hashable, ...]) -> Mapping[str, Any]:
    return dict(about[2:])  # type: ignore[arg-type]


def _ingredients(drugs: tuple[str, ...]) -> set[str]:
    return {one for drug in drugs for one in vocabulary.DRUG_CLASSES.get(drug, (drug,))}


def _within(one: Period, other: Period) -> bool:
    """Whether every day of a period is one of another."""
    if other.kind == "ever":
        return True
    if (one.kind, one.anchor) != (other.kind, other.anchor):
        return False
    return other.within is None or (one.within is not None and one.within.days <= other.within.days)


def _about(node: Node, assumed: str, *without: str) -> tuple[Hashable, ...]:
    """The class of a criterion and all its parts but its numbers, or what `without` names."""
    parts = tuple(
        (part.name, getattr(node, part.name))
        for part in fields(node)
        if part.compare
        and part.name not in without
        and not isinstance(getattr(node, part.name), Comparison)
    )
    has_response = any(isinstance(value, Response) for _, value in parts) or "response" in without
    return (type(node), assumed if has_response else "", *parts)


def _as_exposure(node: model.AnyExposure) -> model.Exposure:
    day = Comparison(">=", model.Duration(Decimal(1), "days"))
    return model.Exposure(node.drugs, day, node.period)


def _number(node: Node, assumed: str) -> Claim:
    about = _about(node, assumed)
    if isinstance(node, model.Laboratory):
        unit = vocabulary.UNIT_FACTORS[node.unit][0]
        about = (*_about(node, assumed, "unit"), ("unit", unit))
    absent: Ranges = ((NOTHING, NOTHING),) if isinstance(node, _MAY_BE_ABSENT) else ()
    least, most = asked(node)
    return Claim(about, (*absent, possible(node)), ((least, most),) if least <= most else ())


def _choice(node: Node, assumed: str) -> Claim:
    name, known = _CHOICES[type(node)]
    known = vocabulary.SCORES[node.score] if isinstance(node, model.RiskScore) else known
    picked = getattr(node, name)
    words = (picked,) if isinstance(picked, str) else tuple(picked)
    values = _places(words)
    return Claim(_about(node, assumed, name), _places(known) if known else _ANYTHING, values)


def _places(words: tuple[str, ...]) -> Ranges:
    """A number for each word, far from those of all others."""
    numbers = sorted(int.from_bytes(word.encode()) * 2 for word in set(words))
    return tuple((number, number) for number in numbers)


def _cutoff(node: Node, response: Response, assumed: str) -> Claim:
    """Of a response, the cut-offs: who is at most 0.0032 % is at most 0.01 % (§4: deep enough for
    a cut-off is deep enough for a higher one, and above one is above a lower one)."""
    edge = int(response.cutoff * _FINEST) * 2
    below = response.operator in ("<", "<=")
    # `< 1 %` ends just below what `<= 1 %` has, and `>= 1 %` begins there.
    last = edge if response.operator in ("<=", ">") else edge - 1
    # Where several tests are looked at, one may be low and another high.
    side = "" if isinstance(node, _ONE_TEST) else ("low" if below else "high")
    kept = (("copies", response.copies), ("verified", response.depth_verified), ("side", side))
    everything: Ranges = ((0, 10**30),)
    met: Ranges = ((0, last),) if below else ((last + 1, 10**30),)
    return Claim((*_about(node, assumed, "response"), *kept), everything, met)
