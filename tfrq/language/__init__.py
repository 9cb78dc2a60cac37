"""Text → model, model → canonical text, model → plain words."""

from tfrq.language.canonical import (
    canonical,
    canonical_index,
    canonical_options,
    canonical_steps,
    text_of,
)
from tfrq.language.combine import parse, parse_index

__all__ = [
    "canonical",
    "canonical_index",
    "canonical_options",
    "canonical_steps",
    "parse",
    "parse_index",
    "text_of",
]
