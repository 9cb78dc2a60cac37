"""Rows of patients as a sheet. They are no aggregates: no `Released` comes in, and the sheet is
marked as what it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tfrq.render.counts import caption, provenance_head
from tfrq.render.sheet import Cell, Column, Kind, Sheet

if TYPE_CHECKING:
    from tfrq.results import Members, MemberValue

PATIENT_LEVEL = "PATIENT-LEVEL DATA, NOT FOR RELEASE"
_WHO = ("patient", "country", "site", "index_date")
_ANSWERS = {True: "met", False: "not met", None: "not assessable"}
_SIGNS = {"met": "+", "not met": "-", "not assessable": "?"}
_COUNTED = ("days", "tests")
_KINDS: dict[str, Kind] = {"days": "number", "tests": "number", "value": "measure"}


def members(found: Members, in_all: int) -> Sheet:
    """One row per member; `in_all`: how many there are, shown or not. A screen shows every column
    that holds something, or as many of who, when, the answers, days and tests as it has room for;
    what was chosen, it shows."""
    columns = tuple(map(_column, found.columns))
    rows = tuple(tuple(map(_cell, found.columns, row)) for row in found.rows)
    sheet = Sheet(
        result="members",
        columns=columns,
        rows=rows,
        head=_head(found),
        caption=(*caption(found.provenance), *_criteria(found), _how_many(found, in_all)),
        marking=PATIENT_LEVEL,
        private=True,
    )
    return sheet if found.chosen else replace(sheet, on_screen=_on_screen(sheet))


def _how_many(found: Members, in_all: int) -> str:
    shown, answer = len(found.rows), found.answer.replace("-", " ")
    if not in_all:
        return f"nobody: no patient is {answer}"
    return f"all {in_all} {answer}" if shown == in_all else f"shown: {shown} of {in_all} {answer}"


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


def _on_screen(sheet: Sheet) -> Sheet:
    """Ever fewer columns, at last with signs for answers; and each says what it leaves out."""
    full = {one.name for place, one in enumerate(sheet.columns) if _is_any(sheet.rows, place)}
    answers = {one.name for one in sheet.columns if _is_answer(one.name)} - {"answer"}
    days, tests = ({one for one in full if one.endswith(f"_{part}")} for part in _COUNTED)
    who = {"patient"} | ({*_WHO} & full)
    # A site says in which country it is.
    least = who - {"country"}
    signs = _in_signs(sheet)
    views = (
        (sheet, full),
        (sheet, who | answers | days | tests),
        (sheet, who | answers | days),
        (sheet, who | answers),
        (signs, least | answers),
        (signs, {"patient"} | answers),
        (sheet, who | {"answer"}),
    )
    narrower = None
    for view, names in reversed(views):
        columns = f"{len(names)} of {len(sheet.columns)} columns"
        told = f"{columns}: --columns chooses them, -o FILE has them all"
        narrower = view.only(names, caption=(*view.caption, told), narrower=narrower)
    assert narrower is not None
    return narrower


def _is_any(rows: tuple[tuple[Cell, ...], ...], place: int) -> bool:
    return not rows or any(row[place] is not None for row in rows)


def _in_signs(sheet: Sheet) -> Sheet:
    places = [place for place, one in enumerate(sheet.columns) if _is_answer(one.name)]
    rows = []
    for row in sheet.rows:
        cells = list(row)
        for place in places:
            cells[place] = _SIGNS[str(row[place])]
        rows.append(tuple(cells))
    legend = ", ".join(f"{sign} {answer}" for answer, sign in _SIGNS.items())
    return replace(sheet, rows=tuple(rows), caption=(*sheet.caption, legend))


def _criteria(found: Members) -> tuple[str, ...]:
    return tuple(f"{number}: {text}" for number, text in enumerate(found.criteria, 1))


def _head(found: Members) -> dict[str, Any]:
    return {
        "patient_level": True,
        "answer": found.answer,
        "criteria": {f"criterion_{number}": text for number, text in enumerate(found.criteria, 1)},
        "provenance": provenance_head(found.provenance),
    }
