"""What may follow a criterion, in any order: one trailing phrase and qualifiers in parentheses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tfrq.language.cursor import Cursor
from tfrq.language.quantities import (
    default_period,
    duration,
    maybe_at,
    maybe_period,
    needs_index,
    operator,
    whole_number,
)
from tfrq.model import At, Duration, Period

MOST_TESTS = 60
MOST_COPIES = 10_000_000


@dataclass
class Tail:
    """The trailing phrase, if any, and the value of each qualifier by its word."""

    when: At | Period | None = None
    values: dict[str, int | Duration | bool] = field(default_factory=dict)

    def duration(self, word: str) -> Duration | None:
        """The duration that a qualifier gave."""
        value = self.values.get(word)
        return value if isinstance(value, Duration) else None

    def number(self, word: str) -> int | None:
        """The whole number that a qualifier gave."""
        value = self.values.get(word)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, word: str) -> bool:
        """Whether a qualifier without a value was given."""
        return word in self.values


def tail(
    cursor: Cursor, allowed: tuple[str, ...], *, when: bool = True, begun: Tail | None = None
) -> Tail:
    """Everything that follows a criterion and belongs to it. `allowed`: its qualifiers;
    `when`: whether a trailing phrase may follow; `begun`: what was read of it before."""
    found = begun or Tail()
    for word in found.values:
        _check(cursor, word, allowed, cursor.position - 1)
    while True:
        if cursor.sees("("):
            _parenthesis(cursor, found, allowed)
            continue
        start = cursor.position
        phrase = (maybe_at(cursor) or maybe_period(cursor)) if when else None
        if phrase is None:
            return found
        if found.when is not None:
            cursor.fail(
                "this criterion already says where it looks",
                hint="leave one of the two phrases out, or write two criteria",
                span=cursor.since(start),
            )
        found.when = phrase


def _parenthesis(cursor: Cursor, found: Tail, allowed: tuple[str, ...]) -> None:
    cursor.accept("(")
    while True:
        _qualifier(cursor, found, allowed)
        if cursor.accept(")"):
            return
        if not cursor.accept(",", "and", ";"):
            cursor.expect("')'", hint="qualifiers are separated by commas")


def _qualifier(cursor: Cursor, found: Tail, allowed: tuple[str, ...]) -> None:
    start = cursor.position
    word = cursor.accept(*_READERS)
    if word is None and cursor.sees(")"):
        cursor.fail("there is nothing in these parentheses", hint="leave them out")
    if word is None:
        cursor.expect("a qualifier", known=allowed or _READERS, hint=_offer(allowed))
    _check(cursor, word, allowed, start)
    if word in found.values:
        cursor.fail(f"'{word}' is given twice", span=cursor.since(start))
    found.values[word] = _READERS[word](cursor)


def _check(cursor: Cursor, word: str, allowed: tuple[str, ...], start: int) -> None:
    if word not in allowed:
        cursor.fail(
            f"'{word}' does not go with this criterion",
            hint=_offer(allowed),
            span=cursor.since(start),
        )


def _offer(allowed: tuple[str, ...]) -> str:
    if not allowed:
        return "this criterion takes no qualifier; join criteria with 'and' or a comma"
    return "it takes " + ", ".join(_EXAMPLES[word] for word in allowed)


def _minimum(limit: int, what: str) -> Callable[[Cursor], int]:
    def read(cursor: Cursor) -> int:
        start = cursor.position
        sign = operator(cursor)
        count = whole_number(cursor, limit, what)
        if sign not in (">=", ">"):
            cursor.fail(
                f"{what} can only be asked to be at least so many",
                hint=f"write '{what} >= {count}'",
                span=cursor.since(start),
            )
        least = count + (sign == ">")
        if least > limit:
            cursor.fail(f"{limit:,} {what} are the most to ask for", span=cursor.since(start))
        return least

    return read


def _longest(cursor: Cursor) -> Duration:
    start = cursor.position
    sign = operator(cursor)
    if sign not in ("<=", None):
        cursor.fail(
            "a gap can only be limited", hint="write 'gap <= 6 months'", span=cursor.since(start)
        )
    return duration(cursor)


def _at_least(cursor: Cursor) -> Duration:
    start = cursor.position
    sign = operator(cursor)
    if sign not in (">=", None):
        cursor.fail(
            "spacing is the least that it may be",
            hint="write 'spacing >= 3 months'",
            span=cursor.since(start),
        )
    return duration(cursor)


def _plain(cursor: Cursor) -> Duration:
    return duration(cursor)


def _flag(cursor: Cursor) -> bool:
    return True


_READERS: Mapping[str, Callable[[Cursor], int | Duration | bool]] = {
    "tests": _minimum(MOST_TESTS, "tests"),
    "spacing": _at_least,
    "gap": _longest,
    "within": _plain,
    "copies": _minimum(MOST_COPIES, "copies"),
    "depth verified": _flag,
    "continuous": _flag,
    "current": _flag,
    "window": _plain,
    "dated at confirmation": _flag,
}
_EXAMPLES = {
    "tests": "(tests >= 4)",
    "spacing": "(tests >= 4, spacing >= 3 months)",
    "gap": "(gap <= 6 months)",
    "within": "(within 3 months)",
    "copies": "(copies >= 50000)",
    "depth verified": "(depth verified)",
    "continuous": "(continuous)",
    "current": "(current)",
    "window": "(window 6 weeks)",
    "dated at confirmation": "(dated at confirmation)",
}


def as_period(cursor: Cursor, when: At | Period | None, start: int) -> Period:
    """The period of a criterion that asks for days, not for a state."""
    if isinstance(when, At):
        cursor.fail(
            "this criterion looks at a period, not at a day",
            hint=f"write 'before {when.anchor}' or 'within 12 months before {when.anchor}' in its "
            "place",
            span=cursor.since(start),
        )
    return when or default_period(cursor)


def said_period(cursor: Cursor, when: At | Period | None, start: int) -> Period:
    """The period of a criterion that has none of its own: with an index it has to be said."""
    if when is None and cursor.index:
        cursor.fail(
            "in which period?",
            hint=f"for example '{cursor.so_far()} within 12 months before index', or "
            f"'{cursor.so_far()} ever'",
            span=cursor.since(start),
        )
    return as_period(cursor, when, start)


def as_day(cursor: Cursor, when: At | Period | None, start: int) -> At:
    """The day of a criterion that asks for a state; at index where nothing is said."""
    if isinstance(when, Period):
        cursor.fail(
            "this criterion looks at a day, not at a period",
            hint="write 'at index' or 'at TKI start'",
            span=cursor.since(start),
        )
    if when is None and not cursor.index:
        needs_index(cursor, start)
    return when or At("index")
