"""Which lake, folder of definitions, release and smallest cell: flags, environment, files.

Order: flags > TFRQ_* > tfrq.toml found upward from the working folder > the user's own tfrq.toml
(XDG) > ./sample-lake and ./queries. With no lake among these there is none: nobody counts
synthetic patients by accident.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tfrq.errors import UsageError, nearest

FILE_NAME = "tfrq.toml"
KEYS = ("lake", "queries", "release", "min-cell")
PATH_KEYS = ("lake", "queries")
SAMPLE = "sample"  # `--lake sample` is the synthetic lake in the package


@dataclass(frozen=True)
class Value:
    """A setting and where it was found, for messages."""

    text: str
    origin: str


@dataclass(frozen=True)
class Settings:
    """What was found. `lake` and `queries` are None where nothing names them; `release` is ""
    for the one in force; `min_cell` is None where nobody tightened the lake's policy."""

    lake: Path | None
    queries: Path | None
    release: str
    min_cell: int | None


def settings(flags: Mapping[str, str | None] | None = None) -> Settings:
    """Resolve every setting; `flags` has the names of KEYS and wins where a value is given."""
    layers = list(_layers(flags or {}))
    found = {key: _first(key, layers) for key in KEYS}
    return Settings(
        lake=_lake(found["lake"]),
        queries=_folder(found["queries"], "queries"),
        release=found["release"].text if found["release"] else "",
        min_cell=_min_cell(layers),
    )


def shipped(folder: str) -> Path | None:
    """The package's own `queries` or `sample-lake`: inside the wheel, or beside the package in a
    checkout, whose editable install does not copy them."""
    package = Path(__file__).resolve().parent
    candidates = (package / "_shipped" / folder, package.parent / folder)
    return next((path for path in candidates if path.is_dir()), None)


def _layers(flags: Mapping[str, str | None]) -> Iterator[dict[str, Value]]:
    yield {key: Value(text, f"--{key}") for key, text in flags.items() if text is not None and text}
    yield dict(_environment())
    for path in (_file_upward(), _user_file()):
        if path is not None:
            yield _read(path)


def _environment() -> Iterator[tuple[str, Value]]:
    for key in KEYS:
        name = "TFRQ_" + key.upper().replace("-", "_")
        if os.environ.get(name):
            yield key, Value(os.environ[name], name)


def _file_upward() -> Path | None:
    try:
        here = Path.cwd()
    except FileNotFoundError as error:
        raise UsageError("the working folder no longer exists", hint="cd to another") from error
    candidates = (folder / FILE_NAME for folder in (here, *here.parents))
    return next((path for path in candidates if _is_file(path)), None)


def _user_file() -> Path | None:
    # Cron may set neither variable, and then there is no user configuration.
    base = os.environ.get("XDG_CONFIG_HOME")
    if not base and os.environ.get("HOME"):
        base = str(Path(os.environ["HOME"]) / ".config")
    path = Path(base) / "tfrq" / FILE_NAME if base else None
    return path if path is not None and _is_file(path) else None


def _is_file(path: Path) -> bool:
    # A folder that may not be looked into holds no configuration for this user.
    try:
        return path.is_file()
    except OSError:
        return False


def _read(path: Path) -> dict[str, Value]:
    # Only those who have a file pay for the import.
    import tomllib

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}") from error
    except RecursionError as error:
        raise UsageError(f"cannot read {path}: too deeply nested") from error
    return {key: Value(_text(path, key, value), str(path)) for key, value in table.items()}


def _text(path: Path, key: str, value: Any) -> str:
    if key not in KEYS:
        near = nearest(key, KEYS)
        hint = f"did you mean '{near}'?" if near else f"it may hold {', '.join(KEYS)}"
        raise UsageError(f"{path} has an unknown key '{key}'", hint=hint)
    wanted = int if key == "min-cell" else str
    if type(value) is not wanted or value == "":
        kind = "a whole number" if wanted is int else "text"
        raise UsageError(f"{path}: '{key}' must be {kind}")
    # A path in a file is meant from where the file is, not from where somebody stands.
    if key in PATH_KEYS and (key, value) != ("lake", SAMPLE):
        return str(path.parent / _expanded(Value(str(value), str(path))))
    return str(value)


def _first(key: str, layers: list[dict[str, Value]]) -> Value | None:
    return next((layer[key] for layer in layers if key in layer), None)


def _lake(value: Value | None) -> Path | None:
    if value is None or value.text != SAMPLE:
        return _folder(value, "sample-lake")
    path = shipped("sample-lake")
    if path is None:
        raise UsageError("this installation has no sample lake", hint="name a lake with --lake DIR")
    return path


def _folder(value: Value | None, default: str) -> Path | None:
    if value is not None:
        return _expanded(value)
    return Path(default) if Path(default).is_dir() else None


def _expanded(value: Value) -> Path:
    try:
        return Path(value.text).expanduser()
    except RuntimeError as error:
        raise UsageError(f"{value.origin}: nobody has the home folder {value.text}") from error


def _min_cell(layers: list[dict[str, Value]]) -> int | None:
    """The first that was given; it may not loosen what a layer below it asks for."""
    given = [layer["min-cell"] for layer in layers if "min-cell" in layer]
    numbers = [_whole(value) for value in given]
    if numbers and numbers[0] < max(numbers):
        strictest = given[numbers.index(max(numbers))]
        raise UsageError(
            f"min-cell {numbers[0]} ({given[0].origin}) would loosen the "
            f"{strictest.text} of {strictest.origin}",
            hint="min-cell can be raised, not lowered",
        )
    return numbers[0] if numbers else None


def _whole(value: Value) -> int:
    if not re.fullmatch("0*[1-9][0-9]{0,8}", value.text):
        raise UsageError(
            f"min-cell must be a whole number from 1, not '{value.text}' ({value.origin})"
        )
    return int(value.text)
