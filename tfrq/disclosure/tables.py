"""A count as blocks of strata, and the first answers at which they may be printed."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from itertools import combinations

from tfrq.disclosure.blocks import Block, Guard, Room, fit, join, pool, refine, safe
from tfrq.disclosure.parts import indexed, kinds, places
from tfrq.errors import Fault
from tfrq.results import Count, Node, Part, Stratum, Tally


class Answers(StrEnum):
    """The steps of `release`: which answers the printed numbers tell apart."""

    ALL = "all"
    MET_AND_THE_REST = "met and the rest"
    INDEX_ONLY = "with and without index"
    NOTHING = "nothing but words"


Answer = tuple[str, ...]  # fields of a Tally that are taken together
WITHOUT_INDEX: Answer = ("without_index",)
_WITH_INDEX: Answer = ("met", "not_met", "not_assessable")
_STEPS: dict[Answers, tuple[Answer, ...]] = {
    Answers.ALL: (("met",), ("not_met",), ("not_assessable",)),
    Answers.MET_AND_THE_REST: (("met",), ("not_met", "not_assessable")),
    Answers.INDEX_ONLY: (_WITH_INDEX,),
}


def grouped(count: Count, guard: Guard = safe) -> tuple[Answers, tuple[Block, ...]]:
    """The first answers at which the root fits and is refined, and its blocks; else no blocks.

    Without an axis the root is printed where the blocks by site may be, being their sum: whoever
    sees less learns no more.
    """
    t = count.provenance.policy.min_cell - 1
    for answers in _steps(count):
        root = _tree(count, answers)
        blocks = refine(root, t, guard) if fit(root, t) else None
        others = by_others(count, answers, root)
        if blocks is not None and all(fit(one, t) and guard(one, t) for one in others):
            beside = (one for block in blocks for one in beside_totals(count, answers, block))
            if all(guard(one, t) for one in beside):
                return answers, blocks if count.axis else (root,)
    return Answers.NOTHING, ()


def _steps(count: Count) -> tuple[Answers, ...]:
    # Without an index everybody has one, and their number is the lake's own.
    if not count.has_index:
        return Answers.ALL, Answers.MET_AND_THE_REST
    # How many patients are behind "the rest" of the attempts is not known, and a bound on it leaks.
    if count.unit == "attempts":
        return Answers.ALL, Answers.INDEX_ONLY
    return Answers.ALL, Answers.MET_AND_THE_REST, Answers.INDEX_ONLY


def answers_of(count: Count, step: Answers) -> tuple[Answer, ...]:
    """The answers that a step prints; those without index first, where there is an index."""
    return (WITHOUT_INDEX, *_STEPS[step]) if count.has_index else _STEPS[step]


def _judged(count: Count, step: Answers) -> tuple[Answer, ...]:
    """The answers that a step prints, and the sums of them that are judged as they are."""
    answers = answers_of(count, step)
    if count.unit == "attempts":
        return tuple(dict.fromkeys((*answers, _WITH_INDEX)))
    chosen = (some for size in range(1, len(answers)) for some in combinations(answers, size))
    return tuple(sum(some, ()) for some in chosen)


def _tree(count: Count, step: Answers) -> Block:
    leaves = {stratum.name: leaf_of(count, stratum, step) for stratum in count.strata}
    root = _grow(count.tree, leaves)
    t = count.provenance.policy.min_cell - 1
    return root if count.public_totals else pool(root, t)


def _grow(node: Node, leaves: dict[str, Block]) -> Block:
    if not node.children:
        return leaves[node.name]
    return _halved(tuple(_grow(child, leaves) for child in node.children), node.name)


def _halved(blocks: tuple[Block, ...], name: str = "") -> Block:
    if len(blocks) == 1:
        return blocks[0]
    middle = len(blocks) // 2
    return join(_halved(blocks[:middle]), _halved(blocks[middle:]), name)


def leaf_of(count: Count, stratum: Stratum, step: Answers) -> Block:
    """One stratum, with nothing to split."""
    judged = _judged(count, step)
    return Block(
        strata=(stratum.name,),
        label=stratum.name if stratum.lake_patients or not count.public_totals else "",
        patients=(stratum.lake_patients,),
        numbers=tuple(sum(_of(stratum.rows, answer)) for answer in answers_of(count, step)),
        sums=tuple(sum(_of(stratum.rows, answer)) for answer in judged),
        people=tuple(_people(stratum, answer) for answer in judged),
        rooms=_rooms(count, _parts(stratum), judged),
        alike=kinds(_parts(stratum)),
        within=tuple(map(places, _parts(stratum))),
    )


def without_population(count: Count) -> set[str]:
    """The strata whose patients have no index, by what these strata are."""
    return {
        one.name for one in count.strata if one.parts and _all_decided(one.parts, *WITHOUT_INDEX)
    }


def are_groups(count: Count) -> bool:
    """Whether the strata are groups of the followed, so that nobody in them is left out."""
    return bool(without_followed(count))


def without_followed(count: Count) -> set[str]:
    """The strata that nobody of a curve can be in, by what these strata are."""
    return {
        one.name
        for one in count.strata
        if one.parts and all(part.left and "met" not in part.left for part in one.parts)
    }


def decided_by_text(count: Count) -> str:
    """The answer that the definition's text alone gives everybody in the lake, or ""."""
    strata = [one for one in count.strata if one.lake_patients]
    parts = [part for one in strata for part in _parts(one) if part.patients]
    parts = [part for part in parts if part.decided != WITHOUT_INDEX[0]]
    found = {part.decided for part in parts}
    return found.pop() if len(found) == 1 else ""


def _all_decided(parts: tuple[Part, ...], answer: str) -> bool:
    return all(part.decided == answer for part in parts)


def by_others(count: Count, step: Answers, root: Block) -> tuple[Block, ...]:
    """The whole lake again, in the parts that it has by other axes."""
    judged = _judged(count, step)
    return tuple(
        replace(
            root,
            rooms=_rooms(count, parts, judged),
            alike=kinds(parts),
            within=tuple(map(places, parts)),
            halves=(),
        )
        for parts in count.others
    )


def beside_totals(count: Count, step: Answers, block: Block) -> tuple[Block, ...]:
    """A block of strata that are no places, in the parts that the lake has by sites and by sexes:
    all of its number of 33 can lie outside a site only if 33 patients do. What the text decides of
    a site says nothing of how many of it are in the block."""
    if count.public_totals:
        return ()
    return tuple(
        replace(one, rooms=tuple(tuple(Room(0, room.cap) for room in of) for of in one.rooms))
        for one in by_others(count, step, block)
    )


def _parts(stratum: Stratum) -> tuple[Part, ...]:
    return stratum.parts or (Part(stratum.lake_patients),)


def _rooms(
    count: Count, parts: tuple[Part, ...], judged: tuple[Answer, ...]
) -> tuple[tuple[Room, ...], ...]:
    return tuple(tuple(_room(part, answer, count.has_index) for answer in judged) for part in parts)


def _room(part: Part, answer: Answer, has_index: bool) -> Room:
    """All of a part can be in a sum if it holds an answer that the text leaves them, and all of
    it must be if it holds every such answer. Who has the index is known where the stratum is
    one of the index (its year), and nowhere else."""
    open_ = set(part.open or _WITH_INDEX)
    open_ |= set(WITHOUT_INDEX) if has_index and not indexed(part) else set()
    return Room(
        floor=part.patients if open_ <= set(answer) else 0,
        cap=part.patients if open_ & set(answer) else 0,
    )


def _people(stratum: Stratum, answer: Answer) -> int:
    """The patients behind an answer, or all who have no other where answers are taken together."""
    together = _of(stratum.distinct, answer)
    others = sum(_all_of(stratum.distinct)) - sum(together)
    return max(*together, stratum.lake_patients - others)


def _of(tally: Tally, answer: Answer) -> list[int]:
    return [getattr(tally, field) for field in answer]


def _all_of(tally: Tally) -> list[int]:
    return _of(tally, (*WITHOUT_INDEX, *_WITH_INDEX))


def check(count: Count) -> None:
    """The argument rests on these: every stratum is in the tree, and every patient in a number."""
    names = [stratum.name for stratum in count.strata]
    if sorted(count.tree.leaves()) != sorted(names) or len(set(names)) < len(names):
        raise Fault("the strata of a count are not the leaves of its tree")
    if not all(_adds_up(stratum, count) for stratum in count.strata):
        raise Fault("the numbers of a stratum do not add up to its patients in the lake")
    total = sum(stratum.lake_patients for stratum in count.strata)
    if not all(sum(part.patients for part in parts) == total for parts in count.others):
        raise Fault("the parts of the lake do not add up to its patients")


def _adds_up(stratum: Stratum, count: Count) -> bool:
    rows = sum(_all_of(stratum.rows))
    if stratum.rows.without_index and not count.has_index:
        return False
    if sum(part.patients for part in _parts(stratum)) != stratum.lake_patients:
        return False
    if count.unit == "patients":
        return rows == stratum.lake_patients
    few = zip(_all_of(stratum.distinct), _all_of(stratum.rows), strict=True)
    return rows >= stratum.lake_patients and all(people <= number for people, number in few)
