"""What the text of a definition alone shows to be impossible, or always so."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import fields
from decimal import Decimal
from itertools import combinations
from typing import Any

from tfrq import language, model
from tfrq.model import Comparison, Definition, Node, Period
from tfrq.sql.bounds import (
    UNLIMITED,
    date_bounds,
    length_bounds,
    number_bounds,
    value_bounds,
)

OLDEST = 130  # years: nobody was older
# What a criterion picks from, where two of them can have nothing in common.
_CHOICES: dict[type[Node], str] = {
    model.Sex: "sex",
    model.Country: "countries",
    model.Site: "sites",
    model.RiskScore: "groups",
    model.PhaseAtDiagnosis: "phases",
}
Range = tuple[Any, Any]


def impossible(node: Node) -> str:
    """Why nobody can meet a criterion; "" where somebody can."""
    least, most = asked(node)
    lowest, highest = possible(node)
    if least > most:
        return "the range holds nothing"
    if most < lowest:
        return f"it is never below {lowest}"
    if least > highest:
        return _too_large(node, highest)
    return ""


def always(node: Node) -> bool:
    """Whether everybody meets a criterion who has what it asks about."""
    least, most = asked(node)
    lowest, highest = possible(node)
    # A response asks for a run, however short, so a length of 0 excludes somebody.
    runs = isinstance(node, model.SustainedResponse | model.CurrentExposure | model.FirstResponse)
    return _comparison(node) is not None and not runs and least <= lowest and most >= highest


def asked(node: Node) -> Range:
    """Least and most that the comparison of a criterion lets through."""
    comparison = _comparison(node)
    if comparison is None:
        return -UNLIMITED, UNLIMITED
    if isinstance(node, model.Laboratory):
        return value_bounds(comparison, Decimal(1))
    if isinstance(node, model.Diagnosed):
        return date_bounds(comparison)
    whole = isinstance(comparison.value, Decimal)
    return number_bounds(comparison) if whole else length_bounds(comparison)


def possible(node: Node) -> Range:
    """Least and most that there can be: of days and tests, no more than a window holds."""
    if isinstance(node, model.Age):
        return 0, OLDEST
    if isinstance(node, model.Laboratory):
        return Decimal(0), Decimal(100 if node.unit.startswith("%") else UNLIMITED)
    if isinstance(node, model.Diagnosed | model.Followed):
        return -UNLIMITED, UNLIMITED
    return 0, _window(node)


def _window(node: Node) -> int:
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


def _too_large(node: Node, highest: object) -> str:
    if _window(node) == UNLIMITED:
        return f"it is never above {highest}"
    kind = "test days" if isinstance(node, model.TestCount) else "days"
    return f"its window has room for {highest} {kind}"


def too_many_tests(node: Node) -> bool:
    """Whether `all tests …` asks for more test days than its window has."""
    return isinstance(node, model.AllTests) and node.tests > _window(node)


def _comparison(node: Node) -> Comparison[Any] | None:
    values = (getattr(node, part.name) for part in fields(node))
    return next((value for value in values if isinstance(value, Comparison)), None)


def together(definition: Definition) -> Iterator[tuple[Node, Node]]:
    """Pairs of criteria, both of which every member has to meet, that nobody can meet together."""
    literals = [one for step in definition.steps for one in _conjuncts(step)]
    for one, other in combinations(literals, 2):
        if _exclude(one, other):
            yield one, other


def twice(definition: Definition) -> Iterator[Node]:
    """Criteria that are asked for again."""
    literals = [one for step in definition.steps for one in _conjuncts(step)]
    for place, one in enumerate(literals):
        if one in literals[:place]:
            yield one


def _conjuncts(node: Node) -> Iterator[Node]:
    if isinstance(node, model.And):
        for item in node.items:
            yield from _conjuncts(item)
    else:
        yield node


def _exclude(one: Node, other: Node) -> bool:
    if isinstance(one, model.Not) or isinstance(other, model.Not):
        return model.Not(one) == other or model.Not(other) == one
    if type(one) is not type(other):
        return False
    if type(one) in _CHOICES:
        return _same_but(one, other, _CHOICES[type(one)]) and not _shared(one, other)
    if _comparison(one) is None or not _same_but(one, other, ""):
        return False
    ranges: Sequence[Range] = (asked(one), asked(other))
    return bool(max(low for low, _ in ranges) > min(high for _, high in ranges))


def _shared(one: Node, other: Node) -> bool:
    name = _CHOICES[type(one)]
    values = (getattr(node, name) for node in (one, other))
    sets = ({value} if isinstance(value, str) else set(value) for value in values)
    return bool(functools.reduce(set.intersection, sets))


def _same_but(one: Node, other: Node, name: str) -> bool:
    """Whether two criteria of a class are the same, this part and comparisons apart."""
    return all(
        getattr(one, part.name) == getattr(other, part.name)
        for part in fields(one)
        if part.compare
        and part.name != name
        and not isinstance(getattr(one, part.name), Comparison)
    )


def named(node: Node) -> str:
    """How a criterion is called in a finding."""
    return f"'{language.text_of(node)}'"
