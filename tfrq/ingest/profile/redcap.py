"""A REDCap project's data dictionary: what its variables mean, and which codes stand for what."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from tfrq.errors import DataError
from tfrq.ingest.profile.model import (
    DAY_FIRST,
    EMPTY,
    MONTH_FIRST,
    TEXT,
    UNDECIDED,
    Column,
    Field,
)

_NAME, _FORM, _TYPE, _LABEL = "Variable / Field Name", "Form Name", "Field Type", "Field Label"
_CHOICES = "Choices, Calculations, OR Slider Labels"
_VALIDATION = "Text Validation Type OR Show Slider Number"
_IDENTIFIER = "Identifier?"
_YES_NO = {"yesno": {"1": "Yes", "0": "No"}, "truefalse": {"1": "True", "0": "False"}}
_ORDERS = {"dmy": DAY_FIRST, "mdy": MONTH_FIRST}
SAID = "identifier, by the data dictionary"


def read_dictionary(path: Path) -> tuple[Field, ...]:
    """The variables of a data dictionary (CSV). Raises DataError where it is none."""
    try:
        rows = list(csv.DictReader(io.StringIO(_text(path), newline="")))
    except (OSError, csv.Error) as problem:
        raise DataError(f"cannot read the data dictionary {path}: {problem}") from None
    if not rows or not {_NAME, _TYPE} <= set(rows[0]):
        raise DataError(
            f"{path} is no data dictionary of REDCap",
            hint=f"its first columns are '{_NAME}' and '{_FORM}'; it is a CSV with commas",
        )
    return tuple(_field(row) for row in rows if (row[_NAME] or "").strip())


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _field(row: Mapping[str, str | None]) -> Field:
    def cell(name: str) -> str:
        return (row.get(name) or "").strip()

    kind, validation = cell(_TYPE).lower(), cell(_VALIDATION).lower()
    coded = kind in ("radio", "dropdown", "checkbox")
    return Field(
        name=cell(_NAME),
        form=cell(_FORM),
        kind=kind,
        # Labels may be written in HTML.
        label=" ".join(re.sub(r"<[^>]*>", " ", cell(_LABEL)).split()),
        choices=_choices(cell(_CHOICES)) if coded else dict(_YES_NO.get(kind, {})),
        dates=_ORDERS.get(validation[-3:], "") if validation.startswith("date") else "",
        identifier=cell(_IDENTIFIER).lower() in ("y", "yes", "1"),
    )


def _choices(text: str) -> dict[str, str]:
    """ "1, Male | 2, Female" by code."""
    pairs = (choice.partition(",") for choice in text.split("|"))
    return {code.strip(): " ".join(label.split()) for code, comma, label in pairs if comma}


def identifiers(fields: Iterable[Field]) -> dict[str, str]:
    """Variables that the dictionary marks as identifying → that it does."""
    return {field.name: SAID for field in fields if field.identifier}


def label(name: str, fields: Mapping[str, Field]) -> str:
    """What the dictionary calls a column; of a checkbox, the answer that it stands for."""
    variable, checkbox, code = name.partition("___")
    field = fields.get(variable)
    if field is None:
        return ""
    return field.choices.get(code, "") if checkbox else field.label


def described(column: Column, fields: Mapping[str, Field]) -> Column:
    """The column with what the dictionary says: choices, checkbox, order of dates."""
    name, checkbox, _ = column.name.partition("___")
    field = fields.get(name)
    if field is None:
        return column
    if checkbox:
        return replace(column, checkbox=field.label or name)
    dates = column.dates
    if dates and dates.order == UNDECIDED and field.dates:
        dates = replace(dates, order=field.dates, formats=_of_order(dates.formats, field.dates))
    kind = TEXT if field.kind == "notes" and column.kind != EMPTY else column.kind
    values = () if kind == TEXT else column.values
    return replace(column, choices=field.choices, dates=dates, kind=kind, values=values)


def _of_order(formats: Iterable[str], order: str) -> tuple[str, ...]:
    """Without the formats of the other order."""
    other = ("%m", "%d") if order == DAY_FIRST else ("%d", "%m")
    return tuple(
        form for form in formats if not (form.startswith(other[0]) and form[3:5] == other[1])
    )
