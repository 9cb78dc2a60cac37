"""What of a column nothing may be told, because it says who somebody is.

A patient stands in many rows of a long table, so that their number is no rare text: columns of
patients are hidden whatever is in them, and so are lists that look like them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tfrq.ingest.profile import concepts, guesses, lexicon, naming, people, synonyms
from tfrq.ingest.profile.dates import percent
from tfrq.ingest.profile.known_words import is_known
from tfrq.ingest.profile.missing import ONGOING
from tfrq.ingest.profile.missing import WORDS as MISSING_WORDS
from tfrq.ingest.profile.model import IDENTIFIER, WHOLE, WORDS, Column, File, Seen
from tfrq.ingest.profile.series import parts

CODES = "most of its texts have digits in them: only known words are shown"
_LONG_LIST = 20  # different texts: fewer with digits may be doses, or laboratories
_HALF = 50  # per cent
_LEAST_ID = 3  # signs of a text that is compared with patients
_LEAST_NUMBER = 4  # digits of a number that is


def are_codes(name: str, texts: Iterable[str]) -> bool:
    """Whether texts are codes with running numbers. A short list of what its name says (the
    laboratory, the visit) may be of codes."""
    others = [text for text in texts if not _is_of_cml(text)]
    named = bool(found := naming.guesses(name)) and found[0].score >= naming.WORDS
    is_other = named and found[0].concept != lexicon.PATIENT and len(others) <= _LONG_LIST
    return not is_other and people.running(others)


def _is_of_cml(text: str) -> bool:
    """Whether digits in a text are no patient's: a transcript, a level, the dose of a drug."""
    return is_known(text) or synonyms.lake_value("drug", text) is not None


def have_digits(texts: Iterable[str]) -> bool:
    """Whether most of many different texts have digits in them and are no known words."""
    asked = list(texts)
    told = [one for one in asked if any(map(str.isdigit, one)) and not _is_of_cml(one)]
    return len(asked) > _LONG_LIST and percent(len(told), len(asked)) > _HALF


def plain_codes(codes: Iterable[Seen]) -> tuple[Seen, ...]:
    """Missing codes that are nobody's number: words, and numbers below 0."""
    words = MISSING_WORDS | ONGOING
    return tuple(one for one in codes if one.text.casefold() in words or one.text[0] == "-")


def patient(file: File) -> str:
    """The column that says whose row it is, "" if none does."""
    found = concepts.patient(parts(file.columns))
    return found.source if found else ""


def without_patients(file: File, ids: frozenset[str]) -> File:
    """The file with nothing told of its patients. `ids`: numbers of patients in all files."""
    name = patient(file)
    return replace(file, columns=tuple(_checked(one, name, ids) for one in file.columns))


def _checked(column: Column, patient_column: str, ids: frozenset[str]) -> Column:
    if column.kind == IDENTIFIER:
        return column
    if column.name == patient_column:
        return _hidden(column, "patient number, as it seems by its name")
    return _hidden(column, "numbers of patients in another column") if _are(column, ids) else column


def _are(column: Column, ids: frozenset[str]) -> bool:
    """Whether what a list shows is mostly patients. Small numbers and years are codes and years,
    whoever has such a number."""
    texts = {one.text: one.rows or 0 for one in column.values if not is_known(one.text)}
    if column.kind == WHOLE:
        long = all(len(text) >= _LEAST_NUMBER for text in texts) and not guesses.are_years(texts)
        if not long or naming.expects_number(column.name):
            return False
    elif column.kind != WORDS:
        return False
    return _share(texts, ids) >= people.MOSTLY


def _share(texts: Mapping[str, int], ids: frozenset[str]) -> float:
    same = sum(len(text) >= _LEAST_ID and text.casefold() in ids for text in texts)
    return float(percent(same, len(texts))) if texts else 0.0


def _hidden(column: Column, why: str) -> Column:
    return replace(
        column,
        kind=IDENTIFIER,
        identifier=why,
        missing_codes=plain_codes(column.missing_codes),
        numbers=None,
        values=(),
        rarer=0,
        known=(),
        low="",
        high="",
        units=(),
    )
