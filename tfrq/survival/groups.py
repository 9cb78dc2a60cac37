"""What curves are told apart by: an axis of counts, attempts, levels of criteria, or cohorts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tfrq import cohort, model
from tfrq.disclosure.parts import KnownPart
from tfrq.errors import DefinitionError, UsageError
from tfrq.model import Definition, InDefinition, Levels, Node
from tfrq.results import Node as Branch
from tfrq.results import Stratum
from tfrq.sql.strata import NOT_FOLLOWED
from tfrq.sql.times import BETWEEN as BETWEEN

ATTEMPT = "attempt"
ATTEMPTS = ("first TFR attempt", "second TFR attempt", "third TFR attempt")
AXES = (*cohort.AXES, ATTEMPT)
# Strata that lie in an order: neighbours are nearer than others.
ORDERED = ("age", "sokal", "elts", "year")
IN_NONE = "in none of them"
EVERYBODY = "all"
PLACES_AND_SEX = (model.Site, model.Country, model.Sex)


@dataclass(frozen=True)
class Groups:
    """`name`: what the curves are told apart by, "" for one curve. `axis` is one of the axes of
    counts, "" where there are `levels` or nothing. `ordered`: whether a trend can follow them.
    `by_text`: whether they are those of the text of a criterion."""

    name: str = ""
    axis: str = ""
    levels: tuple[Levels, ...] = ()
    ordered: bool = False
    by_text: bool = False


def by_axis(axis: str) -> Groups:
    """The strata of an axis of counts, or attempts."""
    return Groups(axis, axis, ordered=axis in ORDERED)


def only_attempt(by: str) -> str:
    """Attempts are told apart by nothing but their number: on another curve a patient would be
    several times (UsageError)."""
    if by not in ("", ATTEMPT):
        raise UsageError(
            f"attempts cannot be grouped by {by}: a patient would be on a curve several times",
            hint='--by attempt has a curve for each; or take one, as --index "first TFR attempt"',
        )
    return ATTEMPT


def by_factor(name: str, levels: Levels, ordered: bool) -> Groups:
    """The levels of a factor."""
    return Groups(name, levels=(levels,), ordered=ordered)


def by_criterion(text: str, node: Node) -> Groups:
    """Who meets a criterion, who does not, and for whom it is not assessable.

    Raises DefinitionError for one that names sites, countries or sexes: what is known of these
    would tell of the groups (docs/release-curves.md)."""
    levels = Levels(("met",), (node,), "not met", "not assessable")
    check_groups([node], "--by country, --by site or --by sex has a curve for each")
    return Groups(text, levels=(levels,), by_text=True)


def by_cohort(named: Sequence[tuple[str, Definition]]) -> tuple[Definition, Groups]:
    """The patients of any of these cohorts as one, and groups of it by the first that each is in.

    Raises DefinitionError where they are not judged at the same index."""
    (first, definition), *others = named
    for name, other in others:
        if other.index != definition.index:
            raise DefinitionError(
                f"'{first}' and '{name}' are not judged at the same index",
                hint='give both one, as in --index "first TFR attempt"',
            )
    nodes = tuple(InDefinition(name, one) for name, one in named)
    check_groups(nodes, "ask for one cohort at a time, or for one --by country")
    levels = Levels(tuple(name for name, _ in named), nodes, IN_NONE)
    return Definition((model.Or(nodes),), definition.index), Groups("cohort", levels=(levels,))


def check_groups(nodes: Sequence[Node], hint: str) -> None:
    """Raise DefinitionError where groups are made by place or sex."""
    for node in nodes:
        if any(isinstance(one, PLACES_AND_SEX) for one in model.criteria(node)):
            raise DefinitionError(
                "groups cannot be made by a text with sites, countries or sexes", hint=hint
            )


def tree(levels: Sequence[Levels]) -> Branch:
    """The declared tree of groups: who is not followed, and a comb of those who are, in the order
    of the groups, the levels of a second factor under each level of the first. Leaves are named
    as strata of the query are."""
    return Branch("all", (Branch(NOT_FOLLOWED), _tree(levels, "", EVERYBODY)))


def known_of(stratum: Stratum) -> Stratum:
    """A group with what is known of its people by what a group is: they are followed, and whoever
    is not followed is not."""
    followed = stratum.name != NOT_FOLLOWED
    decided, left = ("met", ()) if followed else ("", ("not_met", "not_assessable"))
    return replace(
        stratum, parts=(KnownPart(stratum.lake_patients, decided, left=left, indexed=followed),)
    )


def _tree(levels: Sequence[Levels], before: str, name: str) -> Branch:
    first, *others = levels

    def leaf(level: str) -> Branch:
        label = f"{before}{level}"
        return _tree(others, f"{label}{BETWEEN}", label) if others else Branch(label)

    return _comb([*first.names, first.rest, first.unknown], leaf, before, name)


def _comb(names: Sequence[str], leaf: Callable[[str], Branch], before: str, name: str) -> Branch:
    if len(names) == 1:
        return leaf(names[0])
    # Nobody of several cohorts is in none of them: that need not be said of a curve.
    told = [one for one in names[1:] if one != IN_NONE] if IN_NONE in names else names[1:]
    rest = _comb(names[1:], leaf, before, before + " or ".join(told))
    return Branch(name, (leaf(names[0]), rest))
