"""The proof obligation of docs/release-rule.md, at sizes that take seconds."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.property.release_attacker import (
    World,
    attack,
    attack_all,
    attack_together,
    country_worlds,
    hidden_worlds,
    knowing_worlds,
    naming_worlds,
    reads,
    reads_everybody_too,
    reads_release,
    worlds,
    years_worlds,
)
from tfrq.disclosure.blocks import Block
from tfrq.results import Count, Part

# strata, answers, t, largest stratum
SIZES = [(2, 2, 2, 14), (2, 2, 3, 12), (2, 3, 2, 6), (2, 4, 2, 4), (3, 2, 2, 6), (4, 2, 2, 3)]
# Parts of one kind, as where the text names no place, and each of its own.
ATTEMPTS = [
    World((4, 5), 3, 2, 2, kinds=(0, 0)),
    World((3, 6), 3, 2, 2, kinds=(0, 0)),
    World((3, 4), 4, 2, 2, kinds=(0, 0)),
    World((5, 5), 3, 2, 2),
    World((4, 6), 3, 2, 2, axis=""),
    World((3, 3), 3, 2, 3, kinds=(0, 0)),
]


def no_guard(block: Block, t: int) -> bool:
    return True


@pytest.mark.parametrize("axis", ["site", ""])
@pytest.mark.parametrize("size", SIZES)
def test_every_small_cell_keeps_every_value(size: tuple[int, int, int, int], axis: str) -> None:
    verdict = attack_all(worlds(*size, axis=axis))
    assert verdict.leaking == 0
    assert verdict.words < verdict.tables


@pytest.mark.parametrize("world", ATTEMPTS)
def test_so_do_the_patients_behind_attempts(world: World) -> None:
    verdict = attack(world)
    assert verdict.leaking == 0
    assert verdict.words < verdict.tables


@pytest.mark.parametrize("size", [(4, 2, 2, 3), (4, 2, 3, 3), (3, 3, 2, 3), (3, 2, 2, 6)])
def test_in_a_comb_as_well(size: tuple[int, int, int, int]) -> None:
    verdict = attack_all(worlds(*size, comb=True))
    assert verdict.leaking == 0
    assert verdict.words < verdict.tables


@pytest.mark.parametrize("comb", [False, True])
@pytest.mark.parametrize("size", [(3, 3, 5), (4, 3, 3), (3, 4, 4)])
def test_where_the_strata_are_years_of_the_index(size: tuple[int, int, int], comb: bool) -> None:
    verdict = attack_all(years_worlds(*size, comb=comb))
    assert verdict.leaking == 0
    assert verdict.words < verdict.tables


# Axes that are no places: strata, answers, t, patients of the lake; a comb or halves.
HIDDEN = [
    (2, 2, 2, 10, False),
    (2, 2, 3, 13, False),
    (2, 3, 2, 8, False),
    (3, 2, 2, 8, False),
    (3, 2, 2, 8, True),
    (4, 2, 2, 6, False),
    (4, 2, 2, 6, True),
]
hidden = pytest.mark.parametrize("size", HIDDEN)
OTHER_HIDDEN: list[dict[str, Any]] = [
    {"strata": 3, "answers": 3, "t": 2, "patients": 7, "by_index": True, "comb": True},
    {"strata": 2, "answers": 4, "t": 2, "patients": 7, "by_index": True},
    {"strata": 2, "answers": 2, "t": 2, "patients": 8, "sexes": (3, 5)},
    {"strata": 2, "answers": 3, "t": 2, "patients": 6, "most_attempts": 2},
]


@hidden
def test_where_no_reader_knows_the_totals_these_are_kept_as_well(
    size: tuple[int, int, int, int, bool],
) -> None:
    for read in (reads(), reads_everybody_too, reads_release):
        verdict = attack_together(hidden_worlds(*size), read)
        assert verdict.leaking == 0
        assert verdict.words < verdict.tables


@pytest.mark.parametrize("size", OTHER_HIDDEN, ids=str)
def test_so_they_are_with_an_index_attempts_and_sexes(size: dict[str, Any]) -> None:
    for read in (reads(), reads_everybody_too):
        verdict = attack_together(hidden_worlds(**size), read)
        assert verdict.leaking == 0
        assert verdict.words < verdict.tables


@pytest.mark.parametrize("size", HIDDEN[:5])
def test_a_guard_that_knows_them_gives_them_away(size: tuple[int, int, int, int, bool]) -> None:
    def known(count: Count) -> Count:
        return replace(count, public_totals=True)

    assert attack_together(hidden_worlds(*size), reads_as(known)).leaking > 0


def test_whoever_knows_the_totals_learns_of_strata_that_were_pooled() -> None:
    """The limit that docs/release-guard.md names."""
    assert attack_all(hidden_worlds(2, 2, 2, 9)).leaking > 0


# What the reader knows and the rule does not: parts, answers, smallest and largest part.
KNOWING = [
    knowing_worlds(2, 2, 0, 8),
    knowing_worlds(2, 3, 3, 6),
    knowing_worlds(2, 4, 3, 4),
    knowing_worlds(3, 2, 3, 6),
    knowing_worlds(3, 2, 2, 5, axis=""),
    knowing_worlds(3, 2, 3, 6, kinds=(0, 1, 0)),
    knowing_worlds(3, 2, 3, 6, sites=(2, 1), axis="country"),
    knowing_worlds(4, 2, 2, 3, comb=True),
    knowing_worlds(2, 3, 2, 4, most_attempts=2),
]


@pytest.mark.parametrize("every", KNOWING)
def test_what_holds_for_everybody_of_a_part_and_is_not_in_the_text(every: Iterator[World]) -> None:
    verdict = attack_all(every)
    assert verdict.leaking == 0
    assert verdict.words < verdict.tables


def one_kind(count: Count) -> Count:
    return _with_parts(count, lambda parts: tuple(Part(p.patients, p.decided) for p in parts))


def test_parts_that_the_text_tells_apart_are_not_of_one_kind() -> None:
    assert attack_all(knowing_worlds(3, 2, 2, 4), reads_as(one_kind)).leaking > 0


def test_through_the_front_door() -> None:
    assert attack_all(worlds(2, 4, 2, 4), reads_release).leaking == 0


@pytest.mark.parametrize("size", SIZES)
def test_without_the_guard_it_leaks(size: tuple[int, int, int, int]) -> None:
    assert attack_all(worlds(*size), reads(no_guard)).leaking > 0


def patients_guard(block: Block, t: int) -> bool:
    """The guard of tables of patients, which takes no account of second attempts."""
    others = [sum(block.patients) - own for own in block.patients]
    forced = [number - room for number in block.numbers if number for room in others]
    return len(block.strata) == 1 or not any(0 <= low <= t for low in forced)


def test_the_guard_of_patients_is_not_enough_for_attempts() -> None:
    assert attack(World((3, 6), 3, 2, 2, kinds=(0, 0)), reads(patients_guard)).leaking > 0


# Definitions that name strata: parts, answers, largest part; countries of so many sites, sexes
NAMING = [
    (2, 2, 7, (), False),
    (2, 3, 4, (), False),
    (2, 4, 3, (), False),
    (3, 2, 4, (2, 1), False),
    (2, 2, 4, (), True),
]
naming = pytest.mark.parametrize("size", NAMING)


@naming
@pytest.mark.parametrize("axis", ["country", ""])
def test_so_does_every_part_where_the_text_decides_others(
    size: tuple[int, int, int, tuple[int, ...], bool], axis: str
) -> None:
    verdict = attack_all(naming_worlds(*size, axis=axis))
    assert verdict.leaking == 0
    assert verdict.words < verdict.tables


@pytest.mark.parametrize("decided", [("met",), ("not_met",), ("", "met")])
def test_so_do_the_patients_behind_attempts_where_the_text_decides(decided: tuple[str]) -> None:
    for totals in ((3, 4), (5, 2)):
        assert attack(World(totals, 3, 2, 2, decided=decided)).leaking == 0


# Countries of so many sites, answers, smallest and largest site, regions of so many countries.
COUNTRIES = [
    ((2, 2), 2, 1, 4, ()),
    ((2, 1), 2, 1, 6, ()),
    ((2, 1), 3, 2, 3, ()),
    ((1, 1, 1), 2, 2, 5, (2, 1)),
    ((2, 1, 1), 2, 2, 3, (2, 1)),
]


@pytest.mark.parametrize("axis", ["country", "site", ""])
@pytest.mark.parametrize("size", COUNTRIES)
def test_so_does_every_country_and_region(
    size: tuple[tuple[int, ...], int, int, int, tuple[int, ...]], axis: str
) -> None:
    verdict = attack_all(country_worlds(*size, axis=axis))
    assert verdict.leaking == 0
    assert verdict.words < verdict.tables


@pytest.mark.parametrize(
    "world",
    [
        World((4, 4, 1, 3), 2, 2, 0, "country", ("", "", "not_met"), (3, 1), kinds=(0, 0, 1, 0)),
        World((3, 1, 3), 3, 2, 0, "country", ("", "not_met", "met"), (2, 1)),
    ],
)
def test_so_do_the_open_sites_of_a_country_with_a_decided_one(world: World) -> None:
    verdict = attack(world)
    assert verdict.leaking == 0
    assert verdict.words < verdict.tables


@pytest.mark.parametrize("size", [COUNTRIES[0], COUNTRIES[-1]])
def test_judged_by_sites_alone_countries_and_regions_leak(
    size: tuple[tuple[int, ...], int, int, int, tuple[int, ...]],
) -> None:
    assert attack_all(country_worlds(*size), reads_as(undecided)).leaking > 0


def reads_as(change: Callable[[Count], Count]) -> Callable[[Count], Hashable]:
    read = reads()
    return lambda count: read(change(count))


def undecided(count: Count) -> Count:
    return _with_parts(count, lambda parts: tuple(Part(one.patients) for one in parts))


def one_part(count: Count) -> Count:
    """A country of several sites taken for one part."""
    return _with_parts(count, lambda parts: (Part(sum(one.patients for one in parts)),))


def one_axis(count: Count) -> Count:
    return replace(count, others=())


def _with_parts(count: Count, change: Callable[[tuple[Part, ...]], tuple[Part, ...]]) -> Count:
    strata = tuple(replace(one, parts=change(one.parts)) for one in count.strata)
    return replace(count, strata=strata)


@pytest.mark.parametrize(
    ("size", "change"),
    [
        ((3, 2, 3, (), False), undecided),
        ((3, 2, 4, (2, 1), False), one_part),
        ((2, 2, 5, (), True), one_axis),
    ],
)
def test_without_each_piece_of_it_it_leaks(
    size: tuple[int, int, int, tuple[int, ...], bool], change: Callable[[Count], Count]
) -> None:
    assert attack_all(naming_worlds(*size), reads_as(change)).leaking > 0
