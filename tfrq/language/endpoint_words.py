"""Endpoint → plain words, and the short phrases of a caption (docs/semantics.md §8)."""

from __future__ import annotations

from collections.abc import Iterator

from tfrq import vocabulary
from tfrq.language.word_parts import index_words, when_words
from tfrq.language.words import words_of
from tfrq.model import AFTER_INDEX, Endpoint, Index, Node, TimeToEvent

_AFTER = f", {when_words(AFTER_INDEX)}"
_MMR = next(level.cutoff for level in vocabulary.LEVELS if level.name == "MR3")


def endpoint_words(outcome: TimeToEvent, index: Index | None) -> tuple[str, ...]:
    """What happens, from when on time runs and how it ends without an event: a sentence each."""
    return tuple(_sentences(outcome, index))


def _sentences(outcome: TimeToEvent, index: Index | None) -> Iterator[str]:
    yield f"The event is {_first(outcome.parts)}."
    if outcome.competing:
        yield (
            f"It cannot happen any more after what competes: {_first(outcome.competing)}. "
            "On the same day the event counts."
        )
    start = index_words(index) if index is not None else "the index date"
    if outcome.from_restart:
        yield f"Time runs in days from the first day on a TKI started again, after {start}."
    else:
        yield f"Time runs in days from {start}; only later days count."
    if not any(outcome.responses()):
        yield "Whoever has no event is followed up to the end of the observation."
        yield f"Left out, and counted as such: whoever is not observed beyond {_origin(outcome)}."
        return
    if not outcome.from_restart:
        ends = "" if outcome.names_restart else ", which ends the follow-up"
        yield f"All is looked for up to the first TKI started again, that day included{ends}."
    earliest = ", of several levels at the earliest of their last ones" * _several(outcome)
    yield f"Whoever has no event is followed up to the last informative test{earliest}."
    without = "whoever did not start a TKI again, or has" if outcome.from_restart else "whoever has"
    each = " for one of the levels" * _several(outcome)
    yield f"Left out, and counted as such: {without} no informative test{each} in that time."


def _first(parts: tuple[Node, ...]) -> str:
    """`death`, `the earliest of: death; a transplant`."""
    words = [words_of(part).replace(_AFTER, "") for part in parts]
    return words[0] if len(words) == 1 else f"the earliest of: {'; '.join(words)}"


def _origin(outcome: TimeToEvent) -> str:
    return "that day" if outcome.from_restart else "the index date"


def _several(outcome: TimeToEvent) -> bool:
    return len(tuple(outcome.responses())) > 1


def endpoint_conventions(outcome: TimeToEvent) -> tuple[str, ...]:
    """What a caption says of it, short."""
    return tuple(_short(outcome))


def _short(outcome: TimeToEvent) -> Iterator[str]:
    confirmed = [one for one in outcome.every if _kind(one) == "confirmed loss"]
    dated = {isinstance(one, Endpoint) and one.at_confirmation for one in confirmed}
    if dated:
        days = " or ".join(("second" if late else "first") for late in sorted(dated))
        yield f"a confirmed loss is dated at the {days} test"
    molecular = any(outcome.responses())
    if outcome.from_restart:
        yield "time from the restart"
    elif molecular and not outcome.names_restart:
        yield "a restart ends the follow-up"
    elif molecular:
        yield "looked for up to the restart"
    yield f"censored at the {'last informative test' if molecular else 'end of observation'}"
    if any(_rests_on_depth(one) for one in outcome.every):
        yield "unknown depth counts"


def _kind(part: Node) -> str:
    return part.kind if isinstance(part, Endpoint) else ""


def _rests_on_depth(part: Node) -> bool:
    """Whether tests of unknown depth take part, as in a definition of that level."""
    asked = part.response if isinstance(part, Endpoint) else None
    if asked is None or asked.level == vocabulary.UNDETECTABLE or asked.depth_verified:
        return False
    return asked.cutoff < _MMR
