"""What a definition may be called, and whether a text looks more like a name or a definition."""

from __future__ import annotations

import re

from tfrq import vocabulary
from tfrq.errors import UsageError
from tfrq.language import parses

NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
# A name is also the name of a file; every file system takes this many characters.
LONGEST_NAME = 64
SHAPE_HINT = "a name has lower-case letters, digits and hyphens, as in 'euro-ski'"


def check_name(name: str) -> None:
    """Refuse what cannot be a name, or could be read as the text of a definition."""
    if not NAME.fullmatch(name):
        near = slug(name)
        hint = f"{SHAPE_HINT}; perhaps '{near}'" if NAME.fullmatch(near) else SHAPE_HINT
        raise UsageError(f"{shown(name)} cannot be the name of a definition", hint=hint)
    if len(name) > LONGEST_NAME:
        raise UsageError(
            f"the name {shown(name)} has {len(name)} characters",
            hint=f"a name has at most {LONGEST_NAME}",
        )
    if parses(name):
        raise UsageError(
            f"'{name}' cannot be a name, because it is itself a definition",
            hint="'tfrq count' could not tell the two apart; choose a longer name",
        )


def slug(text: str) -> str:
    """The text in the shape of a name, as far as that goes."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:LONGEST_NAME]


def shown(name: str) -> str:
    """The name in quotes, cut and with nothing in it that could disturb a terminal."""
    cut = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
    return f"'{cut}'" if cut.isprintable() and "'" not in cut else ascii(cut)


def looks_like_name(text: str) -> bool:
    """Whether an unknown text was more likely meant as a name: one word, and none of the words
    that definitions are made of."""
    return bool(re.fullmatch(r"[\w-]+", text)) and text.lower() not in _words()


def _words() -> set[str]:
    drugs = [word for drug in vocabulary.DRUGS for word in (drug.name, *drug.synonyms)]
    levels = [level.name for level in vocabulary.LEVELS]
    others = (
        *vocabulary.DRUG_CLASSES,
        *vocabulary.LEVEL_SYNONYMS,
        *vocabulary.UNDETECTABLE_SYNONYMS,
        *vocabulary.TRANSCRIPTS,
        *vocabulary.TRANSCRIPT_SYNONYMS,
        *vocabulary.SCORES,
        *vocabulary.PHASES,
        *vocabulary.EVENTS,
        *vocabulary.MARKERS,
    )
    return {word.lower() for word in (*drugs, *levels, *others)}
