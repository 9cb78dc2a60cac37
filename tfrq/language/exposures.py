"""Grammar of drug exposure and TKI lines (docs/semantics.md §5)."""

from __future__ import annotations

from decimal import Decimal

from tfrq import model, vocabulary
from tfrq.language.cursor import Cursor
from tfrq.language.qualifiers import Tail, as_day, as_period, tail
from tfrq.language.quantities import (
    maybe_at,
    maybe_length,
    maybe_period,
    operator,
    or_list,
    rest_of_list,
    whole_number,
)
from tfrq.language.spelling import comparison_text, when_text
from tfrq.model import At, Comparison, Node, Period

DRUG_NAMES = {
    **{
        name: drug.name
        for drug in vocabulary.DRUGS
        for name in (drug.name, *drug.synonyms, *drug.atc)
    },
    **{name: name for name in vocabulary.DRUG_CLASSES},
    "IM": "imatinib",
    "STI-571": "imatinib",
    **{
        form: name
        for name, words in {
            "TKI": "tyrosine kinase inhibitor",
            "1G TKI": "first generation TKI",
            "2G TKI": "second generation TKI",
            "3G TKI": "third generation TKI",
        }.items()
        for form in (words, name + "s", words + "s")
    },
    "2nd generation TKI": "2G TKI",
    "3rd generation TKI": "3G TKI",
}
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
REASONS = {
    **{reason: reason for reason in vocabulary.STOP_REASONS if reason != "dose change"},
    **vocabulary.STOP_REASON_SYNONYMS,
}
MOST_LINES = 50


def maybe_drug(cursor: Cursor) -> str | None:
    """A drug by generic name, brand, code or class, but not the TKI of `TKI start`."""
    start = cursor.position
    found = cursor.name(DRUG_NAMES)
    if found == "TKI" and cursor.sees("start", "line", "lines"):
        cursor.position = start
        return None
    return found


def drugs(cursor: Cursor) -> tuple[str, ...]:
    """A list of drugs; () where none begins."""
    return or_list(cursor, maybe_drug)


def _governed(cursor: Cursor, start: int) -> tuple[str, ...]:
    """The list of drugs after a keyword, which no comparison may follow (§6)."""
    lead = cursor.text[cursor.tokens[start].span.start : cursor.token.span.start].strip()
    found = drugs(cursor)
    if not found:
        cursor.expect(
            "a drug or a class of drugs",
            known=DRUG_NAMES,
            hint="a generic name, a brand or a code, or TKI, 1G TKI, 2G TKI, 3G TKI",
        )
    mark = cursor.position
    if operator(cursor) is not None or cursor.token.kind == "number":
        _refuse_comparison(cursor, start, mark, (lead, *found))
    _refuse_other_joints(cursor, start, (lead, *found))
    return found


def _refuse_other_joints(cursor: Cursor, start: int, said: tuple[str, ...]) -> None:
    """Refuse `never imatinib and nilotinib`, and `on imatinib, nilotinib`."""
    lead, *found = said
    more = rest_of_list(cursor, maybe_drug)
    if not more:
        return
    either = f"'{lead} {' or '.join((*found, *more))}'"
    each = " and ".join(f"{lead} {name}" for name in (*found, *more))
    none = cursor.governor in ("no", "never")
    cursor.fail(
        "a list inside a criterion is joined by 'or'"
        if none
        else f"does '{lead}' ask for one of these drugs, or for each?",
        hint=f"write {either}" + ("" if none else f" for one of them, '{each}' for each"),
        span=cursor.since(start),
    )


def _refuse_comparison(cursor: Cursor, start: int, mark: int, said: tuple[str, ...]) -> None:
    """Refuse a length after a keyword; `said`: the keyword and its drugs, `mark`: the length."""
    lead, *first, last = said
    span = cursor.since(start)
    cursor.position = mark
    length = maybe_length(cursor)
    when = maybe_at(cursor) or maybe_period(cursor)
    timed = f"{last} {comparison_text(length) if length else '>= 3 years'}"
    timed += f" {when_text(when)}" if isinstance(when, Period) else ""
    cursor.fail(
        f"'{lead}' asks whether, not how long: it takes no comparison",
        hint=f"use parentheses: '{lead} {' or '.join(first)} or ({timed})'"
        if first
        else f"leave it out: '{timed}'",
        span=span,
    )


def drug_criterion(cursor: Cursor) -> Node | None:
    """Whatever begins with a drug."""
    start = cursor.position
    if cursor.governor:
        return any_exposure(cursor, start - 1)
    found = drugs(cursor)
    if not found:
        return None
    length = maybe_length(cursor)
    if length is not None:
        return exposure(cursor, start, found, length)
    if cursor.sees("before", "after", "within", "ever", "at any time", "("):
        cursor.position = start
        return any_exposure(cursor, start)
    words = " or ".join(found)
    last = f"first-line {words}" if all(map(_only_tkis, found)) else f"{words} before TKI start"
    cursor.fail(
        f"'{words}' is no criterion by itself",
        hint=f"for example '{words} >= 5 years', 'ever {words}', 'on {words} at index', '{last}'",
        span=cursor.since(start),
    )


def exposure(
    cursor: Cursor, start: int, found: tuple[str, ...], length: Comparison[model.Duration]
) -> model.Node:
    """`imatinib >= 5 years (continuous)`."""
    after = tail(cursor, ("continuous", "current", "gap"))
    if after.flag("current"):
        return current_exposure(cursor, start, found, length, after)
    gap = after.duration("gap")
    if gap is None and after.flag("continuous"):
        gap = model.THIRTY_DAYS
    period = as_period(cursor, after.when, start)
    return model.Exposure(found, length, period, gap, span=cursor.since(start))


def current_exposure(
    cursor: Cursor,
    start: int,
    found: tuple[str, ...],
    length: Comparison[model.Duration],
    after: Tail,
) -> model.CurrentExposure:
    """`imatinib >= 1 year (current)`: up to a day, which may be said as `before index`."""
    when = after.when
    if isinstance(when, Period) and when.kind == "before" and when.within is None:
        when = At(when.anchor)
    if after.flag("continuous"):
        cursor.fail("'current' is continuous already", span=cursor.since(start))
    day = as_day(cursor, when, start)
    gap = after.duration("gap") or model.THIRTY_DAYS
    return model.CurrentExposure(found, length, day, gap, span=cursor.since(start))


def any_exposure(cursor: Cursor, start: int) -> model.AnyExposure | None:
    """`interferon before TKI start`, and a list after `ever`, `no` or `never`."""
    mark = cursor.position
    if maybe_drug(cursor) is None:
        return None
    cursor.position = mark
    found = _governed(cursor, start)
    after = tail(cursor, ())
    period = as_period(cursor, after.when, start)
    return model.AnyExposure(found, period, span=cursor.since(start))


def line_drug(cursor: Cursor) -> Node | None:
    """`first-line imatinib`, `2nd line nilotinib`."""
    start = cursor.position
    line = _ordinal(cursor)
    if line is None or not cursor.accept("line"):
        cursor.position = start
        return None
    found = _governed(cursor, start)
    after = tail(cursor, ())
    period = as_period(cursor, after.when, start)
    return model.LineDrug(line, found, period, span=cursor.since(start))


def _ordinal(cursor: Cursor) -> int | None:
    word = cursor.accept(*ORDINALS)
    if word is not None:
        return ORDINALS.index(word) + 1
    start = cursor.position
    token = cursor.kind("number")
    if token is None or not cursor.accept("st", "nd", "rd", "th"):
        return None
    cursor.position = start
    line = whole_number(cursor, MOST_LINES, "the number of a line")
    cursor.advance()
    if line == 0:
        cursor.fail("lines are counted from the first", span=cursor.since(start))
    return line


def line_count(cursor: Cursor, start: int, count: Comparison[Decimal]) -> model.LineCount:
    """`at most 2 TKI lines`, after what is counted."""
    after = tail(cursor, ())
    period = as_period(cursor, after.when, start)
    return model.LineCount(count, period, span=cursor.since(start))


def on_drug(cursor: Cursor) -> Node | None:
    """`on nilotinib at index`."""
    start = cursor.position
    if not cursor.accept("on"):
        return None
    found = _governed(cursor, start)
    after = tail(cursor, ())
    return model.OnDrug(found, as_day(cursor, after.when, start), span=cursor.since(start))


def stopped(cursor: Cursor) -> Node | None:
    """`stopped nilotinib`, `stopped for intolerance`."""
    start = cursor.position
    if not cursor.accept("stopped", "stop"):
        return None
    return (stopped_for if cursor.accept("for", "because of", "due to") else stopped_drug)(
        cursor, start
    )


def stopped_drug(cursor: Cursor, start: int) -> model.StoppedDrug:
    """`stopped nilotinib`, after the first word."""
    found = _governed(cursor, start)
    other = [name for name in found if not _only_tkis(name)]
    if other:
        cursor.fail(
            f"{other[0]} is no TKI: 'stopped' asks which TKI was stopped last",
            span=cursor.since(start),
        )
    after = tail(cursor, ())
    return model.StoppedDrug(found, as_day(cursor, after.when, start), span=cursor.since(start))


def _only_tkis(name: str) -> bool:
    return name in vocabulary.TKIS or name in vocabulary.DRUG_CLASSES


def stopped_for(cursor: Cursor, start: int) -> model.StoppedFor:
    """`stop for resistance`."""
    reasons = _reasons(cursor)
    after = tail(cursor, ())
    period = as_period(cursor, after.when, start)
    return model.StoppedFor(reasons, period, span=cursor.since(start))


def switched_for(cursor: Cursor) -> Node | None:
    """`switch for resistance`, `switched for intolerance`."""
    start = cursor.position
    if not cursor.accept("switched", "switch"):
        return None
    if not cursor.accept("for", "because of", "due to"):
        cursor.expect("'for' and a reason", hint="as 'no switch for resistance'")
    reasons = _reasons(cursor)
    after = tail(cursor, ())
    period = as_period(cursor, after.when, start)
    return model.SwitchedFor(reasons, period, span=cursor.since(start))


def _reasons(cursor: Cursor) -> tuple[str, ...]:
    found = or_list(cursor, lambda inner: inner.name(REASONS))
    if not found:
        cursor.expect("a reason", known=REASONS, hint=", ".join(sorted(set(REASONS.values()))))
    return found
