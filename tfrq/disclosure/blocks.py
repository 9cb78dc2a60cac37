"""What may leave: exact counts in, `ReleasedCount` out. The rule is docs/release-rule.md.

Strata are the leaves of one declared tree, made binary by halving; neighbours are printed as one
block until every number is 0 or above t = min_cell − 1 and no known total gives a smaller one away.

Attempts. The numbers printed are attempts, the patients behind them must not be few, and one
patient may stand behind several numbers. Two places take that into account.

- *fit* asks that an answer has no attempts, or more than t patients. Those with an index are the
  stratum's patients less those without, which is exact. How many are behind "not met and not
  assessable" together is not known (they may be the same people), so that step is left out: a
  bound in its place leaks. Strata are added, so a patient must be in one stratum only.
- *safe*. R: patients of the other strata. E: attempts of the block beyond the first of each patient
  (its numbers, with those without index, less its patients). Of an answer with a attempts the
  others can hold at least R and at most R + E. So a reader who knows how many attempts a patient
  can have learns that at least l patients of the stratum are behind that answer, where l is
  somewhere from a − R − E to a − R, whatever "how many" is. Below 0 that forces nothing, above t
  the cell was never small; the guard refuses all between. E is made of printed numbers and known
  totals, once those without index count as printed: the reader to beat is told them.

The argument is then that of the rule for patients: few may be any v in 1..t, each with one attempt
of that answer, the other attempts lying outside their half. It is an argument, not a proof; what
checks it is the enumeration in tests/property/release_attacker.py, for both units.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tfrq.errors import Fault
from tfrq.results import Count, Node, Stratum, Tally


class Answers(StrEnum):
    """The steps of `release`: which answers the printed numbers tell apart."""

    ALL = "all"
    MET_AND_THE_REST = "met and the rest"
    INDEX_ONLY = "with and without index"
    NOTHING = "nothing but words"


@dataclass(frozen=True)
class Block:
    """Strata that are printed together, and the two halves that they could be printed as.

    `patients`: of the lake, per stratum. Per answer of the step: `numbers` (what is printed) and
    `people` (the distinct patients behind it).
    """

    strata: tuple[str, ...]
    patients: tuple[int, ...]
    numbers: tuple[int, ...]
    people: tuple[int, ...]
    halves: tuple[Block, ...] = ()


Guard = Callable[[Block, int], bool]
_Answer = tuple[str, ...]  # fields of a Tally that are taken together
WITHOUT_INDEX: _Answer = ("without_index",)
_STEPS: dict[Answers, tuple[_Answer, ...]] = {
    Answers.ALL: (("met",), ("not_met",), ("not_assessable",)),
    Answers.MET_AND_THE_REST: (("met",), ("not_met", "not_assessable")),
    Answers.INDEX_ONLY: (("met", "not_met", "not_assessable"),),
}


def fit(block: Block, t: int) -> bool:
    """Whether every number of the block is 0 or has more than t patients behind it."""
    return all(
        number == 0 or people > t
        for number, people in zip(block.numbers, block.people, strict=True)
    )


def safe(block: Block, t: int) -> bool:
    """Whether no known total forces a small number on one stratum of the block."""
    if len(block.strata) == 1 or t < 1:
        return True
    everyone = sum(block.patients)
    attempts_again = sum(block.numbers) - everyone  # 0 where the rows are patients
    return not any(
        number >= others and number - others - attempts_again <= t
        for number in block.numbers
        if number > 0
        for others in (everyone - own for own in block.patients)
    )


def refine(block: Block, t: int, guard: Guard = safe) -> tuple[Block, ...] | None:
    """The finest blocks that may be printed; None where the parent must print this one too."""
    if block.halves and all(fit(half, t) for half in block.halves):
        left, right = (refine(half, t, guard) for half in block.halves)
        if left is not None and right is not None:
            return left + right
    return (block,) if guard(block, t) else None


def grouped(count: Count, guard: Guard = safe) -> tuple[Answers, tuple[Block, ...]]:
    """The first answers at which the root fits and is refined, and its blocks; else no blocks."""
    t = count.provenance.policy.min_cell - 1
    for answers in _steps(count):
        root = _tree(count, answers)
        if not count.axis:
            root = _alone(root)
        blocks = refine(root, t, guard) if fit(root, t) else None
        if blocks is not None:
            return answers, blocks
    return Answers.NOTHING, ()


def _steps(count: Count) -> tuple[Answers, ...]:
    # Without an index everybody has one, and their number is the lake's own.
    if not count.has_index:
        return Answers.ALL, Answers.MET_AND_THE_REST
    # How many patients are behind "the rest" of the attempts is not known, and a bound on it leaks.
    if count.unit == "attempts":
        return Answers.ALL, Answers.INDEX_ONLY
    return Answers.ALL, Answers.MET_AND_THE_REST, Answers.INDEX_ONLY


def answers_of(count: Count, step: Answers) -> tuple[_Answer, ...]:
    return (WITHOUT_INDEX, *_STEPS[step]) if count.has_index else _STEPS[step]


def _tree(count: Count, step: Answers) -> Block:
    answers = answers_of(count, step)
    leaves = {stratum.name: leaf_of(stratum, answers) for stratum in count.strata}
    return _grow(count.tree, leaves)


def _grow(node: Node, leaves: dict[str, Block]) -> Block:
    if not node.children:
        return leaves[node.name]
    return _halved(tuple(_grow(child, leaves) for child in node.children))


def _halved(blocks: tuple[Block, ...]) -> Block:
    if len(blocks) == 1:
        return blocks[0]
    middle = len(blocks) // 2
    return join(_halved(blocks[:middle]), _halved(blocks[middle:]))


def leaf_of(stratum: Stratum, answers: tuple[_Answer, ...]) -> Block:
    numbers = tuple(sum(_of(stratum.rows, answer)) for answer in answers)
    people = tuple(_people(stratum, answer) for answer in answers)
    return Block((stratum.name,), (stratum.lake_patients,), numbers, people)


def _people(stratum: Stratum, answer: _Answer) -> int:
    """The patients behind an answer, or all who have no other where answers are taken together."""
    together = _of(stratum.distinct, answer)
    others = sum(all_of(stratum.distinct)) - sum(together)
    return max(*together, stratum.lake_patients - others)


def _of(tally: Tally, answer: _Answer) -> list[int]:
    return [getattr(tally, field) for field in answer]


def join(left: Block, right: Block) -> Block:
    return Block(
        left.strata + right.strata,
        left.patients + right.patients,
        tuple(map(sum, zip(left.numbers, right.numbers, strict=True))),
        tuple(map(sum, zip(left.people, right.people, strict=True))),
        (left, right),
    )


def _alone(root: Block) -> Block:
    return Block(root.strata, root.patients, root.numbers, root.people)


def check(count: Count) -> None:
    """The proof rests on these: every stratum is in the tree, and every patient in a number."""
    names = [stratum.name for stratum in count.strata]
    if sorted(names_of(count.tree)) != sorted(names) or len(set(names)) < len(names):
        raise Fault("The strata of a count are not the leaves of its tree.")
    if not all(_adds_up(stratum, count) for stratum in count.strata):
        raise Fault("The numbers of a stratum do not add up to its patients in the lake.")


def names_of(node: Node) -> list[str]:
    if not node.children:
        return [node.name]
    return [name for child in node.children for name in names_of(child)]


def _adds_up(stratum: Stratum, count: Count) -> bool:
    rows = sum(all_of(stratum.rows))
    if stratum.rows.without_index and not count.has_index:
        return False
    if count.unit == "patients":
        return rows == stratum.lake_patients
    few = zip(all_of(stratum.distinct), all_of(stratum.rows), strict=True)
    return rows >= stratum.lake_patients and all(people <= number for people, number in few)


def all_of(tally: Tally) -> list[int]:
    return _of(tally, ("without_index", "met", "not_met", "not_assessable"))
