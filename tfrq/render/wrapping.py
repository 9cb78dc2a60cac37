"""Text in lines of so many columns of a screen."""

from __future__ import annotations

from collections.abc import Sequence

UNLIMITED = 1_000_000_000  # columns: wider than any result, so that nothing is wrapped


def width_of(text: str) -> int:
    """Columns on a screen."""
    if text.isascii():
        return len(text)
    # Only a text with other letters needs to know how wide they are.
    from rich.cells import cell_len

    return cell_len(text)


def wrapped(text: str, width: int, separator: str = " ", *, fold: bool = True) -> list[str]:
    """The text in lines of at most `width`, broken after separators; with `fold` a part that is
    longer by itself is broken too. Spaces that a text begins with begin its other lines."""
    indent = " " * (len(text) - len(text.lstrip(" "))) if separator == " " else ""
    lines = []
    for line in text.split("\n"):
        first, *others = line.removeprefix(indent).split(separator)
        joined = [indent + first]
        for part in others:
            if width_of(joined[-1] + separator + part + separator.rstrip()) > width:
                joined[-1] += separator.rstrip()
                joined.append(indent + part)
            else:
                joined[-1] += separator + part
        lines += [piece for one in joined for piece in (_folded(one, width) if fold else [one])]
    return lines


def _folded(text: str, width: int) -> list[str]:
    pieces = []
    while width_of(text) > width > 0:
        piece = _beginning(text, width)
        pieces.append(piece)
        text = text[len(piece) :]
    return [*pieces, text]


def _beginning(text: str, width: int) -> str:
    piece = text[:width]
    while width_of(piece) > width and len(piece) > 1:
        piece = piece[:-1]
    return piece


def cut(text: str, width: int, sign: str) -> str:
    """The text, or as much of its beginning as fits before a sign that says so."""
    if width_of(text) <= width:
        return text
    return _beginning(text, width - width_of(sign)).rstrip() + sign


def shrunk(widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths of columns that fit into the room: the widest give way first, none below its least
    (the room may then be too small)."""
    found = list(widths)
    while sum(found) > room:
        spare = [place for place, width in enumerate(found) if width > least[place]]
        if not spare:
            break
        found[max(spare, key=found.__getitem__)] -= 1
    return found
