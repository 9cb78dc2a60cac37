"""Text → model, model → canonical text, model → plain words."""

from tfrq.language.canonical import (
    canonical,
    canonical_index,
    canonical_options,
    canonical_steps,
    text_of,
    written_steps,
)
from tfrq.language.combine import Lookup, NamedText, parse, parse_index
from tfrq.language.conventions import Convention, Explanation, conventions, explain
from tfrq.language.identity import definition_hash, fingerprint
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
    "definition_hash",
    "explain",
    "fingerprint",
    "parse",
    "parse_index",
    "text_of",
    "words_of",
    "written_steps",
]
