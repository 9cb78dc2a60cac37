"""The CTEs that follow subjects after the index: events, censoring, groups (docs/survival.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tfrq.model import Levels, Node, Response, TimeToEvent
from tfrq.model.times import AFTER_INDEX
from tfrq.sql.pieces import Pieces
from tfrq.sql.query import Compiler
from tfrq.sql.render import SQL, fragment, joined, name, render

_CRITERION = re.compile(r"\bcriterion_\d+\b")


def follow(compiler: Compiler, outcome: TimeToEvent, landmark: int) -> SQL:
    """The CTE `on_curve`: whether each subject is on the curve, and how they left it."""
    search = _search(outcome, compiler.pieces)
    with compiler.pieces.searching(search):
        event = _earliest(compiler, outcome.parts)
        competing = _earliest(compiler, outcome.competing)
    tests = [_last_test(search, response, compiler.pieces) for response in outcome.responses()]
    compiler.after[name("departure")] = render(
        "departure",
        search=search,
        event=event,
        competing=competing,
        censoring=_censoring(tests),
        joins=joins([*_named(event, competing), *tests]),
    )
    compiler.after[name("outcome")] = render("outcome", landmark=landmark)
    compiler.after[name("on_curve")] = render("on_curve")
    return name("on_curve")


def _search(outcome: TimeToEvent, pieces: Pieces) -> SQL:
    """From which day on, and up to which, the endpoint is looked for: a period, and its restart."""
    if outcome.from_restart:
        template = "search_from_restart"
    else:
        template = "search_to_restart" if any(outcome.responses()) else "search_whole"
    return pieces.add(template, alone=True, restart=pieces.restart(AFTER_INDEX))


def _last_test(search: SQL, response: Response, pieces: Pieces) -> SQL:
    return pieces.add("last_test", search=search, days=pieces.days(response))


def _earliest(compiler: Compiler, parts: Sequence[Node]) -> SQL:
    """The first day of several parts, each the criterion that it is in a definition."""
    days = [_of(compiler.criterion(part), "first_day") for part in parts]
    return _least(days) if days else fragment("no_day")


def _censoring(tests: Sequence[SQL]) -> SQL:
    """After the earliest of the last tests of several responses one of them is unknown."""
    if not tests:
        return fragment("observed_end")
    days = [_of(one, "last_day") for one in tests]
    known = joined(" AND ", [fragment("is_known", day=day) for day in days])
    return fragment("all_known", known=known, until=_least(days))


def _of(cte: SQL, column: str) -> SQL:
    return fragment("evidence", criterion=cte, part=name(column))


def _least(days: Sequence[SQL]) -> SQL:
    return days[0] if len(days) == 1 else fragment("earliest", days=joined(", ", days))


def group(compiler: Compiler, levels: Levels, place: int) -> SQL:
    """The CTE level_1, level_2 …: the group that each subject is in."""
    holds = [compiler.holds(criterion) for criterion in levels.criteria]
    cases = [
        fragment("level_case", holds=answer, level=level)
        for answer, level in zip(holds, levels.names, strict=True)
    ]
    cte = name("level", place)
    compiler.after[cte] = render(
        "level",
        cases=joined(" ", cases),
        any=joined(" OR ", holds),
        unknown=levels.unknown,
        rest=levels.rest,
        joins=joins(_named(*holds)),
    )
    return cte


def joins(ctes: Iterable[SQL]) -> SQL:
    """Outer joins of CTEs that have at most one row for a subject."""
    return joined("\n", [fragment("join_criterion", criterion=cte) for cte in dict.fromkeys(ctes)])


def _named(*expressions: SQL) -> list[SQL]:
    """The criteria that expressions name: these hold nothing else of a user's than numbers."""
    return [name(cte) for cte in _CRITERION.findall(" ".join(expressions))]
