"""Text for terminals and files that carry ASCII only."""

from __future__ import annotations

SIGNS = {
    "≥": ">=",
    "≤": "<=",
    "×": "x",
    "·": "|",
    "–": "-",
    "—": "-",
    "−": "-",
    "─": "-",
    "→": "->",
    "↑": "^",
    "↓": "v",
    "…": "...",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "µ": "u",
    "μ": "u",
    "γ": "gamma",
    "α": "alfa",
}


def to_ascii(text: str) -> str:
    """The text in ASCII: signs in words, letters without accents, `?` for what is left."""
    if text.isascii():
        return text
    # Needed by nobody whose terminal knows UTF-8.
    import unicodedata

    spelled = "".join(SIGNS.get(character, character) for character in text)
    letters = (
        character
        for character in unicodedata.normalize("NFKD", spelled)
        if not unicodedata.combining(character)
    )
    return "".join(character if character.isascii() else "?" for character in letters)
