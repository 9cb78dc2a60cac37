"""Several mistakes of a mapping file told at once, so that it is not mended one run at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from tfrq.errors import DefinitionError

MOST = 5
_Read = TypeVar("_Read")


class Mistakes(DefinitionError):
    """The first mistake, as it is told alone, and the next ones behind its hint."""

    def __init__(self, each: tuple[DefinitionError, ...]) -> None:
        first, *others = each[:MOST]
        more = f" (and {len(each) - MOST} more)" if len(each) > MOST else ""
        also = "; ".join(one.message for one in others) + more
        super().__init__(first.message, hint=f"{first.hint}; also wrong: {also}")
        self.each = each


def every(reads: Iterable[Callable[[], _Read]]) -> tuple[_Read, ...]:
    """What each reads, where none raises; else the one mistake, or all of them as Mistakes."""
    found: list[_Read] = []
    wrong: list[DefinitionError] = []
    for read in reads:
        try:
            found.append(read())
        except Mistakes as several:
            wrong.extend(several.each)
        except DefinitionError as one:
            wrong.append(one)
    if wrong:
        raise wrong[0] if len(wrong) == 1 else Mistakes(tuple(wrong))
    return tuple(found)
