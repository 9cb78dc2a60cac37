"""What the plain words of several criteria have in common: lengths, levels, dates, lists."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tfrq import vocabulary
from tfrq.language.quantities import plain
from tfrq.language.spelling import duration_text, level_name
from tfrq.model import At, Comparison, Duration, Index, Period, Point, Response

_OPERATORS = {
    ">=": "at least",
    ">": "more than",
    "<=": "at most",
    "<": "less than",
    "=": "exactly",
}
ANCHORS_IN_WORDS = {
    "index": "the index date",
    "diagnosis": "diagnosis",
    "TKI start": "the first day of any TKI",
    "de-escalation": "de-escalation",
}
_ATTEMPT = "the first TKI-free day of the {} attempt at treatment-free remission"
_INDEXES = {
    "diagnosis": "the date of diagnosis",
    "TKI start": "the first day of any TKI",
    "first TFR attempt": _ATTEMPT.format("first"),
    "second TFR attempt": _ATTEMPT.format("second"),
    "third TFR attempt": _ATTEMPT.format("third"),
    "last TFR attempt": _ATTEMPT.format("last"),
    "each TFR attempt": "the first TKI-free day of every attempt at treatment-free remission, "
    "one row per attempt",
    "first de-escalation": "the de-escalation date of the first attempt that has one",
    "data cut": "the last day of observation of living patients who were seen within 12 months "
    "(365 days) of their site's data cut: who is eligible today",
}


def index_words(index: Index | None) -> str:
    """What date each patient is judged at."""
    if index is None:
        return "no index date: each patient's whole record is looked at"
    if index.response is not None:
        return f"the first day that shows {response_words(index.response)}"
    return _INDEXES[index.kind]


def response_words(response: Response) -> str:
    """`MR4.5 (BCR::ABL1 at most 0.0032 %)`, with what the assay has to show."""
    if response.level == vocabulary.UNDETECTABLE:
        copies = (
            f" in at least {response.copies:,} reference copies"
            if response.copies
            else " in any number of reference copies"
        )
        return f"undetectable BCR::ABL1{copies}"
    verified = "depth of the test verified" if response.depth_verified else ""
    percent = f"BCR::ABL1 {_OPERATORS[response.operator]} {plain(response.cutoff)} % IS"
    if response.level:
        return f"{level_name(response.level)} ({', '.join(filter(None, (percent, verified)))})"
    return f"{percent} ({verified})" if verified else percent


def duration_words(duration: Duration) -> str:
    """`2 years (730 days)`."""
    text = duration_text(duration)
    return text if duration.unit == "days" else f"{text} ({duration.days:,} days)"


def value_words(value: Duration | Decimal | Point) -> str:
    """A length, a number or a date, as it was written."""
    if isinstance(value, Duration):
        return duration_words(value)
    return plain(value) if isinstance(value, Decimal) else value.text


def comparison_words(comparison: Comparison[Any]) -> str:
    """`at least 2 years (730 days)`, `from 18 to 65 (both included)`."""
    if comparison.upper is not None:
        least, most = value_words(comparison.value), value_words(comparison.upper)
        return f"from {least} to {most} (both included)"
    return f"{_OPERATORS[comparison.operator]} {value_words(comparison.value)}"


def when_words(when: At | Period, *, days: bool = False) -> str:
    """Where a criterion looks. `days`: it counts days on a drug, which end before the anchor."""
    if isinstance(when, At):
        return f"on {ANCHORS_IN_WORDS[when.anchor]}"
    if when.kind == "ever":
        return "at any time in the whole record"
    anchor = ANCHORS_IN_WORDS[when.anchor]
    if when.within is not None:
        return f"within {duration_words(when.within)} {when.kind} {anchor}"
    return f"{when.kind} {anchor}" if when.kind == "after" or days else f"on or before {anchor}"


def either(words: tuple[str, ...]) -> str:
    """`imatinib, dasatinib or nilotinib`."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]


def any_drug(words: tuple[str, ...]) -> str:
    """`imatinib or any 2G TKI`: drugs by name, any of a class."""
    named = (f"any {word}" if word in vocabulary.DRUG_CLASSES else word for word in words)
    return either(tuple(named))
