"""What a profile tells of an upload: nothing that was seen fewer than five times stands in it.

Only words of the lake's vocabulary (a drug, a transcript) are told of however rare they are, and
without a number: they identify nobody. These types are all that the screen, the files and the
draft of a mapping are made of, so that a rare value cannot get into any of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tfrq.ingest.mapping.model import NumberStyle
from tfrq.ingest.upload.batch import Layout

# A text seen less often is hidden, and a range has as many values at or beyond each of its ends.
LEAST_SEEN = 5

EMPTY = "empty"
IDENTIFIER = "identifier"
DATE = "date"
WHOLE = "whole number"
NUMBER = "number"
RESULT = "result of a test"
WORDS = "word list"
TEXT = "free text"
KINDS = (EMPTY, IDENTIFIER, DATE, WHOLE, NUMBER, RESULT, WORDS, TEXT)

# What the dates of a column say on the order of day and month.
DAY_FIRST, MONTH_FIRST, BOTH_ORDERS, UNDECIDED = "day", "month", "both", "undecided"


@dataclass(frozen=True)
class Seen:
    """A text of the file, and in how many rows it stands (None: in fewer than LEAST_SEEN)."""

    text: str
    rows: int | None


@dataclass(frozen=True)
class Dates:
    """How the dates of a column are written. `formats` of strptime (and "excel"), the commonest
    first; `ambiguous`: share in per cent that is one day read day first and another month first;
    `order`: what the others say (of the constants above; "" where no date is written so)."""

    formats: tuple[str, ...]
    ambiguous: Decimal
    order: str = ""


@dataclass(frozen=True)
class Column:
    """One column. `filled`: rows with a text that is no missing code; `missing`: share of the
    others in per cent. `values`: of a word list, those seen often enough; `rarer`: how many more,
    of which `known` are words of the vocabulary in full, for drafts. `low` and `high`: rounded,
    with at least LEAST_SEEN values and a twentieth of them at or beyond each. `identifier`: why it
    is probably one. `units`: hints. `notes`: what else is odd. `label`, `choices` (code → label)
    and `checkbox` (the question that it is one answer of): what a data dictionary says."""

    name: str
    kind: str
    filled: int
    missing: Decimal
    different: int
    missing_codes: tuple[Seen, ...] = ()
    dates: Dates | None = None
    numbers: NumberStyle | None = None
    values: tuple[Seen, ...] = ()
    rarer: int = 0
    known: tuple[str, ...] = ()
    low: str = ""
    high: str = ""
    identifier: str = ""
    units: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    capped: bool = False
    label: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    checkbox: str = ""


@dataclass(frozen=True)
class File:
    """One file (or one sheet of it). `decimal`: mark of the most columns, "" where none has one."""

    name: str
    kind: str
    layout: Layout
    rows: int
    bad_rows: int
    columns: tuple[Column, ...]
    decimal: str = ""
    line_ends: str = ""
    bom: bool = False
    sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        """The column of this name."""
        return next((one for one in self.columns if one.name == name), None)


@dataclass(frozen=True)
class Field:
    """One variable of a REDCap data dictionary. `choices`: code → label; `dates`: the order that
    its validation names (DAY_FIRST, MONTH_FIRST), "" if none."""

    name: str
    form: str
    kind: str
    label: str
    choices: Mapping[str, str] = field(default_factory=dict)
    dates: str = ""
    identifier: bool = False


@dataclass(frozen=True)
class Profile:
    """All files of an upload. `fields`: of the data dictionary; `omop`: whether it is a folder of
    OMOP CDM tables."""

    files: tuple[File, ...]
    fields: tuple[Field, ...] = ()
    omop: bool = False
