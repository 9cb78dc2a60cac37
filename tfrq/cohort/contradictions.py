"""What the text of a definition alone shows to be impossible, always so, or said already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from tfrq import language, model
from tfrq.cohort.impossible import why_impossible
from tfrq.cohort.needs import NOTHING, Needs, needs, together
from tfrq.model import Definition, Node

ERROR, WARNING = "error", "warning"
ALWAYS = "is never 'not met': it leaves out only whom it cannot assess"


@dataclass(frozen=True)
class Doubt:
    """Something wrong ("error") or doubtful ("warning") with a part of a step, from 1."""

    severity: str
    message: str
    step: int
    node: Node


@dataclass(frozen=True)
class _Part:
    """One of the criteria that all have to be met, and the step that it stands in."""

    node: Node
    step: int


def doubts(definition: Definition) -> Iterator[Doubt]:
    """What is wrong with the steps, each held against those before it."""
    before: list[_Part] = []
    known: Needs = NOTHING
    for part in _parts(definition):
        found = list(_of_part(part, before, known, definition))
        yield from found
        together_now = together((known, needs(part.node, True, definition)))
        # After what nobody meets, everything would be wrong.
        known = known if together_now is None else together_now
        before.append(part)


def _parts(definition: Definition) -> Iterator[_Part]:
    for number, step in enumerate(definition.steps, 1):
        for node in _conjuncts(step):
            yield _Part(node, number)


def _conjuncts(node: Node) -> Iterator[Node]:
    if isinstance(node, model.And):
        for item in node.items:
            yield from _conjuncts(item)
    else:
        yield node


def _of_part(
    part: _Part, before: Sequence[_Part], known: Needs, definition: Definition
) -> Iterator[Doubt]:
    met, not_met = (needs(part.node, is_met, definition) for is_met in (True, False))
    if met is None:
        yield Doubt(ERROR, _nobody(part.node, definition), part.step, part.node)
    elif together((known, met)) is None:
        yield Doubt(ERROR, _clash(part, before, met, definition), part.step, part.node)
    elif not_met is None:
        yield Doubt(WARNING, _always(part.node, definition), part.step, part.node)
    elif together((known, not_met)) is None:
        yield Doubt(WARNING, _already(part, before, not_met, definition), part.step, part.node)
    else:
        yield from _alternatives(part, definition)


def _nobody(node: Node, definition: Definition) -> str:
    why = why_impossible(node, definition.index) if not model.children(node) else ""
    if isinstance(node, model.Not):
        why = "what it rules out is always so"
    elif isinstance(node, model.Or):
        why = "none of its alternatives can be met"
    elif isinstance(node, model.AtLeast):
        why = "too few of its criteria can be met at once"
    elif isinstance(node, model.InDefinition):
        why = f"'tfrq cohort check {node.name}' says more"
    return f"nobody can meet {named(node)}" + (f": {why}" if why else "")


def _clash(part: _Part, before: Sequence[_Part], met: Needs, definition: Definition) -> str:
    for other in before:
        if together((met, needs(other.node, True, definition))) is None:
            return (
                f"nobody can meet both {named(other.node)}{_in(other, part)} and {named(part.node)}"
            )
    return f"nobody who meets what stands before it can meet {named(part.node)}"


def _always(node: Node, definition: Definition) -> str:
    if isinstance(node, model.Not):
        why = why_impossible(node.item, definition.index)
        if why:
            return f"{named(node)} excludes nobody: {why}"
    return f"{named(node)} {ALWAYS}"


def _already(part: _Part, before: Sequence[_Part], not_met: Needs, definition: Definition) -> str:
    for other in before:
        if other.node == part.node:
            return f"{named(part.node)} is asked for twice"
    for other in before:
        if together((not_met, needs(other.node, True, definition))) is None:
            place = _in(other, part)
            return f"{named(part.node)} excludes nobody after {named(other.node)}{place}"
    return f"{named(part.node)} excludes nobody after what stands before it"


def _in(other: _Part, part: _Part) -> str:
    return f" (step {other.step})" if other.step != part.step else ""


def _alternatives(part: _Part, definition: Definition) -> Iterator[Doubt]:
    """Alternatives that are of no use: impossible, or let in nobody whom another does not."""
    if not isinstance(part.node, model.Or | model.AtLeast):
        return
    for item in part.node.items:
        if needs(item, True, definition) is None:
            yield Doubt(WARNING, _useless(item, definition), part.step, item)
    if isinstance(part.node, model.Or):
        for one, other in combinations(part.node.items, 2):
            yield from _covered(one, other, part.step, definition)


def _useless(item: Node, definition: Definition) -> str:
    parts = list(_conjuncts(item))
    for one, other in combinations(parts, 2):
        if together(needs(node, True, definition) for node in (one, other)) is None:
            return f"nobody can meet both {named(one)} and {named(other)}: the alternative is idle"
    return f"{_nobody(item, definition)}; the alternative is idle"


def _covered(one: Node, other: Node, step: int, definition: Definition) -> Iterator[Doubt]:
    for narrow, wide in ((other, one), (one, other)):
        met, missed = needs(narrow, True, definition), needs(wide, False, definition)
        if met is not None and missed is not None and together((met, missed)) is None:
            message = f"{named(narrow)} adds nobody to {named(wide)}"
            yield Doubt(WARNING, message, step, narrow)
            return


def named(node: Node) -> str:
    """How a criterion is called in a finding."""
    return f"'{language.text_of(node)}'"
