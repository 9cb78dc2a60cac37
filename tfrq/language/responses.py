"""Grammar of molecular responses (docs/semantics.md §4)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tfrq import model, vocabulary
from tfrq.language.cursor import Cursor
from tfrq.language.qualifiers import MOST_TESTS, Tail, as_day, said_period, tail
from tfrq.language.quantities import (
    anchor,
    duration,
    maybe_length,
    number,
    operator,
    whole_number,
)
from tfrq.language.spelling import comparison_text
from tfrq.language.tokens import quoted
from tfrq.model import At, Comparison, Duration, Period, Response

LEVEL_NAMES = {
    **{level.name: level.name for level in vocabulary.LEVELS},
    **vocabulary.LEVEL_SYNONYMS,
    **dict.fromkeys(vocabulary.UNDETECTABLE_SYNONYMS, vocabulary.UNDETECTABLE),
    "deep molecular response": "MR4",
    "major molecular response": "MR3",
}
ASSAY = ("copies", "depth verified")
_SUSTAINED = ("tests", "spacing", "gap", *ASSAY)


def maybe_response(cursor: Cursor) -> Response | None:
    """`MR4.5`, `undetectable`, `BCR::ABL1 <= 0.0023 %`; None where none begins."""
    if cursor.kind("ratio"):
        return _by_number(cursor)
    token = cursor.token
    if token.kind == "level":
        if token.value not in LEVEL_NAMES:
            cursor.fail(
                f"{quoted(token.text)} is no level of the language",
                hint="the levels are MR1, MR2, MR3 (MMR), MR4, MR4.5, MR5; "
                "for another depth write a number, as 'BCR::ABL1 <= 0.002 %'",
            )
        cursor.advance()
        return Response(LEVEL_NAMES[token.value])
    name = cursor.name(LEVEL_NAMES)
    return Response(name) if name else None


def _by_number(cursor: Cursor) -> Response:
    start = cursor.position
    sign = operator(cursor)
    if sign is None or sign == "=":
        cursor.position = start
        cursor.expect("<=, <, > or >= and a percentage", hint="as 'BCR::ABL1 <= 0.0023 %'")
    percent = number(cursor)
    places = -int(percent.normalize().as_tuple().exponent)
    if percent > 1000 or places > 7:
        cursor.fail(
            "BCR::ABL1 is kept in per cent with at most 7 decimals, up to 1000 %",
            span=cursor.since(start),
        )
    if not cursor.accept("%", "percent", "per cent"):
        cursor.expect("'%'", hint="levels are percentages on the International Scale")
    cursor.accept("is", "on the international scale")
    return Response("", sign, percent)


def response_criterion(cursor: Cursor) -> model.Node | None:
    """Whatever begins with a level."""
    start = cursor.position
    response = maybe_response(cursor)
    if response is None:
        return None
    begun = tail(cursor, ("within", *_SUSTAINED), when=False)
    if cursor.accept("for"):
        return sustained_response(cursor, start, response, begun)
    at = response_at(cursor, start, response, begun)
    if at is not None:
        return at
    after = tail(cursor, ("within", *ASSAY), begun=begun)
    response = qualified(cursor, start, response, after)
    nowhere = after.when is None and (not cursor.index or bool(cursor.governor))
    if isinstance(after.when, Period) or nowhere:
        return any_response(cursor, start, response, after)
    return response_state(cursor, start, response, after)


def sustained_response(
    cursor: Cursor, start: int, response: Response, begun: Tail
) -> model.SustainedResponse:
    """`MR4.5 for >= 2 years`."""
    before = cursor.tokens[cursor.position - 1].span.start
    level = cursor.text[cursor.tokens[start].span.start : before].strip()
    length = maybe_length(cursor)
    if length is None:
        cursor.expect("how long the response lasted", hint="as 'for >= 2 years'")
    after = tail(cursor, _SUSTAINED, begun=begun)
    if isinstance(after.when, Period):
        _fits(cursor, start, f"{level} for {comparison_text(length)}", length, after.when)
    if after.duration("spacing") and after.number("tests") is None:
        cursor.fail(
            "spacing needs the number of tests",
            hint="write '(tests >= 4, spacing >= 3 months)'",
            span=cursor.since(start),
        )
    at_index = cursor.index and not cursor.governor
    default: At | Period = At("index") if at_index else model.EVER
    return model.SustainedResponse(
        qualified(cursor, start, response, after),
        length,
        after.when or default,
        after.duration("gap") or model.ONE_YEAR,
        after.number("tests"),
        after.duration("spacing"),
        span=cursor.since(start),
    )


def _fits(
    cursor: Cursor, start: int, written: str, length: Comparison[Duration], period: Period
) -> None:
    """Refuse a run that is longer than the window that it has to lie in, which nobody can meet."""
    if length.operator in ("<", "<=") or period.within is None:
        return
    # The day of the anchor is in a window before it, and in none after it.
    longest = period.within.days - (period.kind == "after")
    if length.value.days + (length.operator == ">") > longest:
        reaching = f"'{written} at {period.anchor}' for one that reaches that day, or "
        cursor.fail(
            "no response can last that long within that window",
            hint=f"write {reaching if period.kind == 'before' else ''}"
            f"'{written} {period.kind} {period.anchor}' without a window",
            span=cursor.since(start),
        )


def response_state(
    cursor: Cursor, start: int, response: Response, after: Tail
) -> model.ResponseState:
    """`MR4 at index`, and a level alone where the definition has an index."""
    when = after.when if isinstance(after.when, At) else At("index")
    carry = after.duration("within") or model.ONE_YEAR
    return model.ResponseState(response, when, carry, span=cursor.since(start))


def any_response(cursor: Cursor, start: int, response: Response, after: Tail) -> model.AnyResponse:
    """`MR4 ever`, and a level alone where the definition has no index."""
    if after.duration("within"):
        cursor.fail(
            "only a state on a day is carried forward",
            hint="write 'at index (within 3 months)' or 'within 3 months before index'",
            span=cursor.since(start),
        )
    period = after.when if isinstance(after.when, Period) else model.EVER
    return model.AnyResponse(response, period, span=cursor.since(start))


def response_at(
    cursor: Cursor, start: int, response: Response, begun: Tail
) -> model.ResponseAt | None:
    """`BCR::ABL1 <= 10 % at 3 months after TKI start (window 6 weeks)`."""
    mark = cursor.position
    if not cursor.accept("at") or cursor.token.kind != "number":
        cursor.position = mark
        return None
    after = duration(cursor)
    if not cursor.accept("after"):
        cursor.expect("'after' and the date that is counted from")
    found = anchor(cursor)
    rest = tail(cursor, ("window", *ASSAY), when=False, begun=begun)
    response = qualified(cursor, start, response, rest)
    window = rest.duration("window") or model.SIX_WEEKS
    return model.ResponseAt(response, after, found, window, span=cursor.since(start))


def _response(cursor: Cursor) -> Response:
    found = maybe_response(cursor)
    if found is None:
        said = cursor.so_far()
        hint = f"as '{said} MR4.5', or '{said} BCR::ABL1 <= 0.0023 %'"
        cursor.expect("a level", known=LEVEL_NAMES, hint=hint)
    return found


def last_tests(cursor: Cursor, start: int, needed: int | None) -> model.LastTests:
    """`last 4 tests MR4`, `2 of last 4 tests MR4.5`, from the number of tests on."""
    count = whole_number(cursor, MOST_TESTS, "a number of tests")
    if not cursor.accept("tests", "test"):
        cursor.expect("'tests' and a level", hint="as 'last 4 tests MR4'")
    response = _response(cursor)
    after = tail(cursor, ("within", *ASSAY))
    wanted = count if needed is None else needed
    if not 1 <= wanted <= count:
        cursor.fail(
            f"of the last {count} tests at least 1 and at most {count} can be asked for",
            span=cursor.since(start),
        )
    when = as_day(cursor, after.when, start)
    carry = after.duration("within") or model.ONE_YEAR
    response = qualified(cursor, start, response, after)
    return model.LastTests(response, count, wanted, when, carry, span=cursor.since(start))


def last(cursor: Cursor) -> model.Node | None:
    """`last 4 tests MR4`."""
    start = cursor.position
    return last_tests(cursor, start, None) if cursor.accept("last", "the last") else None


def all_tests(cursor: Cursor) -> model.Node | None:
    """`all tests MR4 within 12 months before index (tests >= 3)`."""
    start = cursor.position
    if not cursor.accept("all tests"):
        return None
    response = _response(cursor)
    after = tail(cursor, ("tests", *ASSAY))
    period = said_period(cursor, after.when, start)
    response = qualified(cursor, start, response, after)
    least = after.number("tests")
    return model.AllTests(response, period, 1 if least is None else least, span=cursor.since(start))


def test_count(cursor: Cursor, start: int, count: Comparison[Decimal]) -> model.TestCount:
    """`at least 3 tests within 12 months before index`, after `tests`."""
    after = tail(cursor, ())
    period = said_period(cursor, after.when, start)
    return model.TestCount(count, period, span=cursor.since(start))


def first_response(cursor: Cursor) -> model.Node | None:
    """`first MR4.5 >= 2 years before index`."""
    start = cursor.position
    if not cursor.accept("first", "the first"):
        return None
    response = maybe_response(cursor)
    if response is None:
        cursor.position = start
        return None
    begun = tail(cursor, ASSAY, when=False)
    length = maybe_length(cursor)
    if length is None or not cursor.accept("before"):
        cursor.expect("how long before which date", hint="as 'first MR4.5 >= 2 years before index'")
    when = At(anchor(cursor))
    after = tail(cursor, ASSAY, when=False, begun=begun)
    response = qualified(cursor, start, response, after)
    return model.FirstResponse(response, length, when, span=cursor.since(start))


# What an endpoint asks for: its kind, and the level that is lost or regained.
Happening = tuple[str, Response | None]


def endpoint(
    cursor: Cursor, start: int, asked: Happening, after: Tail, period: Period
) -> model.Endpoint:
    """`confirmed loss of MR4 within 12 months before index`, after what it asks for."""
    kind, response = asked
    if response is not None:
        response = qualified(cursor, start, response, after)
    late = kind == "confirmed loss" and after.flag("dated at confirmation")
    return model.Endpoint(kind, response, period, late, span=cursor.since(start))


def happening(cursor: Cursor) -> Happening | None:
    """What `loss of MMR`, `any positive test`, `restart` or `regained MMR` ask for."""
    if cursor.accept("any positive test"):
        return "loss", Response(vocabulary.UNDETECTABLE)
    if cursor.accept("restart"):
        return "restart", None
    kind = cursor.accept("confirmed loss of", "loss of", "regained")
    return (kind.removesuffix(" of"), _response(cursor)) if kind else None


def qualified(cursor: Cursor, start: int, response: Response, after: Tail) -> Response:
    copies, verified = after.number("copies"), after.flag("depth verified")
    undetectable = response.level == vocabulary.UNDETECTABLE
    if copies is not None and not undetectable:
        cursor.fail(
            "only 'undetectable' asks for copies: a level knows how many it needs",
            hint="write '(depth verified)' to leave out tests of unknown depth",
            span=cursor.since(start),
        )
    if verified and undetectable:
        cursor.fail(
            "'undetectable' has no depth of its own",
            hint="say how deep: 'undetectable (copies >= 32000)'",
            span=cursor.since(start),
        )
    return replace(response, copies=copies, depth_verified=verified)


def with_assay(cursor: Cursor, start: int, response: Response) -> Response:
    """A response with the qualifiers on the assay that follow it."""
    after = tail(cursor, ASSAY, when=False)
    return qualified(cursor, start, response, after)
