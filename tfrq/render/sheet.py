"""A result as rows and columns, the same for every format."""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal

from tfrq.render.carets import Excerpt

if TYPE_CHECKING:
    from tfrq.render.formats import Style


class Hidden(Enum):
    """A number that may not be shown: `*` for people and in CSV, null in JSON and Parquet."""

    HIDDEN = "*"


HIDDEN = Hidden.HIDDEN
Cell = str | int | float | Decimal | datetime.date | Hidden | None  # None: there is no such value
Kind = Literal["text", "number", "percent", "measure", "float", "date"]


@dataclass(frozen=True)
class Column:
    """`name` is for files, `heading` for people. A percent has one decimal, a measure
    as many as it was measured with; a float has digits that count, however small it is."""

    name: str
    heading: str
    kind: Kind = "text"


class Drawing(ABC):
    """Something that is drawn among prose: a screen's width and signs decide how."""

    @abstractmethod
    def lines(self, style: Style) -> Sequence[str]:
        """Its lines, coloured and in ASCII as the style has it."""


@dataclass(frozen=True)
class Sheet:
    """`result` names what it is in JSON; `head` is what JSON and Parquet carry beside the rows.

    `caption` has the lines under a table, `marking` the warning above it (and in every row of a
    file). `prose` has the lines that stand in for the table on a screen, where rows would read
    badly: a label, a tab and words, words alone, a line with carets, or a drawing. `whole_lines`
    are never broken. `on_screen` stands in for all of it where people read, and `narrower` where
    a terminal is too narrow. `below` has the tables that stand under it there, before the caption.
    `private`: a file of it is for its owner alone. `cut` names a column whose texts end in an
    ellipsis rather than go on in another line.
    """

    result: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    head: Mapping[str, Any] = field(default_factory=dict)
    caption: tuple[str, ...] = ()
    marking: str = ""
    private: bool = False
    last_is_total: bool = False
    prose: tuple[str | Excerpt | Drawing, ...] = ()
    whole_lines: bool = False
    on_screen: Sheet | None = None
    narrower: Sheet | None = None
    below: tuple[Sheet, ...] = ()
    cut: str = ""

    def only(self, names: Iterable[str], **changed: Any) -> Sheet:
        """With these columns alone, in their order here, and other changes."""
        wanted = set(names)
        places = [place for place, one in enumerate(self.columns) if one.name in wanted]
        rows = tuple(tuple(row[place] for place in places) for row in self.rows)
        columns = tuple(self.columns[place] for place in places)
        return replace(self, columns=columns, rows=rows, **changed)
