"""Frozen result types: what queries answer, before anything is released."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Policy:
    """What a lake allows to leave (lake.toml `[policy]`). A user can tighten it, not loosen it.

    `min_cell`: smallest number of distinct patients above 0 that may be shown.
    `members`, `exact`: "allow" or "refuse" lists of patients and exact small counts.
    """

    min_cell: int = 5
    members: str = "refuse"
    exact: str = "refuse"


@dataclass(frozen=True)
class Node:
    """A node of the declared tree of strata; a node without children is a stratum."""

    name: str
    children: tuple[Node, ...] = ()

    def leaves(self) -> Iterator[str]:
        """The names of its strata, in order."""
        if not self.children:
            yield self.name
        for child in self.children:
            yield from child.leaves()


@dataclass(frozen=True)
class Provenance:
    """Where a result comes from. `conventions` are plain words, without patient numbers.

    `release`: name of the data freeze. `data_cut`: latest data cut of its sites, ISO date.
    `definition_hash`: first 12 hex digits of the SHA-256 of `language.fingerprint`.
    """

    tfrq_version: str
    release: str
    synthetic: bool
    data_cut: str
    definition_name: str
    definition_hash: str
    canonical: str
    index: str
    conventions: tuple[str, ...]
    policy: Policy


@dataclass(frozen=True)
class Tally:
    """How many for each answer, in the order of docs/release-rule.md."""

    without_index: int
    met: int
    not_met: int
    not_assessable: int

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.without_index + other.without_index,
            self.met + other.met,
            self.not_met + other.not_met,
            self.not_assessable + other.not_assessable,
        )


NONE = Tally(0, 0, 0, 0)


@dataclass(frozen=True)
class Part:
    """The finest piece of a stratum whose total every reader knows: a site, or a sex.

    `patients`: of the lake. `decided`: the answer ("met", "not_met", "not_assessable") that the
    text of the definition alone gives everybody in it who has the index, or "". `left`: the
    answers that it leaves them, where these are several and not all.
    """

    patients: int
    decided: str = ""
    left: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def open(self) -> tuple[str, ...]:
        """The answers that the text leaves who has the index; none where it leaves them all."""
        return (self.decided,) if self.decided else self.left


@dataclass(frozen=True)
class Stratum:
    """One stratum of an axis.

    `lake_patients`: patients of the lake in it.
    `rows`: patients, or attempts where the index is each TFR attempt; `distinct`: the distinct
    patients behind each number of `rows` (the same unless rows are attempts).
    `parts`: the sites of a country; where there are none, the stratum is one undecided part.
    """

    name: str
    lake_patients: int
    rows: Tally
    distinct: Tally
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Count:
    """An exact count by stratum: not to be shown before disclosure.py has released it.

    `axis` is "" where no axis was asked for. `tree` holds every stratum as a leaf, in order.
    `has_index`: whether the definition has an index (`without_index` is 0 everywhere if not).
    `others`: the parts of the whole lake by other axes (sexes where the strata are sites).
    `public_totals`: whether every reader knows how many patients each stratum has, as of places
    and sexes, but not of drugs or risk groups.
    """

    axis: str
    tree: Node
    strata: tuple[Stratum, ...]
    has_index: bool
    unit: str  # "patients" or "attempts"
    provenance: Provenance
    others: tuple[tuple[Part, ...], ...] = ()
    public_totals: bool = True


MemberValue = str | int | bool | Decimal | datetime.date | None


@dataclass(frozen=True)
class Members:
    """Rows of patients, one per subject with the answer asked for: nothing that may leave.

    `columns` name the values of a row. `answer` and `criterion_1` … are True (met), False (not
    met) or None (not assessable); other empty values are None. `criteria`: the canonical text of
    criterion_1 and so on. `chosen`: whether somebody chose the columns.
    """

    answer: str  # met, not-met or not-assessable
    columns: tuple[str, ...]
    rows: tuple[tuple[MemberValue, ...], ...]
    criteria: tuple[str, ...]
    chosen: bool
    provenance: Provenance


@dataclass(frozen=True)
class Amount:
    """A number of records, and of the distinct patients behind them."""

    records: int = 0
    patients: int = 0

    def __add__(self, other: Amount) -> Amount:
        """Of two groups that have no patient in common."""
        return Amount(self.records + other.records, self.patients + other.patients)


@dataclass(frozen=True)
class TableDifference:
    """One table of a site in two releases. Records that say the same thing of the same day (or,
    of patients, the same patient) are one record: `unchanged` if it has the same values, else
    `changed`. So before = unchanged + changed + gone and after = unchanged + changed + added in
    records; a patient may stand behind several of them. `equal`: its rows are the same.
    """

    table: str
    equal: bool
    before: Amount
    after: Amount
    added: Amount
    changed: Amount
    gone: Amount
    unchanged: Amount


@dataclass(frozen=True)
class Side:
    """A figure in one release. `value` is None where there is nothing to take it of."""

    value: Decimal | None


@dataclass(frozen=True)
class Figure:
    """A figure that shows what a table means. `kind`: share (in %), median or mean. `unit`: "%",
    or that of the values. `missing`: it is the share of missing values of one column."""

    table: str
    name: str
    kind: str
    unit: str
    before: Side
    after: Side
    missing: bool = False


@dataclass(frozen=True)
class Difference:
    """What a site has in one release and had in an earlier one, exactly: nothing that may leave
    before disclosure has released it. `tables` are those with patients' data, `patients` first;
    there are none where not one record differs, as then nothing was read. `figures` are those of
    tables that are not equal. `data_cuts`, `mapping_versions`: before and after, None and ""
    where there is none."""

    site: str
    tables: tuple[TableDifference, ...]
    figures: tuple[Figure, ...]
    data_cuts: tuple[datetime.date | None, datetime.date | None]
    mapping_versions: tuple[str, str]

    @property
    def equal(self) -> bool:
        """Whether not one record of a patient differs."""
        return not self.tables


@dataclass(frozen=True)
class LakeDifference:
    """Two releases of a lake, `before` and `after`, site by site and exactly."""

    lake: str
    synthetic: bool
    policy: Policy
    before: str
    after: str
    sites: tuple[Difference, ...]


@dataclass(frozen=True)
class Day:
    """Who of one stratum left the curve on one day (whole days from the origin, from 1): by the
    endpoint, by what competes with it, or censored."""

    day: int
    events: int
    competing: int
    censored: int

    @property
    def leaving(self) -> int:
        """All who left."""
        return self.events + self.competing + self.censored


@dataclass(frozen=True)
class Outcome:
    """What was waited for, as it was read: its canonical text, what a reader of a curve has to
    know of it in plain words, whether anything competes with it, and from which day times run
    ("index", "restart"). `landmark`: days after it at which the curve begins, 0 for none."""

    text: str
    conventions: tuple[str, ...]
    competing: bool
    origin: str = "index"
    landmark: int = 0

    @property
    def rising(self) -> bool:
        """Whether shares are of those with the event (cumulative incidence where something
        competes, a response regained after the restart), and not of those without it."""
        return self.competing or self.origin == "restart"


@dataclass(frozen=True)
class Times:
    """Exact times to an event: nothing that may leave before disclosure has released it.

    `people`: a count whose *met* are in the cohort and followed, whose *not met* are in the cohort
    and left out of the curve, and whose *not assessable* are everybody else with an index.
    `days`: for each stratum of it, in order, the days on which somebody left, ascending; together
    they hold the followed. `ordered`: whether the strata lie in an order that a trend can follow.
    """

    people: Count
    days: tuple[tuple[Day, ...], ...]
    outcome: Outcome
    ordered: bool = False


@dataclass(frozen=True)
class Step:
    """Part of a curve: `at_risk` on the day after `start`, and how many of them left by `end`, and
    why. Both are days from the origin; the next step begins where this one ends."""

    start: int
    end: int
    at_risk: int
    events: int
    competing: int
    censored: int

    @property
    def remaining(self) -> int:
        """Who is still at risk after `end`."""
        return self.at_risk - self.events - self.competing - self.censored
