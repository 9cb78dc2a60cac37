"""One definition file: reading it, with errors that name the line, and what it holds."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tfrq import language, model
from tfrq.errors import DefinitionError, Span, UsageError, nearest
from tfrq.library.published import Published, published

TEXT_KEYS = ("title", "source", "index")
LIST_KEYS = ("criteria", "options", "readings", "not_represented")
KEYS = (*TEXT_KEYS, *LIST_KEYS, "published")


@dataclass(frozen=True)
class NamedDefinition:
    """What a definition file says. `criteria` has one text per step; `readings` are choices of
    reading that the source leaves open; `not_represented` is what the source asks for and the
    definition does not; `published` is what it reports. `definition` is what the criteria, index
    and options mean."""

    name: str
    path: Path
    read_only: bool
    title: str
    source: str
    index: str
    criteria: tuple[str, ...]
    options: tuple[str, ...]
    readings: tuple[str, ...]
    not_represented: tuple[str, ...]
    published: tuple[Published, ...]
    definition: model.Definition


def read(path: Path, *, read_only: bool) -> NamedDefinition:
    """Read a definition file. Raises DefinitionError naming the file, with a caret into the
    criterion at fault."""
    raw = _content(path)
    table = _table(path, raw)
    for key, value in table.items():
        _check(path, raw, key, value)
    if not table.get("criteria"):
        raise DefinitionError(
            f"{path} has no criteria", hint='write criteria = ["MR4 for >= 2 years"]'
        )
    text = {key: str(table.get(key, "")) for key in TEXT_KEYS}
    lists = {key: tuple(map(str, table.get(key, ()))) for key in LIST_KEYS}
    return NamedDefinition(
        name=path.stem,
        path=path,
        read_only=read_only,
        title=text["title"],
        source=text["source"],
        index=text["index"],
        criteria=lists["criteria"],
        options=lists["options"],
        readings=lists["readings"],
        not_represented=lists["not_represented"],
        published=published(table.get("published", []), f"{path}{_line_of_key(raw, 'published')}"),
        definition=_parsed(path, raw, text["index"], lists),
    )


def atomic(path: Path, content: bytes) -> None:
    """Write a whole file or, on any failure, leave what was there. What is no regular file
    (/dev/stdout, a named pipe) is written to directly."""
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(content)
            return
        _write_through(temporary, content)
        temporary.replace(target)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    finally:
        temporary.unlink(missing_ok=True)


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DefinitionError(f"{path} is not UTF-8 text") from error
    except OSError as error:
        raise DefinitionError(f"cannot read {path}: {error.strerror}") from error


def _table(path: Path, raw: str) -> dict[str, Any]:
    try:
        return tomllib.loads(raw, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{path} is not valid TOML: {error}") from error


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


def _parsed(
    path: Path, raw: str, index: str, lists: dict[str, tuple[str, ...]]
) -> model.Definition:
    text = "\n".join(lists["criteria"])
    try:
        return language.parse(text, index=index, options=lists["options"])
    except DefinitionError as error:
        raise _in_file(path, raw, error) from error


def _in_file(path: Path, raw: str, error: DefinitionError) -> DefinitionError:
    """The same error with the file, the line of it, and of the text only that line: its number
    within the definition would be mistaken for the one in the file."""
    source, span, place = error.source, error.span, str(path)
    if source is not None and span is not None:
        first = source.rfind("\n", 0, span.start) + 1
        source = source[first:].partition("\n")[0]
        span = Span(span.start - first, min(span.end - first, len(source)))
        position = raw.find(source)
        place += f":{_line_at(raw, position)}" if source and position >= 0 else ""
    return DefinitionError(f"{place}: {error.message}", hint=error.hint, span=span, source=source)
