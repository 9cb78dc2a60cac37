"""The phrases and the vocabulary as a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from tfrq.render.sheet import Column, Sheet

if TYPE_CHECKING:
    from tfrq.language.phrases import Phrase, Word

COLUMNS = (Column("group", "group"), Column("phrase", "phrase"), Column("meaning", "meaning"))
WIDEST_LABEL = 34  # columns: longer phrases have a line of their own
LONGEST_LIST = 40  # entries of one group: more stand in one paragraph


def phrases(found: Sequence[Phrase | Word]) -> Sheet:
    """One row per phrase or word; on a screen group by group."""
    rows = [(one.group, _own(one), one.meaning) for one in found]
    lines = tuple(
        line
        for group, members in groupby(rows, key=lambda row: row[0])
        for line in ("", *_group(group, [row[1:] for row in members]))
    )
    return Sheet("phrases", COLUMNS, tuple(rows), prose=lines[1:])


def _own(one: Phrase | Word) -> str:
    return getattr(one, "phrase", "") or getattr(one, "word", "")


def _group(group: str, members: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield group
    if len(members) > LONGEST_LIST:
        yield "  \t" + ", ".join(f"{own} {meaning}" for own, meaning in members)
        return
    width = max(len(own) for own, _ in members)
    for own, meaning in members:
        if width <= WIDEST_LABEL:
            yield f"  {own:<{width}}\t{meaning}"
        else:
            yield f"  {own}"
            yield f"     \t{meaning}"
