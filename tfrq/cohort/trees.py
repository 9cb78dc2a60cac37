"""The declared tree of each axis that is no place: which strata are printed together when they are
too small to stand alone (docs/release-guard.md says how they were chosen).

A tree never depends on counts. Where strata differ much in size it is a comb, the commonest first,
so that what is rare joins what is rare. Every node has a name and is printed by it: the names of
those strata that hold anybody would tell how many they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from tfrq import vocabulary
from tfrq.results import Node
from tfrq.sql.strata import EARLIER, FIRST_YEAR, NO_INDEX, SEVERAL

UNKNOWN = "unknown"
EVERYBODY = "all"
# The years of an index are told apart by five years, and these by halves. Before the first of them
# stopping treatment was rare.
_FIRST_PERIOD = 2013
_PERIOD = 5


def of_axis(axis: str, last_year: int) -> Node:
    """The tree of an axis; `last_year` is that of the lake's data cut."""
    if axis == "year":
        return _pair(Node(NO_INDEX), _years(last_year), EVERYBODY)
    if axis == "drug":
        return _pair(Node(NO_INDEX), _drugs(), EVERYBODY)
    return {"age": _ages, "first-line": _drugs, "transcript": _transcripts}.get(axis, _groups)()


def _pair(left: Node, right: Node, name: str) -> Node:
    return Node(name, (left, right))


def _comb(names: Sequence[str], last: Node, name: str, others: str) -> Node:
    """The first, or all others, of which the first, or all others, and so on, up to the last. The
    others are those that have no row of their own above."""
    rest = _comb(names[1:], last, others, others) if names[1:] else last
    return _pair(Node(names[0]), rest, name)


def _drugs() -> Node:
    """The order of the vocabulary is that of use."""
    last = _pair(Node(SEVERAL), Node(UNKNOWN), f"{SEVERAL} or {UNKNOWN}")
    return _comb(vocabulary.TKIS, last, EVERYBODY, f"other, {SEVERAL} or {UNKNOWN}")


def _groups() -> Node:
    """Risk groups: a neighbour is the next risk."""
    low = _pair(Node("low"), Node("intermediate"), "low or intermediate")
    high = _pair(Node("high"), Node(UNKNOWN), f"high or {UNKNOWN}")
    return _pair(low, high, EVERYBODY)


def _ages() -> Node:
    """Few have no year of birth; they join the largest group that is not the oldest."""
    middle = _pair(Node("40–59"), Node(UNKNOWN), "40–59 or unknown")
    return _pair(_pair(Node("<40"), middle, "<60 or unknown"), Node("60+"), EVERYBODY)


def _transcripts() -> Node:
    """e14a2, the commonest, alone; then the known ones, and those that no test told apart."""
    second, common = vocabulary.TYPICAL_TRANSCRIPTS
    unspecified = vocabulary.UNSPECIFIED_TRANSCRIPT
    named = {second, common, unspecified}
    *rare, rarest = (one for one in vocabulary.TRANSCRIPTS if one not in named)
    rest = _pair(
        Node(SEVERAL), _comb(rare, Node(rarest), "rare", "other rare"), f"{SEVERAL} or rare"
    )
    told = _pair(Node(second), rest, f"{second}, {SEVERAL} or rare")
    untold = _pair(Node(unspecified), Node(UNKNOWN), f"{unspecified} or {UNKNOWN}")
    return _pair(Node(common), _pair(told, untold, f"other or {UNKNOWN}"), EVERYBODY)


def _years(last: int) -> Node:
    """(… –2012 | 2013–2017) | (2018–2022 | (2023–2027 | …)), up to the last year."""
    earlier = _up_to(min(last, _FIRST_PERIOD - 1))
    starts = range(_FIRST_PERIOD, last + 1, _PERIOD)
    periods = [_halves(start, min(start + _PERIOD - 1, last)) for start in starts]
    if not periods:
        return earlier
    older = _pair(earlier, periods[0], f"before {_FIRST_PERIOD + _PERIOD}")
    return _pair(older, _since(periods[1:], last), "all years") if periods[1:] else older


def _since(periods: Sequence[Node], last: int) -> Node:
    if len(periods) == 1:
        return periods[0]
    first = next(periods[0].leaves())
    return _pair(periods[0], _since(periods[1:], last), f"{first}–{last}")


def _up_to(last: int) -> Node:
    """A comb of the years, the latest first: the earlier, the fewer."""
    if last < FIRST_YEAR:
        return Node(EARLIER)
    return _pair(_up_to(last - 1), Node(str(last)), f"before {last + 1}")


def _halves(first: int, last: int) -> Node:
    if first == last:
        return Node(str(first))
    middle = (first + last + 1) // 2
    return _pair(_halves(first, middle - 1), _halves(middle, last), f"{first}–{last}")
