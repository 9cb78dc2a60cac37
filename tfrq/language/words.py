"""Model → plain words, one line per criterion, as a colleague would say it."""

from __future__ import annotations

import functools
from typing import Any

from tfrq import model, vocabulary
from tfrq.errors import Fault
from tfrq.language.exposures import ORDINALS
from tfrq.language.phrases import level_name, unit_text
from tfrq.language.plain_words import (
    ANCHORS,
    EVENTS,
    comparison_words,
    counted_words,
    duration_words,
    either,
    response_words,
    value_words,
    when_words,
)
from tfrq.model import At, Node


@functools.singledispatch
def words_of(node: Any) -> str:
    """A node in plain words."""
    raise Fault(f"{type(node).__name__} has no plain words")


@words_of.register
def sustained_response(node: model.SustainedResponse) -> str:
    where = when_words(node.when)
    held = (
        f"an unbroken {response_words(node.response)} that reaches {where.removeprefix('on ')} "
        f"and had lasted {comparison_words(node.length)} by then"
        if isinstance(node.when, At)
        else f"an unbroken {response_words(node.response)} that lasted "
        f"{comparison_words(node.length)}, {where}"
    )
    return f"{held}{_documentation(node)}; tests at most {duration_words(node.gap)} apart"


def _documentation(node: model.SustainedResponse) -> str:
    if node.tests is None:
        return ""
    spacing = (
        f", counted only if {duration_words(node.spacing)} or more after the last counted one"
        if node.spacing
        else ""
    )
    days = "test day" if node.tests == 1 else "test days"
    return f", documented on at least {node.tests} {days}{spacing}"


@words_of.register
def response_state(node: model.ResponseState) -> str:
    return (
        f"{response_words(node.response)} in the latest informative test on or before "
        f"{ANCHORS[node.when.anchor]}, at most {duration_words(node.carry)} old"
    )


@words_of.register
def any_response(node: model.AnyResponse) -> str:
    return f"some test day with {response_words(node.response)}, {when_words(node.period)}"


@words_of.register
def response_at(node: model.ResponseAt) -> str:
    return (
        f"{response_words(node.response)} in the informative test nearest to "
        f"{duration_words(node.after)} after {ANCHORS[node.anchor]}, at most "
        f"{duration_words(node.window)} from it"
    )


@words_of.register
def last_tests(node: model.LastTests) -> str:
    some = "all" if node.needed == node.tests else f"at least {node.needed}"
    which = (
        f"{some} of the latest {node.tests} informative tests"
        if node.tests > 1
        else ("the latest informative test")
    )
    return (
        f"{response_words(node.response)} in {which} on or before {ANCHORS[node.when.anchor]}, "
        f"the last at most {duration_words(node.carry)} old"
    )


@words_of.register
def all_tests(node: model.AllTests) -> str:
    enough = f", and at least {node.tests} of them" if node.tests > 1 else ""
    return (
        f"{response_words(node.response)} in every informative test{enough}, "
        f"{when_words(node.period)}"
    )


@words_of.register
def test_count(node: model.TestCount) -> str:
    days = counted_words(node.count, "test day")
    return f"{days} of any result, {when_words(node.period)}"


@words_of.register
def first_response(node: model.FirstResponse) -> str:
    return (
        f"{response_words(node.response)} first shown {comparison_words(node.length)} before "
        f"{ANCHORS[node.when.anchor]}, whatever came between"
    )


@words_of.register
def endpoint(node: model.Endpoint) -> str:
    where = when_words(node.period)
    if node.response is None:
        return f"a TKI started again, {where}"
    level = response_words(node.response)
    if node.kind == "regained":
        return f"{level} regained after a TKI was started again, {where}"
    if node.response.level == vocabulary.UNDETECTABLE:
        event = "a test that detects BCR::ABL1"
    else:
        event = f"a test that fails {level}"
    if node.kind == "loss":
        return f"{event}, {where}"
    dated = "second" if node.at_confirmation else "first"
    return f"{event}, confirmed by the next informative test and dated at the {dated}, {where}"


@words_of.register
def exposure(node: model.Exposure) -> str:
    drugs = either(node.drugs)
    where = when_words(node.period, days=True)
    if node.gap is None:
        return f"{comparison_words(node.length)} on {drugs} in total, {where}"
    return (
        f"a stretch on {drugs} of {comparison_words(node.length)}, interruptions of at most "
        f"{duration_words(node.gap)} bridged, {where}"
    )


@words_of.register
def current_exposure(node: model.CurrentExposure) -> str:
    return (
        f"on {either(node.drugs)} up to {ANCHORS[node.when.anchor]}, for "
        f"{comparison_words(node.length)} without a break; interruptions of at most "
        f"{duration_words(node.gap)} bridged"
    )


@words_of.register
def any_exposure(node: model.AnyExposure) -> str:
    return f"at least one day on {either(node.drugs)}, {when_words(node.period, days=True)}"


@words_of.register
def line_drug(node: model.LineDrug) -> str:
    place = ORDINALS[node.line - 1] if node.line <= len(ORDINALS) else f"{node.line}th"
    return f"{either(node.drugs)} in the {place} TKI line, begun {when_words(node.period)}"


@words_of.register
def line_count(node: model.LineCount) -> str:
    lines = counted_words(node.count, "different TKI line")
    return f"{lines}, begun {when_words(node.period)}"


@words_of.register
def on_drug(node: model.OnDrug) -> str:
    return f"taking {either(node.drugs)} {when_words(node.when)}"


@words_of.register
def stopped_drug(node: model.StoppedDrug) -> str:
    return (
        f"{either(node.drugs)} among the TKIs stopped last, on or before "
        f"{ANCHORS[node.when.anchor]}"
    )


@words_of.register
def stopped_for(node: model.StoppedFor) -> str:
    return f"a TKI line ended for {either(node.reasons)}, {when_words(node.period)}"


@words_of.register
def switched_for(node: model.SwitchedFor) -> str:
    return (
        f"a TKI line ended for {either(node.reasons)} and a later line followed, "
        f"{when_words(node.period)}"
    )


@words_of.register
def age(node: model.Age) -> str:
    where = when_words(node.when).replace("on ", "at ")
    low, high = node.years.value, node.years.upper
    if high is not None:
        return f"age from {low} to {high} years, both included, {where}"
    return f"age {comparison_words(node.years)} years {where}"


@words_of.register
def sex(node: model.Sex) -> str:
    return node.sex


@words_of.register
def country(node: model.Country) -> str:
    return f"treated at a site in {either(node.countries)}"


@words_of.register
def site(node: model.Site) -> str:
    return f"treated at site {either(node.sites)}"


@words_of.register
def diagnosed(node: model.Diagnosed) -> str:
    if node.date.operator == "=":
        return f"diagnosed in {value_words(node.date.value)}"
    words = {">=": "in or after", ">": "after", "<=": "up to and including", "<": "before"}
    if node.date.upper is not None:
        return f"diagnosed {comparison_words(node.date)}"
    return f"diagnosed {words[node.date.operator]} {value_words(node.date.value)}"


@words_of.register
def phase_at_diagnosis(node: model.PhaseAtDiagnosis) -> str:
    return f"{either(node.phases)} phase at diagnosis"


@words_of.register
def advanced_phase(node: model.AdvancedPhase) -> str:
    return (
        f"{either(node.phases)} phase, {when_words(node.period)}, the phase at diagnosis included"
    )


@words_of.register
def transcript(node: model.Transcript) -> str:
    return f"every BCR::ABL1 transcript found is {either(node.transcripts)}, and one was found"


@words_of.register
def risk_score(node: model.RiskScore) -> str:
    return f"{node.score} risk {either(node.groups)}"


@words_of.register
def event(node: model.Event) -> str:
    events = tuple(EVENTS.get(name, f"a {name}") for name in node.events)
    return f"{either(events)}, {when_words(node.period)}"


@words_of.register
def previous_attempt(node: model.PreviousAttempt) -> str:
    where = "" if node.period.within is None else f", {when_words(node.period)}"
    return f"an earlier attempt at treatment-free remission, begun before the index date{where}"


@words_of.register
def followed(node: model.Followed) -> str:
    return f"observed for {comparison_words(node.length)} after {ANCHORS[node.when.anchor]}"


@words_of.register
def tapered(node: model.Tapered) -> str:
    return "the dose was reduced before the stop, on or before the index date"


@words_of.register
def laboratory(node: model.Laboratory) -> str:
    numbers = f"{comparison_words(node.value)} {unit_text(node.unit)}"
    if node.when.anchor == "diagnosis" and node.marker in vocabulary.BASELINE_MARKERS:
        return f"{node.marker} {numbers} at diagnosis"
    return (
        f"{node.marker} {numbers} in the latest value on or before "
        f"{ANCHORS[node.when.anchor]}, at most {duration_words(node.carry)} old"
    )


@words_of.register
def at_least(node: model.AtLeast) -> str:
    return f"at least {node.number} of: " + "; ".join(f"[{words_of(item)}]" for item in node.items)


@words_of.register
def in_definition(node: model.InDefinition) -> str:
    inner = " AND ".join(_nested(step) for step in node.definition.steps)
    option = node.definition.assume_undetectable
    assumed = f" (undetectable assumed to be {level_name(option)})" if option else ""
    return f"all of '{node.name}'{assumed}: {inner}"


@words_of.register
def negation(node: model.Not) -> str:
    return f"not [{words_of(node.item)}]"


@words_of.register
def conjunction(node: model.And) -> str:
    return " AND ".join(_nested(item) for item in node.items)


@words_of.register
def disjunction(node: model.Or) -> str:
    return " OR ".join(_nested(item) for item in node.items)


def _nested(node: Node) -> str:
    return f"[{words_of(node)}]" if isinstance(node, model.And | model.Or) else words_of(node)
