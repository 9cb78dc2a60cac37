"""One table of a mapping file, its keys read by type; what is wrong is told with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tfrq.errors import DefinitionError, nearest

PAGE = "docs/mapping.md says what every key means"


@dataclass(frozen=True)
class Entry:
    """A TOML table. `where` is its place as messages name it: `se01.toml, [[files]] 1, pcr`."""

    content: Mapping[str, Any]
    where: str

    def refuse(self, what: str, hint: str = PAGE) -> DefinitionError:
        """The error that says `what` is wrong at this place."""
        return DefinitionError(f"{self.where}: {what}", hint=hint)

    def unknown(self, what: str, word: str, known: Iterable[str]) -> DefinitionError:
        """The error of a word that is none of the known ones, with the nearest of them."""
        return self.refuse(f"{what} '{word}'", suggestion(word, known))

    def only(self, known: Iterable[str]) -> None:
        """Refuse every key that is not among the known ones."""
        for key in self.content:
            if key not in known:
                raise self.unknown("unknown key", key, known)

    def under(self, *names: str) -> str:
        """The place of something inside this table."""
        return ", ".join((self.where, *names))

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty; without a default it has to be there."""
        value = self._value(key, default)
        if not isinstance(value, str) or (key in self.content and not value.strip()):
            raise self.refuse(f"'{key}' is not a text", f'write {key} = "…"')
        return value

    def truth(self, key: str) -> bool:
        """true or false; false where it is left out."""
        value = self.content.get(key, False)
        if not isinstance(value, bool):
            raise self.refuse(f"'{key}' is neither true nor false", "write it without quotes")
        return value

    def whole(self, key: str, default: int, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        value = self.content.get(key, default)
        if type(value) is not int or not least <= value <= most:
            raise self.refuse(
                f"'{key}' is not a whole number from {least} to {most}", "write it without quotes"
            )
        return value

    def day(self, key: str) -> date | None:
        """A day, written as TOML writes one; None where it is left out."""
        value = self.content.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self.refuse(f"'{key}' is not a date", f"write {key} = 2024-12-31, without quotes")
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts."""
        value = self.content.get(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            raise self.refuse(f"'{key}' is not a list of texts", f'write {key} = ["…", "…"]')
        return tuple(value)

    def words(self, key: str) -> dict[str, str]:
        """A table of texts: text of the source → what it means."""
        value = self.content.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise self.refuse(f"'{key}' is not a table of texts", f'write {key} = {{ "…" = "…" }}')
        return value

    def section(self, key: str) -> Entry:
        """A table inside this one; an empty one where it is left out."""
        value = self.content.get(key, {})
        if not isinstance(value, dict):
            raise self.refuse(f"'{key}' is not a table", PAGE)
        return Entry(value, self.under(key))

    def sections(self, key: str) -> list[Entry]:
        """The entries of a list of tables: `[[key]]`, numbered from 1."""
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.refuse(f"'{key}' is not a list of entries", f"begin each with [[{key}]]")
        return [
            Entry(one, self.under(f"[[{key}]] {number}")) for number, one in enumerate(value, 1)
        ]

    def _value(self, key: str, default: Any) -> Any:
        if key not in self.content and default is None:
            raise self.refuse(f"'{key}' is missing", PAGE)
        return self.content.get(key, default)


def suggestion(word: str, known: Iterable[str]) -> str:
    """A hint: the known word that begins with this one, the nearest one, or all of them."""
    names = tuple(known)
    # Of a letter or two (a sex, say) nobody knows what they stand for.
    begun = word.lower() if len(word) > 2 else "-"
    longer = [name for name in names if name.lower().startswith(begun)]
    near = min(longer, key=len) if longer else nearest(word, names)
    return f"did you mean '{near}'?" if near else f"known here: {', '.join(names)}"


def folded(text: str) -> str:
    """A text as texts are compared: capitals and runs of spaces make no difference."""
    return " ".join(text.split()).casefold()
