"""What kind of thing a column holds, told by its texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from tfrq.ingest.profile import dates as days
from tfrq.ingest.profile import numbers
from tfrq.ingest.profile.model import DATE, NUMBER, RESULT, TEXT, WHOLE, WORDS

# Share of the rows that have to be of a kind; what is left is told as a note.
MOST = 0.8
LONGEST_LIST = 100  # different texts of a word list
REPEATED = 2  # rows for each of them
LONGEST_WORD = 60  # letters
SMALL_FILE = 5  # different texts that are a list though they are not repeated

_RESULT_WORDS = re.compile(
    r"un-?detect(?:able|ed)|not detect(?:ed|able)|negativ\w*|neg\.?|nicht nachweisbar|umrd|cmr|"
    r"nd|n\.d\.|positiv\w*|pos\.?(?: ?<? ?loq)?|detected|detectable|[<>≤≥]=? ?loq|mmr|dmr|"
    r"mr ?[1-5](?:[.,^ ]\d)?|ej påvis\w+|inte påvis\w+|påvis\w+|ikke påvis\w+|ei todettu|"
    r"niet aantoonbaar|non détect\w+|indétect\w+|no detect\w+|indetect\w+|non rilev\w+|"
    r"não detect\w+|niewykrywaln\w+|nedetekov\w+",
    re.IGNORECASE,
)
_OPERATORS = ("<", ">", "≤", "≥", "=")
_YEARS = range(1850, 2101)
_SERIALS = range(10_000, 60_000)


def is_result(text: str) -> bool:
    """Whether a text says something that only a result of a test says."""
    if _RESULT_WORDS.fullmatch(text):
        return True
    marked = text.startswith(_OPERATORS) or text.endswith("%")
    return marked and numbers.is_number(numbers.bare(text))


def share(texts: Mapping[str, int], test: Callable[[str], object]) -> float:
    """Share of the rows whose text passes."""
    total = sum(texts.values())
    return sum(rows for text, rows in texts.items() if test(text)) / total if total else 0.0


def kind(texts: Mapping[str, int]) -> str:
    """The kind of a column with these texts (and their rows), missing codes left out."""
    if share(texts, days.shape) >= MOST:
        return DATE
    numeric, said = share(texts, numbers.is_number), share(texts, is_result)
    if said > 0 and numeric + said >= MOST and (numeric or len(texts) > 1):
        # A few words among many numbers are what such columns are like; a list of pos and neg too.
        return RESULT if said >= 0.005 else _number(texts)
    if numeric >= MOST:
        return _number(texts)
    return WORDS if is_list(texts) else TEXT


def _number(texts: Mapping[str, int]) -> str:
    read = {text: rows for text, rows in texts.items() if numbers.is_number(text)}
    style = numbers.number_style(read)
    decimals = any(numbers.notation(text).decimal for text in read)
    whole = not decimals and (style is None or bool(style.thousands))
    return WHOLE if whole and not any("e" in text.casefold() for text in read) else NUMBER


def is_list(texts: Mapping[str, int]) -> bool:
    """Whether the texts are few and repeated, as words of a list are."""
    if len(texts) > LONGEST_LIST or max(map(len, texts), default=0) > LONGEST_WORD:
        return False
    return len(texts) <= SMALL_FILE or sum(texts.values()) >= REPEATED * len(texts)


def are_years(texts: Mapping[str, int]) -> bool:
    """Whether nearly all are years."""
    return share(texts, lambda text: text.isdecimal() and int(text) in _YEARS) >= MOST


def are_serials(texts: Mapping[str, int]) -> bool:
    """Whether nearly all may be days as a spreadsheet counts them."""
    return share(texts, lambda text: text.isdecimal() and int(text) in _SERIALS) >= MOST
