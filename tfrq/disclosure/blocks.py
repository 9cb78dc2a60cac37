"""Blocks of strata, and when their numbers may be printed. Rule: docs/release-rule.md, for
definitions that name strata and for axes that are no places docs/release-guard.md.

Strata are the leaves of one declared tree, which is binary, or made so by halving its lists (of
sites, countries, regions); neighbours are printed as one block until every number is 0 or above
t = min_cell − 1 and no known total gives a smaller one away.

Totals. On axes that are no places no reader is told how many patients a small stratum has, and a
guard that looked at it would tell. There strata are pooled first, by totals alone, until each has
0 or more than t; the pooled ones are the strata of everything below.

Parts. Every reader knows the totals of sites, countries, regions and sexes, and what the
definition's text alone says of them. So of every sum of answers a part holds at least its floor and
at most its cap. *fit* asks the same of what is above the floors as of the number, *safe* lets the
other parts hold no more than their caps, seen from every part, country and region. Sums of printed
answers ("not met or not assessable") are judged as printed numbers are: a reader can add. Where the
text decides nothing and a stratum is one part, this is release-rule.md.

Attempts. The numbers printed are attempts, the patients behind them must not be few, and one
patient may stand behind several numbers. Three places take that into account.

- *fit* asks that an answer has no attempts, or more than t patients. Those with an index are the
  stratum's patients less those without, which is exact. How many are behind "not met and not
  assessable" together is not known (they may be the same people), so that step is left out: a
  bound in its place leaks. Strata are added, so a patient must be in one stratum only.
- *safe*. R: what the other parts of the block can hold, in patients. E: attempts of the block
  beyond the first of each patient (its numbers, with those without index, less its patients). Of an
  answer with a attempts the others can hold at least R and at most R + E. So a reader who knows how
  many attempts a patient can have learns that at least l patients of the part are behind that
  answer, where l is somewhere from a − R − E to a − R, whatever "how many" is. Below 0 that forces
  nothing, above t the cell was never small; the guard refuses all between. E is made of printed
  numbers and known totals, once those without index count as printed: the reader is told them.
- Of the sums only "all with an index" is judged: of the others the patients are not known.

The argument is then that of the rule for patients: few may be any v in 1..t, each with one attempt
of that answer, the other attempts lying outside their half. It is an argument, not a proof; what
checks it is the enumeration in tests/property/release_attacker.py, for both units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Room:
    """The least and the most patients of one part that the reader knows can be in a sum."""

    floor: int
    cap: int


@dataclass(frozen=True)
class Block:
    """Strata that are printed together, and the two halves that they could be printed as.

    `label`: its name in print, "" where every reader knows that the lake has no patients in it.
    `patients`: of the lake, per stratum. `numbers`: what is printed, per answer of the step.
    Per sum that is judged (the answers themselves among them): `sums`, `people` (the distinct
    patients behind it), and per part of the block `rooms`. Per part: `alike`, its kind, and
    `within`, the larger places that it lies in.
    """

    strata: tuple[str, ...]
    label: str
    patients: tuple[int, ...]
    numbers: tuple[int, ...]
    sums: tuple[int, ...]
    people: tuple[int, ...]
    rooms: tuple[tuple[Room, ...], ...]
    alike: tuple[str, ...]
    within: tuple[tuple[str, ...], ...]
    halves: tuple[Block, ...] = ()

    @property
    def total(self) -> int:
        """Its patients of the lake."""
        return sum(self.patients)


Guard = Callable[[Block, int], bool]


def fit(block: Block, t: int) -> bool:
    """Whether every sum is 0 or has more than t patients behind it, however many of the parts are
    known to be in it."""
    return all(
        number == 0 or (people > t and not _between(_known(block, place), people - t, people - 1))
        for place, (number, people) in enumerate(zip(block.sums, block.people, strict=True))
    )


def safe(block: Block, t: int) -> bool:
    """Whether no known total forces a small number on one part of the block, or on the country or
    the region of some of its parts."""
    if t < 1:
        return True
    attempts_again = sum(block.numbers) - block.total  # 0 where the rows are patients
    return not any(
        _between(others, max(1, number - attempts_again - t), number)
        for place, number in enumerate(block.sums)
        if number > 0
        for others in _others(block, place)
    )


def _known(block: Block, place: int) -> int:
    """What a reader can know to be in a sum: everybody of some kinds of part, nobody of the
    others. As a set of numbers: bit n stands for n patients."""
    every = _open(block, place, range(len(block.rooms)))
    return _reached(sum(rooms[place].floor for rooms in block.rooms), every.values())


def _others(block: Block, place: int) -> Iterator[int]:
    """For each place with a known total that the text leaves open (a part, or all parts of a
    country or region), what the other parts can hold of a sum: those of a kind that is open in
    it, and of the other kinds as a reader may know. Floors, those of its own parts too, are no
    news of it. Each as a set of numbers."""
    floor = sum(rooms[place].floor for rooms in block.rooms)
    for own in _places(block):
        kinds = _open(block, place, (part for part in range(len(block.rooms)) if part not in own))
        for kind in _open(block, place, own):
            rest = [patients for other, patients in kinds.items() if other != kind]
            yield _reached(floor + kinds.get(kind, 0), rest)


def _places(block: Block) -> Iterator[set[int]]:
    """The places with a known total that the block has patients of, each as its parts."""
    yield from ({part} for part in range(len(block.rooms)))
    larger: dict[tuple[int, str], set[int]] = {}
    for part, within in enumerate(block.within):
        for level, name in enumerate(within):
            larger.setdefault((level, name), set()).add(part)
    yield from (parts for parts in larger.values() if len(parts) > 1)


def _open(block: Block, place: int, parts: Iterable[int]) -> dict[str, int]:
    """The patients of each kind, of these parts, that may be in a sum or not."""
    kinds: dict[str, int] = {}
    for part in parts:
        rooms, kind = block.rooms[part][place], block.alike[part]
        if rooms.floor < rooms.cap:
            kinds[kind] = kinds.get(kind, 0) + rooms.cap
    return kinds


def _reached(start: int, steps: Iterable[int]) -> int:
    reached = 1 << start
    for step in steps:
        reached |= reached << step
    return reached


def _between(numbers: int, least: int, most: int) -> bool:
    """Whether a set of numbers has one from `least` to `most`."""
    return most >= 0 and bool((numbers & ((1 << (most + 1)) - 1)) >> max(least, 0))


def refine(block: Block, t: int, guard: Guard = safe) -> tuple[Block, ...] | None:
    """The finest blocks that may be printed; None where the parent must print this one too."""
    if block.halves and all(fit(half, t) for half in block.halves):
        left, right = (refine(half, t, guard) for half in block.halves)
        if left is not None and right is not None:
            return left + right
    return (block,) if guard(block, t) else None


def pool(block: Block, t: int) -> Block:
    """The block with neighbours made one stratum until each has no patients or more than t: what
    a table of these totals alone would print."""
    if not block.halves:
        return block
    if all(half.total == 0 or half.total > t for half in block.halves):
        left, right = (pool(half, t) for half in block.halves)
        return join(left, right, block.label)
    rooms = tuple(
        Room(sum(one.floor for one in of), sum(one.cap for one in of))
        for of in zip(*block.rooms, strict=True)
    )
    return replace(block, rooms=(rooms,), alike=block.alike[:1], within=((),), halves=())


def join(left: Block, right: Block, name: str = "") -> Block:
    """Two blocks as one that could be printed as the two. Without a name of its own it is called
    by the names of both."""
    labels = [label for label in (left.label, right.label) if label]
    return Block(
        label=name if name and labels else "+".join(labels),
        strata=left.strata + right.strata,
        patients=left.patients + right.patients,
        numbers=_added(left.numbers, right.numbers),
        sums=_added(left.sums, right.sums),
        people=_added(left.people, right.people),
        rooms=left.rooms + right.rooms,
        alike=left.alike + right.alike,
        within=left.within + right.within,
        halves=(left, right),
    )


def _added(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(map(sum, zip(left, right, strict=True)))
