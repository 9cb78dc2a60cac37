"""The formats: one door for every sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tfrq.render.sheet import Sheet

FORMATS = ("table", "csv", "json", "parquet")


@dataclass(frozen=True)
class Style:
    """How a table is drawn. `width` is None where lines may have any length (a pipe, a file)."""

    width: int | None = None
    color: bool = False
    ascii: bool = False


def render(sheet: Sheet, form: str, style: Style) -> str | bytes:
    """The whole content of a screen or file: bytes for Parquet, else text that ends a line."""
    content = pieces(sheet, form, style)
    return content if isinstance(content, bytes) else "".join(content)


def pieces(sheet: Sheet, form: str, style: Style) -> Iterable[str] | bytes:
    """The same text in pieces, so that a long one never stands in memory whole."""
    if form == "table":
        # rich costs tens of milliseconds, which a script that asks for CSV does not pay.
        from tfrq.render.terminal import table

        return (table(sheet, style),)
    from tfrq.render import tables

    if form == "csv":
        return tables.csv_text(sheet, style.ascii)
    if form == "json":
        return (tables.json_text(sheet, style.ascii),)
    return tables.parquet(sheet)
