"""How a broken rule is said of one column: as exactly as can be without its text."""

from __future__ import annotations

from datetime import date

from tfrq.ingest.mapping.model import ColumnMapping, NumberStyle
from tfrq.ingest.mapping.targets import Kind, Target
from tfrq.ingest.values.date_formats import NO_SUCH_DAY

# Case of a rule → what to do, where it is something else than for the rule as a whole.
HINTS = {NO_SUCH_DAY: "ask the site for the day"}


def reasons(target: Target, column: ColumnMapping, data_cut: date) -> dict[str, str]:
    """Rule → reason, for the rules that a text of this column may break."""
    found = {
        "unmapped value": f"'values' of {target.name} does not have this text, and it is no"
        f" {target.name} of the lake",
        "number out of range": f"{target.name} is a number from 0 that the lake keeps as"
        f" {target.column.type}"
        if target.column
        else "",
        "unknown unit": f"it is no unit of {target.name}",
        "date out of range": f"{target.name} is a day from 1900-01-01 to the data cut, {data_cut},"
        " and with a two-digit year one of the 60 years before it",
        NO_SUCH_DAY: "there is no such day in the calendar",
        "missing value": f"{target.name} has to have a value",
        "unreadable date": f"{target.name} is written as {' or '.join(column.dates)}",
        "ambiguous date": f"more than one of {', '.join(column.dates)} reads it",
        "unreadable number": f"{target.name} is a number {_marks(column.numbers)}",
        "ambiguous number": f"{target.name} is a number {_marks(column.numbers)}, and this one"
        " could be two",
    }
    if target.kind is Kind.YEAR:
        found["date out of range"] = f"{target.name} is a year from 1900 to that of the data cut"
        found["unreadable date"] = f"it is no year, nor a day as {' or '.join(column.dates)}"
    return found


def _marks(style: NumberStyle) -> str:
    decimal = {".": "with a decimal point", ",": "with a decimal comma"}.get(
        style.decimal, "with a decimal point or comma"
    )
    thousands = f"'{style.thousands}' between thousands" if style.thousands else "no thousands mark"
    return f"{decimal} and {thousands}"
