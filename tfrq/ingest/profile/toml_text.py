"""Texts of files as TOML: quoted so that nothing in them can end a line or a string."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tfrq.printable import one_line

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_BARE = re.compile(r"[A-Za-z0-9_-]+")
WIDTH = 96

Value = str | int | bool | tuple[str, ...]


def quoted(text: str) -> str:
    """A basic string. What cannot be printed is escaped, so that a reader sees that it is there."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def value(given: Value) -> str:
    """A text, number, truth or list of texts."""
    if isinstance(given, str):
        return quoted(given)
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, int):
        return str(given)
    return f"[{', '.join(map(quoted, given))}]"


def key(name: str) -> str:
    """A key, quoted only where it has to be."""
    return name if _BARE.fullmatch(name) else quoted(name)


def line(name: str, given: Value) -> str:
    """`name = value`."""
    return f"{key(name)} = {value(given)}"


def entry(text: str, given: str) -> str:
    """A text of a file and what it means: both quoted, so that they are seen to be texts."""
    return f"{quoted(text)} = {quoted(given)}"


def inline(keys: Mapping[str, Value]) -> str:
    """A table in one line."""
    return "{ " + ", ".join(line(name, given) for name, given in keys.items()) + " }"


def comment(text: str, indent: str = "") -> list[str]:
    """A sentence as lines of comment, whatever is in it."""
    lines = [f"#{indent}"]
    for word in one_line(text).split(" "):
        if len(lines[-1]) + len(word) >= WIDTH and len(lines[-1]) > len(indent) + 1:
            lines.append(f"#{indent} ")
        lines[-1] += f" {word}" if not lines[-1].endswith(" ") else word
    return lines


def open_lines(lines: Iterable[str], why: str = "") -> list[str]:
    """Lines that somebody has to decide on: they hold when the # before them is taken away."""
    return [f"# {one}" + (f"  # {one_line(why)}" if why else "") for one in lines]
