"""Values over time: the rule of docs/trajectory.md, against every small world there is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import combinations_with_replacement, product

import pytest

from tfrq.disclosure import bands
from tfrq.disclosure.bands import (
    EVERYBODY,
    OUTSIDE,
    Question,
    Range,
    ReleasedBand,
    Scale,
    TimeBand,
    Trajectory,
    release_bands,
    told,
)
from tfrq.errors import Fault, PolicyError
from tfrq.results import Count, Node, Policy, Provenance, Stratum, Tally

T, K = 2, 3
LEFT, RIGHT = TimeBand(-6, -3), TimeBand(-3, 0)
BOTH = TimeBand(-6, 0, (LEFT, RIGHT))
TWO = Range(0, 1, (Range(0, 0), Range(1, 1)))
FOUR = Range(
    0, 3, (Range(0, 1, (Range(0, 0), Range(1, 1))), Range(2, 3, (Range(2, 2), Range(3, 3))))
)

World = Mapping[TimeBand, Mapping[int, int]]  # band → bin → patients


def of_one_band(number: int, bins: int) -> Iterator[World]:
    """Everybody has one of the bins, or (the last) no value."""
    for chosen in combinations_with_replacement(range(bins + 1), number):
        counted = Counter(chosen)
        yield {LEFT: {leaf: counted[leaf] for leaf in range(bins)}}


def of_two_bands(number: int) -> Iterator[World]:
    """Everybody has one of two bins, or none, in each of two bands; who has both has in their
    sum the value of the right one."""
    states = tuple(product((None, 0, 1), repeat=2))
    for chosen in combinations_with_replacement(states, number):
        left, right = (Counter(one[side] for one in chosen) for side in (0, 1))
        whole = Counter(one[0] if one[1] is None else one[1] for one in chosen)
        counted = {BOTH: whole, LEFT: left, RIGHT: right}
        yield {band: {leaf: of[leaf] for leaf in (0, 1)} for band, of in counted.items()}


def seen(world: World, number: int, values: Range) -> Hashable:
    """What is printed."""
    printed = told(world, values, number, K).items()
    return tuple((band, None if of is None else tuple(of.items())) for band, of in printed)


def cells(world: World, number: int) -> dict[Hashable, int]:
    """Everything that must not be known where it is small: who has which value in which band,
    who has any, who has none. A band of two halves is one only where these are not told."""
    found: dict[Hashable, int] = {}
    halves_told = len(told(world, TWO, number, K)) > 1
    for band, leaves in world.items():
        if halves_told and band.halves:
            continue
        found.update({(band, leaf): held for leaf, held in leaves.items()})
        found[band, "any"] = sum(leaves.values())
        found[band, "none"] = number - sum(leaves.values())
    return found


def leaks(worlds: Iterable[World], number: int, see: Callable[[World], Hashable]) -> list[Hashable]:
    """Small cells that do not keep every value 1..T among the worlds that look the same."""
    classes: dict[Hashable, dict[Hashable, set[int]]] = defaultdict(lambda: defaultdict(set))
    possible: dict[Hashable, set[int]] = defaultdict(set)
    for world in worlds:
        held = classes[see(world)]
        for cell, value in cells(world, number).items():
            held[cell].add(value)
            possible[cell].add(value)
    small = set(range(1, T + 1))
    return [
        (looks, cell)
        for looks, held in classes.items()
        for cell, values in held.items()
        if values & small and not possible[cell] & small <= values
    ]


@pytest.mark.parametrize("number", [5, 8, 11, 13])
def test_a_small_cell_of_one_band_keeps_every_value(number: int) -> None:
    worlds = of_one_band(number, 4)
    assert leaks(worlds, number, lambda world: seen(world, number, FOUR)) == []


@pytest.mark.parametrize("number", [6, 8, 9])
def test_a_small_cell_of_two_bands_keeps_every_value(number: int) -> None:
    worlds = of_two_bands(number)
    assert leaks(worlds, number, lambda world: seen(world, number, TWO)) == []


def test_without_leaving_out_values_those_who_have_none_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bands, "_thinned", lambda leaves, number, k: leaves)
    assert leaks(of_two_bands(8), 8, lambda world: seen(world, 8, TWO))


def test_telling_the_half_that_fits_alone_tells_of_the_other() -> None:
    def each(world: World) -> Hashable:
        alone = tuple(seen({half: world[half]}, 8, TWO) for half in (LEFT, RIGHT))
        return seen(world, 8, TWO), alone

    assert leaks(of_two_bands(8), 8, each)


PROVENANCE = Provenance(
    "0", "r1", True, "2024-01-01", "", "0" * 12, "MMR ever", "diagnosis", (), Policy(exact="allow")
)
SCALE = Scale(
    (Decimal(1), Decimal(10)),
    Range(0, 3, (Range(0, 1, (Range(0, 0), Range(1, 1))), Range(2, 3, (Range(2, 2), Range(3, 3))))),
    closed_above=True,
    widest=Decimal(10),
)


def people(outside: int = 20, **groups: int) -> Count:
    """A count of these groups, and of those who are not in the cohort."""
    tallies = {name: Tally(0, number, 0, 0) for name, number in groups.items()}
    tallies[OUTSIDE] = Tally(0, 0, outside, 0)
    strata = tuple(
        Stratum(name, sum(vars(one).values()), one, one) for name, one in tallies.items()
    )
    *named, last = (Node(one.name) for one in strata)
    tree = Node("all", (Node("any outcome", tuple(named)), last))
    return Count("outcome", tree, strata, True, "patients", PROVENANCE, public_totals=False)


def asked(of: Count, values: Mapping[tuple[str, TimeBand], Mapping[str, int]]) -> Trajectory:
    exact = {
        key: tuple((Decimal(value), number) for value, number in held.items())
        for key, held in values.items()
    }
    return Trajectory(Question("NK cells", "x10^9/L"), of, SCALE, (BOTH,), exact)


VALUES = {
    ("event", BOTH): {"0": 6, "5": 9},
    ("event", LEFT): {"0": 6, "5": 6},
    ("event", RIGHT): {"0": 2, "5": 9},
    ("free", LEFT): {"0.5": 3, "5": 7},
    ("free", RIGHT): {"5": 4},
    ("free", BOTH): {"0.5": 3, "5": 8},
}


def numbers(found: Iterable[ReleasedBand], group: str) -> list[int | None]:
    return [one.number for one in found if one.group == group]


def test_bands_are_told_alone_where_both_can_be_and_else_together() -> None:
    found = release_bands(asked(people(event=30, free=30), VALUES))
    assert numbers(found.bands, "event") == [12, 11]
    assert numbers(found.bands, "free") == [11]
    assert [(one.low, one.high, one.number) for one in found.bands[0].ranges] == [
        (0, 0, 6),
        (1, 10, 6),
    ]
    (joined,) = (one for one in found.bands if one.group == "free")
    assert [one.number for one in joined.ranges] == [11]
    assert not found.not_for_release


def test_a_small_group_is_joined_with_its_neighbour() -> None:
    found = release_bands(asked(people(event=30, free=3), VALUES))
    assert [(one.name, one.number) for one in found.groups] == [("any outcome", 33)]
    assert numbers(found.bands, "any outcome") == [22, 15]


def test_where_the_cohort_cannot_be_told_nothing_is() -> None:
    found = release_bands(asked(people(outside=3, event=30, free=30), VALUES))
    assert found.groups == ()
    assert {(one.group, one.number) for one in found.bands} == {(EVERYBODY, None)}


def test_some_values_are_left_out_where_few_have_none() -> None:
    values = {("event", LEFT): {"5": 28}, ("event", RIGHT): {"5": 30}, ("event", BOTH): {"5": 30}}
    found = release_bands(asked(people(event=30, free=30), values))
    assert numbers(found.bands, "event") == [25, 30]
    assert any("5 fewer" in note for note in found.notes)


def test_exact_numbers_are_told_apart_and_marked() -> None:
    found = release_bands(asked(people(event=30, free=3), VALUES), exact=True)
    assert found.not_for_release
    assert numbers(found.bands, "free") == [10, 4]
    assert found.bands[1].ranges[0].number == 2


def test_exact_numbers_need_the_policy() -> None:
    of = people(event=30, free=30)
    refusing = replace(of, provenance=replace(PROVENANCE, policy=Policy(exact="refuse")))
    with pytest.raises(PolicyError):
        release_bands(asked(refusing, VALUES), exact=True)


def test_nothing_else_makes_a_released_band() -> None:
    with pytest.raises(Fault):
        ReleasedBand(object(), "event", 0, 1, 5, ())


@pytest.mark.parametrize(
    ("value", "leaf"), [("0", 0), ("0.2", 1), ("1", 1), ("1.1", 2), ("10", 2), ("11", 3)]
)
def test_an_edge_belongs_to_the_range_below_it_where_it_is_closed_above(
    value: str, leaf: int
) -> None:
    assert SCALE.leaf(Decimal(value)) == leaf
    above = {"1": 2, "10": 3}.get(value, leaf)
    assert replace(SCALE, closed_above=False).leaf(Decimal(value)) == above
