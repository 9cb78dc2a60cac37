"""Sets of whole numbers, as ranges in order that do not touch: what a criterion lets through."""

from __future__ import annotations

from collections.abc import Iterable

Ranges = tuple[tuple[int, int], ...]  # both ends included


def intersection(one: Ranges, other: Ranges) -> Ranges:
    """What is in both."""
    shared = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple((low, high) for low, high in shared if low <= high)


def union(sets: Iterable[Ranges]) -> Ranges:
    """What is in any of them."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(part for one in sets for part in one):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def difference(whole: Ranges, part: Ranges) -> Ranges:
    """What is in the whole and not in the part."""
    for low, high in part:
        below, above = ((-(10**99), low - 1),), ((high + 1, 10**99),)
        whole = (*intersection(whole, below), *intersection(whole, above))
    return union([whole])
