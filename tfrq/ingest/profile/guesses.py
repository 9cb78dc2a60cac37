"""What kind of thing a column holds, told by its texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from tfrq.ingest.mapping.model import NumberStyle
from tfrq.ingest.profile import dates as days
from tfrq.ingest.profile import numbers
from tfrq.ingest.profile.model import DATE, NUMBER, RESULT, TEXT, WHOLE, WORDS
from tfrq.ingest.values.distinct import Unreadable
from tfrq.ingest.values.result_texts import read_result
from tfrq.ingest.values.result_units import RESULT_UNITS

# Share of the rows that have to be of a kind; what is left is told as a note.
MOST = 0.8
LONGEST_LIST = 100  # different texts of a word list
REPEATED = 2  # rows for each of them
LONGEST_WORD = 60  # letters
SMALL_FILE = 5  # different texts that are a list though they are not repeated

# Results in words that the readers of values leave to the mapping.
_MORE_RESULTS = re.compile(
    r"n\.?d\.?|[<>≤≥]=? ?loq|(?:ej|inte|ikke) påvis\w+|påvis\w+|ei todettu|niet aantoonbaar|"
    r"(?:non |no |não )?d[eé]te[ck]t\w+|ind[eé]te[ck]t\w+|(?:non )?rilev\w+|niewykrywaln\w+|"
    r"nedetekov\w+|n[eé]gati[fv]\w*|positi[fv]\w*",
    re.IGNORECASE,
)
_EITHER = NumberStyle("either")
_YEARS = range(1850, 2101)
_SERIALS = range(10_000, 60_000)


def is_result(text: str) -> bool:
    """Whether a text says something that only a result of a test says."""
    if numbers.is_number(text):
        return False
    return bool(_MORE_RESULTS.fullmatch(text)) or is_read(text)


def is_read(text: str) -> bool:
    """Whether a text is read as a result without being mapped."""
    try:
        read_result(text, RESULT_UNITS["% IS"], _EITHER, Decimal(100))
    except Unreadable as problem:
        return problem.rule == "ambiguous number"
    return True


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
