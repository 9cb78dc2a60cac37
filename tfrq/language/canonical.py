"""Model → the one text that spells it: parse(canonical(d)) == d.

Spelling is normalised, choices of unit are not; every period is written out, so that nothing is
left to a default that depends on the index.
"""

from __future__ import annotations

import functools
from itertools import pairwise
from typing import Any

from tfrq import model, vocabulary
from tfrq.errors import Fault
from tfrq.language.exposures import ORDINALS
from tfrq.language.quantities import plain
from tfrq.language.spelling import (
    comparison_text,
    count_text,
    duration_text,
    level_name,
    unit_text,
    when_text,
)
from tfrq.model import Definition, Index, Node, Response

# What `no` may stand before; anything else is negated by `not`.
DENIED_BY_NO = (
    model.AnyExposure,
    model.AdvancedPhase,
    model.Event,
    model.Endpoint,
    model.StoppedFor,
    model.SwitchedFor,
    model.PreviousAttempt,
)


def canonical(definition: Definition) -> str:
    """The whole definition: index, option, then the steps, joined by commas."""
    index = canonical_index(definition)
    leading = (f"index = {index}",) if index else ()
    return ", ".join((*leading, *canonical_options(definition), *canonical_steps(definition)))


def canonical_steps(definition: Definition) -> tuple[str, ...]:
    """The text of each step."""
    return tuple(text_of(step) for step in definition.steps)


def written_steps(definition: Definition, text: str) -> tuple[str, ...]:
    """Each step as it was written in `text`, the text that the definition was parsed from: the
    words of its author, which leave to the index what they do not say."""
    spans = [step.span for step in definition.steps]
    return tuple(" ".join(text[span.start : span.end].split()) if span else "" for span in spans)


def canonical_index(definition: Definition) -> str:
    """The phrase of the index; "" where there is none."""
    return index_text(definition.index) if definition.index else ""


def canonical_options(definition: Definition) -> tuple[str, ...]:
    """The options, such as "assume undetectable = MR4.5"."""
    level = definition.assume_undetectable
    return (f"assume undetectable = {level_name(level)}",) if level else ()


def index_text(index: Index) -> str:
    """`first TFR attempt`, `first MR4.5`."""
    if index.response is None:
        return index.kind
    return f"first {response_text(index.response)}{_qualifiers(*_assay(index.response))}"


def response_text(response: Response) -> str:
    """The response without its qualifiers."""
    if response.percent is None:
        return level_name(response.level)
    return f"BCR::ABL1 {response.operator} {plain(response.percent)} %"


def _assay(response: Response) -> tuple[str, ...]:
    copies = f"copies >= {response.copies}" if response.copies is not None else ""
    return tuple(filter(None, (copies, "depth verified" if response.depth_verified else "")))


def _qualifiers(*parts: str) -> str:
    given = [part for part in parts if part]
    return f" ({', '.join(given)})" if given else ""


def _either(words: tuple[str, ...]) -> str:
    return " or ".join(words)


@functools.singledispatch
def text_of(node: Any) -> str:
    """The canonical text of a node."""
    raise Fault(f"{type(node).__name__} has no canonical text")


@text_of.register
def sustained_response(node: model.SustainedResponse) -> str:
    return (
        f"{response_text(node.response)} for {comparison_text(node.length)} {when_text(node.when)}"
        + _qualifiers(
            f"tests >= {node.tests}" if node.tests is not None else "",
            f"spacing >= {duration_text(node.spacing)}" if node.spacing else "",
            f"gap <= {duration_text(node.gap)}" if node.gap != model.ONE_YEAR else "",
            *_assay(node.response),
        )
    )


@text_of.register
def response_state(node: model.ResponseState) -> str:
    carry = f"within {duration_text(node.carry)}" if node.carry != model.ONE_YEAR else ""
    return (
        f"{response_text(node.response)} {when_text(node.when)}"
        f"{_qualifiers(carry, *_assay(node.response))}"
    )


@text_of.register
def any_response(node: model.AnyResponse) -> str:
    return (
        f"{response_text(node.response)} {when_text(node.period)}"
        f"{_qualifiers(*_assay(node.response))}"
    )


@text_of.register
def response_at(node: model.ResponseAt) -> str:
    window = f"window {duration_text(node.window)}" if node.window != model.SIX_WEEKS else ""
    return (
        f"{response_text(node.response)} at {duration_text(node.after)} after {node.anchor}"
        f"{_qualifiers(window, *_assay(node.response))}"
    )


@text_of.register
def last_tests(node: model.LastTests) -> str:
    some = f"{node.needed} of " if node.needed != node.tests else ""
    carry = f"within {duration_text(node.carry)}" if node.carry != model.ONE_YEAR else ""
    return (
        f"{some}last {node.tests} tests {response_text(node.response)} {when_text(node.when)}"
        f"{_qualifiers(carry, *_assay(node.response))}"
    )


@text_of.register
def all_tests(node: model.AllTests) -> str:
    tests = f"tests >= {node.tests}" if node.tests != 1 else ""
    return (
        f"all tests {response_text(node.response)} {when_text(node.period)}"
        f"{_qualifiers(tests, *_assay(node.response))}"
    )


@text_of.register
def test_count(node: model.TestCount) -> str:
    return f"{count_text(node.count, 'test')} {when_text(node.period)}"


@text_of.register
def first_response(node: model.FirstResponse) -> str:
    return (
        f"first {response_text(node.response)} {comparison_text(node.length)} "
        f"before {node.when.anchor}{_qualifiers(*_assay(node.response))}"
    )


@text_of.register
def endpoint(node: model.Endpoint) -> str:
    return f"{endpoint_text(node)} {when_text(node.period)}{endpoint_qualifiers(node)}"


def endpoint_qualifiers(node: model.Endpoint) -> str:
    """` (dated at confirmation)`; "" for none."""
    late = "dated at confirmation" if node.at_confirmation else ""
    return _qualifiers(late, *(_assay(node.response) if node.response else ()))


def endpoint_text(node: model.Endpoint) -> str:
    """`confirmed loss of MR4`, without its period and its qualifiers."""
    if node.response is None:
        return node.kind
    if node.kind == "loss" and node.response == Response(vocabulary.UNDETECTABLE):
        return "any positive test"
    word = node.kind if node.kind == "regained" else f"{node.kind} of"
    return f"{word} {response_text(node.response)}"


@text_of.register
def exposure(node: model.Exposure) -> str:
    continuous = "continuous" if node.gap is not None else ""
    gap = f"gap <= {duration_text(node.gap)}" if node.gap not in (None, model.THIRTY_DAYS) else ""
    return (
        f"{_either(node.drugs)} {comparison_text(node.length)} {when_text(node.period)}"
        f"{_qualifiers(continuous, gap)}"
    )


@text_of.register
def current_exposure(node: model.CurrentExposure) -> str:
    gap = f"gap <= {duration_text(node.gap)}" if node.gap != model.THIRTY_DAYS else ""
    return (
        f"{_either(node.drugs)} {comparison_text(node.length)} before {node.when.anchor}"
        f"{_qualifiers('current', gap)}"
    )


@text_of.register
def any_exposure(node: model.AnyExposure) -> str:
    return f"{_either(node.drugs)} {when_text(node.period)}"


@text_of.register
def line_drug(node: model.LineDrug) -> str:
    ordinal = ORDINALS[node.line - 1] if node.line <= len(ORDINALS) else f"{node.line}th"
    return f"{ordinal}-line {_either(node.drugs)} {when_text(node.period)}"


@text_of.register
def line_count(node: model.LineCount) -> str:
    return f"{count_text(node.count, 'TKI line')} {when_text(node.period)}"


@text_of.register
def on_drug(node: model.OnDrug) -> str:
    return f"on {_either(node.drugs)} {when_text(node.when)}"


@text_of.register
def stopped_drug(node: model.StoppedDrug) -> str:
    return f"stopped {_either(node.drugs)} {when_text(node.when)}"


@text_of.register
def stopped_for(node: model.StoppedFor) -> str:
    return f"stop for {_either(node.reasons)} {when_text(node.period)}"


@text_of.register
def switched_for(node: model.SwitchedFor) -> str:
    return f"switch for {_either(node.reasons)} {when_text(node.period)}"


@text_of.register
def age(node: model.Age) -> str:
    return f"age {comparison_text(node.years)} {when_text(node.when)}"


@text_of.register
def sex(node: model.Sex) -> str:
    return node.sex


@text_of.register
def country(node: model.Country) -> str:
    return f"country {_either(node.countries)}"


@text_of.register
def site(node: model.Site) -> str:
    return f"site {_either(node.sites)}"


@text_of.register
def diagnosed(node: model.Diagnosed) -> str:
    low, high = node.date.value, node.date.upper
    if high is not None and len(low.text) == len(high.text) == len("2005"):
        return f"diagnosed {low.text}-{high.text}"
    return f"diagnosed {comparison_text(node.date)}"


@text_of.register
def phase_at_diagnosis(node: model.PhaseAtDiagnosis) -> str:
    return f"{_either(node.phases)} phase at diagnosis"


@text_of.register
def advanced_phase(node: model.AdvancedPhase) -> str:
    return f"{_either(node.phases)} phase {when_text(node.period)}"


@text_of.register
def transcript(node: model.Transcript) -> str:
    if node.transcripts == vocabulary.TYPICAL_TRANSCRIPTS:
        return "typical transcript"
    return f"transcript {_either(node.transcripts)}"


@text_of.register
def risk_score(node: model.RiskScore) -> str:
    return f"{node.score} {_either(node.groups)}"


@text_of.register
def event(node: model.Event) -> str:
    return f"{_either(node.events)} {when_text(node.period)}"


@text_of.register
def previous_attempt(node: model.PreviousAttempt) -> str:
    return f"previous TFR attempt {when_text(node.period)}"


@text_of.register
def followed(node: model.Followed) -> str:
    return f"followed {comparison_text(node.length)} after {node.when.anchor}"


@text_of.register
def tapered(node: model.Tapered) -> str:
    return "tapered before index"


@text_of.register
def laboratory(node: model.Laboratory) -> str:
    carry = f"within {duration_text(node.carry)}" if node.carry != model.THREE_MONTHS else ""
    return (
        f"{node.marker} {comparison_text(node.value)} {unit_text(node.unit)} "
        f"{when_text(node.when)}{_qualifiers(carry)}"
    )


@text_of.register
def halving_time(node: model.HalvingTime) -> str:
    return f"halving time {comparison_text(node.length)}"


@text_of.register
def at_least(node: model.AtLeast) -> str:
    return f"at least {node.number} of ({'; '.join(text_of(item) for item in node.items)})"


@text_of.register
def in_definition(node: model.InDefinition) -> str:
    return f"in {node.name}"


@text_of.register
def negation(node: model.Not) -> str:
    word = "no" if isinstance(node.item, DENIED_BY_NO) else "not"
    return f"{word} {_nested(node.item)}"


@text_of.register
def conjunction(node: model.And) -> str:
    # `no A and B` would not say whether B is denied as well.
    texts = [_nested(item) for item in node.items]
    for place, (item, then) in enumerate(pairwise(node.items)):
        if same_kind(item, then):
            texts[place] = f"({texts[place]})"
    return " and ".join(texts)


def same_kind(denied: Node, then: Node) -> bool:
    """Whether both could stand in one list after `no`: two events, or two exposures to drugs."""
    if not isinstance(denied, model.Not):
        return False
    events = (model.Event, model.Endpoint, model.AdvancedPhase)
    return any(
        isinstance(denied.item, kinds) and isinstance(then, kinds)
        for kinds in (events, model.AnyExposure)
    )


@text_of.register
def disjunction(node: model.Or) -> str:
    # How far `no` or a list of site codes reaches over `or` would not be clear without them.
    parts = [(isinstance(item, model.Not | model.Site), _nested(item)) for item in node.items]
    return " or ".join(f"({text})" if unclear else text for unclear, text in parts)


def _nested(node: Node) -> str:
    return f"({text_of(node)})" if isinstance(node, model.And | model.Or) else text_of(node)
