"""What has to be so for a combination of criteria to be met, or to be not met.

Only what is certain: an empty answer (None) is a proof that it cannot be, anything else proves
nothing. What cannot be judged at all (not assessable) is neither met nor not met.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from functools import reduce
from itertools import combinations

from tfrq import model
from tfrq.cohort.claims import claim, never_exceeds
from tfrq.cohort.impossible import why_impossible
from tfrq.cohort.ranges import Ranges, intersection, union
from tfrq.model import Definition, Node

# Quantity → the values that it has to have.
Needs = dict[tuple[Hashable, ...], Ranges]
NOTHING: Needs = {}
MOST_WAYS = 500  # `at least 8 of (…)` twenty criteria can be met in too many to look at


def needs(node: Node, is_met: bool, definition: Definition) -> Needs | None:
    """What has to be so for a node to be met (or to be not met); None: it never is."""
    if isinstance(node, model.Not):
        return needs(node.item, not is_met, definition)
    items = model.children(node)
    if not items:
        return _of_criterion(node, is_met, definition)
    options = node.definition if isinstance(node, model.InDefinition) else definition
    # `in NAME` is judged at this definition's index, by its own options.
    inner = Definition(definition.steps, definition.index, options.assume_undetectable)
    return _some(_wanted(node, len(items), is_met), [needs(one, is_met, inner) for one in items])


def together(several: Iterable[Needs | None]) -> Needs | None:
    """What has to be so for all of them at once; None: they never are."""
    found: Needs = {}
    for one in several:
        if one is None:
            return None
        for about, values in one.items():
            found[about] = intersection(found.get(about, values), values)
    _compare(found)
    return found if all(found.values()) else None


def _of_criterion(node: Node, is_met: bool, definition: Definition) -> Needs | None:
    if why_impossible(node, definition.index):
        return None if is_met else NOTHING
    said = claim(node, definition.assume_undetectable)
    values = said.where(is_met)
    return {said.about: values} if values else None


def _wanted(node: Node, number: int, is_met: bool) -> int:
    """How many items have to be met (or not met) for the combination to be so."""
    least = {model.Or: 1, model.AtLeast: getattr(node, "number", 0)}.get(type(node), number)
    return least if is_met else number - least + 1


def _some(wanted: int, items: Sequence[Needs | None]) -> Needs | None:
    """What has to be so for so many of the items."""
    can_be = [one for one in items if one is not None]
    if wanted <= 0 or math.comb(len(can_be), wanted) > MOST_WAYS:
        return NOTHING
    ways = [together(chosen) for chosen in combinations(can_be, wanted)]
    found = [way for way in ways if way is not None]
    return reduce(_either, found) if found else None


def _either(one: Needs, other: Needs) -> Needs:
    return {about: union((one[about], other[about])) for about in one if about in other}


def _compare(found: Needs) -> None:
    """Quantities that are never above others, as days on imatinib are never above days on TKI."""
    for one, other in combinations(list(found), 2):
        for small, large in ((one, other), (other, one)):
            if found[small] and found[large] and never_exceeds(small, large):
                least, most = found[small][0][0], found[large][-1][1]
                found[large] = intersection(found[large], ((least, 10**60),))
                found[small] = intersection(found[small], ((-(10**60), most),))
