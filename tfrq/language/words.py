"""Model → plain words, one line per criterion, as a colleague would say it."""

from __future__ import annotations

import functools
from typing import Any

from tfrq import model, vocabulary
from tfrq.errors import Fault
from tfrq.language.exposures import ORDINALS
from tfrq.language.spelling import level_name, unit_text
from tfrq.language.word_parts import (
    ANCHORS_IN_WORDS,
    any_drug,
    comparison_words,
    duration_words,
    either,
    response_words,
    value_words,
    when_words,
)
from tfrq.model import At, Node

_EVENTS = {
    "progression": "progression to accelerated or blast phase",
    "transplant": "a transplant",
    "mutation": "a BCR::ABL1 mutation",
    "death": "death",
    "accelerated phase": "accelerated phase",
    "blast phase": "blast phase",
}


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
        f"{ANCHORS_IN_WORDS[node.when.anchor]}, at most {duration_words(node.carry)} old"
    )


@words_of.register
def any_response(node: model.AnyResponse) -> str:
    return f"some test day with {response_words(node.response)}, {when_words(node.period)}"


@words_of.register
def response_at(node: model.ResponseAt) -> str:
    return (
        f"{response_words(node.response)} in the informative test nearest to "
        f"{duration_words(node.after)} after {ANCHORS_IN_WORDS[node.anchor]}, at most "
        f"{duration_words(node.window)} from it, the earlier of two as near"
    )


@words_of.register
def last_tests(node: model.LastTests) -> str:
    some = "all" if node.needed == node.tests else f"at least {node.needed}"
    return (
        f"{response_words(node.response)} in {some} of the latest {node.tests} informative tests "
        f"on or before {ANCHORS_IN_WORDS[node.when.anchor]}, the last at most "
        f"{duration_words(node.carry)} old"
    )


@words_of.register
def all_tests(node: model.AllTests) -> str:
    return (
        f"{response_words(node.response)} in every informative test, of which there are at least "
        f"{max(node.tests, 1)}, {when_words(node.period)}"
    )


@words_of.register
def test_count(node: model.TestCount) -> str:
    return f"{comparison_words(node.count)} test days of any result, {when_words(node.period)}"


@words_of.register
def first_response(node: model.FirstResponse) -> str:
    return (
        f"{response_words(node.response)} first shown {comparison_words(node.length)} before "
        f"{ANCHORS_IN_WORDS[node.when.anchor]}, whatever came between"
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
        above = "at or above" if node.response.operator == "<" else "above"
        event = f"a test {above} the cut-off of {level}"
    if node.kind == "loss":
        return f"{event}, {where}"
    dated = "second" if node.at_confirmation else "first"
    return f"{event}, confirmed by the next informative test and dated at the {dated}, {where}"


@words_of.register
def exposure(node: model.Exposure) -> str:
    drugs = any_drug(node.drugs)
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
        f"on {any_drug(node.drugs)} up to {ANCHORS_IN_WORDS[node.when.anchor]}, for "
        f"{comparison_words(node.length)} without a break; interruptions of at most "
        f"{duration_words(node.gap)} bridged"
    )


@words_of.register
def any_exposure(node: model.AnyExposure) -> str:
    return f"at least one day on {any_drug(node.drugs)}, {when_words(node.period, days=True)}"


@words_of.register
def line_drug(node: model.LineDrug) -> str:
    place = ORDINALS[node.line - 1] if node.line <= len(ORDINALS) else f"{node.line}th"
    return f"{either(node.drugs)} in the {place} TKI line, begun {when_words(node.period)}"


@words_of.register
def line_count(node: model.LineCount) -> str:
    one = node.count.upper is None and node.count.value == 1
    lines = "TKI line" if one else "different TKI lines"
    return f"{comparison_words(node.count)} {lines}, begun {when_words(node.period)}"


@words_of.register
def on_drug(node: model.OnDrug) -> str:
    return f"taking {any_drug(node.drugs)} {when_words(node.when)}"


@words_of.register
def stopped_drug(node: model.StoppedDrug) -> str:
    return (
        f"{either(node.drugs)} among the TKIs stopped last, on or before "
        f"{ANCHORS_IN_WORDS[node.when.anchor]}"
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
    return f"age {comparison_words(node.years)} {when_words(node.when).replace('on ', 'at ')}"


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
    found = either(node.transcripts)
    return f"every BCR::ABL1 transcript found is {found}, and at least one was found"


@words_of.register
def risk_score(node: model.RiskScore) -> str:
    return f"{node.score} risk {either(node.groups)}"


@words_of.register
def event(node: model.Event) -> str:
    events = tuple(_EVENTS.get(name, f"a {name}") for name in node.events)
    return f"{either(events)}, {when_words(node.period)}"


@words_of.register
def previous_attempt(node: model.PreviousAttempt) -> str:
    where = "" if node.period.within is None else f", {when_words(node.period)}"
    return f"an earlier attempt at treatment-free remission, begun before the index date{where}"


@words_of.register
def followed(node: model.Followed) -> str:
    return (
        f"observed for {comparison_words(node.length)} after {ANCHORS_IN_WORDS[node.when.anchor]}"
    )


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
        f"{ANCHORS_IN_WORDS[node.when.anchor]}, at most {duration_words(node.carry)} old"
    )


@words_of.register
def halving_time(node: model.HalvingTime) -> str:
    return (
        f"a halving time of BCR::ABL1 of {comparison_words(node.length)}, from the value before "
        "treatment to the one nearest to 3 months (91 days) after the first day of any TKI"
    )


@words_of.register
def at_least(node: model.AtLeast) -> str:
    return f"at least {node.number} of: " + "; ".join(f"[{words_of(item)}]" for item in node.items)


@words_of.register
def in_definition(node: model.InDefinition) -> str:
    steps = node.definition.steps
    numbered = (f"({place}) {words_of(step)}" for place, step in enumerate(steps, 1))
    inner = "; ".join(numbered) if len(steps) > 1 else words_of(steps[0])
    option = node.definition.assume_undetectable
    assumed = f" (undetectable assumed to be {level_name(option)})" if option else ""
    return f"all of '{node.name}'{assumed}: {inner}"


@words_of.register
def negation(node: model.Not) -> str:
    inner = _nested(node.item)
    if isinstance(node.item, model.AdvancedPhase):
        return f"no {inner}"
    for some in ("at least one ", "a ", "an "):
        if inner.startswith(some):
            return f"no {inner.removeprefix(some)}"
    return f"not: {inner}"


@words_of.register
def conjunction(node: model.And) -> str:
    return " AND ".join(_nested(item) for item in node.items)


@words_of.register
def disjunction(node: model.Or) -> str:
    return " OR ".join(_nested(item) for item in node.items)


def _nested(node: Node) -> str:
    """A part of a combination: in brackets where it has parts itself, or is denied."""
    combined = isinstance(node, model.And | model.Or | model.Not)
    return f"[{words_of(node)}]" if combined else words_of(node)
