"""The text of a definition file: written so that a person's comments and order survive."""

from __future__ import annotations

from collections.abc import Mapping

import tomlkit
from tomlkit.items import Array

Value = str | tuple[str, ...]


def updated(raw: str, values: Mapping[str, Value]) -> str:
    """The file with these values: nothing else of it is touched, and an empty value is left out."""
    document = tomlkit.parse(raw)
    for key, value in values.items():
        if value:
            document[key] = value if isinstance(value, str) else _array(value)
    return tomlkit.dumps(document)


def _array(texts: tuple[str, ...]) -> Array:
    """One text a line."""
    array = tomlkit.array()
    for text in texts:
        array.add_line(text, indent="  ")
    array.add_line(indent="")
    return array
