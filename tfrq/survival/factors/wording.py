"""What is said of a model in plain words: who is not in it, and why there is none."""

from __future__ import annotations

from collections.abc import Iterator

from tfrq.survival.factors.blocks import Block, label
from tfrq.survival.factors.design import Design
from tfrq.survival.factors.reading import Factor
from tfrq.survival.tables import life_table
from tfrq.survival.testing import up_to

_SOME_NOT_TOLD = (
    "not told: the curves of some combinations hold too few events or censorings to be shown, and"
    " a model of the others would be of patients chosen by outcome; ask for fewer factors, or give"
    " --exact where the policy allows it."
)
_NO_STEP = (
    "not told: the curves have no step in common before the first of them ends; ask for fewer"
    " factors, or give --exact where the policy allows it."
)


def words(design: Design) -> Iterator[str]:
    """On the whole model, then on the levels of each factor."""
    names = ", ".join(one.name for one in design.factors)
    if not design.known:
        yield f"{names}: no level can be shown, so nothing can be estimated."
    elif not design.is_told:
        yield _NO_STEP if all(block.curve.steps for block in design.known) else _SOME_NOT_TOLD
    elif not sum(block.events for block in design.known):
        yield f"{names}: no event is told, so nothing can be estimated."
    if design.is_told:
        yield from _compared(design)
    for place, factor in enumerate(design.factors):
        yield from _of_levels(design, place, factor)
    if any(not all(one.levels) and _is_mixed(design, one) for one in design.every):
        yield f"{names}: patients of joined strata whose level is not told are not in the model."


def _compared(design: Design) -> Iterator[str]:
    """Up to when, where it is not as far as the curves go."""
    labels = [block.curve.label for block in design.known]
    tables = [life_table(block.curve.steps) for block in design.known]
    until = up_to(labels, tables, [block.table for block in design.known])
    if until:
        yield f"hazards are compared {until}."


def _of_levels(design: Design, place: int, factor: Factor) -> Iterator[str]:
    """Which levels are left out, and what stands in for the reference."""
    known = design.levels[place]
    for block in design.every:
        if block.is_complete and block not in design.known:
            yield (
                f"{factor.name}: the curve of '{block.curve.label}' holds too few events or"
                " censorings to be shown; it is left out of the comparison."
            )
        unknown, own = factor.groups.unknown, block.members[place]
        if unknown in own and len(own) == 2:
            (level,) = own - {unknown}
            yield (
                f"{factor.name}: some of '{level}' are joined with those whose level is not known,"
                " and are not in the model."
            )
    if design.is_told and factor.reference not in known[0]:
        yield (
            f"{factor.name}: '{factor.reference}' has no curve; the others are compared with"
            f" '{label(known[0])}'."
        )


def _is_mixed(design: Design, block: Block) -> bool:
    """Whether it joins levels of a factor, beyond one of them with the unknown."""
    pairs = zip(design.factors, block.members, strict=True)
    return any(len(own - {factor.groups.unknown}) > 1 for factor, own in pairs)
