"""Values over bands of time that may leave: which bands, and which ranges of values of each.

Rule: docs/trajectory.md. Everything that is shown (medians, quartiles, figures) is computed from
what is released here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tfrq.disclosure.released import MAKER, Released, check_exact
from tfrq.disclosure.tables import Answers, answers_of, check, grouped
from tfrq.disclosure.words import NOT_FOR_RELEASE, TAKEN_ALONE
from tfrq.results import Count, Provenance

OUTSIDE = "not in the cohort"
EVERYBODY = "the cohort"
_TOLD = (Answers.ALL, Answers.MET_AND_THE_REST)  # the steps that tell how many are in the cohort
_MET = ("met",)

Values = tuple[tuple[Decimal, int], ...]  # of patients: a value, and how many have it


@dataclass(frozen=True)
class Range:
    """A node of the declared tree of values: the leaves `first` to `last` of a scale."""

    first: int
    last: int
    halves: tuple[Range, ...] = ()


@dataclass(frozen=True)
class Scale:
    """A fixed scale of values, which never depends on the data.

    Leaf 0 is 0 alone (of BCR::ABL1: undetectable), leaf n > 0 lies between `edges` n − 2 and
    n − 1, the first from 0 on, the last without an end. `closed_above`: whether an edge belongs to
    the leaf below it. `widest`: the largest ratio of the ends of a range in which a quartile may be
    interpolated.
    """

    edges: tuple[Decimal, ...]
    root: Range
    closed_above: bool
    widest: Decimal

    def leaf(self, value: Decimal) -> int:
        """The leaf that a value lies in."""
        if value == 0:
            return 0
        find = bisect_left if self.closed_above else bisect_right
        return 1 + find(self.edges, value)

    def ends(self, part: Range) -> tuple[Decimal, Decimal | None]:
        """From where to where a range goes; None where it has no end."""
        low = self.edges[part.first - 2] if part.first > 1 else Decimal(0)
        if part.last == 0:
            return low, Decimal(0)
        return low, self.edges[part.last - 1] if part.last <= len(self.edges) else None


@dataclass(frozen=True)
class TimeBand:
    """Months from the index, before it below 0; the day of the index is the last of the band that
    ends at 0. `halves`: the two bands that it is printed as where both can be told."""

    start_month: int
    end_month: int
    halves: tuple[TimeBand, ...] = ()


@dataclass(frozen=True)
class Question:
    """What was asked, in words that a caption needs. `unit`: that of the numbers shown, which are
    the values divided by `factor`. `outcome`, `horizon`: "" where there are no groups."""

    marker: str
    unit: str
    factor: Decimal = Decimal(1)
    outcome: str = ""
    horizon: str = ""
    conventions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trajectory:
    """Exact values over time: nothing that may leave before disclosure has released it.

    `people`: a count whose *met* are the cohort; where it has an axis, its strata are the groups by
    outcome and OUTSIDE. `values`: of each stratum ("" without an axis) and each band, also those
    that have halves, one value of each patient that has any, ascending.
    """

    question: Question
    people: Count
    scale: Scale
    bands: tuple[TimeBand, ...]
    values: Mapping[tuple[str, TimeBand], Values]


@dataclass(frozen=True)
class ReleasedRange(Released):
    """How many patients have a value from `low` to `high` (None: without an end). Both are 0 where
    the value is 0 or undetectable; with exact numbers both are the value."""

    low: Decimal
    high: Decimal | None
    number: int


@dataclass(frozen=True)
class ReleasedBand(Released):
    """The values of one group in one band. `number`: of patients; None is hidden, and then there
    are no ranges."""

    group: str
    start_month: int
    end_month: int
    number: int | None
    ranges: tuple[ReleasedRange, ...]


@dataclass(frozen=True)
class ReleasedGroup(Released):
    """A group by outcome and its patients, with a value or without."""

    name: str
    number: int


@dataclass(frozen=True)
class ReleasedTrajectory(Released):
    """Values over time that may leave, taken alone; with `not_for_release` the exact ones, which
    may not. `groups`: none where not even how many are in the cohort may be told. `notes`: plain
    words, without patient numbers."""

    question: Question
    groups: tuple[ReleasedGroup, ...]
    bands: tuple[ReleasedBand, ...]
    widest: Decimal
    notes: tuple[str, ...]
    not_for_release: bool
    provenance: Provenance


@dataclass(frozen=True)
class _Group:
    name: str
    strata: tuple[str, ...]
    number: int


def release_bands(trajectory: Trajectory, *, exact: bool = False) -> ReleasedTrajectory:
    """What may leave of values over time, or all of it with `exact`.

    Raises PolicyError where exact numbers are asked for and the lake's policy refuses them.
    Source: docs/trajectory.md.
    """
    check(trajectory.people)
    if exact:
        return _exact(trajectory)
    groups = tuple(_groups(trajectory.people))
    bands = tuple(band for group in groups for band in _of_group(trajectory, group))
    if not groups:
        bands = tuple(_band(trajectory.scale, EVERYBODY, one, None) for one in trajectory.bands)
    return _released(trajectory, groups, bands, _notes(trajectory, groups, bands))


def _released(
    trajectory: Trajectory,
    groups: tuple[_Group, ...],
    bands: tuple[ReleasedBand, ...],
    notes: tuple[str, ...],
    *,
    not_for_release: bool = False,
) -> ReleasedTrajectory:
    return ReleasedTrajectory(
        MAKER,
        question=trajectory.question,
        groups=tuple(ReleasedGroup(MAKER, one.name, one.number) for one in groups),
        bands=bands,
        widest=trajectory.scale.widest,
        notes=notes,
        not_for_release=not_for_release,
        provenance=trajectory.people.provenance,
    )


def _groups(people: Count) -> Iterator[_Group]:
    """The blocks of the count of people, as far as the number in the cohort is printed."""
    answers, blocks = grouped(people)
    if answers not in _TOLD:
        return
    place = answers_of(people, answers).index(_MET)
    for block in blocks:
        strata = tuple(name for name in block.strata if name != OUTSIDE)
        if strata:
            # A block that holds more than the cohort prints the cohort's number by itself.
            whole = not people.axis or len(strata) < len(block.strata)
            yield _Group(EVERYBODY if whole else block.label, strata, block.numbers[place])


def _of_group(trajectory: Trajectory, group: _Group) -> Iterator[ReleasedBand]:
    k = trajectory.people.provenance.policy.min_cell
    for root in trajectory.bands:
        wanted = (root, *root.halves)
        counted = {band: _counted(trajectory, group, band) for band in wanted}
        for band, ranges in told(counted, trajectory.scale.root, group.number, k).items():
            yield _band(trajectory.scale, group.name, band, ranges)


def _counted(trajectory: Trajectory, group: _Group, band: TimeBand) -> Counter[int]:
    """Leaf of the scale → patients."""
    found: Counter[int] = Counter()
    # Without an axis the strata are the lake's sites, and the values are of all of them.
    for name in group.strata if trajectory.people.axis else ("",):
        for value, patients in trajectory.values.get((name, band), ()):
            found[trajectory.scale.leaf(value)] += patients
    return found


Told = Mapping[Range, int] | None  # the ranges that are printed, with their numbers; None: hidden


def told(
    counted: Mapping[TimeBand, Mapping[int, int]], values: Range, number: int, k: int
) -> dict[TimeBand, Told]:
    """What is printed of a band and its halves (`counted`: the whole first), for a group of
    `number` patients: the halves, or else the whole, and of each the finest ranges of the tree of
    `values` that hold 0 or at least k. An empty mapping stands for a band without a value."""
    thinned = {band: _thinned(leaves, number, k) for band, leaves in counted.items()}
    root, *halves = counted
    if halves and all(_fit(thinned[half], k) for half in halves):
        return {half: refined(thinned[half], values, k) for half in halves}
    return {root: refined(thinned[root], values, k) if _fit(thinned[root], k) else None}


def _fit(leaves: Mapping[int, int], k: int) -> bool:
    """Whether a band may be told: nobody has a value in it, or enough have for two ranges."""
    return sum(leaves.values()) == 0 or sum(leaves.values()) >= 2 * k


def _thinned(leaves: Mapping[int, int], number: int, k: int) -> Mapping[int, int]:
    """The values of a band, less so many in the middle that those of the group without a value
    among them are nobody or at least k."""
    patients = sum(leaves.values())
    if not 0 < number - patients < k:
        return leaves
    least = max(number - k, 0)
    start, stop = least // 2, least // 2 + patients - least
    kept, first = {}, 0
    for leaf, held in sorted(leaves.items()):
        last = first + held
        kept[leaf] = held - max(0, min(last, stop) - max(first, start))
        first = last
    return kept


def refined(counted: Mapping[int, int], part: Range, k: int) -> dict[Range, int]:
    """The finest ranges of a tree whose numbers may be printed, less those without a patient."""
    patients = [_within(counted, half) for half in part.halves]
    if part.halves and all(one == 0 or one >= k for one in patients):
        left, right = (refined(counted, half, k) for half in part.halves)
        return {**left, **right}
    number = _within(counted, part)
    return {part: number} if number else {}


def _within(counted: Mapping[int, int], part: Range) -> int:
    return sum(number for leaf, number in counted.items() if part.first <= leaf <= part.last)


def _band(scale: Scale, group: str, band: TimeBand, ranges: Told) -> ReleasedBand:
    printed = tuple(
        ReleasedRange(MAKER, *scale.ends(part), number) for part, number in (ranges or {}).items()
    )
    number = None if ranges is None else sum(ranges.values())
    return ReleasedBand(MAKER, group, band.start_month, band.end_month, number, printed)


def _exact(trajectory: Trajectory) -> ReleasedTrajectory:
    people = trajectory.people
    check_exact(people.provenance.policy)
    met = {one.name: one.rows.met for one in people.strata if one.name != OUTSIDE}
    groups = tuple(_Group(name, (name,), number) for name, number in met.items())
    if not people.axis:
        groups = (_Group(EVERYBODY, ("",), sum(met.values())),)
    bands = tuple(
        _exact_band(trajectory, group, band) for group in groups for band in _leaves(trajectory)
    )
    return _released(trajectory, groups, bands, (NOT_FOR_RELEASE,), not_for_release=True)


def _leaves(trajectory: Trajectory) -> Iterator[TimeBand]:
    for band in trajectory.bands:
        yield from band.halves or (band,)


def _exact_band(trajectory: Trajectory, group: _Group, band: TimeBand) -> ReleasedBand:
    values = trajectory.values.get((group.strata[0], band), ())
    ranges = tuple(ReleasedRange(MAKER, value, value, number) for value, number in values)
    number = sum(one.number for one in ranges)
    return ReleasedBand(MAKER, group.name, band.start_month, band.end_month, number, ranges)


def _notes(
    trajectory: Trajectory, groups: tuple[_Group, ...], bands: tuple[ReleasedBand, ...]
) -> tuple[str, ...]:
    """Plain words that say no more than the numbers do: they follow from what is printed."""
    k = trajectory.people.provenance.policy.min_cell
    few = f"a group of fewer than {k} patients"
    notes = []
    if trajectory.people.axis and groups and _joined(groups):
        notes.append(f"Groups by outcome are joined where one alone could tell of {few}.")
    if not groups:
        notes.append(f"No number is shown: it could tell of {few}.")
    elif any(band.number is None for band in bands):
        notes.append(
            f"A band of fewer than {2 * k} patients with a value is joined with its neighbour, or"
            " hidden (*)."
        )
    totals = {group.name: group.number for group in groups}
    if any(band.number == totals[band.group] - k for band in bands if band.number):
        notes.append(
            f"Where up to {k} patients of a group have no value in a band, its numbers are of"
            f" {k} fewer than the group has."
        )
    return (*notes, TAKEN_ALONE)


def _joined(groups: tuple[_Group, ...]) -> bool:
    return any(len(one.strata) > 1 or one.name == EVERYBODY for one in groups)
