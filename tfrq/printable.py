"""Text from files and people that cannot disturb a terminal, a listing or a line of a log."""

from __future__ import annotations


def harmless(text: str) -> str:
    """The text without control characters, which could move a cursor or change a colour; lines
    stay lines."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character == "\n" else " " for character in text
    )


def one_line(text: str) -> str:
    """The text in one line, without control characters and without more than one space at once."""
    return " ".join(harmless(text).split())
