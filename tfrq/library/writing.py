"""The text of a definition file: written so that a person's comments and order survive."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import tomlkit
from tomlkit.items import Array

Value = str | tuple[str, ...]

# An array of texts is made of these; tomlkit keeps comments but does not tell whose they are.
TOKEN = re.compile(
    r'(?P<text>"""(?s:.*?)"""|\'\'\'(?s:.*?)\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<comment>#[^\n]*)|(?P<newline>\n)|[^\S\n]+|[\[\],]"
)


@dataclass(frozen=True)
class _Item:
    """An item of an array, the comment lines above it and the comment at its end."""

    text: str
    above: tuple[str, ...] = ()
    beside: str = ""


def updated(raw: str, values: Mapping[str, Value]) -> str:
    """The file with these values: what stays the same is not touched, an empty value goes."""
    document = tomlkit.parse(raw)
    for key, value in values.items():
        if not value:
            document.pop(key, None)
        elif isinstance(value, str):
            if document.get(key) != value:
                document[key] = value
        elif tuple(document.get(key, ())) != value:
            document[key] = _array(document.get(key), value)
    return tomlkit.dumps(document)


def _array(old: object, texts: Sequence[str]) -> Array:
    """A multi-line array of the texts, with the comments of the old one's items that stay."""
    items, below = _items(old.as_string()) if isinstance(old, Array) else ([], ())
    known = {item.text: item for item in items}
    array = tomlkit.array()
    for text in texts:
        item = known.get(text, _Item(text))
        for line in item.above:
            array.add_line(indent="  ", comment=line)
        array.add_line(text, indent="  ", comment=item.beside or None)
    for line in below:
        array.add_line(indent="  ", comment=line)
    array.add_line(indent="")
    return array


def _items(raw: str) -> tuple[list[_Item], tuple[str, ...]]:
    """The items of an array as it is written, and the comment lines after the last one."""
    items: list[_Item] = []
    above: list[str] = []
    same_line = False
    for token in TOKEN.finditer(raw):
        if token["text"]:
            text = tomllib.loads(f"text = {token['text']}")["text"]
            items.append(_Item(text, tuple(above)))
            above, same_line = [], True
        elif token["newline"]:
            same_line = False
        elif token["comment"] and same_line:
            items[-1] = replace(items[-1], beside=_words(token["comment"]))
        elif token["comment"]:
            above.append(_words(token["comment"]))
    return items, tuple(above)


def _words(comment: str) -> str:
    # tomlkit writes the "# " itself.
    return comment.removeprefix("#").strip()
