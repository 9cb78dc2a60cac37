"""Definition + lake → exact counts by stratum (semantics §7); disclosure.py decides what leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import tfrq
from tfrq import lake as lakes
from tfrq import language, sql, vocabulary
from tfrq.cohort import axes
from tfrq.errors import UsageError, nearest
from tfrq.lake import Lake
from tfrq.model import Definition
from tfrq.results import NONE, Count, Node, Provenance, Stratum, Tally

UNKNOWN = "unknown"
AXES = ("country", "site", "sex", *axes.AXES)
# The levels of the lake's tree (root → regions → countries → sites) at which an axis ends. A
# count without an axis is guarded by the finest, since a reader knows every site's total.
_DEPTHS = {"": 3, "site": 3, "country": 2}


def count(lake: Lake, definition: Definition, *, by: str = "", name: str = "") -> Count:
    """How many patients (or attempts) met, not met and not assessable in each stratum of an axis:
    one of AXES, or "" for the whole lake.

    Raises UsageError for an unknown axis, DataError for a damaged lake.
    """
    axis = _known(by) if by else ""
    if axis in axes.AXES:
        return _along(lake, definition, axis, name)
    column = {"": "site"}.get(axis, axis)
    query = sql.compile_count(definition, column)
    columns, rows = lakes.run(lake, query.sql, query.tables)
    tree = _tree(lake, axis)
    return Count(
        axis=axis,
        tree=tree,
        strata=_strata(tree, columns, rows),
        has_index=definition.index is not None,
        unit="attempts" if "met_patients" in columns else "patients",
        provenance=provenance(lake, definition, name),
    )


def _along(lake: Lake, definition: Definition, axis: str, name: str) -> Count:
    tree, strata = axes.strata(lake, definition, axis)
    index = definition.index
    return Count(
        axis=axis,
        tree=tree,
        strata=strata,
        has_index=index is not None,
        unit="attempts" if index and index.kind == "each TFR attempt" else "patients",
        provenance=provenance(lake, definition, name),
    )


def provenance(lake: Lake, definition: Definition, name: str) -> Provenance:
    """Where a result on this lake comes from."""
    canonical = language.canonical(definition)
    cut = lake.release.data_cut
    return Provenance(
        tfrq_version=tfrq.__version__,
        release=lake.release.name,
        synthetic=lake.settings.synthetic,
        data_cut=cut.isoformat() if cut else "",
        definition_name=name,
        definition_hash=hashlib.sha256(canonical.encode()).hexdigest()[:12],
        canonical=canonical,
        index=language.canonical_index(definition),
        conventions=tuple(one.short for one in language.conventions(definition) if one.short),
        policy=lake.settings.policy,
    )


def _known(axis: str) -> str:
    if axis in AXES:
        return axis
    near = nearest(axis, AXES)
    raise UsageError(
        f"patients cannot be counted by '{axis}'",
        hint=f"did you mean '{near}'?" if near else f"count by {', '.join(AXES)}",
    )


def _tree(lake: Lake, axis: str) -> Node:
    if axis == "sex":
        return Node("sex", tuple(Node(value) for value in (*vocabulary.SEXES, UNKNOWN)))
    return _cut(lake.settings.tree, _DEPTHS[axis])


def _cut(node: Node, depth: int) -> Node:
    """The tree down to a depth: by country is a view of the tree, not another tree."""
    if depth == 0:
        return Node(node.name)
    return Node(node.name, tuple(_cut(child, depth - 1) for child in node.children))


def leaves(node: Node) -> Iterable[str]:
    """The strata of a tree, in order."""
    if not node.children:
        yield node.name
    for child in node.children:
        yield from leaves(child)


def _strata(
    tree: Node, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> tuple[Stratum, ...]:
    by_name = {row[0]: dict(zip(columns, row, strict=True)) for row in rows}
    return tuple(_stratum(name, by_name.get(name, {})) for name in leaves(tree))


def _stratum(name: str, row: Mapping[str, int]) -> Stratum:
    if not row:
        return Stratum(name, 0, NONE, NONE)
    answers = ("met", "not_met", "not_assessable")
    counted = Tally(row["without_index"], *(row[answer] for answer in answers))
    distinct = Tally(
        row["without_index"], *(row.get(f"{answer}_patients", row[answer]) for answer in answers)
    )
    return Stratum(name, row["lake_patients"], counted, distinct)
