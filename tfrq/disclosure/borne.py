"""Whether the numbers of a curve force a small number on a part of its people whose total is known.

Most of the followed can be patients of one site. If the other parts of a block cannot hold the
number of a step, the rest of it lies in that site: 33 events in a step, and 30 patients in all
other sites. The guard of docs/release-guard.md judges the numbers of steps as it does those of
answers; no text decides when somebody leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import combinations, pairwise

from tfrq.disclosure.blocks import Block, Room, join, safe
from tfrq.disclosure.months import Course, Span, steps_of
from tfrq.disclosure.tables import Answers, answers_of, beside_totals, by_others
from tfrq.results import Count, Step

FOLLOWED = ("met",)


def told_steps(
    count: Count,
    answers: Answers,
    blocks: Sequence[Block],
    courses: Sequence[Course],
    row: Sequence[Span] = (),
) -> list[tuple[Step, ...]]:
    """The steps that are told of each printed block, along `row` (the declared months)."""
    each = zip(blocks, (steps_of(one, row) for one in courses), strict=True)
    told = [steps if _borne(count, answers, block, steps) else () for block, steps in each]
    return told if _borne_together(count, answers, blocks, told) else [()] * len(told)


def _borne(count: Count, answers: Answers, block: Block, steps: Sequence[Step]) -> bool:
    """Whether the steps of a block may be told beside the totals of its parts, and, where these
    are no places, of sites and sexes."""
    numbers = {number for step in steps for number in _sums_of(_ways(step))}
    every = (block, *beside_totals(count, answers, block))
    return all(_safe(count, answers, one, numbers) for one in every)


def _borne_together(
    count: Count, answers: Answers, blocks: Sequence[Block], curves: Sequence[Sequence[Step]]
) -> bool:
    """Whether the steps of all blocks may be told beside the totals of other axes: where steps
    of all of them begin and end together, a reader can add them."""
    told = [steps for steps in curves if steps]
    if not told:
        return True
    whole, numbers = reduce(join, blocks), _together(told)
    return all(_safe(count, answers, one, numbers) for one in by_others(count, answers, whole))


def _together(curves: Sequence[Sequence[Step]]) -> set[int]:
    """The numbers of all curves together, from one day to the next on which all have a step end."""
    common = set.intersection(*({step.end for step in steps} for steps in curves))
    every = [step for steps in curves for step in steps]
    numbers: set[int] = set()
    for start, end in pairwise((0, *sorted(common))):
        within = (_ways(step)[:-1] for step in every if start < step.end <= end)
        remaining = sum(step.remaining for step in every if step.end == end)
        numbers |= _sums_of((*map(sum, zip(*within, strict=True)), remaining))
    return numbers


def _ways(step: Step) -> tuple[int, ...]:
    """Who left in a step, by each way, and who is still at risk after it."""
    return step.events, step.competing, step.censored, step.remaining


def _sums_of(numbers: Sequence[int]) -> set[int]:
    """Each of some numbers, and the sums of several: a reader can add."""
    sizes = range(1, len(numbers) + 1)
    return {sum(some) for size in sizes for some in combinations(numbers, size)}


def _safe(count: Count, answers: Answers, block: Block, numbers: set[int]) -> bool:
    place = answers_of(count, answers).index(FOLLOWED)
    few = tuple(sorted(number for number in numbers if number))
    rooms = tuple((Room(0, own[place].cap),) * len(few) for own in block.rooms)
    judged = replace(block, sums=few, people=few, rooms=rooms)
    return safe(judged, count.provenance.policy.min_cell - 1)
