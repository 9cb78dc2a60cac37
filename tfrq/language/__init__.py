"""Text → model, model → canonical text, model → plain words."""

from tfrq.language.canonical import (
    canonical,
    canonical_index,
    canonical_options,
    canonical_steps,
    text_of,
)
from tfrq.language.combine import parse, parse_index
from tfrq.language.conventions import Convention, Explanation, conventions, explain
from tfrq.language.words import words_of

__all__ = [
    "Convention",
    "Explanation",
    "canonical",
    "canonical_index",
    "canonical_options",
    "canonical_steps",
    "conventions",
    "explain",
    "parse",
    "parse_index",
    "text_of",
    "words_of",
]
