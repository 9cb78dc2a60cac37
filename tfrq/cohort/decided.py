"""What the text of a definition alone says about everybody of one site or one sex, and which
sites and sexes it does not tell apart.

`site SE01 or age 61` is met by all of SE01, whatever their age: a reader who knows how many
patients SE01 has knows how many met it there. docs/release-guard.md says what follows from that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from tfrq import model
from tfrq.model import And, AtLeast, Definition, InDefinition, Node, Not, Or

# Kleene's order: "and" is the least of its items, "or" the greatest, "not" turns it round.
_NOT_MET, _NOT_ASSESSABLE, _MET = range(3)
_ANSWERS = ("not_met", "not_assessable", "met")
_Possible = frozenset[int]
_ANY: _Possible = frozenset((_NOT_MET, _NOT_ASSESSABLE, _MET))


@dataclass(frozen=True)
class Person:
    """What a reader can know of a patient: a site, its country and a sex, "" where not known."""

    site: str
    country: str
    sex: str


def decided(definition: Definition, people: Iterable[Person]) -> str:
    """The one answer ("met", "not_met", "not_assessable") that the definition can give to any of
    these people who has the index, or "" where it can give more than one.

    Criteria of place and of sex are what they are there; every other is taken to answer anything,
    whatever the others answer: that some criterion holds for everybody, as `age >= 0` does, is not
    known here.
    """
    whole = model.all_of(definition.steps)
    possible = frozenset[int]().union(*(_possible(whole, person) for person in people))
    return _ANSWERS[min(possible)] if len(possible) == 1 else ""


def kind(definition: Definition, people: Iterable[Person]) -> str:
    """The same for people whom no criterion of place or sex tells apart: what else a reader knows
    of all the ones, he knows of all the others."""
    told = {tuple(_told(model.all_of(definition.steps), person)) for person in people}
    return repr(sorted(told))


def _told(node: Node, of: Person) -> Iterator[int]:
    """The answer of every criterion that these facts answer, in order."""
    if isinstance(node, Not):
        yield from _told(node.item, of)
    elif isinstance(node, InDefinition):
        yield from _told(model.all_of(node.definition.steps), of)
    elif isinstance(node, And | Or | AtLeast):
        for item in node.items:
            yield from _told(item, of)
    else:
        possible = _criterion(node, of)
        yield from possible if len(possible) == 1 else ()


def _possible(node: Node, of: Person) -> _Possible:
    if isinstance(node, Not):
        return frozenset(_MET - answer for answer in _possible(node.item, of))
    if isinstance(node, InDefinition):
        return _possible(model.all_of(node.definition.steps), of)
    if isinstance(node, And | Or):
        return _combined(node, [_possible(item, of) for item in node.items])
    if isinstance(node, AtLeast):
        return _at_least(node.number, [_possible(item, of) for item in node.items])
    return _criterion(node, of)


def _combined(node: And | Or, items: list[_Possible]) -> _Possible:
    pick = min if isinstance(node, And) else max
    # Two at a time: the number of combinations does not grow with the number of items.
    result = frozenset((_MET if isinstance(node, And) else _NOT_MET,))
    for item in items:
        result = frozenset(pick(pair) for pair in product(result, item))
    return result


def _at_least(number: int, items: list[_Possible]) -> _Possible:
    """Of how many items are surely met, and how many could be, both ways of counting."""
    counts = {(0, 0)}
    for item in items:
        counts = {
            (met + (answer == _MET), open_ + (answer != _NOT_MET))
            for (met, open_), answer in product(counts, item)
        }
    return frozenset(_counted(number, met, open_) for met, open_ in counts)


def _counted(number: int, met: int, possible: int) -> int:
    if met >= number:
        return _MET
    return _NOT_ASSESSABLE if possible >= number else _NOT_MET


def _criterion(node: Node, of: Person) -> _Possible:
    if isinstance(node, model.Site):
        return _is(of.site in node.sites)
    if isinstance(node, model.Country):
        return _is(of.country in node.countries)
    if isinstance(node, model.Sex):
        return _is(of.sex == node.sex) if of.sex else frozenset((_NOT_ASSESSABLE,))
    return _ANY


def _is(holds: bool) -> _Possible:
    return frozenset((_MET if holds else _NOT_MET,))
