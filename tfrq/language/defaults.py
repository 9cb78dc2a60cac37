"""What takes part in single tests, endpoints, stops and laboratory values (semantics §4–§8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tfrq import model, vocabulary
from tfrq.language.phrases import duration_text
from tfrq.language.plain_words import duration_words
from tfrq.model import Definition, Node


@dataclass(frozen=True)
class Convention:
    """One convention: `short` for a caption, `full` as a sentence; neither counts patients."""

    short: str
    full: str


_BY_KIND: dict[type[Node], tuple[str, str]] = {
    model.AnyResponse: (
        "",
        "With no informative test in the period asked for, the patient is not assessable.",
    ),
    model.AllTests: (
        "",
        "Where none of all tests fails, but fewer are informative than asked for, the patient is "
        "not assessable.",
    ),
    model.TestCount: ("", "Test days of any result are counted; none is zero."),
    model.FirstResponse: (
        "",
        "A first response counts from the first day that shows it, whatever came between and "
        "however old; with no informative test at all the patient is not assessable.",
    ),
    model.OnDrug: (
        "",
        "A drug is being taken on a day if it was started on or before it and not stopped by then.",
    ),
    model.CurrentExposure: (
        "",
        "A current treatment holds the day before the date; off the drug there is none, of any "
        "length.",
    ),
}


def single_tests(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    """What is the same wherever a class of criteria stands, and the limits that can be set."""
    kinds = {type(node) for node in nodes}
    for kind, (short, full) in _BY_KIND.items():
        if kind in kinds:
            yield Convention(short, full)
    for carry in dict.fromkeys(one.carry for one in nodes if isinstance(one, model.LastTests)):
        yield Convention(
            "missing tests unknown",
            "Where fewer last tests are there than asked for, the missing ones are unknown; where "
            f"the latest is more than {duration_words(carry)} old, the patient is not assessable.",
        )
    for window in dict.fromkeys(one.window for one in nodes if isinstance(one, model.ResponseAt)):
        yield Convention(
            f"nearest test within {duration_text(window)}",
            f"The informative test nearest to a time counts, at most {duration_words(window)} from "
            "it, the earlier of two that are equally near; with none, or while a nearer one may "
            "still come, the patient is not assessable.",
        )


def endpoints(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    """§8: how far an endpoint is looked for, and what a restart is."""
    kinds = {node.kind for node in nodes if isinstance(node, model.Endpoint)}
    if kinds & {"loss", "confirmed loss"}:
        yield Convention(
            "",
            "A loss needs an informative test in the period, else the patient is not assessable; "
            "where the period begins off treatment it is looked for up to the restart.",
        )
    if "confirmed loss" in kinds:
        yield Convention(
            "",
            "A confirmed loss needs two consecutive informative tests that both fail, both of them "
            "in the period; a last failure that none confirms is no loss.",
        )
    if "regained" in kinds:
        yield Convention(
            "",
            "A response is regained by a test after the day of the restart; with no informative "
            "one the patient is not assessable, and without a restart nothing is regained.",
        )
    if kinds:
        yield Convention(
            "",
            "A restart is the start of a TKI off treatment, after an earlier TKI or attempt, or a "
            "restart that is reported.",
        )


def stops(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    """Reasons of stops, and tapering."""
    if any(isinstance(node, model.StoppedFor | model.SwitchedFor) for node in nodes):
        yield Convention("", "A TKI line whose reason is not stated did not end for it.")
    if not any(isinstance(node, model.Tapered) for node in nodes):
        return
    if definition.index is not None and definition.index.kind.endswith("attempt"):
        yield Convention("", "An attempt without a de-escalation date was not tapered.")
    else:
        yield Convention(
            "", "Any attempt with a de-escalation date up to the index date was tapered."
        )


def laboratory(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    """§6: how old, in which unit, and what if values disagree."""
    asked = [node for node in nodes if isinstance(node, model.Laboratory)]
    if asked:
        yield Convention(
            "",
            "With no laboratory value in a unit that can be converted, or where several of one day "
            "disagree, the patient is not assessable.",
        )
    for carry in dict.fromkeys(node.carry for node in asked if not _baseline(node)):
        yield Convention(
            f"laboratory values carried forward {duration_text(carry)}",
            "A laboratory value is the latest one up to the day, carried forward at most "
            f"{duration_words(carry)}.",
        )
    for node in asked:
        unit, factor = vocabulary.UNIT_FACTORS[node.unit]
        if factor != 1:
            yield Convention("", f"1 {node.unit} is converted to {factor} × {unit}.")


def _baseline(node: model.Laboratory) -> bool:
    return node.when.anchor == "diagnosis" and node.marker in vocabulary.BASELINE_MARKERS


def named(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    """§6: definitions that are named, and what is assumed in them only."""
    inner = [
        node
        for step in definition.steps
        for node in model.nodes(step)
        if isinstance(node, model.InDefinition)
    ]
    if inner:
        yield Convention(
            "",
            "A definition that is named is judged at this definition's index and with its own "
            "options, not with those of this one.",
        )
