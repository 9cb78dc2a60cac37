"""What a column may be, by its name: whole words, then parts of compounds, then near misses."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tfrq.ingest.identifiers import numbers_a_person
from tfrq.ingest.profile import lexicon
from tfrq.ingest.profile.model import DATE, NUMBER
from tfrq.vocabulary import DRUGS

# How sure a name makes a concept.
SAME, WORDS, PART, NEAR = 1.0, 0.9, 0.75, 0.6
_LEAST_WORD = 2  # letters of a word that says nothing beside others
_LEAST_PART = 5  # letters of a phrase that may stand inside a word
_LEAST_NEAR = 6  # letters of a name that may be misspelt
_CLOSE, _FURTHEST = 0.86, 2  # difflib's ratio, and letters more or fewer
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "№": "n"}
)
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_CAMEL = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_PARENTHESES = re.compile(r"[(\[][^)\]]*[)\]]\s*$")
# Words that say nothing of what a column holds.
_FILLING = frozenset(
    (
        *("the", "of", "at", "for", "de", "la", "le", "du", "da", "do", "di"),
        *("der", "des", "die", "das", "den", "för", "vid", "bei"),
    )
)


@dataclass(frozen=True)
class Guess:
    """A concept, and how sure: `score` up to 1."""

    concept: str
    score: float
    length: int  # letters of the phrase: the longer one says more

    @property
    def rank(self) -> tuple[float, int]:
        return self.score, self.length


def words(name: str) -> tuple[str, ...]:
    """The words of a name, in small letters without marks; numbers are left out."""
    divided = _CAMEL.sub(" ", unicodedata.normalize("NFC", name)).casefold()
    letters = unicodedata.normalize("NFKD", divided.translate(_LETTERS))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return tuple(re.sub(r"[\W_\d]+", " ", plain.replace("%", " percent ")).split())


def guesses(name: str) -> tuple[Guess, ...]:
    """The concepts that a name may be of, the likeliest first: with its unit in parentheses, and
    without."""
    bare = _PARENTHESES.sub(" ", name)
    both = [*_guesses(_telling(name)), *(_guesses(_telling(bare)) if bare != name else ())]
    return tuple(sorted(both, key=lambda one: one.rank, reverse=True))


def _telling(name: str) -> tuple[str, ...]:
    return tuple(word for word in words(name) if word not in _FILLING)


def in_parentheses(name: str) -> str:
    """What a name has in parentheses at its end: mostly a unit."""
    found = _PARENTHESES.search(name)
    return found[0].strip(" ()[]") if found else ""


# Thousands of columns differ by a number alone.
@lru_cache(maxsize=65_536)
def _guesses(said: tuple[str, ...]) -> tuple[Guess, ...]:
    joined = "".join(said)
    found = [
        Guess(concept, score, len(together))
        for phrase, (together, concept) in _phrases().items()
        if (score := _score(said, joined, phrase, together, concept))
    ]
    if numbers_a_person(said):
        found.append(Guess(lexicon.PATIENT, WORDS, len(joined)))
    best: dict[str, Guess] = {}
    for guess in found or _near(joined):
        best[guess.concept] = max(best.get(guess.concept, guess), guess, key=lambda one: one.rank)
    return tuple(sorted(best.values(), key=lambda one: one.rank, reverse=True))


def _score(
    said: tuple[str, ...], joined: str, phrase: tuple[str, ...], together: str, concept: str
) -> float:
    if joined == together:
        return SAME
    size = len(phrase)
    # "Patient", "id" and "is" beside other words say little.
    if size == 1 and (len(together) <= _LEAST_WORD or concept == lexicon.PATIENT):
        return 0.0
    if together not in joined:
        return 0.0
    if any(said[start : start + size] == phrase for start in range(len(said) - size + 1)):
        return WORDS
    return PART if len(together) >= _LEAST_PART else 0.0


def _near(joined: str) -> list[Guess]:
    """Misspelt names, where nothing else is found."""
    if len(joined) < _LEAST_NEAR:
        return []
    matcher = difflib.SequenceMatcher(b=joined)
    found = []
    for together, concept in _phrases().values():
        if len(together) < _LEAST_NEAR or abs(len(together) - len(joined)) > _FURTHEST:
            continue
        matcher.set_seq1(together)
        if matcher.quick_ratio() >= _CLOSE and (ratio := matcher.ratio()) >= _CLOSE:
            found.append(Guess(concept, NEAR * ratio, len(together)))
    return found


@lru_cache(maxsize=1)
def _phrases() -> Mapping[tuple[str, ...], tuple[str, str]]:
    """Words of a phrase → the phrase in one word, and its concept."""
    found = {}
    for concept, text in lexicon.PHRASES.items():
        for phrase in text.split("|"):
            plain = phrase.strip()
            for form in (words(plain), words(plain.translate(_SPELT))):
                said = tuple(word for word in form if word not in _FILLING)
                found[said] = ("".join(said), concept)
    return found


def is_patient(name: str) -> bool:
    """Whether a column is called as one that says whose row it is."""
    found = guesses(name)
    return bool(found) and found[0].concept == lexicon.PATIENT and found[0].score >= WORDS


def is_of_staff(name: str) -> bool:
    """Whether a column of this name may hold names of those who treat."""
    return bool(lexicon.STAFF & set(words(name)))


def expects_date(name: str) -> bool:
    """Whether a column of this name should hold dates."""
    found = guesses(name)
    return bool(found) and lexicon.kinds(found[0].concept) == (DATE,)


def expects_number(name: str) -> bool:
    """Whether a column of this name should hold measures: copies, counts of cells."""
    found = guesses(name)
    return bool(found) and NUMBER in lexicon.kinds(found[0].concept) and not is_patient(name)


def drug_in(name: str) -> str:
    """The drug that a name names ("imatinib_start"), or ""."""
    said = words(name)
    for drug in DRUGS:
        if any(form in said for one in (drug.name, *drug.synonyms) for form in words(one)[:1]):
            return drug.name
    return ""
