"""Events in rows: one entry for each kind of record that their words make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tfrq.ingest.profile import naming, synonyms
from tfrq.ingest.profile.entries import Choice, Entry

ATTEMPT, _TFR = "TFR attempt", "tfr"
# Events of which the lake keeps more than the day.
_MORE: Mapping[str, tuple[str, ...]] = {"restart": ("drug", "reason"), "death": ("cause",)}


def split(entry: Entry) -> tuple[list[Entry], list[str]]:
    """An entry of events as several, by the texts of its event column, and sentences on texts that
    are in none of them. Attempts at treatment-free remission go into their own table."""
    event, date = entry.choice("event"), entry.choice("event_date")
    if entry.table != "events" or event is None or date is None:
        return [entry], []
    meanings = _meanings(event)
    if not any(meanings.values()):
        return [entry], []
    found = [
        *_simple(entry, event, date, meanings),
        *_with_more(entry, event, date, meanings),
        *_attempts(entry, event, date, meanings),
    ]
    unknown = [text for text, meaning in meanings.items() if not meaning]
    shown = [text for text in meanings if text in event.part.column.known]
    return found, list(_unread(event, unknown, event.part.column.rarer - len(shown)))


def _meanings(event: Choice) -> dict[str, str]:
    """Text (or code of a data dictionary) → event, "" where it is not known."""
    column = event.part.column
    said = column.choices or {value.text: value.text for value in column.values}
    rare = {} if column.choices else {text: _meaning(text) for text in column.known}
    return {text: _meaning(label) for text, label in said.items()} | {
        text: meaning for text, meaning in rare.items() if meaning
    }


def _meaning(label: str) -> str:
    if synonyms.lake_value("attempt", label) or _TFR in naming.words(label):
        return ATTEMPT
    return synonyms.lake_value("event", label) or ""


def _more(entry: Entry, meaning: str) -> list[Choice]:
    return [one for name in _MORE.get(meaning, ()) if (one := entry.choice(name))]


def _simple(
    entry: Entry, event: Choice, date: Choice, meanings: Mapping[str, str]
) -> Iterable[Entry]:
    """Events of which the day is all, by the words of their column."""
    texts = tuple(
        text
        for text, meaning in meanings.items()
        if meaning not in ("", ATTEMPT) and not _more(entry, meaning)
    )
    if texts:
        own = replace(event, only=frozenset(texts))
        where = {**entry.where, event.part.source: texts}
        yield replace(entry, choices=(own, date), where=where)


def _with_more(
    entry: Entry, event: Choice, date: Choice, meanings: Mapping[str, str]
) -> Iterable[Entry]:
    for meaning in _MORE:
        texts = tuple(text for text, known in meanings.items() if known == meaning)
        more = _more(entry, meaning)
        if texts and more:
            yield replace(
                entry,
                choices=(date, *more),
                constants={"event": meaning},
                where={**entry.where, event.part.source: texts},
            )


def _attempts(
    entry: Entry, event: Choice, date: Choice, meanings: Mapping[str, str]
) -> Iterable[Entry]:
    texts = tuple(text for text, meaning in meanings.items() if meaning == ATTEMPT)
    drug = entry.choice("drug")
    if texts:
        yield replace(
            entry,
            table="tfr_attempts",
            choices=(replace(date, target="stop_date"), *([drug] if drug else [])),
            where={**entry.where, event.part.source: texts},
        )


def _unread(event: Choice, texts: Sequence[str], rarer: int) -> Iterable[str]:
    if texts:
        shown = ", ".join(f"'{text}'" for text in texts)
        yield f"No entry reads the rows whose {event.part.source} is {shown}."
    if rarer > 0:
        some = "1 rarer text of" if rarer == 1 else f"{rarer:,} rarer texts of"
        yield f"{some} {event.part.source}, not shown here, in no entry: its rows are rejects."
