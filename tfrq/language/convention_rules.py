"""When each convention of docs/semantics.md takes part, and how it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tfrq import model, vocabulary
from tfrq.language.canonical import canonical_index
from tfrq.language.spelling import duration_text, level_name
from tfrq.language.word_parts import duration_words
from tfrq.model import At, Definition, Node, Period


@dataclass(frozen=True)
class Convention:
    """One convention: `short` for a caption, `full` as a sentence; neither counts patients."""

    short: str
    full: str


Rule = Callable[[Definition, tuple[Node, ...]], Iterable[Convention]]


def _index(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    if definition.index is None:
        yield Convention(
            "whole record", "A criterion that names no period looks at the whole record."
        )
        if _names_another(definition):
            yield Convention(
                "the named definition without its index",
                "A definition named by 'in' is judged as this one is, without an index.",
            )
        return
    yield Convention(
        "",
        "Patients without the index event are not part of the population; they are counted apart.",
    )
    if definition.index.kind == "data cut":
        yield Convention(
            "",
            "A patient was last seen at the last contact, where one is given, else at the latest "
            "dated record up to the data cut; an ongoing treatment is no date.",
        )
    if _names_another(definition):
        yield Convention(
            "",
            "A definition named by 'in' is judged at the index of this one, whatever its own says.",
        )
    if any(_period(node) == model.EVER for node in nodes):
        yield Convention(
            "'ever' includes time after the index",
            "'ever' and 'never' look at the whole record, also after the index date.",
        )


def _names_another(definition: Definition) -> bool:
    return any(
        isinstance(node, model.InDefinition)
        for step in definition.steps
        for node in model.nodes(step)
    )


def _attempts(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    index = canonical_index(definition)
    tapered = index == "first de-escalation" or any(
        _anchor(node) == "de-escalation" for node in nodes
    )
    if (
        tapered
        or "attempt" in index
        or any(isinstance(node, model.PreviousAttempt | model.Tapered) for node in nodes)
    ):
        yield Convention(
            "",
            "An attempt on whose first day a TKI is being taken is not used; attempts are ordered "
            "by date.",
        )
    if tapered and "attempt" not in index:
        yield Convention("", "The de-escalation is that of the first attempt that has one.")


def _anchors(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    others = [anchor for node in nodes if (anchor := _anchor(node)) not in ("", "index")]
    if others:
        yield Convention(
            "",
            "A patient without the date that a criterion looks from or up to is not assessable.",
        )
    beyond = [
        period
        for node in nodes
        if (period := _period(node)) is not None and period.anchor in others
    ]
    if definition.index is not None and beyond:
        yield Convention(
            "",
            "A period next to another date than the index takes the whole record, also after the "
            "index date.",
        )


def _period(node: Node) -> Period | None:
    """Where a criterion looks, if it looks at a period."""
    found = getattr(node, "period", getattr(node, "when", None))
    return found if isinstance(found, Period) else None


def _anchor(node: Node) -> str:
    """The date that a criterion looks from, up to or at; "" for none."""
    if isinstance(node, model.ResponseAt):
        return node.anchor
    found = getattr(node, "period", getattr(node, "when", None))
    return found.anchor if isinstance(found, At | Period) else ""


def _time(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    yield Convention(
        "",
        "A patient is observed until the site's data cut, the last contact or death, whichever "
        "applies first (with a death date the last contact is not looked at); later records are "
        "not used.",
    )
    yield Convention(
        "",
        "Durations are whole days, rounded down: a year is 365.25 days, a month 30.4375, a week 7.",
    )
    if any(_open_ended(node) for node in nodes):
        yield Convention(
            "unfinished windows: not assessable",
            "Where the observation ends inside a window and what happened so far does not settle "
            "the answer, the patient is not assessable; a death settles it.",
        )


def _open_ended(node: Node) -> bool:
    period = _period(node)
    limited = period is not None and period.kind == "after" and period.within is not None
    return limited or isinstance(node, model.ResponseAt)


def _responses(definition: Definition, nodes: tuple[Node, ...]) -> tuple[model.Response, ...]:
    index = definition.index
    first = (index.response,) if index is not None and index.response is not None else ()
    return (*first, *(response for node in nodes for response in model.responses(node)))


def _depth(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    asked = _responses(definition, nodes)
    deep = [one for one in asked if one.level != vocabulary.UNDETECTABLE and one.cutoff < _MMR]
    if asked:
        yield Convention(
            "",
            "Tests of one day are one result: one above the cut-off decides, then one that meets "
            "it. A test that can show neither is left out.",
        )
    if not deep:
        return
    yield Convention(
        "",
        "A low or undetectable result counts only with enough reference copies (ABL1 / GUSB): "
        + ", ".join(
            f"{level.name} {level.abl1_copies:,} / {level.gusb_copies:,}"
            for level in vocabulary.LEVELS
            if level.abl1_copies
        )
        + ".",
    )
    if any(one.percent is not None for one in deep):
        yield Convention(
            "",
            "A cut-off between two of these levels asks for the copies of the deeper one; below "
            "0.001 %, for those of MR5.",
        )
    yield from _unknown_depth(definition, deep)


def _unknown_depth(definition: Definition, deep: list[model.Response]) -> Iterable[Convention]:
    """What is assumed is not verified: `(depth verified)` leaves both of these out."""
    if any(not one.depth_verified for one in deep):
        yield Convention(
            "unknown depth counts",
            "A value or upper bound counts where the copies are not known ('depth not verified').",
        )
        yield _undetectable(definition)


_MMR = next(level.cutoff for level in vocabulary.LEVELS if level.name == "MR3")


def _undetectable(definition: Definition) -> Convention:
    assumed = definition.assume_undetectable
    if not assumed:
        return Convention(
            "undetectable without copies counts for MMR only",
            "'Not detected' without known copies counts for 0.1 % (MMR) and shallower only.",
        )
    level = level_name(assumed)
    return Convention(
        f"assume undetectable = {level}",
        f"'Not detected' without known copies is taken for {level}, and counts for no deeper "
        "cut-off, nor where known copies are too few.",
    )


def _runs(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    runs = [node for node in nodes if isinstance(node, model.SustainedResponse)]
    if not runs:
        return
    for gap in dict.fromkeys(node.gap for node in runs):
        yield Convention(
            f"tests at most {duration_text(gap)} apart",
            f"A longer gap than {duration_words(gap)} between informative tests ends a documented "
            "response; if no test in it was above the cut-off, the response may have gone on, and "
            "where that would change the answer the patient is not assessable.",
        )
    yield Convention(
        "",
        "A response that was there at the first informative test may have begun on the first TKI "
        "day; where that would change the answer the patient is not assessable. One test day alone "
        "documents a length of 0 days.",
    )
    if any(node.tests is not None for node in runs):
        yield Convention(
            "",
            "A response with fewer test days than asked for does not count, however long it may "
            "have been.",
        )
    for gap in dict.fromkeys(node.gap for node in runs if isinstance(node.when, At)):
        yield Convention(
            "",
            f"With no informative test in the {duration_words(gap)} up to the day, the patient is "
            "not assessable.",
        )


def _carried(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    carries = dict.fromkeys(node.carry for node in nodes if isinstance(node, model.ResponseState))
    for carry in carries:
        yield Convention(
            f"states carried forward {duration_text(carry)}",
            f"A state is the latest informative test, carried forward at most "
            f"{duration_words(carry)}; with none the patient is not assessable.",
        )


def _numbers(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    if any(isinstance(node, model.LastTests) for node in nodes):
        yield Convention(
            "",
            "Where fewer informative tests are there than are looked at, the missing ones are "
            "unknown; where the last is too old, the patient is not assessable.",
        )
    if any(isinstance(node, model.AllTests) for node in nodes):
        yield Convention(
            "",
            "A test above the cut-off settles that not all tests show the response; with none, and "
            "with fewer tests than asked for, the patient is not assessable.",
        )
    if any(isinstance(node, model.TestCount) for node in nodes):
        yield Convention("", "No test is a count of zero, and never not assessable.")


def _endpoints(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    kinds = {node.kind for node in nodes if isinstance(node, model.Endpoint)}
    if kinds & {"loss", "confirmed loss"}:
        yield Convention(
            "",
            "A loss is looked for up to the first TKI started again, where the period begins off "
            "treatment or the restart ends an attempt after the anchor.",
        )
    if kinds:
        yield Convention(
            "",
            "A TKI is started again on a day whose eve was TKI-free, after an earlier TKI or "
            "attempt, or where the site reports a restart: a switch is none.",
        )
    if "confirmed loss" in kinds:
        yield Convention(
            "",
            "A last test above the cut-off that no informative test follows confirms nothing.",
        )


_COUNTED = (model.Exposure, model.CurrentExposure, model.AnyExposure)
_TREATMENT = (
    *_COUNTED,
    model.OnDrug,
    model.LineDrug,
    model.LineCount,
    model.StoppedDrug,
    model.StoppedFor,
    model.SwitchedFor,
)


def _exposures(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    if any(isinstance(node, _TREATMENT) for node in nodes):
        yield Convention("", "A patient without any treatment record is not assessable.")
    words = dict.fromkeys(word for node in nodes for word in getattr(node, "drugs", ()))
    for word in words:
        if word in vocabulary.DRUG_CLASSES:
            yield Convention("", f"{word} is {', '.join(vocabulary.DRUG_CLASSES[word])}.")
    counted = [node for node in nodes if isinstance(node, _COUNTED)]
    if counted:
        yield Convention(
            "",
            "Days on a drug run from the first day on it up to, not including, the first day "
            "without it; overlapping records never count twice; an ongoing treatment runs to the "
            "end of the observation.",
        )
    gaps = dict.fromkeys(gap for node in counted if (gap := getattr(node, "gap", None)) is not None)
    for gap in gaps:
        yield Convention(
            f"interruptions up to {duration_text(gap)} bridged",
            f"Interruptions of the drug of at most {duration_words(gap)} are bridged, and the "
            "bridged days count.",
        )


def _lines(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    lines = (model.LineDrug, model.LineCount, model.StoppedFor, model.SwitchedFor)
    if any(isinstance(node, lines) for node in nodes):
        yield Convention(
            "",
            "A TKI line is one ingredient regimen: changes of dose and interruptions stay in the "
            "line, and it ends with its last stop. Interferon and hydroxyurea are no TKI lines.",
        )
    if any(isinstance(node, model.StoppedFor | model.SwitchedFor) for node in nodes):
        yield Convention(
            "",
            "A line that ended without a stated reason ended for none of the reasons asked for.",
        )
    if any(isinstance(node, model.StoppedDrug) for node in nodes):
        yield Convention(
            "",
            "A stop is a day on which no record of the same drug is running: a change of dose is "
            "none.",
        )


def _attributes(definition: Definition, nodes: tuple[Node, ...]) -> Iterable[Convention]:
    kinds = {type(node) for node in nodes}
    if model.Age in kinds:
        yield Convention("age by birth year", "Age is the difference of years: birth years only.")
    if model.RiskScore in kinds:
        yield Convention(
            "scores computed, else as reported",
            "A risk score is computed where all its baseline values are there, else the site's own "
            "group is taken.",
        )
    if model.Transcript in kinds:
        yield Convention(
            "",
            "Where the only other transcript found is an unspecified p210, the patient is not "
            "assessable.",
        )
    if model.AdvancedPhase in kinds:
        yield Convention(
            "",
            "The phase at diagnosis counts as an event of that day; where it is missing and no "
            "later event shows the phase, the patient is not assessable.",
        )
    if model.Laboratory in kinds:
        yield Convention(
            "",
            "A laboratory value is the latest one; other units are converted where they can be. "
            "With no value young enough, or values of one day that disagree on the answer, the "
            "patient is not assessable.",
        )
    if model.HalvingTime in kinds:
        yield Convention(
            "",
            "A BCR::ABL1 that did not fall has a halving time longer than any number; without a "
            "baseline or a value 49 to 133 days after TKI start it is not assessable.",
        )
    if kinds & {model.Event, model.PreviousAttempt, model.Tapered}:
        yield Convention("", "No record of an event means that it did not happen.")


# In the order of docs/semantics.md.
RULES: tuple[Rule, ...] = (
    _index,
    _attempts,
    _anchors,
    _time,
    _depth,
    _runs,
    _carried,
    _numbers,
    _endpoints,
    _exposures,
    _lines,
    _attributes,
)
