"""Text → model, model → canonical text, model → plain words."""

from tfrq.language.canonical import (
    canonical,
    canonical_index,
    canonical_options,
    canonical_steps,
    text_of,
    written_steps,
)
from tfrq.language.combine import Lookup, NamedText, parse, parses
from tfrq.language.convention_rules import Convention
from tfrq.language.conventions import Explanation, conventions, explain
from tfrq.language.durations import parse_duration
from tfrq.language.endpoint_words import endpoint_conventions, endpoint_words
from tfrq.language.endpoints import canonical_endpoint, parse_endpoint, same_endpoint
from tfrq.language.identity import definition_hash, fingerprint
from tfrq.language.indexes import parse_index
from tfrq.language.words import words_of

__all__ = [
    "Convention",
    "Explanation",
    "Lookup",
    "NamedText",
    "canonical",
    "canonical_endpoint",
    "canonical_index",
    "canonical_options",
    "canonical_steps",
    "conventions",
    "definition_hash",
    "endpoint_conventions",
    "endpoint_words",
    "explain",
    "fingerprint",
    "parse",
    "parse_duration",
    "parse_endpoint",
    "parse_index",
    "parses",
    "same_endpoint",
    "text_of",
    "words_of",
    "written_steps",
]
