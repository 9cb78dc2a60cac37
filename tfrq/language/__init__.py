"""Text → model, model → canonical text, model → plain words."""

from tfrq.language.canonical import (
    canonical,
    canonical_index,
    canonical_options,
    canonical_steps,
    fingerprint,
    written_steps,
)
from tfrq.language.conventions import Explanation, conventions, explain
from tfrq.language.defaults import Convention
from tfrq.language.definition import Lookup, NamedText, parse, parse_index
from tfrq.language.phrases import text_of
from tfrq.language.words import words_of

__all__ = [
    "Convention",
    "Explanation",
    "Lookup",
    "NamedText",
    "canonical",
    "canonical_index",
    "canonical_options",
    "canonical_steps",
    "conventions",
    "explain",
    "fingerprint",
    "parse",
    "parse_index",
    "text_of",
    "words_of",
    "written_steps",
]
