"""How far a site is: its phase follows from its history, fact by fact.

A fact moves the phase forward and never back. A person may set any phase, back as well; only a
person puts a site on hold, and only a person ends that.
"""

from __future__ import annotations

from tfrq.ingest.board.facts import (
    Added,
    Advanced,
    Drafted,
    Fact,
    Found,
    Published,
    Tried,
    Uploaded,
)
from tfrq.vocabulary import SITE_STATUSES

ON_HOLD, TRANSFERRING, AWAITING, MAPPING, FINALISING, FINALISED = SITE_STATUSES
FIRST = TRANSFERRING


def phase_after(phase: str, fact: Fact) -> str:
    """The phase of a site that was in `phase` when this happened."""
    if isinstance(fact, Advanced | Found):
        return fact.phase
    reached = _reached(fact)
    if phase == ON_HOLD or rank(reached) < rank(phase):
        return phase
    return reached


def rank(phase: str) -> int:
    """0 for on hold, up to 5 for finalised."""
    return SITE_STATUSES.index(phase)


def _reached(fact: Fact) -> str:
    if isinstance(fact, Tried):
        return FINALISING if fact.publishable else MAPPING
    return _REACHED.get(type(fact), FIRST)


_REACHED: dict[type[Fact], str] = {
    Added: TRANSFERRING,
    Uploaded: AWAITING,
    Drafted: MAPPING,
    Published: FINALISED,
}
