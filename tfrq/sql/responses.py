"""Compile functions of molecular responses (semantics §4)."""

from __future__ import annotations

from typing import Any

from tfrq import model
from tfrq.model import At
from tfrq.sql.bounds import length_bounds, number_bounds
from tfrq.sql.pieces import START_OF_TIME, Pieces
from tfrq.sql.render import SQL, fragment, name, render


def sustained_response(node: model.SustainedResponse, pieces: Pieces) -> SQL:
    """Documented to possible length, compared."""
    least, most = length_bounds(node.length)
    span = (
        _span_at(node, node.when, pieces) if isinstance(node.when, At) else _span_in(node, pieces)
    )
    return render("sustained_response", span=span, least=least, most=most)


def _span_at(node: model.SustainedResponse, when: At, pieces: Pieces) -> SQL:
    pieces.tki_start()
    anchor, results = pieces.at(when), pieces.results(node.response)
    gap = node.gap.days
    runs = pieces.add(
        "run_at", anchor=anchor, results=results, gap=gap, start_of_time=START_OF_TIME
    )
    runs, enough = _enough(node, runs, results, pieces)
    return pieces.add(
        "span_at", anchor=anchor, runs=runs, gap=gap, enough=enough, start_of_time=START_OF_TIME
    )


def _span_in(node: model.SustainedResponse, pieces: Pieces) -> SQL:
    assert not isinstance(node.when, At)
    pieces.tki_start()
    period, results = pieces.period(node.when), pieces.results(node.response)
    days = pieces.add(
        "day_in_period",
        period=period,
        results=results,
        gap=node.gap.days,
        start_of_time=START_OF_TIME,
    )
    runs, enough = _enough(node, pieces.add("run_in", days=days), results, pieces)
    return pieces.add(
        "span_in",
        period=period,
        informed=pieces.add("informed", days=days),
        runs=runs,
        enough=enough,
        **_room(node),
        possible_from=fragment("possible_from", start_of_time=START_OF_TIME),
        start_of_time=START_OF_TIME,
    )


def _enough(
    node: model.SustainedResponse, runs: SQL, results: SQL, pieces: Pieces
) -> tuple[SQL, SQL]:
    """The runs, and whether one of them has the tests that the definition asks for."""
    if node.tests is None:
        return runs, fragment("enough_any")
    if node.spacing is None:
        return runs, fragment("enough_tests", tests=node.tests)
    counted = pieces.add("spaced_first", runs=runs)
    for _ in range(node.tests - 1):
        counted = pieces.add(
            "spaced_next", counted=counted, results=results, spacing=node.spacing.days
        )
    enough = fragment("enough_spaced", tests=node.tests)
    return pieces.add("run_spaced", runs=runs, counted=counted), enough


def _room(node: model.SustainedResponse) -> dict[str, Any]:
    """What decides whether the tests that a run lacks could still be made in its period."""
    spaced = node.spacing is not None
    return {
        "gap": node.gap.days,
        "missing": (node.tests or 1) - 1,
        "spacing": node.spacing.days if node.spacing is not None else 1,
        "counted": name("counted" if spaced else "tests"),
        "counted_day": name("counted_day" if spaced else "last_day"),
    }


def response_state(node: model.ResponseState, pieces: Pieces) -> SQL:
    """The latest informative day, if young enough."""
    anchor = pieces.at(node.when)
    state = pieces.add("state_at", anchor=anchor, days=pieces.days(node.response))
    return render("response_state", anchor=anchor, state=state, carry=node.carry.days)


def any_response(node: model.AnyResponse, pieces: Pieces) -> SQL:
    """Any meeting day of the period."""
    return render(
        "any_response", period=pieces.period(node.period), days=pieces.days(node.response)
    )


def response_at(node: model.ResponseAt, pieces: Pieces) -> SQL:
    """The state at the informative day nearest to a day after an anchor."""
    anchor = pieces.anchor(node.anchor)
    days: dict[str, Any] = {"after": node.after.days, "window": node.window.days}
    near = pieces.add("response_near", anchor=anchor, days=pieces.days(node.response), **days)
    return render("response_at", anchor=anchor, near=near, **days)


def last_tests(node: model.LastTests, pieces: Pieces) -> SQL:
    """How many of the latest informative tests meet."""
    anchor = pieces.at(node.when)
    latest = pieces.add("latest_day", anchor=anchor, days=pieces.days(node.response))
    return render(
        "last_tests",
        anchor=anchor,
        latest=latest,
        tests=node.tests,
        needed=node.needed,
        carry=node.carry.days,
    )


def all_tests(node: model.AllTests, pieces: Pieces) -> SQL:
    """No informative test of the period fails."""
    period, days = pieces.period(node.period), pieces.days(node.response)
    return render("all_tests", period=period, days=days, tests=max(node.tests, 1))


def test_count(node: model.TestCount, pieces: Pieces) -> SQL:
    """Test days of any result."""
    least, most = number_bounds(node.count)
    return render("test_count", period=pieces.period(node.period), least=least, most=most)


def first_response(node: model.FirstResponse, pieces: Pieces) -> SQL:
    """How long ago the response was first shown."""
    least, most = length_bounds(node.length)
    anchor, days = pieces.at(node.when), pieces.days(node.response)
    return render("first_response", anchor=anchor, days=days, least=least, most=most)


def endpoint(node: model.Endpoint, pieces: Pieces) -> SQL:
    """An endpoint as an event in a period."""
    restart = pieces.restart(node.period)
    if node.response is None:
        return render("endpoint", event=pieces.add("endpoint_restart", restart=restart))
    sequence = pieces.sequence(node.response)
    if node.kind == "regained":
        event = pieces.add("endpoint_regained", restart=restart, sequence=sequence)
        return render("endpoint", event=event)
    period = pieces.add("looked_for", restart=restart)
    if node.kind == "loss":
        event = pieces.add("endpoint_loss", period=period, sequence=sequence)
    else:
        event = pieces.add(
            "endpoint_confirmed_loss",
            period=period,
            sequence=sequence,
            at_confirmation=node.at_confirmation,
        )
    return render("endpoint", event=event)
