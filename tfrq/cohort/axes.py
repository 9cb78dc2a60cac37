"""The axes that are no places: their strata in order, and their counts (semantics §7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tfrq import lake as lakes
from tfrq.cohort import trees
from tfrq.disclosure.parts import KnownPart
from tfrq.errors import UsageError
from tfrq.lake import Lake
from tfrq.model import Definition
from tfrq.results import NONE, Node, Part, Stratum, Tally
from tfrq.sql import compile_strata
from tfrq.sql.strata import FIRST_YEAR, NO_INDEX

Rows = Sequence[Mapping[str, Any]]  # of a query: column → value

_ANSWERS = ("met", "not_met", "not_assessable")
# A patient has one stratum of an axis; with an index for each attempt there could be several.
_OF_THE_INDEX = ("age", "drug", "year")
AXES = ("age", "drug", "first-line", "sokal", "elts", "transcript", "year")


def rows(lake: Lake, definition: Definition, axis: str) -> Rows:
    """One row per stratum of one of AXES that holds anybody, with how many gave each answer.

    Raises UsageError where a patient would have more than one stratum, or none at all.
    """
    check(definition, axis)
    query = compile_strata(definition, axis)
    return lakes.records(lake, query.sql, query.tables)


def tree(lake: Lake, axis: str) -> Node:
    """The declared tree of one of AXES."""
    cut = lake.release.data_cut
    return trees.of_axis(axis, cut.year if cut else FIRST_YEAR)


def strata(tree: Node, rows: Rows, known: KnownPart) -> tuple[Stratum, ...]:
    """The strata of a tree in order. `known`: what is known of everybody in the lake before
    anybody looks; whoever is `indexed` by it has an index wherever the stratum is one of it."""
    found = {row["stratum"]: row for row in rows}
    every = (_stratum(name, found.get(name)) for name in tree.leaves())
    return tuple(_parted(one, known) for one in every)


def _parted(stratum: Stratum, known: KnownPart) -> Stratum:
    """The stratum as one part, with what is known of it before anybody looks."""
    if known.indexed and stratum.name == NO_INDEX:
        return replace(stratum, parts=(Part(stratum.lake_patients, "without_index"),))
    return replace(stratum, parts=(replace(known, patients=stratum.lake_patients),))


def check(definition: Definition, axis: str) -> None:
    """Raise UsageError where a patient would have more than one stratum, or none at all."""
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
