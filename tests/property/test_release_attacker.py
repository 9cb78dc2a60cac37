"""The proof obligation of docs/release-rule.md, at sizes that take seconds."""

from __future__ import annotations

import pytest

from tests.property.release_attacker import World, attack, attack_all, reads, reads_release, worlds
from tfrq.disclosure.blocks import Block

# strata, answers, t, largest stratum
SIZES = [(2, 2, 2, 14), (2, 2, 3, 12), (2, 3, 2, 6), (2, 4, 2, 5), (3, 2, 2, 6), (4, 2, 2, 3)]
ATTEMPTS = [World((4, 5), 3, 2, 2), World((3, 6), 3, 2, 2), World((3, 4), 4, 2, 2)]


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
    assert attack(World((3, 6), 3, 2, 2), reads(patients_guard)).leaking > 0
