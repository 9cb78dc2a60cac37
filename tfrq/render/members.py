"""Rows of patients as a sheet. They are no aggregates: no `Released` comes in, and the sheet is
marked as what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tfrq.render.counts import caption, provenance_head
from tfrq.render.sheet import Cell, Column, Kind, Sheet

if TYPE_CHECKING:
    from tfrq.results import Members, MemberValue

PATIENT_LEVEL = "PATIENT-LEVEL DATA, NOT FOR RELEASE"
WIDTH = 80  # columns of the screen that the rows are made to fit, where they can
GAP = 2
_WHO = ("patient", "country", "site", "index_date")
_ANSWERS = {True: "met", False: "not met", None: "not assessable"}
_COUNTED = ("days", "tests")
_KINDS: dict[str, Kind] = {"days": "number", "tests": "number", "value": "measure"}


def members(found: Members) -> Sheet:
    """One row per member. On a screen the columns that were chosen, else as many of who, when,
    the answers, days and tests as fit."""
    columns = tuple(map(_column, found.columns))
    rows = tuple(tuple(map(_cell, found.columns, row)) for row in found.rows)
    return Sheet(
        result="members",
        columns=columns,
        rows=rows,
        head=_head(found),
        caption=(*caption(found.provenance), *_criteria(found)),
        marking=PATIENT_LEVEL,
        on_screen=() if found.chosen else _on_screen(columns, rows),
    )


def _column(name: str) -> Column:
    if name == "index_date" or name.endswith("_day"):
        return Column(name, _heading(name), "date")
    return Column(name, _heading(name), _KINDS.get(name.rpartition("_")[2], "text"))


def _heading(name: str) -> str:
    """`2 days` for criterion_2_days: the caption says what criterion 2 is."""
    return name.removeprefix("criterion_").replace("_", " ")


def _cell(name: str, value: MemberValue) -> Cell:
    if _is_answer(name):
        assert value is None or isinstance(value, bool)
        return _ANSWERS[value]
    return value


def _is_answer(name: str) -> bool:
    return name == "answer" or name.removeprefix("criterion_").isdecimal()


def _on_screen(columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...]) -> tuple[str, ...]:
    """The first of ever fewer columns that fit; columns of nothing are no loss."""
    answers = tuple(one.name for one in columns if _is_answer(one.name) and one.name != "answer")
    full = [one.name for place, one in enumerate(columns) if any(row[place] for row in rows)]
    days, tests = (tuple(one for one in full if one.endswith(f"_{part}")) for part in _COUNTED)
    for chosen in (
        {*_WHO, *answers, *days, *tests},
        {*_WHO, *answers, *days},
        {*_WHO, *answers},
        # A site says in which country it is.
        {*_WHO, *answers} - {"country"},
    ):
        if _total_width(columns, rows, chosen) <= WIDTH:
            return tuple(column.name for column in columns if column.name in chosen)
    return (*_WHO, "answer")


def _total_width(
    columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...], chosen: set[str]
) -> int:
    widths = (
        max(len(text) for text in (column.heading, *(str(row[place]) for row in rows)))
        for place, column in enumerate(columns)
        if column.name in chosen
    )
    return sum(width + GAP for width in widths) - GAP


def _criteria(found: Members) -> tuple[str, ...]:
    return tuple(f"{number}: {text}" for number, text in enumerate(found.criteria, 1))


def _head(found: Members) -> dict[str, Any]:
    return {
        "patient_level": True,
        "answer": found.answer,
        "criteria": {f"criterion_{number}": text for number, text in enumerate(found.criteria, 1)},
        "provenance": provenance_head(found.provenance),
    }
