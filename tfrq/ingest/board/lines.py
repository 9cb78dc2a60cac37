"""A fact as a line of JSON, and back.

What people write (a reason) is one line without control characters on the way
in and on the way out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from tfrq.errors import DataError
from tfrq.ingest.board.facts import KINDS, Entry, Fact, Uploaded
from tfrq.printable import one_line


def to_line(entry: Entry) -> str:
    """The entry as one line of JSON, with its end."""
    content = {"at": stamp(entry.at), "fact": entry.fact.kind, **asdict(entry.fact)}
    return json.dumps(_clean(content), ensure_ascii=False) + "\n"


def stamp(moment: datetime) -> str:
    """A moment in UTC, to the second, in ISO form."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_line(line: str) -> Entry:
    """The entry that a line tells of; a DataError says what is wrong with it."""
    try:
        content = _clean(json.loads(line))
        at = datetime.fromisoformat(content.pop("at"))
        kind = KINDS[content.pop("fact")]
        if at.utcoffset() is None:
            raise DataError("its time has no zone")
        return Entry(at.astimezone(UTC), _fact(kind, content))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise DataError("it tells of no fact that is known here") from None


def _fact(kind: type[Fact], content: Mapping[str, Any]) -> Fact:
    if kind is Uploaded:
        # Lines of before have a list of names and hashes, and a number of patients.
        kept = {name: value for name, value in content.items() if name != "patients"}
        files = kept.pop("files")
        return Uploaded(len(files) if isinstance(files, list) else files, **kept)
    return kind(**content)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list | tuple) else value
