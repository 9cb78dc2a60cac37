"""Definition + lake → exact counts by stratum (semantics §7); disclosure decides what leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import Any

import tfrq
from tfrq import lake as lakes
from tfrq import language, sql, vocabulary
from tfrq.cohort import axes
from tfrq.cohort.consistency import check, check_strata
from tfrq.cohort.decided import Person, decided, kind
from tfrq.disclosure.parts import KnownPart
from tfrq.errors import UsageError, nearest
from tfrq.lake import Lake
from tfrq.model import Definition
from tfrq.results import NONE, Count, Node, Provenance, Stratum, Tally
from tfrq.sql.strata import NO_INDEX

UNKNOWN = "unknown"
AXES = ("country", "site", "sex", *axes.AXES)
_SEXES = (*vocabulary.SEXES, UNKNOWN)
# The levels of the lake's tree (root → regions → countries → sites) at which an axis ends. A
# count without an axis is guarded by the finest, since a reader knows every site's total.
_DEPTHS = {"": 3, "site": 3, "country": 2}


@dataclass(frozen=True)
class _Cell:
    """The patients of one site and one sex. `names`: their stratum on each axis."""

    names: dict[str, str]
    patients: int
    rows: Tally
    distinct: Tally


def count(lake: Lake, definition: Definition, *, by: str = "", name: str = "") -> Count:
    """How many patients (or attempts) met, not met and not assessable in each stratum of an axis:
    one of AXES, or "" for the whole lake.

    Raises UsageError for an unknown axis, DataError for a damaged or inconsistent lake.
    """
    axis = known_axis(by) if by else ""
    query = sql.compile_count(definition)
    of_sites = lakes.records(lake, query.sql, query.tables)
    grouped = axis in axes.AXES
    of_strata = axes.rows(lake, definition, axis) if grouped else ()
    tree = axes.tree(lake, axis) if grouped else None
    return tabulated(lake, definition, axis, of_sites, tree, of_strata, name=name)


def tabulated(
    lake: Lake,
    definition: Definition,
    axis: str,
    of_sites: axes.Rows,
    tree: Node | None,
    of_strata: axes.Rows,
    *,
    name: str = "",
    followed: bool = False,
) -> Count:
    """A count from what was counted by site and sex (the columns of template count_by) and, on an
    axis that is no place, by the strata of its `tree` (those of count_strata).

    `followed`: met and not met are the followed and the left out of a curve (results.Times).
    Raises DataError where the lake is damaged or does not agree with itself.
    """
    check(lake, of_sites)
    cells = [_cell(row) for row in of_sites]
    known = {key: _parts(lake, definition, cells, key) for key in ("site", "country", "sex")}
    if followed:
        known = {key: _of_followed(parts) for key, parts in known.items()}
    public = tree is None  # how many patients places and sexes have is known to every reader
    if tree is not None:
        whole = KnownPart(0, decided(definition, _people(lake, cells)))
        of_the_index = definition.index is not None and NO_INDEX in set(tree.leaves())
        whole = replace(whole, indexed=of_the_index)
        strata = axes.strata(tree, of_strata, _left_followed(whole) if followed else whole)
        check_strata(axis, strata, of_sites)
        guards: tuple[str, ...] = ("site", "sex")
    else:
        own = axis or "site"
        tree = _tree(lake, axis)
        strata = tuple(_stratum(leaf, own, cells, known[own]) for leaf in tree.leaves())
        guards = ("site",) if axis == "sex" else ("sex",)
    return Count(
        axis=axis,
        tree=tree,
        strata=strata,
        has_index=definition.index is not None,
        unit="attempts" if any("met_patients" in row for row in of_sites) else "patients",
        provenance=provenance(lake, definition, name),
        others=tuple(sum(known[guard].values(), ()) for guard in guards),
        public_totals=public,
    )


def _of_followed(known: dict[str, tuple[KnownPart, ...]]) -> dict[str, tuple[KnownPart, ...]]:
    return {key: tuple(map(_left_followed, parts)) for key, parts in known.items()}


def _left_followed(part: KnownPart) -> KnownPart:
    """What the text leaves people of a curve: who is in the cohort by it is followed or left out,
    who is not is everybody else."""
    if part.decided == "met":
        return replace(part, decided="", left=("met", "not_met"))
    return replace(part, decided="not_assessable") if part.decided else part


def provenance(lake: Lake, definition: Definition, name: str) -> Provenance:
    """Where a result on this lake comes from."""
    cut = lake.release.data_cut
    return Provenance(
        tfrq_version=tfrq.__version__,
        release=lake.release.name,
        synthetic=lake.settings.synthetic,
        data_cut=cut.isoformat() if cut else "",
        definition_name=name,
        definition_hash=language.definition_hash(definition),
        canonical=language.canonical(definition),
        index=language.canonical_index(definition),
        conventions=tuple(one.short for one in language.conventions(definition) if one.short),
        policy=lake.settings.policy,
    )


def known_axis(axis: str) -> str:
    """The axis, if it is one (UsageError)."""
    if axis in AXES:
        return axis
    near = nearest(axis, AXES)
    raise UsageError(
        f"patients cannot be counted by '{axis}'",
        hint=f"did you mean '{near}'?" if near else f"count by {', '.join(AXES)}",
    )


def _tree(lake: Lake, axis: str) -> Node:
    if axis == "sex":
        return Node("", tuple(Node(sex) for sex in _SEXES))
    return _cut(lake.settings.tree, _DEPTHS[axis])


def _cut(node: Node, depth: int) -> Node:
    """The tree down to a depth: by country is a view of the tree, not another tree. Inner nodes
    lose their names, so that a block says which countries it holds and not "Nordic"."""
    if depth == 0:
        return Node(node.name)
    return Node("", tuple(_cut(child, depth - 1) for child in node.children))


def _cell(row: Mapping[str, Any]) -> _Cell:
    answers = ("met", "not_met", "not_assessable")
    few = (row.get(f"{answer}_patients", row[answer]) for answer in answers)
    return _Cell(
        {"country": row["country"], "site": row["site"], "sex": row["sex"] or UNKNOWN},
        row["lake_patients"],
        Tally(row["without_index"], *(row[answer] for answer in answers)),
        Tally(row["without_index"], *few),
    )


def _people(lake: Lake, cells: Sequence[_Cell]) -> list[Person]:
    """Everybody there can be in the lake, as far as its sites and its sexes say."""
    sexes = {cell.names["sex"] for cell in cells}
    held = {cell.names["site"] for cell in cells}
    return [
        Person(site, country, "" if sex == UNKNOWN else sex)
        for site, country in lake.settings.countries().items()
        if site in held
        for sex in _SEXES
        if sex in sexes
    ]


def _parts(
    lake: Lake, definition: Definition, cells: Sequence[_Cell], axis: str
) -> dict[str, tuple[KnownPart, ...]]:
    """The parts of each stratum of an axis: itself, or the sites of a country."""
    people = _people(lake, cells)
    if axis == "sex":
        codes = {sex: "" if sex == UNKNOWN else sex for sex in _SEXES}
        return {
            sex: (_part(definition, [one for one in people if one.sex == code], cells, axis, sex),)
            for sex, code in codes.items()
        }
    parts: dict[str, tuple[KnownPart, ...]] = {}
    for site, within in _places(lake.settings.tree).items():
        name = within[0] if axis == "country" else site
        of = [one for one in people if one.site == site]
        part = replace(_part(definition, of, cells, "site", site), places=within)
        parts[name] = (*parts.get(name, ()), part)
    return parts


def _places(tree: Node) -> dict[str, tuple[str, str]]:
    """Site → the country and the region that it lies in, for every site of the lake's tree."""
    return {
        site.name: (country.name, region.name)
        for region in tree.children
        for country in region.children
        for site in country.children
    }


def _part(
    definition: Definition, people: list[Person], cells: Sequence[_Cell], axis: str, name: str
) -> KnownPart:
    patients = sum(cell.patients for cell in _of(cells, axis, name))
    return KnownPart(patients, decided(definition, people), kind=kind(definition, people))


def _of(cells: Sequence[_Cell], axis: str, name: str) -> list[_Cell]:
    return [cell for cell in cells if cell.names[axis] == name]


def _stratum(
    name: str, axis: str, cells: Sequence[_Cell], parts: Mapping[str, tuple[KnownPart, ...]]
) -> Stratum:
    """A patient is in one cell only, so patients add up, and those behind attempts as well."""
    own = _of(cells, axis, name)
    return Stratum(
        name,
        sum(cell.patients for cell in own),
        reduce(add, (cell.rows for cell in own), NONE),
        reduce(add, (cell.distinct for cell in own), NONE),
        parts[name],
    )
