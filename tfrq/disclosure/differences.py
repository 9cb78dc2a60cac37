"""What may leave of the difference of two releases: docs/release-rule.md, for what is no count of
a cohort.

t = min_cell − 1; *small* = 1..t distinct patients. The reader knows this page, how many patients
every site has in every release (`lake show`), and which tables of which site are the same in both
(the names of their files are hashes). Per site:

Patients. added − gone is public, so either tells the other, and both tell how many stayed: the
three are told together, where none is small. How many of those who stayed are changed and how
many are not is told where that is, and neither is small.

Records of a table. A number of records is told only with all others of its table (their sums are
public to whoever sees the totals): where of none of added, changed, gone and unchanged few
patients are behind it, or few certainly are not (with r records among n patients at least n − r
are not). Told numbers say that more than t patients are behind them, which must not narrow how few
came, went or have no record: they are told at sites of more than 2t patients only.

Figures. Shares and medians are left out (`--exact` has them, where the lake allows that); a mean is
told with its table, as it is a quotient of numbers told. Rounding to whole per cents does not help,
however many records there are:
 - of 30 tests 40 % are not detected and 43 % have no value: the difference is one test;
 - of 500 tests 1 % and 1 % are, with the small ones hidden, 5 to 7 each: they differ by 2 at most;
 - of 2,000 tests 40 % are 809 at most, and 41 % of 2,005 are 813 at least: of the 5 that were added
   one at most is without. Exact numbers of what was added set such a limit in tables of any size.
What would be left is shares without numbers, or either of one release alone: no difference.

What checks it is the enumeration in tests/property/test_difference_attacker.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tfrq.disclosure.released import MAKER, Released
from tfrq.errors import PolicyError
from tfrq.results import Amount, Difference, Figure, LakeDifference, Policy, Side, TableDifference

MOST_MOVED = 5
# The kinds of figures that may leave.
TOLD = ("mean",)
NUMBERS = ("before", "after", "added", "changed", "gone")
# What the records of a table are called.
RECORDS = {
    "patients": "patients",
    "treatments": "treatments",
    "molecular": "tests",
    "tfr_attempts": "TFR attempts",
    "events": "events",
    "labs": "laboratory values",
}


@dataclass(frozen=True)
class ReleasedLine(Released):
    """One line of a difference. Of records: how many in either release, and how many added,
    changed, gone. Of a figure: its value in either. None: there is no such number, unless its
    name is in `hidden`."""

    site: str
    table: str
    measure: str
    unit: str
    before: int | Decimal | None
    after: int | Decimal | None
    added: int | None = None
    changed: int | None = None
    gone: int | None = None
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ReleasedDifference(Released):
    """A difference that may leave, taken alone; with `not_for_release` the exact one, which may
    not. `lines` are those of sites that differ, in the order of sites; of columns of which values
    are missing the exact one has those that moved most. `unchanged` are sites of which not one
    record differs.
    `data_cuts` and `mapping_versions`: site → before and after, where they differ."""

    lake: str
    synthetic: bool
    policy: Policy
    before: str
    after: str
    lines: tuple[ReleasedLine, ...]
    unchanged: tuple[str, ...]
    data_cuts: Mapping[str, tuple[date | None, date | None]]
    mapping_versions: Mapping[str, tuple[str, str]]
    notes: tuple[str, ...]
    not_for_release: bool


def release_difference(difference: LakeDifference, *, exact: bool = False) -> ReleasedDifference:
    """What may leave of `difference`, or all of it with `exact`.

    Raises PolicyError where exact numbers are asked for and the lake's policy refuses them.
    """
    policy = difference.policy
    if exact and policy.exact != "allow":
        raise PolicyError(
            "the policy of this lake refuses exact numbers",
            hint='leave out --exact, or ask the lake\'s keeper for exact = "allow" in lake.toml',
        )
    least = 1 if exact else policy.min_cell
    lines = [
        line
        for site in difference.sites
        if not site.equal
        for line in lines_of(site, least, exact=exact)
    ]
    return ReleasedDifference(
        MAKER,
        difference.lake,
        difference.synthetic,
        policy,
        difference.before,
        difference.after,
        tuple(lines),
        tuple(site.site for site in difference.sites if site.equal),
        {one.site: one.data_cuts for one in difference.sites if _moves(one.data_cuts)},
        {
            one.site: one.mapping_versions
            for one in difference.sites
            if _moves(one.mapping_versions)
        },
        _EXACT if exact else _notes(lines, policy.min_cell),
        not_for_release=exact,
    )


def _moves(pair: tuple[object, object]) -> bool:
    return pair[0] != pair[1]


def lines_of(
    difference: Difference, min_cell: int, *, exact: bool = False
) -> Iterator[ReleasedLine]:
    """The lines of one site that may leave, table by table; with `exact` all in full, the columns
    in which the share of missing values moved most last."""
    site = _Site(difference, min_cell - 1)
    told = [figure for figure in difference.figures if exact or figure.kind in TOLD]
    for table in difference.tables:
        yield _records(site, table)
        for figure in told:
            if figure.table == table.table and not figure.missing:
                yield _figure(site, table, figure)
    missing = (figure for figure in told if figure.missing)
    tables = {table.table: table for table in difference.tables}
    yield from _most_moved(_figure(site, tables[figure.table], figure) for figure in missing)


@dataclass(frozen=True)
class _Site:
    difference: Difference
    t: int

    @property
    def patients(self) -> TableDifference:
        return self.difference.tables[0]

    @property
    def in_either(self) -> tuple[int, int]:
        """Its patients before and after: public."""
        return self.patients.before.patients, self.patients.after.patients

    def tells_who_came(self) -> bool:
        patients = self.patients
        stayed = patients.changed.patients + patients.unchanged.patients
        return (
            patients.equal
            or 0 in self.in_either
            or not self.small(patients.added.patients, patients.gone.patients, stayed)
        )

    def tells_who_changed(self) -> bool:
        changed, unchanged = self.patients.changed, self.patients.unchanged
        return self.patients.equal or (
            self.tells_who_came() and not self.small(changed.patients, unchanged.patients)
        )

    def tells_records(self, table: TableDifference) -> bool:
        """Whether a table's records may be told, its totals among them."""
        before, after = self.in_either
        room = not any(1 <= patients <= 2 * self.t for patients in self.in_either)
        of_both = (table.changed, table.unchanged)
        return room and not (
            any(self.few(one, before) for one in (table.before, table.gone, *of_both))
            or any(self.few(one, after) for one in (table.after, table.added, *of_both))
        )

    def small(self, *numbers: int) -> bool:
        return any(1 <= number <= self.t for number in numbers)

    def few(self, some: Amount, patients: int) -> bool:
        """Whether few patients are behind some records, or few are certainly not."""
        rest = patients - some.patients
        return self.small(some.patients) or (some.records < patients and self.small(rest))


def _records(site: _Site, table: TableDifference) -> ReleasedLine:
    line = ReleasedLine(
        MAKER,
        site.difference.site,
        table.table,
        RECORDS[table.table],
        "",
        table.before.records,
        table.after.records,
        table.added.records,
        table.changed.records,
        table.gone.records,
    )
    return _hiding(line, _hidden_numbers(site, table))


def _hidden_numbers(site: _Site, table: TableDifference) -> tuple[str, ...]:
    if table is site.patients:
        who_changed = () if site.tells_who_changed() else ("changed",)
        return who_changed if site.tells_who_came() else ("added", "changed", "gone")
    if site.tells_records(table):
        return ()
    return NUMBERS[:2] if table.equal else NUMBERS


def _hiding(line: ReleasedLine, names: tuple[str, ...]) -> ReleasedLine:
    nothing: dict[str, Any] = dict.fromkeys(names)
    return replace(line, maker=MAKER, hidden=frozenset(names), **nothing)


def _figure(site: _Site, table: TableDifference, figure: Figure) -> ReleasedLine:
    before, after = (_rounded(figure, side) for side in (figure.before, figure.after))
    line = ReleasedLine(
        MAKER, site.difference.site, figure.table, figure.name, figure.unit, before, after
    )
    return line if site.tells_records(table) else _hiding(line, NUMBERS[:2])


def _rounded(figure: Figure, side: Side) -> int | Decimal | None:
    if side.value is None:
        return None
    if figure.kind == "median":
        return int(side.value)
    return side.value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _most_moved(lines: Iterable[ReleasedLine]) -> list[ReleasedLine]:
    moved = [line for line in lines if _moved(line)]
    return sorted(moved, key=lambda line: (-_moved(line), line.measure))[:MOST_MOVED]


def _moved(line: ReleasedLine) -> Decimal:
    if line.before is None or line.after is None:
        return Decimal(0)
    return abs(Decimal(line.after) - line.before)


_EXACT = ("NOT FOR RELEASE: exact numbers, small ones among them.",)


def _notes(lines: Iterable[ReleasedLine], min_cell: int) -> tuple[str, ...]:
    few = f"of a group of fewer than {min_cell} patients"
    hidden = f"* = not shown, as it could tell {few}."
    figures = f"Shares and medians are in the exact difference alone: here they could tell {few}."
    alone = "Fit for release taken alone; beside other results of the lake it may tell more."
    told = list(lines)
    return (
        *((hidden,) if any(line.hidden for line in told) else ()),
        *((figures,) if told else ()),
        alone,
    )
