"""One definition file: reading it, with errors that name the line, and what it holds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tfrq import language, model
from tfrq.errors import DefinitionError, Span, nearest
from tfrq.library.published import Published, published
from tfrq.printable import one_line

TEXT_KEYS = ("title", "source", "index", "endpoint")
LIST_KEYS = ("criteria", "options", "readings", "not_represented")
KEYS = (*TEXT_KEYS, *LIST_KEYS, "published")


@dataclass(frozen=True)
class NamedDefinition:
    """What a definition file says. `criteria` has one text per step; `readings` are choices of
    reading that the source leaves open; `not_represented` is what the source asks for and the
    definition does not; `published` is what it reports. `definition` is what the criteria, index
    and options mean, `outcome` what the endpoint means (None where there is none)."""

    name: str
    path: Path
    read_only: bool
    title: str
    source: str
    index: str
    endpoint: str
    criteria: tuple[str, ...]
    options: tuple[str, ...]
    readings: tuple[str, ...]
    not_represented: tuple[str, ...]
    published: tuple[Published, ...]
    definition: model.Definition
    outcome: model.TimeToEvent | None


# Text, index and options → what they mean.
Parse = Callable[[str, str, tuple[str, ...]], model.Definition]


def read(path: Path, *, read_only: bool, parse: Parse) -> NamedDefinition:
    """Read a definition file. Raises DefinitionError naming the file, with a caret into the
    criterion at fault."""
    raw = _content(path)
    table = _checked(path, raw)
    text = {key: one_line(str(table.get(key, ""))) for key in TEXT_KEYS}
    lists = {key: tuple(map(str, table.get(key, ()))) for key in LIST_KEYS}
    try:
        definition = parse("\n".join(lists["criteria"]), text["index"], lists["options"])
    except DefinitionError as error:
        raise _in_file(path, raw, error) from error
    try:
        outcome = endpoint_of(text["endpoint"], definition)
    except DefinitionError as error:
        raise _in_file(path, raw, error, "endpoint") from error
    return NamedDefinition(
        name=path.stem,
        path=path,
        read_only=read_only,
        title=text["title"],
        source=text["source"],
        index=text["index"],
        endpoint=text["endpoint"],
        criteria=lists["criteria"],
        options=lists["options"],
        readings=tuple(map(one_line, lists["readings"])),
        not_represented=tuple(map(one_line, lists["not_represented"])),
        published=published(table.get("published", []), f"{path}{_line_of_key(raw, 'published')}"),
        definition=definition,
        outcome=outcome,
    )


def endpoint_of(text: str, definition: model.Definition) -> model.TimeToEvent | None:
    """What the endpoint of a definition means; None where there is none. Raises DefinitionError,
    also where the definition has no date that an endpoint could come after."""
    if not text:
        return None
    outcome = language.parse_endpoint(text)
    if definition.index is None:
        raise DefinitionError(
            "an endpoint is what comes after the index, and the definition has none",
            hint='index = "first TFR attempt" (or --index "first TFR attempt")',
            span=Span(0, len(text)),
            source=text,
        )
    return outcome


def named_text(path: Path) -> language.NamedText:
    """What stands for a definition where another one names it: criteria and options, no index."""
    table = _checked(path, _content(path))
    return language.NamedText("\n".join(table["criteria"]), tuple(table.get("options", ())))


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DefinitionError(f"{path} is not UTF-8 text") from error
    except OSError as error:
        raise DefinitionError(f"cannot read {path}: {error.strerror}") from error


def _checked(path: Path, raw: str) -> dict[str, Any]:
    """What the file holds, every key known and of its type, with at least one criterion."""
    try:
        table = tomllib.loads(raw, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{path} is not valid TOML: {error}") from error
    except RecursionError as error:
        raise DefinitionError(f"{path} is not valid TOML: too deeply nested") from error
    for key, value in table.items():
        _check(path, raw, key, value)
    if not table.get("criteria"):
        raise DefinitionError(
            f"{path} has no criteria", hint='write criteria = ["MR4 for >= 2 years"]'
        )
    return table


def _check(path: Path, raw: str, key: str, value: Any) -> None:
    place = f"{path}{_line_of_key(raw, key)}"
    if key not in KEYS:
        near = nearest(key, KEYS)
        hint = f"did you mean '{near}'?" if near else f"a definition has {', '.join(KEYS)}"
        raise DefinitionError(f"{place}: unknown key '{key}'", hint=hint)
    if key in TEXT_KEYS and not isinstance(value, str):
        raise DefinitionError(f"{place}: '{key}' must be text in quotes")
    if key in LIST_KEYS and not _is_list_of_text(value):
        raise DefinitionError(f"{place}: '{key}' must be a list of texts in quotes")


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _line_of_key(raw: str, key: str) -> str:
    found = re.search(rf"^\s*\[{{0,2}}[\"']?{re.escape(key)}\b", raw, re.MULTILINE)
    return f":{_line_at(raw, found.end())}" if found else ""


def _line_at(raw: str, position: int) -> int:
    return raw.count("\n", 0, position) + 1


def _in_file(path: Path, raw: str, error: DefinitionError, key: str = "") -> DefinitionError:
    """The same error with the file, the line of it (of a key, where it is one text), and of the
    text only that line: its number within the definition would be mistaken for the one in the
    file."""
    source, span, place = error.source, error.span, str(path)
    if source is not None and span is not None:
        first = source.rfind("\n", 0, span.start) + 1
        source = source[first:].partition("\n")[0]
        span = Span(span.start - first, min(span.end - first, len(source)))
        position = raw.find(source)
        place += f":{_line_at(raw, position)}" if source and position >= 0 and not key else ""
    place += _line_of_key(raw, key) if key else ""
    return DefinitionError(f"{place}: {error.message}", hint=error.hint, span=span, source=source)
