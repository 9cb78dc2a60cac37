"""From the texts of a column to what may be told of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property

from tfrq.ingest.identifiers import looks_like_identifier
from tfrq.ingest.mapping.model import NumberStyle
from tfrq.ingest.profile import dates as days
from tfrq.ingest.profile import guesses, hiding, naming, numbers, people, ranges
from tfrq.ingest.profile.known_words import is_known
from tfrq.ingest.profile.missing import missing_codes
from tfrq.ingest.profile.model import (
    DATE,
    EMPTY,
    IDENTIFIER,
    LEAST_SEEN,
    NUMBER,
    RESULT,
    TEXT,
    WHOLE,
    WORDS,
    Column,
    Dates,
    Seen,
)
from tfrq.ingest.profile.tally import Tally
from tfrq.ingest.profile.units import unit_hints

CODES_AT_MOST = 12  # different whole numbers that may be codes of a list
LONG_NUMBER = 6  # digits
MANY = 20  # different texts from which on names are looked for, and a number per row is one
EARLIEST_DIAGNOSES = 1980  # days before it are of births rather than of a registry of CML
_GARBLED = re.compile("Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|Â[\u00a0-\u00bf]|\ufffd")
_LONG_DIGITS = re.compile(rf"\d{{{LONG_NUMBER},}}")


def column(tally: Tally, *, said: str = "", label: str = "") -> Column:
    """What a column holds. `said`: why it is an identifier, where a data dictionary says it;
    `label`: what the dictionary calls it."""
    codes = missing_codes(tally.texts, of_days=naming.expects_date(tally.name))
    coded = {code.text for code in codes}
    texts = {text: rows for text, rows in tally.texts.items() if text not in coded}
    filled = tally.filled - sum(tally.texts[text] for text in coded)
    kind = _kind(tally.name, texts)
    why = said or _identifier(tally.name, kind, texts)
    found = _Found(tally.name, kind, texts)
    shown = () if why else found.shown()
    low, high = ("", "") if why else found.range()
    return Column(
        name=tally.name,
        kind=IDENTIFIER if why else kind,
        filled=filled,
        missing=days.percent(tally.rows - filled, tally.rows),
        different=len(texts),
        missing_codes=hiding.plain_codes(codes) if why else codes,
        dates=found.dates(),
        numbers=None if why else found.style,
        values=shown,
        rarer=0 if why else found.listable() - len(shown),
        known=() if why else found.known(),
        low=low,
        high=high,
        identifier=why,
        units=() if why else unit_hints(f"{tally.name} {label}", kind, texts, (low, high)),
        notes=(*([] if why else found.notes()), *_notes(kind, texts, tally)),
        capped=tally.capped,
        label=label,
    )


def _kind(name: str, texts: Mapping[str, int]) -> str:
    if not texts:
        return EMPTY
    kind = guesses.kind(texts)
    dated = naming.expects_date(name)
    return DATE if kind == WHOLE and dated and guesses.are_serials(texts) else kind


def _identifier(name: str, kind: str, texts: Mapping[str, int]) -> str:
    """Why a column probably identifies patients, or ""."""
    by_name = looks_like_identifier(name)
    if by_name or kind == EMPTY:
        return f"{by_name}, by its name" if by_name else ""
    if naming.is_patient(name):
        return "patient number, by its name"
    if kind in (WORDS, TEXT) and naming.is_of_staff(name):
        return "names of physicians or nurses, by its name"
    if kind == DATE:
        return "dates of birth, by its contents" if _births(texts) else ""
    by_content = people.identifiers(texts)
    if by_content:
        return f"{by_content}, by its contents"
    if kind == WORDS and hiding.are_codes(name, texts):
        return "codes that run on, by its contents"
    # Of more texts than are kept, those that repeat are.
    unique = len(texts) > MANY and max(texts.values()) == 1
    if unique and kind == WHOLE and _long(texts) and not naming.expects_number(name):
        return "a long number, another in every row"
    if len(texts) > MANY and kind not in (WHOLE, NUMBER, RESULT) and people.names(texts):
        return "names, by its contents"
    return ""


def _births(texts: Mapping[str, int]) -> bool:
    years = {text: ranges.year(text) for text in texts}
    early = {text for text, year in years.items() if year and year < EARLIEST_DIAGNOSES}
    return guesses.share(texts, early.__contains__) >= guesses.MOST


def _long(texts: Mapping[str, int]) -> bool:
    return guesses.share(texts, _LONG_DIGITS.fullmatch) >= guesses.MOST


class _Found:
    """The texts of a column of one kind, and what of them may be shown."""

    def __init__(self, name: str, kind: str, texts: Mapping[str, int]) -> None:
        self.name, self.kind, self.texts = name, kind, texts
        codes = kind == WHOLE and len(texts) <= CODES_AT_MOST
        self.is_list = (kind in (WORDS, RESULT) or codes) and bool(texts)
        self.is_of_codes = kind == WORDS and hiding.have_digits(texts)

    def shown(self) -> tuple[Seen, ...]:
        """The values of a list that were seen often enough. Of results only the words are a list;
        a text with a long number in it, or that identifies somebody, is never shown."""
        if not self.is_list:
            return ()
        return tuple(
            Seen(text, rows)
            for text, rows in self.texts.items()
            if rows >= LEAST_SEEN and self._listed(text)
        )

    def known(self) -> tuple[str, ...]:
        """Rarer texts of a list that are words everybody knows."""
        rare = (text for text, rows in self.texts.items() if rows < LEAST_SEEN)
        return tuple(filter(is_known, rare)) if self.is_list else ()

    def notes(self) -> list[str]:
        """Why no text of a list is shown."""
        return [hiding.CODES] if self.is_of_codes else []

    def listable(self) -> int:
        """How many different texts there are of which a list could be made."""
        return sum(map(self._is_of_list, self.texts)) if self.is_list else 0

    def _is_of_list(self, text: str) -> bool:
        return self.kind != RESULT or not numbers.is_number(text)

    def _listed(self, text: str) -> bool:
        told = people.identifies(text) or _LONG_DIGITS.search(text)
        if self.is_of_codes and not is_known(text):
            return False
        return self._is_of_list(text) and not told

    def dates(self) -> Dates | None:
        """How dates are written, in a column of them."""
        if self.kind != DATE:
            return None
        found, rows = days.dates(self.texts)
        return found if rows else days.excel_dates()

    @cached_property
    def style(self) -> NumberStyle | None:
        """How numbers are written, in a column of them."""
        if self.kind not in (NUMBER, WHOLE, RESULT):
            return None
        read = {t: rows for t, rows in self.texts.items() if numbers.is_number(numbers.bare(t))}
        return numbers.number_style(read)

    def range(self) -> tuple[str, str]:
        """The rounded ends of numbers, and the years of dates."""
        if self.kind == DATE:
            values = [(ranges.year(text), rows) for text, rows in self.texts.items()]
            found = ranges.ends((float(year), rows) for year, rows in values if year)
            return ("", "") if found is None else (f"{found[0]:.0f}", f"{found[1]:.0f}")
        if self.kind not in (NUMBER, WHOLE, RESULT):
            return "", ""
        style = self.style or NumberStyle()
        read = [(numbers.value(text, style), rows) for text, rows in self.texts.items()]
        found = ranges.ends((value, rows) for value, rows in read if value is not None)
        if found is None:
            return "", ""
        years = guesses.are_years(self.texts)
        low, high = (f"{end:.0f}" if years else ranges.rounded(end) for end in found)
        return low, high


def _notes(kind: str, texts: Mapping[str, int], tally: Tally) -> list[str]:
    """What else a data manager has to know, without a text of the file."""
    notes = []
    if any(map(_GARBLED.search, texts)):
        notes.append("letters are garbled: another encoding was read somewhere")
    changed = _rows(texts, days.made_by_spreadsheet)
    if kind in (NUMBER, WHOLE, RESULT):
        changed += _rows(texts, lambda text: not days.made_by_spreadsheet(text) and _full_day(text))
        if not changed and _unread(kind, texts):
            notes.append(f"{_unread(kind, texts)} % are neither numbers nor results")
    if changed and kind != DATE:
        notes.append(f"a spreadsheet has made dates of {_about(changed)} cells")
    if kind == DATE:
        notes += _date_notes(texts)
    if tally.capped:
        notes.append(f"more than {len(tally.texts):,} different texts: the rarest are left out")
    return notes


def _full_day(text: str) -> bool:
    return days.shape(text) is not None and not numbers.is_number(text)


def _unread(kind: str, texts: Mapping[str, int]) -> Decimal:
    def read(text: str) -> bool:
        return numbers.is_number(text) or (kind == RESULT and guesses.is_result(text))

    return Decimal(f"{100 * (1 - guesses.share(texts, read)):.1f}")


def _date_notes(texts: Mapping[str, int]) -> list[str]:
    notes = []
    other = _rows(texts, lambda text: days.shape(text) is None)
    in_words = _rows(texts, days.month_in_words)
    if in_words:
        notes.append(f"months in words that no format reads, in {_about(in_words)} cells")
    if other - in_words and days.dates(texts)[1]:
        notes.append(f"{days.percent(other - in_words, sum(texts.values()))} % are no dates")
    return notes


def _rows(texts: Mapping[str, int], test: object) -> int:
    assert callable(test)
    return sum(rows for text, rows in texts.items() if test(text))


def _about(rows: int) -> str:
    return f"{rows:,}" if rows >= LEAST_SEEN else f"fewer than {LEAST_SEEN}"
