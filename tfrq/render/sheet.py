"""A result as rows and columns, the same for every format."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, Literal


class Hidden(Enum):
    """A number that may not be shown: `*` for people and in CSV, null in JSON and Parquet."""

    HIDDEN = "*"


HIDDEN = Hidden.HIDDEN
Cell = str | int | Decimal | datetime.date | Hidden | None  # None: there is no such value
Kind = Literal["text", "number", "percent", "measure", "date"]


@dataclass(frozen=True)
class Column:
    """`name` is for files, `heading` for people. A percent has one decimal, a measure
    as many as it was measured with."""

    name: str
    heading: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Sheet:
    """`result` names what it is in JSON; `head` is what JSON and Parquet carry beside the rows.

    `caption` has the lines under a table, `marking` the warning above it (and in every row of a
    file). `prose` has the lines that stand in for the table on a screen, where rows would read
    badly: a label, a tab and words, or words alone. `whole_lines` are never broken. `on_screen`
    names the columns that a screen has room for; none are all.
    """

    result: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    head: Mapping[str, Any] = field(default_factory=dict)
    caption: tuple[str, ...] = ()
    marking: str = ""
    last_is_total: bool = False
    prose: tuple[str, ...] = ()
    whole_lines: bool = False
    on_screen: tuple[str, ...] = ()
