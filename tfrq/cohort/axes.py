"""The axes that are no places: their strata in order, and their counts (semantics §7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tfrq import lake as lakes
from tfrq import vocabulary
from tfrq.errors import UsageError
from tfrq.lake import Lake
from tfrq.model import Definition
from tfrq.results import NONE, Node, Stratum, Tally
from tfrq.sql import compile_strata
from tfrq.sql.strata import EARLIER, FIRST_YEAR, NO_INDEX, SEVERAL

UNKNOWN = "unknown"
_ANSWERS = ("met", "not_met", "not_assessable")
# A patient has one stratum of an axis; with an index for each attempt there could be several.
_OF_THE_INDEX = ("age", "drug", "year")


def _years(lake: Lake) -> tuple[str, ...]:
    """Every year that an index can be in, whether or not one is: the list says nothing."""
    cut = lake.release.data_cut
    last = cut.year if cut else FIRST_YEAR
    return (EARLIER, *map(str, range(FIRST_YEAR, last + 1)), NO_INDEX)


_STRATA: dict[str, Callable[[Lake], tuple[str, ...]]] = {
    "age": lambda lake: ("<40", "40-59", "60+"),
    "drug": lambda lake: (*vocabulary.TKIS, SEVERAL),
    "first-line": lambda lake: (*vocabulary.TKIS, SEVERAL),
    "sokal": lambda lake: vocabulary.SCORES["Sokal"],
    "elts": lambda lake: vocabulary.SCORES["ELTS"],
    "transcript": lambda lake: (*vocabulary.TRANSCRIPTS, SEVERAL),
    "year": _years,
}
AXES = tuple(_STRATA)


def strata(lake: Lake, definition: Definition, axis: str) -> tuple[Node, tuple[Stratum, ...]]:
    """The declared strata of one of AXES, and how many patients gave each answer in each.

    Raises UsageError where a patient would have more than one stratum, or none at all.
    """
    _check(definition, axis)
    names = (*_STRATA[axis](lake), UNKNOWN)
    query = compile_strata(definition, axis)
    columns, rows = lakes.run(lake, query.sql, query.tables)
    found = {row[0]: dict(zip(columns, row, strict=True)) for row in rows}
    tree = Node(axis, tuple(map(Node, names)))
    return tree, tuple(_stratum(name, found.get(name)) for name in names)


def _check(definition: Definition, axis: str) -> None:
    index = definition.index
    if axis == "year" and index is None:
        raise UsageError(
            "without an index there is no year to count by",
            hint='give the definition an index, as in --index "first TFR attempt"',
        )
    if axis in _OF_THE_INDEX and index is not None and index.kind == "each TFR attempt":
        raise UsageError(
            f"attempts cannot be counted by {axis}: the attempts of one patient would be in"
            " different strata",
            hint='take one attempt of each, as in --index "first TFR attempt", or another axis',
        )


def _stratum(name: str, row: Mapping[str, Any] | None) -> Stratum:
    if row is None:
        return Stratum(name, 0, NONE, NONE)
    rows = (row[answer] for answer in _ANSWERS)
    distinct = (row.get(f"{answer}_patients", row[answer]) for answer in _ANSWERS)
    without = row["without_index"]
    return Stratum(name, row["lake_patients"], Tally(without, *rows), Tally(without, *distinct))
