"""A reader who knows the release rule and every part's total, against all small tables.

For each choice of totals it makes every table there is, lets the rule print it, and puts tables
with the same output into one class. The rule holds if in every class each cell that is small (1..t
distinct patients) somewhere in the class takes every value 1..t there that it takes in any table
of these totals: what they and the definition's text alone say, the reader knew before. A cell is
the patients of one part (a site, a sex) with one answer or, where the rows are patients, with one
of several answers; so are the patients of a country or a region. No table is set aside.

A larger run: `python -m tests.property.release_attacker --strata 4 --answers 4 --t 3`.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property, reduce
from itertools import accumulate, chain, combinations, combinations_with_replacement, product
from operator import add
from typing import TypeVar

from tfrq import disclosure
from tfrq.disclosure.blocks import Guard, safe
from tfrq.disclosure.parts import KnownPart
from tfrq.disclosure.tables import grouped
from tfrq.results import Count, Node, Part, Policy, Provenance, Stratum, Tally

FIELDS = ("without_index", "met", "not_met", "not_assessable")
# Two and three answers: definitions without an index; two have nothing that is not assessable.
WITHOUT_INDEX = {2: FIELDS[1:3], 3: FIELDS[1:]}
WITH_INDEX = {3: FIELDS[:3], 4: FIELDS}

Patient = tuple[str, ...]  # one answer, or the answers of her attempts
Reader = Callable[[Count], Hashable]


@dataclass(frozen=True)
class World:
    """The tables that the reader has to tell apart.

    `totals`: patients of each part. `most_attempts`: 0 where the rows are patients.
    `decided`: what the text of the definition decides of each part, "" for nothing; shorter than
    `totals` where it decides nothing of the last ones. `sites`: how many parts each country has,
    () for one each. `regions`: how many countries each region has, () for none. `sexes`: totals of
    another axis, () for none. `kinds`: which parts the text does not tell apart, () for none of
    them. `known`: per part the answers that the reader, but not the rule, knows to be possible
    there, () for no such knowledge. `comb`: whether the tree is S0 | (S1 | (S2 | …)) and not
    halved. `by_index`: the strata are years of the index, S0 being those without it. `hidden`:
    whether the reader does not know the totals of the parts, so that these are cells as well.
    """

    totals: tuple[int, ...]
    answers: int
    t: int
    most_attempts: int = 0
    axis: str = "site"
    decided: tuple[str, ...] = ()
    sites: tuple[int, ...] = ()
    regions: tuple[int, ...] = ()
    sexes: tuple[int, ...] = ()
    kinds: tuple[int, ...] = ()
    known: tuple[tuple[str, ...], ...] = ()
    comb: bool = False
    by_index: bool = False
    hidden: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        known = WITH_INDEX if self.has_index else WITHOUT_INDEX
        return known[self.answers]

    @property
    def has_index(self) -> bool:
        return self.most_attempts > 0 or self.answers == 4

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        open_ = ("",) * (len(self.totals) - len(self.decided))
        decided = (*self.decided, *open_)
        if self.by_index:
            decided = ("without_index", *decided[1:])
        kinds = self.kinds or range(len(self.totals))
        by_index = (self.by_index and place > 0 for place in range(len(self.totals)))
        return tuple(map(KnownPart, self.totals, decided, map(str, kinds), by_index, self.within))

    @cached_property
    def countries(self) -> tuple[tuple[int, ...], ...]:
        """The parts of each country."""
        return _dealt(tuple(range(len(self.totals))), self.sites or (1,) * len(self.totals))

    @cached_property
    def places(self) -> dict[str, tuple[int, ...]]:
        """The parts of each place of which a reader knows the total."""
        countries = self.countries if self.sites else ()  # else each is its one part
        held = _dealt(self.countries, self.regions)
        regions = [tuple(part for country in one for part in country) for one in held]
        return (
            {f"part {number}": (number,) for number in range(len(self.totals))}
            | {f"country {number}": parts for number, parts in enumerate(countries)}
            | {f"region {number}": parts for number, parts in enumerate(regions)}
        )

    @cached_property
    def within(self) -> tuple[tuple[str, ...], ...]:
        """The larger places that each part lies in."""
        larger = [(name, parts) for name, parts in self.places.items() if name[:4] != "part"]
        return tuple(
            tuple(name for name, parts in larger if number in parts)
            for number in range(len(self.totals))
        )

    def open_answers(self, place: int) -> tuple[str, ...]:
        """The answers that a patient of this part can have."""
        decided = self.parts[place].decided
        known = self.known[place] if self.known else self.fields
        return tuple(
            field
            for field in self.fields
            if field in known
            and (decided in ("", field) or (field == "without_index" and not self.by_index))
            and not (self.by_index and place and field == "without_index")
        )


@dataclass
class Verdict:
    """How many tables and classes there were, how many say no more than words, and what leaks."""

    tables: int = 0
    classes: int = 0
    words: int = 0
    leaking: int = 0

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(
            self.tables + other.tables,
            self.classes + other.classes,
            self.words + other.words,
            self.leaking + other.leaking,
        )


Table = tuple[Stratum, ...]  # one stratum for each part
Item = TypeVar("Item")


def _dealt(items: tuple[Item, ...], sizes: tuple[int, ...]) -> tuple[tuple[Item, ...], ...]:
    """The items in order, so many of them to each."""
    ends = list(accumulate(sizes))
    return tuple(items[end - size : end] for end, size in zip(ends, sizes, strict=True))


def counts(world: World) -> Iterator[tuple[Count, Table]]:
    """Every table of the world: as it is counted, and by its finest parts."""
    provenance = _provenance(world.t)
    tree, held = _tree_of(world)
    unit = "attempts" if world.most_attempts else "patients"
    others = (tuple(map(Part, world.sexes)),) if world.sexes else ()
    for table in product(*(_strata(world, place) for place in range(len(world.parts)))):
        strata = tuple(_together(number, [table[part] for part in parts]) for number, parts in held)
        yield (
            Count(
                axis=world.axis,
                tree=tree,
                strata=strata,
                has_index=world.has_index,
                unit=unit,
                provenance=provenance,
                others=others,
                public_totals=not world.hidden,
            ),
            table,
        )


def _tree_of(world: World) -> tuple[Node, tuple[tuple[int, tuple[int, ...]], ...]]:
    """The declared tree, and the parts of each of its leaves, which are countries or sites."""
    if world.axis == "country":
        held = world.countries
        countries = tuple(Node(f"S{number}") for number in range(len(held)))
    else:
        held = tuple((part,) for part in range(len(world.totals)))
        countries = tuple(
            _tree(tuple(Node(f"S{part}") for part in parts)) for parts in world.countries
        )
    regions = tuple(map(_tree, _dealt(countries, world.regions))) or countries
    return _tree(regions, world.comb), tuple(enumerate(held))


def _tree(nodes: tuple[Node, ...], comb: bool = False) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    if comb and len(nodes) > 2:
        return Node("", (nodes[0], _tree(nodes[1:], comb)))
    return Node("", nodes)


def _together(number: int, own: list[Stratum]) -> Stratum:
    """The stratum that parts make."""
    return Stratum(
        f"S{number}",
        sum(one.lake_patients for one in own),
        reduce(add, (one.rows for one in own)),
        reduce(add, (one.distinct for one in own)),
        tuple(part for one in own for part in one.parts),
    )


def reads(guard: Guard = safe) -> Reader:
    """What a reader sees of a table: all that is printed, and how many are without index."""

    def read(count: Count) -> Hashable:
        answers, blocks = grouped(count, guard)
        return answers, tuple((block.strata, block.numbers) for block in blocks)

    return read


def reads_release(count: Count) -> Hashable:
    """The same through the front door."""
    return disclosure.release(count)


def reads_everybody_too(count: Count) -> Hashable:
    """The same beside a count, by the same axis, of a definition that everybody meets."""
    strata = (
        replace(one, rows=everybody, distinct=everybody)
        for one in count.strata
        for without in [one.rows.without_index]
        for everybody in [Tally(without, one.lake_patients - without, 0, 0)]
    )
    return reads()(count), reads()(replace(count, strata=tuple(strata)))


def attack(world: World, read: Reader | None = None) -> Verdict:
    """Every table of one world, by what the reader sees of it."""
    return attack_together((world,), read)


def attack_together(every: Iterable[World], read: Reader | None = None) -> Verdict:
    """Every table of worlds that the reader knows no difference between."""
    read = read or reads()
    seen: defaultdict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    for world in every:
        by_sex = _cells_by_sex(world)
        for count, table in counts(world):
            total = reduce(add, (one.rows for one in table))
            cells = seen[read(count)]
            cells["tables"] += 1
            cells.update(_cells(world, table, "site"))
            cells.update(by_sex[total])
    words = seen.get(("nothing but words", ()), Counter())
    tables = sum(cells["tables"] for cells in seen.values())
    before = _small(world.t, chain.from_iterable(seen.values()))
    leaking = sum(_leaks(_small(world.t, cells), before) for cells in seen.values())
    return Verdict(tables, len(seen), words["tables"], leaking)


def _small(t: int, cells: Iterable[Hashable]) -> dict[Hashable, set[int]]:
    """The values 1..t that each cell takes, where it takes any."""
    found: defaultdict[Hashable, set[int]] = defaultdict(set)
    for cell in cells:
        if isinstance(cell, tuple) and 0 < cell[-1] <= t:
            found[cell[:-1]].add(cell[-1])
    return found


def _leaks(kept: dict[Hashable, set[int]], before: dict[Hashable, set[int]]) -> bool:
    return any(values != before[cell] for cell, values in kept.items())


def _cells_by_sex(world: World) -> defaultdict[Tally, set[Hashable]]:
    """For every total, the cells of every table by sex that has it: which patients of a site are
    of which sex nobody is told, so any table by site goes with any by sex of the same total."""
    found: defaultdict[Tally, set[Hashable]] = defaultdict(set)
    if world.sexes:
        sexes = replace(
            world,
            totals=world.sexes,
            decided=(),
            kinds=(),
            known=(),
            sites=(),
            regions=(),
            by_index=False,
            hidden=False,
        )
        for table in product(*(_strata(sexes, place) for place in range(len(sexes.parts)))):
            found[reduce(add, (one.rows for one in table))].update(_cells(sexes, table, "sex"))
    return found


def attack_all(worlds: Iterable[World], read: Reader | None = None) -> Verdict:
    return sum((attack(world, read) for world in worlds), Verdict())


def worlds(
    strata: int,
    answers: int,
    t: int,
    largest: int,
    most_attempts: int = 0,
    axis: str = "site",
    comb: bool = False,
) -> Iterator[World]:
    """One world for every choice of stratum totals from 0 to `largest`, of a definition whose text
    does not tell the strata apart."""
    for totals in product(range(largest + 1), repeat=strata):
        kinds = (0,) * strata
        yield World(totals, answers, t, most_attempts, axis, kinds=kinds, comb=comb)


def naming_worlds(
    parts: int,
    answers: int,
    largest: int,
    sites: tuple[int, ...] = (),
    sexes: bool = False,
    axis: str = "country",
) -> Iterator[World]:
    """One world (t = 2) for every choice of totals and of what a definition that names strata
    decides of them, nothing included; with `sexes` for every choice of two sexes as well."""
    for totals in product(range(largest + 1), repeat=parts):
        everyone = sum(totals)
        for decided in product(("", "met", "not_met"), repeat=parts):
            world = World(totals, answers, 2, axis=axis, decided=decided, sites=sites)
            if not sexes:
                yield world
            for women in range(everyone + 1) if sexes else ():
                yield replace(world, sexes=(women, everyone - women))


def country_worlds(
    sites: tuple[int, ...],
    answers: int,
    smallest: int,
    largest: int,
    regions: tuple[int, ...] = (),
    axis: str = "country",
) -> Iterator[World]:
    """One world (t = 2) for every choice of totals of countries of so many sites, of a definition
    whose text does not tell them apart; the sites of one country by size, as their order does not
    matter."""
    sizes = range(smallest, largest + 1)
    for by_country in product(*(combinations_with_replacement(sizes, one) for one in sites)):
        totals, kinds = tuple(chain.from_iterable(by_country)), (0,) * sum(sites)
        yield World(totals, answers, 2, axis=axis, sites=sites, regions=regions, kinds=kinds)


def knowing_worlds(
    parts: int,
    answers: int,
    smallest: int,
    largest: int,
    t: int = 2,
    most_attempts: int = 0,
    kinds: tuple[int, ...] = (),
    sites: tuple[int, ...] = (),
    comb: bool = False,
    axis: str = "site",
) -> Iterator[World]:
    """One world for every choice of totals, and of which kinds of part the reader knows, without
    the rule knowing it, to have one answer (with an index: whether all have the index or not)."""
    by_part = kinds or tuple(range(parts))
    for totals in product(range(smallest, largest + 1), repeat=parts):
        blank = World(
            totals, answers, t, most_attempts, axis, sites=sites, kinds=by_part, comb=comb
        )
        for known in product(_knowledge(blank), repeat=max(by_part) + 1):
            yield replace(blank, known=tuple(known[kind] for kind in by_part))


def _knowledge(world: World) -> Iterator[tuple[str, ...]]:
    """What a reader can know of a part: nothing, or its one answer."""
    yield world.fields
    for field in world.fields:
        if field != "without_index":
            yield (field,)
            if world.has_index:
                yield ("without_index", field)


def years_worlds(parts: int, answers: int, largest: int, comb: bool) -> Iterator[World]:
    """One world (t = 2) for every choice of totals of those without the index and of its years."""
    for totals in product(range(largest + 1), repeat=parts):
        yield World(totals, answers, 2, axis="year", kinds=(0,) * parts, comb=comb, by_index=True)


def hidden_worlds(
    strata: int,
    answers: int,
    t: int,
    patients: int,
    comb: bool = False,
    by_index: bool = False,
    sexes: tuple[int, ...] = (),
    most_attempts: int = 0,
) -> Iterator[World]:
    """The worlds of a lake of so many patients, one for every choice of how many are in each of
    the strata. Nobody is told which of them it is."""
    for totals in product(range(patients + 1), repeat=strata):
        if sum(totals) == patients:
            world = World(totals, answers, t, most_attempts, "drug", kinds=(0,) * strata)
            yield replace(world, comb=comb, by_index=by_index, sexes=sexes, hidden=True)


def _cells(world: World, table: Table, axis: str) -> Iterator[Hashable]:
    """The table's cells as (axis, place, answers, distinct patients)."""
    for place, parts in _cell_places(world):
        if world.hidden:
            yield axis, place, "total", sum(table[part].lake_patients for part in parts)
        for fields in _judged(world):
            open_ = _not_known(world, parts, fields)
            patients = sum(getattr(table[p].distinct, field) for p in open_ for field in fields)
            yield axis, place, fields, patients


@cache
def _not_known(world: World, parts: tuple[int, ...], fields: tuple[str, ...]) -> tuple[int, ...]:
    """The parts that are not known to have these answers; of a country of which one site is known
    to, the reader learns what the others add."""
    return tuple(part for part in parts if not set(world.open_answers(part)) <= set(fields))


@cache
def _cell_places(world: World) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple(world.places.items())


@cache
def _judged(world: World) -> tuple[tuple[str, ...], ...]:
    """The answers whose patients in a part are a cell, one or several of them."""
    most = 1 if world.most_attempts else len(world.fields) - 1
    sizes = range(1, most + 1)
    return tuple(fields for size in sizes for fields in combinations(world.fields, size))


def _strata(world: World, place: int) -> tuple[Stratum, ...]:
    part = world.parts[place]
    kinds = _kinds(world.open_answers(place), world.most_attempts)
    return tuple(
        Stratum("", part.patients, rows, distinct, (part,))
        for rows, distinct in _tallies(kinds, part.patients)
    )


def _kinds(fields: tuple[str, ...], most_attempts: int) -> tuple[Patient, ...]:
    """What a patient can be: one answer; or without index, or one to so many attempts."""
    if not most_attempts:
        return tuple((field,) for field in fields)
    answers = [field for field in fields if field != "without_index"]
    attempts = [
        kind
        for number in range(1, most_attempts + 1)
        for kind in combinations_with_replacement(answers, number)
    ]
    return (*(("without_index",) for field in fields if field not in answers), *attempts)


@cache
def _tallies(kinds: tuple[Patient, ...], total: int) -> tuple[tuple[Tally, Tally], ...]:
    """The different (rows, distinct) that so many patients of these kinds can make."""
    made = {
        (_tally(kind for kind in people), _tally(set(kind) for kind in people))
        for people in combinations_with_replacement(kinds, total)
    }
    return tuple(sorted(made, key=repr))


def _tally(kinds: Iterable[Iterable[str]]) -> Tally:
    number = Counter(answer for kind in kinds for answer in kind)
    return Tally(*(number[field] for field in FIELDS))


def _provenance(t: int) -> Provenance:
    policy = Policy(min_cell=t + 1)
    return Provenance("0", "r1", True, "2024-01-01", "", "0" * 12, "MMR ever", "", (), policy)


def main() -> None:
    """Print the size of a run and what leaks in it; exit code 1 if anything does."""
    options = _options().parse_args()
    sizes = (options.strata, options.answers, options.t, options.largest, options.attempts)
    verdict = attack_all(worlds(*sizes, axis="" if options.no_axis else "site", comb=options.comb))
    print(f"{options.strata} strata of 0 to {options.largest} patients, t = {options.t}: {verdict}")  # noqa: T201
    raise SystemExit(1 if verdict.leaking else 0)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--strata", type=int, default=2)
    parser.add_argument("--answers", type=int, default=3, choices=(2, 3, 4))
    parser.add_argument("--t", type=int, default=2, help="largest small number")
    parser.add_argument("--largest", type=int, default=3, help="patients of a stratum, at most")
    parser.add_argument("--attempts", type=int, default=0, help="of a patient, at most; 0: none")
    parser.add_argument("--comb", action="store_true", help="S0 | (S1 | (S2 | …)), not halves")
    parser.add_argument("--no-axis", action="store_true", help="the root alone")
    return parser


if __name__ == "__main__":
    main()
