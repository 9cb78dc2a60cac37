"""Whether curves differ: which test is put to them, and why none is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tfrq.disclosure import ReleasedTimes
from tfrq.sql.strata import NOT_FOLLOWED
from tfrq.survival import alignment
from tfrq.survival.distributions import ChiSquare
from tfrq.survival.estimates import TestResult
from tfrq.survival.gray import gray
from tfrq.survival.log_rank import log_rank, log_rank_trend
from tfrq.survival.months import in_days, in_months
from tfrq.survival.tables import LifeTable

# What strata are called that hold nobody whose group is known.
UNTOLD = {"unknown", "not assessable", "no index", NOT_FOLLOWED}
_FEW = "No test: fewer than two curves have steps to compare."
_NO_STEP = "No test: the curves have no step in common before the first of them ends."
_NO_EVENTS = "No test: no events in the steps that the curves have in common."
_TOO_FEW = "No test: two curves or more need patients at risk when there are events."
_NOBODY = "nobody is followed"
_NOT_TOLD = "too few to show"
_UNKNOWN = "the group is not known"
_TOO_SHORT = "nobody at risk in a step with events"


def compared(
    released: ReleasedTimes, tables: Sequence[LifeTable]
) -> tuple[tuple[TestResult, ...], tuple[str, ...]]:
    """The tests of curves that no patient shares (Gray's where something competes, else log-rank,
    for trend too where the curves lie in an order), and notes: why there is none, which curves are
    not compared, and up to when the others are.

    All are compared up to the end of the first that ends (`alignment.until_first_end`). Whose
    group is not known is in no test; a group joined with those has no place in an order.
    """
    if len(tables) < 2:
        return (), ()
    drawn = [place for place in range(len(tables)) if not _left_out(released, tables, place)]
    if len(drawn) < 2:
        return (), (_FEW,)
    lines = dict(zip(drawn, alignment.until_first_end([tables[one] for one in drawn]), strict=True))
    tests = tuple(_tests(released, lines))
    if not tests:
        return (), (_why_none(list(lines.values())),)
    labels = [released.curves[place].label for place in drawn]
    until = up_to(labels, [tables[place] for place in drawn], list(lines.values()))
    notes = [_absent(released, tables, drawn, tests[0]), f"Compared {until}." if until else ""]
    return tests, tuple(note for note in notes if note)


def up_to(labels: Sequence[str], tables: Sequence[LifeTable], lines: Sequence[LifeTable]) -> str:
    """Up to when these curves are compared and why, where one of them goes on for longer; else "".
    `lines`: the tables on their common steps, of which there is one at least."""
    until = float(lines[0].ends[-1])
    if until == max(float(table.ends[-1]) for table in tables):
        return ""
    reaches = [alignment.reach(table) for table in tables]
    end = min(reaches)
    first = labels[reaches.index(end)]
    if end == until:
        return f"up to {_in_words(until)}, where the curve of {first} ends"
    return (
        f"up to {_in_words(until)}, the last step in common before the curve of {first} ends"
        f" ({_in_words(end)})"
    )


def _left_out(released: ReleasedTimes, tables: Sequence[LifeTable], place: int) -> str:
    """Why a curve is in no test; "" for one that is drawn and of a known group."""
    curve = released.curves[place]
    if curve.strata and UNTOLD.issuperset(curve.strata):
        return _UNKNOWN
    if len(tables[place].ends):
        return ""
    return _NOBODY if curve.followed == 0 else _NOT_TOLD


def _tests(released: ReleasedTimes, lines: dict[int, LifeTable]) -> Iterator[TestResult]:
    competing = released.outcome.competing
    test = gray if competing else log_rank
    yield from _named(
        released, "Gray" if competing else "log-rank", test(list(lines.values())), lines
    )
    placed = {
        place: line
        for place, line in lines.items()
        if not UNTOLD.intersection(released.curves[place].strata)
    }
    if released.ordered and not competing and len(_kept(placed)) > 2:
        trend = log_rank_trend(list(placed.values()), list(map(float, placed)))
        yield from _named(released, "log-rank for trend", trend, placed)


def _why_none(lines: Sequence[LifeTable]) -> str:
    if not len(lines[0].ends):
        return _NO_STEP
    return _TOO_FEW if any(line.events.any() for line in lines) else _NO_EVENTS


def _named(
    released: ReleasedTimes, name: str, result: ChiSquare | None, lines: dict[int, LifeTable]
) -> Iterator[TestResult]:
    if result is not None:
        labels = tuple(released.curves[place].label for place in _kept(lines))
        yield TestResult(name, *result, labels)


def _kept(lines: dict[int, LifeTable]) -> list[int]:
    """The places of those that the tests can compare, and do."""
    places = list(lines)
    return [places[one] for one in alignment.compared(list(lines.values()))]


def _absent(
    released: ReleasedTimes, tables: Sequence[LifeTable], drawn: Sequence[int], test: TestResult
) -> str:
    """Which curves are not compared, and why."""
    found = []
    for place, curve in enumerate(released.curves):
        if place not in drawn:
            found.append(f"{curve.label} ({_left_out(released, tables, place)})")
        elif curve.label not in test.curves:
            found.append(f"{curve.label} ({_TOO_SHORT})")
    return f"Not compared: {', '.join(found)}." if found else ""


def _in_words(day: float) -> str:
    whole = round(in_months(day))
    if in_days(Decimal(whole)) != day:
        return f"{day:.0f} days"
    return f"{whole} month{'' if whole == 1 else 's'}"
